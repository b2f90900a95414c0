use super::*;
use std::io::Read;
#[derive(Clone, Debug, Default)]
pub struct Limits {
    pub depth: usize,
    pub archives: bool,
}
pub fn show_file(
    origin: &Origin,
    mut f: std::fs::File,
    _len: u64,
    _l: &Limits,
    visit: &Visitor<'_>,
) -> ControlFlow<()> {
    let mut v = Vec::new();
    let _ = f.read_to_end(&mut v);
    visit(Visited::Opened(origin, v.len() as u64))?;
    visit(Visited::Document(Document::whole(origin, &v)))
}

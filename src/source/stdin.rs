use super::*;
use std::io::Read;
pub struct Stdin {
    pub name: String,
    pub limits: container::Limits,
}
impl Source for Stdin {
    fn visit(&self, visit: &Visitor<'_>) -> Result<(), SourceError> {
        let mut v = Vec::new();
        let _ = std::io::stdin().read_to_end(&mut v);
        let o = Origin::file(crate::document::RelPath::new(&self.name));
        let _ = visit(Visited::Document(Document::whole(&o, &v)));
        Ok(())
    }
}

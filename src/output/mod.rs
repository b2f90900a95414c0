use crate::report::Report;
use std::io;
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Jsonl,
}
impl Format {
    pub const ALL: [Self; 2] = [Self::Text, Self::Jsonl];
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Jsonl => "jsonl",
        }
    }
}
#[derive(Clone, Debug)]
pub struct Style {
    pub color: bool,
    pub verbose: bool,
}
pub fn write(_f: Format, r: &Report, _s: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    for f in &r.findings {
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t{}\t+{}",
            f.severity.name(),
            f.confidence.name(),
            f.at,
            f.rule,
            f.evidence,
            f.snippet,
            f.related.len()
        )?;
    }
    writeln!(out, "{} findings, {} accepted, {:?}", r.findings.len(), r.accepted.len(), r.coverage.files)
}

//! The report as one JSON object, for scripts.

use std::io;

use super::record;
use crate::report::Report;

/// Writes the report, indented, with a line end behind it.
pub fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &record::Report::from(report))?;
    writeln!(out)
}

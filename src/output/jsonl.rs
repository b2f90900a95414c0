//! The report as lines of JSON, for pipes: a finding a line, and the coverage last.

use std::io;

use serde::Serialize;

use super::json;
use super::record::{self, Coverage, Finding, Summary};
use crate::report::Report;

/// One line; `type` says what it holds.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Line<'r> {
    /// Something that has to be looked at.
    Finding(Finding<'r>),
    /// A finding that a person has accepted.
    Accepted(Finding<'r>),
    /// The end of a report that was written whole.
    Coverage {
        #[serde(rename = "schemaVersion")]
        schema_version: u32,
        summary: Summary,
        #[serde(flatten)]
        coverage: Coverage<'r>,
    },
}

/// Writes the report; a reader that has not seen a `coverage` line has not seen all of it.
pub fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let findings = report.findings.iter().map(|finding| Line::Finding(Finding::of(finding, report.newest)));
    let accepted = report.accepted.iter().map(|finding| Line::Accepted(Finding::of(finding, report.newest)));
    let coverage = Line::Coverage {
        schema_version: record::SCHEMA_VERSION,
        summary: Summary::from(report),
        coverage: Coverage::from(&report.coverage),
    };
    for line in findings.chain(accepted).chain([coverage]) {
        json::write_line(&line, out)?;
    }
    Ok(())
}

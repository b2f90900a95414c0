//! The JSON shape of a report: field names that scripts may rely on, documented here and nowhere else.
//!
//! Fields are only ever added while [`SCHEMA_VERSION`] stays the same. Lines and columns count from 1; `startColumn`
//! and `endColumn` count characters, their `Utf16` forms count UTF-16 code units; an end is behind the last character.

mod coverage;
mod provenance;

use serde::Serialize;

use super::count::Counts;
use crate::document::Origin;
use crate::finding::{self, Masked, Moment};
use crate::report;
use crate::rule::{RuleId, page};
pub use coverage::Coverage;
pub use provenance::Provenance;

/// The version of the shape; raised when a field goes away or changes its meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// A whole report.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report<'r> {
    schema_version: u32,
    tool: Tool,
    /// The kind of scan: `scan`, `history`.
    kind: &'static str,
    /// What was scanned, as the user named it.
    targets: &'r [String],
    /// The committer date of the newest commit, where a history was scanned.
    newest_commit: Option<String>,
    summary: Summary,
    /// The rules that found something.
    rules: Vec<page::Record<'r>>,
    findings: Vec<Finding<'r>>,
    /// Findings that a person has accepted.
    accepted: Vec<Finding<'r>>,
    coverage: Coverage<'r>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// The counts at a glance.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    #[serde(flatten)]
    counts: Counts,
    accepted: usize,
    /// Credentials that were left out because the version that a change is compared with has them already.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<usize>,
    rules_tried: usize,
    /// Whether nothing is missing that had to be looked at: failures count, in a history known limits too.
    complete: bool,
}

/// One finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding<'r> {
    rule: &'r RuleId,
    severity: &'static str,
    confidence: &'static str,
    message: &'r str,
    location: Location<'r>,
    evidence: Evidence<'r>,
    lifetime: Lifetime<'r>,
    parts: Vec<Part<'r>>,
    /// The other places of the same credential.
    related: Vec<Location<'r>>,
    fingerprint: String,
    /// The hash by which code scanning follows the line; `null` where it is not known.
    line_hash: Option<&'r str>,
    notes: &'r [String],
    decodings: &'r [&'static str],
    snippet: &'r str,
    suppression: Option<Suppression<'r>>,
    /// What the history says; `null` where none was scanned.
    provenance: Option<Provenance<'r>>,
}

/// A place in a file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'r> {
    #[serde(flatten)]
    origin: Place<'r>,
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    start_column_utf16: usize,
    end_column_utf16: usize,
    /// Bytes before the place.
    offset: u64,
    /// Bytes of the place.
    length: u64,
}

/// A file, and the member inside it.
#[derive(Serialize)]
pub struct Place<'r> {
    /// The path for people; bytes that are not UTF-8 stand as `\xNN`.
    path: String,
    /// The path without loss, percent-encoded.
    uri: String,
    /// The way inside a container: `inner.tar!etc/app.env`.
    member: Option<&'r str>,
    /// The object of git that holds the file, where it was read from one.
    object: Option<String>,
    /// The commit that the file is named by: the first one that holds it at this path.
    commit: Option<String>,
}

/// A credential, masked.
#[derive(Serialize)]
struct Evidence<'r> {
    text: &'r str,
    /// Characters of the credential itself.
    length: usize,
}

#[derive(Serialize)]
struct Part<'r> {
    name: &'r str,
    #[serde(flatten)]
    evidence: Evidence<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Lifetime<'r> {
    class: &'static str,
    evidence: &'r str,
    /// When the credential was made, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<String>,
    /// When it ends or ended, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    /// Whole days from the run until then; negative where it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    remaining_days: Option<i64>,
    /// Seconds that it can live at the most, where its kind or form tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    longest_seconds: Option<i64>,
}

impl<'r> From<&'r finding::Lifetime> for Lifetime<'r> {
    fn from(lifetime: &'r finding::Lifetime) -> Self {
        Self {
            class: lifetime.class.name(),
            evidence: &lifetime.evidence,
            issued: lifetime.issued.map(|moment| moment.to_string()),
            expires: lifetime.expires.map(|moment| moment.to_string()),
            remaining_days: lifetime.remaining_days,
            longest_seconds: lifetime.longest,
        }
    }
}

#[derive(Serialize)]
struct Suppression<'r> {
    mark: &'static str,
    reason: &'r str,
}

impl<'r> From<&'r report::Report> for Report<'r> {
    fn from(report: &'r report::Report) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            kind: report.kind,
            targets: &report.targets,
            newest_commit: report.newest.as_ref().map(ToString::to_string),
            summary: Summary::from(report),
            rules: report.rules.values().map(|rule| page::record(rule)).collect(),
            findings: report.findings.iter().map(|finding| Finding::of(finding, report.newest)).collect(),
            accepted: report.accepted.iter().map(|finding| Finding::of(finding, report.newest)).collect(),
            coverage: Coverage::from(&report.coverage),
        }
    }
}

impl From<&report::Report> for Summary {
    fn from(report: &report::Report) -> Self {
        Self {
            counts: Counts::of(&report.findings),
            accepted: report.accepted.len(),
            rules_tried: report.rules_tried,
            known: (report.known > 0).then_some(report.known),
            complete: report.coverage.is_complete(),
        }
    }
}

impl<'r> Finding<'r> {
    /// A finding; where a history was scanned, exposed until its newest commit.
    pub fn of(finding: &'r finding::Finding, newest: Option<Moment>) -> Self {
        Self {
            rule: &finding.rule,
            severity: finding.severity.name(),
            confidence: finding.confidence.name(),
            message: &finding.message,
            location: Location::from(&finding.at),
            evidence: Evidence::from(&finding.evidence),
            lifetime: Lifetime::from(&finding.lifetime),
            parts: finding.parts.iter().map(|(name, text)| Part { name, evidence: Evidence::from(text) }).collect(),
            related: finding.related.iter().map(Location::from).collect(),
            fingerprint: finding.fingerprint.to_string(),
            line_hash: finding.line_hash.as_deref(),
            notes: &finding.notes,
            decodings: &finding.decodings,
            snippet: &finding.snippet,
            suppression: finding.suppression.as_ref().map(|it| Suppression { mark: it.mark, reason: &it.reason }),
            provenance: finding.provenance.as_ref().map(|provenance| Provenance::of(provenance, newest)),
        }
    }
}

impl<'r> From<&'r finding::Location> for Location<'r> {
    fn from(location: &'r finding::Location) -> Self {
        Self {
            origin: Place::from(&location.origin),
            start_line: location.start.line,
            start_column: location.start.column,
            end_line: location.end.line,
            end_column: location.end.column,
            start_column_utf16: location.start.utf16,
            end_column_utf16: location.end.utf16,
            offset: location.offset,
            length: location.length,
        }
    }
}

impl<'r> From<&'r Origin> for Place<'r> {
    fn from(origin: &'r Origin) -> Self {
        Self {
            path: origin.path.display().into_owned(),
            uri: origin.path.uri(),
            member: origin.member.as_deref(),
            object: origin.object.map(|object| object.to_string()),
            commit: origin.commit.map(|commit| commit.to_string()),
        }
    }
}

impl<'r> From<&'r Masked> for Evidence<'r> {
    fn from(masked: &'r Masked) -> Self {
        Self { text: masked.as_str(), length: masked.length() }
    }
}

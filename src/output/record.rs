//! The JSON shape of a report: field names that scripts may rely on, documented here and nowhere else.
//!
//! Fields are only ever added while [`SCHEMA_VERSION`] stays the same. Lines and columns count from 1; `startColumn`
//! and `endColumn` count characters, their `Utf16` forms count UTF-16 code units; an end is behind the last character.

use serde::Serialize;

use super::count::Counts;
use crate::document::Origin;
use crate::finding::{self, Masked};
use crate::report;
use crate::rule::{self, RuleId};
use crate::source;

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
    summary: Summary,
    /// The rules that found something.
    rules: Vec<Rule<'r>>,
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
    /// Whether nothing was lost to a failure.
    complete: bool,
}

/// What is the same for all findings of a rule.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'r> {
    id: &'r RuleId,
    service: Option<&'r str>,
    summary: &'r str,
    why: &'r str,
    fix: &'r str,
    docs: Option<&'r str>,
    severity: &'static str,
    confidence: &'static str,
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
struct Place<'r> {
    /// The path for people; bytes that are not UTF-8 stand as `\xNN`.
    path: String,
    /// The path without loss, percent-encoded.
    uri: String,
    /// The way inside a container: `inner.tar!etc/app.env`.
    member: Option<&'r str>,
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
struct Lifetime<'r> {
    class: &'static str,
    evidence: &'r str,
}

#[derive(Serialize)]
struct Suppression<'r> {
    mark: &'static str,
    reason: &'r str,
}

/// The coverage receipt.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage<'r> {
    /// Whether nothing was lost to a failure.
    complete: bool,
    files: u64,
    members: u64,
    bytes: u64,
    member_bytes: u64,
    /// Every piece that was not looked at.
    skipped: Vec<Skipped<'r>>,
}

#[derive(Serialize)]
struct Skipped<'r> {
    #[serde(flatten)]
    origin: Place<'r>,
    reason: &'static str,
    /// Whether it was lost to a failure rather than left out by a known limit.
    failure: bool,
    detail: &'r str,
}

impl<'r> From<&'r report::Report> for Report<'r> {
    fn from(report: &'r report::Report) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            kind: report.kind,
            targets: &report.targets,
            summary: Summary::from(report),
            rules: report.rules.values().map(|rule| Rule::from(&**rule)).collect(),
            findings: report.findings.iter().map(Finding::from).collect(),
            accepted: report.accepted.iter().map(Finding::from).collect(),
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

impl<'r> From<&'r rule::Rule> for Rule<'r> {
    fn from(rule: &'r rule::Rule) -> Self {
        Self {
            id: &rule.id,
            service: rule.service.as_ref().map(|service| service.name.as_str()),
            summary: &rule.summary,
            why: &rule.why,
            fix: &rule.fix,
            docs: rule.docs.as_deref(),
            severity: rule.severity.name(),
            confidence: rule.confidence.name(),
        }
    }
}

impl<'r> From<&'r finding::Finding> for Finding<'r> {
    fn from(finding: &'r finding::Finding) -> Self {
        Self {
            rule: &finding.rule,
            severity: finding.severity.name(),
            confidence: finding.confidence.name(),
            message: &finding.message,
            location: Location::from(&finding.at),
            evidence: Evidence::from(&finding.evidence),
            lifetime: Lifetime { class: finding.lifetime.class.name(), evidence: &finding.lifetime.evidence },
            parts: finding.parts.iter().map(|(name, text)| Part { name, evidence: Evidence::from(text) }).collect(),
            related: finding.related.iter().map(Location::from).collect(),
            fingerprint: finding.fingerprint.to_string(),
            line_hash: finding.line_hash.as_deref(),
            notes: &finding.notes,
            decodings: &finding.decodings,
            snippet: &finding.snippet,
            suppression: finding.suppression.as_ref().map(|it| Suppression { mark: it.mark, reason: &it.reason }),
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
        Self { path: origin.path.display(), uri: origin.path.uri(), member: origin.member.as_deref() }
    }
}

impl<'r> From<&'r Masked> for Evidence<'r> {
    fn from(masked: &'r Masked) -> Self {
        Self { text: masked.as_str(), length: masked.length() }
    }
}

impl<'r> From<&'r report::Coverage> for Coverage<'r> {
    fn from(coverage: &'r report::Coverage) -> Self {
        Self {
            complete: coverage.is_complete(),
            files: coverage.files,
            members: coverage.members,
            bytes: coverage.bytes,
            member_bytes: coverage.member_bytes,
            skipped: coverage.skipped.iter().map(Skipped::from).collect(),
        }
    }
}

impl<'r> From<&'r source::Skipped> for Skipped<'r> {
    fn from(skipped: &'r source::Skipped) -> Self {
        Self {
            origin: Place::from(&skipped.origin),
            reason: skipped.reason.name(),
            failure: skipped.reason.is_failure(),
            detail: &skipped.detail,
        }
    }
}

//! The report for people: what, where, why and what to do, then what was looked at, then one line that says it all.

mod coverage;
mod finding;
mod paint;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::Style;
use super::count::{Counts, plural, size};
use super::printable::printable;
use crate::document::Origin;
use crate::finding::Finding;
use crate::report::Report;
use crate::source::SkipReason;
use paint::{Colour, Paint};

/// Writes the report.
pub fn write(report: &Report, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let paint = Paint::new(style);
    let mut explained = BTreeSet::new();
    for (origin, findings) in by_file(&report.findings) {
        writeln!(out, "{}", paint.bold(&printable(&origin.display())))?;
        for finding in findings {
            let explain = explained.insert(&finding.rule) || style.verbose;
            let rule = report.rules.get(&finding.rule).map(|rule| &**rule);
            finding::write(finding, rule, explain, &paint, out)?;
        }
    }
    accepted(&report.accepted, style, &paint, out)?;
    coverage::write(report, style, &paint, out)?;
    writeln!(out, "{}", last_line(report, &paint))
}

/// The findings of each file together; the file with the worst one first.
fn by_file(findings: &[Finding]) -> Vec<(&Origin, Vec<&Finding>)> {
    let mut groups: Vec<(&Origin, Vec<&Finding>)> = Vec::new();
    let mut known: BTreeMap<&Origin, usize> = BTreeMap::new();
    for finding in findings {
        let origin = &finding.at.origin;
        let at = *known.entry(origin).or_insert(groups.len());
        if at == groups.len() {
            groups.push((origin, Vec::new()));
        }
        groups[at].1.push(finding);
    }
    groups
}

/// What a person has accepted: a count, and with `--verbose` a line each.
fn accepted(accepted: &[Finding], style: Style, paint: &Paint, out: &mut dyn io::Write) -> io::Result<()> {
    if accepted.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", plural(accepted.len() as u64, "accepted finding"))?;
    for finding in accepted.iter().filter(|_| style.verbose) {
        let place = printable(&finding.at.to_string());
        let reason = finding.suppression.as_ref().map(|suppression| match suppression.reason.as_str() {
            "" => format!(" ({})", suppression.mark),
            reason => format!(" ({}: {})", suppression.mark, printable(reason)),
        });
        writeln!(out, "  {place} {}{}", finding.rule, paint.dim(&reason.unwrap_or_default()))?;
    }
    writeln!(out)
}

/// The whole report in one line; an incomplete scan never looks like a clean one.
fn last_line(report: &Report, paint: &Paint) -> String {
    let counts = Counts::of(&report.findings);
    let looked_at = format!("{} ({})", plural(report.coverage.files, "file"), size(report.coverage.bytes));
    let verdict = match counts {
        Counts { errors: 0, warnings: 0, notes: 0 } => format!("no credentials found in {looked_at}"),
        _ => format!("{} in {looked_at}", counts.describe()),
    };
    let colour = match counts {
        Counts { errors: 1.., .. } => Colour::Red,
        Counts { warnings: 1.., .. } => Colour::Yellow,
        Counts { notes: 1.., .. } => Colour::Blue,
        _ if report.coverage.is_complete() => Colour::Green,
        _ => Colour::Yellow,
    };
    let verdict = paint.in_bold(colour, &verdict);
    match failures(report) {
        0 => verdict,
        lost => format!("{verdict}; {}", paint.in_bold(Colour::Red, &incomplete(report, lost))),
    }
}

fn failures(report: &Report) -> u64 {
    report.coverage.skipped.iter().filter(|skipped| skipped.reason.is_failure()).count() as u64
}

fn incomplete(report: &Report, lost: u64) -> String {
    if report.coverage.skipped.iter().any(|skipped| skipped.reason == SkipReason::Interrupted) {
        return "the scan is incomplete: it was stopped".to_owned();
    }
    format!("the scan is incomplete: {} could not be looked at", plural(lost, "piece"))
}

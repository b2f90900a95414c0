//! The report for people: what, where, why and what to do, then what was looked at, then one line that says it all.

mod coverage;
mod finding;
mod history;
mod paint;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::Style;
use super::count::{Counts, plural};
use super::printable::printable;
use crate::finding::Finding;
use crate::report::{Coverage, Report};
use crate::source::SkipReason;
use finding::Context;
use paint::{Colour, Paint};

/// Writes the report.
pub fn write(report: &Report, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let paint = Paint::new(style);
    let mut explained = BTreeSet::new();
    for (file, findings) in by_file(&report.findings) {
        writeln!(out, "{}", paint.bold(&printable(&file)))?;
        for finding in findings {
            let explain = explained.insert(&finding.rule) || style.verbose;
            let rule = report.rules.get(&finding.rule).map(|rule| &**rule);
            finding::write(finding, &Context { rule, explain, newest: report.newest }, &paint, out)?;
        }
    }
    accepted(&report.accepted, style, &paint, out)?;
    coverage::write(report, style, &paint, out)?;
    writeln!(out, "{}", last_line(report, &paint))
}

/// The findings of each file together, whatever its version; the file with the worst one first.
fn by_file(findings: &[Finding]) -> Vec<(Cow<'_, str>, Vec<&Finding>)> {
    let mut groups: Vec<(Cow<'_, str>, Vec<&Finding>)> = Vec::new();
    let mut known: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
    for finding in findings {
        let file = finding.at.origin.display();
        let at = *known.entry(file.clone()).or_insert(groups.len());
        if at == groups.len() {
            groups.push((file, Vec::new()));
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
        let place = printable(&history::place(finding, &finding.at));
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
    let looked_at = coverage::gist(&report.coverage);
    let verdict = match counts {
        Counts { errors: 0, warnings: 0, notes: 0 } => format!("nothing found in {looked_at}"),
        _ => format!("{} in {looked_at}", counts.describe()),
    };
    let colour = match counts {
        Counts { errors: 1.., .. } => Colour::Red,
        Counts { warnings: 1.., .. } => Colour::Yellow,
        Counts { notes: 1.., .. } => Colour::Blue,
        _ if report.coverage.is_complete() => Colour::Green,
        _ => Colour::Yellow,
    };
    let mut line = paint.in_bold(colour, &verdict);
    if let Some(lost) = lost(&report.coverage) {
        line = format!("{line}; {}", paint.in_bold(Colour::Red, &lost));
    }
    if let Some(forgiven) = forgiven(&report.coverage) {
        line = format!("{line}; {}", paint.in_bold(Colour::Yellow, &forgiven));
    }
    line
}

/// That the scan is incomplete, where the exit code says so too.
fn lost(coverage: &Coverage) -> Option<String> {
    let lost = coverage.lost().count() as u64;
    if coverage.lost().any(|skipped| skipped.reason == SkipReason::Interrupted) {
        return Some("the scan is incomplete: it was stopped".to_owned());
    }
    (lost > 0).then(|| format!("the scan is incomplete: {} could not be looked at", plural(lost, "piece")))
}

/// That the scan is incomplete, and that the user allows it.
fn forgiven(coverage: &Coverage) -> Option<String> {
    let forgiven = coverage.forgiven().count() as u64;
    (forgiven > 0).then(|| format!("incomplete as allowed: {} could not be looked at", plural(forgiven, "piece")))
}

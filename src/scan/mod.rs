//! Source × checks → report: runs every check on every text and settles the result once.

mod gather;
pub mod history;
mod news;
mod progress;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use crate::check::{Beside, Check, GaveUp};
use crate::document::line_hash::line_hashes;
use crate::document::{Document, Origin, RelPath, Start};
use crate::finding::{Finding, Fingerprint};
use crate::report::Report;
use crate::rule::{Family, RuleId};
use crate::source::{SkipReason, Skipped, Source, SourceError, Visited};
use crate::suppress;

pub use gather::Thresholds;
pub use progress::{Phase, Progress};

/// What a run needs to know.
pub struct Scan<'a> {
    /// Where the texts come from.
    pub source: &'a dyn Source,
    /// What is looked for.
    pub checks: &'a [Arc<dyn Check>],
    /// Findings below these are left out of the report.
    pub thresholds: Thresholds,
    /// Set from outside to stop early.
    pub stop: &'a AtomicBool,
    /// Counted while the scan runs, for whoever shows progress.
    pub progress: &'a Progress,
    /// What the reports tell besides.
    pub details: Details,
}

/// What a report may tell, and what costs time to find out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Details {
    /// Of the files that have findings: these are read again.
    pub files: bool,
    /// The hashes of the lines with findings.
    pub lines: bool,
}

/// Runs a scan to its end, or until it is stopped.
///
/// # Errors
/// Where the source cannot begin. Everything that fails later is in the report's coverage.
pub fn run(scan: &Scan<'_>) -> Result<Report, SourceError> {
    let found = Mutex::new(Vec::new());
    let skipped = Mutex::new(Vec::new());
    scan.source.visit(&|visited| {
        match visited {
            Visited::Opened(origin, bytes) => scan.progress.opened(origin, bytes),
            Visited::Skipped(skip) => push(&skipped, [skip]),
            Visited::Document(document) => {
                let inspect = if scan.details.lines { inspect_lines } else { inspect };
                let (findings, failures) = inspect(scan.checks, &document);
                if !findings.is_empty() {
                    scan.progress.findings.fetch_add(findings.len() as u64, Ordering::Relaxed);
                    push(&found, findings);
                }
                push(&skipped, failures);
            }
        }
        if scan.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    let mut skipped = into_inner(skipped);
    if scan.stop.load(Ordering::Relaxed) {
        skipped.push(interrupted());
    }
    let mut coverage = scan.progress.coverage(skipped);
    coverage.unresolved = unresolved(scan.checks);
    let (found, known) = news::only(into_inner(found), scan);
    let mut report =
        gather::report(found, coverage, scan.thresholds, gather::Lead::Worst(&|origin| scan.source.turn(origin)));
    report.known = known;
    if scan.details.files {
        describe(&mut report, scan.source);
    }
    Ok(report)
}

/// How often the checks could not tell, by rule.
fn unresolved(checks: &[Arc<dyn Check>]) -> BTreeMap<RuleId, u64> {
    checks.iter().flat_map(|check| check.unresolved()).collect()
}

/// The line of the receipt for a scan that was stopped.
fn interrupted() -> Skipped {
    Skipped {
        origin: Origin::file(RelPath::new(".")),
        reason: SkipReason::Interrupted,
        detail: "the report holds what was found until then".to_owned(),
    }
}

/// Adds what only the source can tell of the files that have findings.
fn describe(report: &mut Report, source: &dyn Source) {
    let all = report.findings.iter().chain(&report.accepted);
    let places = all.flat_map(|finding| std::iter::once(&finding.at).chain(&finding.related));
    let mut names: Vec<RelPath> = places.map(|place| place.origin.path.clone()).collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return;
    }
    report.artifacts = source.artifacts(&names).into_iter().map(|artifact| (artifact.path.clone(), artifact)).collect();
    report.revision = source.revision();
}

/// All findings of one text; a check that panics loses this text only, and the receipt names it.
fn inspect(checks: &[Arc<dyn Check>], document: &Document<'_>) -> (Vec<Finding>, Vec<Skipped>) {
    let secrets = Cell::new(None);
    let (mut findings, failures) = each(checks, document, |check, all, found| {
        let outcome = match secrets.get() {
            Some((by, (from, to))) => check.inspect_beside(document, &Beside { by, found: &all[from..to] }, found),
            None => check.inspect(document, found),
        };
        if let (Some(by), Ok(())) = (check.as_secrets(), &outcome) {
            secrets.set(Some((by, (all.len(), all.len() + found.len()))));
        }
        outcome
    });
    suppress::mark(document.root(), &mut findings);
    conceal(document, &mut findings);
    (findings, failures)
}

/// Hides what one check takes for a credential on the lines that others show.
fn conceal(document: &Document<'_>, findings: &mut [Finding]) {
    let of_facts = findings.iter().filter(|finding| finding.rule.family() != Family::Secret);
    let ranges: BTreeSet<(u64, u64)> =
        of_facts.flat_map(|finding| &finding.hidden).map(|range| (range.start, range.end)).collect();
    for (start, end) in ranges {
        let [start, end] = [start, end].map(|at| usize::try_from(at).unwrap_or(usize::MAX));
        let Some(secret) = document.bytes.get(start..end).filter(|secret| !secret.is_empty()) else { continue };
        let (secret, line) = (String::from_utf8_lossy(secret), document.position(start).line);
        for finding in findings.iter_mut() {
            let is_on_line = (finding.at.start.line..=finding.at.end.line).contains(&line);
            if is_on_line && finding.snippet.contains(secret.as_ref()) {
                finding.snippet = finding.snippet.replace(secret.as_ref(), "…");
            }
        }
    }
}

/// The same, with the hashes of the lines.
fn inspect_lines(checks: &[Arc<dyn Check>], document: &Document<'_>) -> (Vec<Finding>, Vec<Skipped>) {
    let (mut findings, failures) = inspect(checks, document);
    hash_lines(document.root(), &mut findings);
    (findings, failures)
}

/// The fingerprints of what may be wrong with a document, whatever its path.
fn suspect(checks: &[Arc<dyn Check>], document: &Document<'_>) -> (Vec<Fingerprint>, Vec<Skipped>) {
    each(checks, document, |check, _, found| check.suspect(document, found))
}

/// What all checks find together, and those that gave up or crashed. Each is shown what those before it found.
fn each<'c, F>(
    checks: &'c [Arc<dyn Check>],
    document: &Document<'_>,
    look: impl Fn(&'c dyn Check, &[F], &mut Vec<F>) -> Result<(), GaveUp>,
) -> (Vec<F>, Vec<Skipped>) {
    let (mut all, mut failures) = (Vec::new(), Vec::new());
    for check in checks {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let mut found = Vec::new();
            let outcome = look(check.as_ref(), &all, &mut found);
            (found, outcome)
        }));
        let gave_up = match outcome {
            Ok((found, outcome)) => {
                all.extend(found);
                outcome.err()
            }
            Err(_) => Some(SkipReason::Crashed.into()),
        };
        if let Some(GaveUp { reason, detail }) = gave_up {
            failures.push(Skipped { origin: document.origin.clone(), reason, detail });
        }
    }
    (all, failures)
}

/// Notes the hash by which code scanning follows a line; only for files, which have lines there.
fn hash_lines(document: &Document<'_>, findings: &mut [Finding]) {
    if findings.is_empty() || document.origin.member.is_some() || document.start != Start::default() {
        return;
    }
    let lines: Vec<usize> = findings.iter().map(|finding| finding.at.start.line).collect();
    let hashes = line_hashes(document.bytes, &lines);
    for finding in findings {
        finding.line_hash = hashes.get(&finding.at.start.line).cloned();
    }
}

fn push<T>(list: &Mutex<Vec<T>>, items: impl IntoIterator<Item = T>) {
    let mut items = items.into_iter().peekable();
    if items.peek().is_some() {
        list.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(items);
    }
}

fn into_inner<T>(list: Mutex<Vec<T>>) -> Vec<T> {
    list.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

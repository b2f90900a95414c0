//! Makes one finding of every credential, and puts the findings into the order of the report.

use std::collections::BTreeMap;

use crate::document::{Origin, RelPath};
use crate::finding::{Finding, Fingerprint, Location};
use crate::report::{Coverage, Report};
use crate::rule::{Confidence, Family, Severity};

/// Findings below these are left out.
#[derive(Clone, Copy, Debug)]
pub struct Thresholds {
    /// The lowest severity that is reported.
    pub severity: Severity,
    /// The lowest confidence that is reported.
    pub confidence: Confidence,
}

impl Thresholds {
    /// Whether a finding is reported.
    #[must_use]
    pub fn admit(self, finding: &Finding) -> bool {
        finding.severity >= self.severity && finding.confidence >= self.confidence
    }
}

/// Which of several places of a credential leads; each text has its turn.
#[derive(Clone, Copy)]
pub enum Lead<'t> {
    /// The worst one, of equally bad ones the one whose text has the first turn.
    Worst(&'t dyn Fn(&Origin) -> usize),
    /// The one whose text has the first turn, as bad as the worst.
    First(&'t dyn Fn(&Origin) -> usize),
}

/// Settles the findings of all texts.
pub fn report(found: Vec<Finding>, coverage: Coverage, thresholds: Thresholds, lead: Lead<'_>) -> Report {
    let mut by_credential: BTreeMap<(bool, Fingerprint, Option<RelPath>), Vec<Finding>> = BTreeMap::new();
    for finding in found {
        if thresholds.admit(&finding) {
            by_credential
                .entry((finding.suppression.is_some(), finding.fingerprint, bound(&finding)))
                // Nearly all have one place.
                .or_insert_with(|| Vec::with_capacity(1))
                .push(finding);
        }
    }
    let mut report = Report { coverage, ..Report::default() };
    for ((accepted, ..), places) in by_credential {
        let list = if accepted { &mut report.accepted } else { &mut report.findings };
        list.extend(merged(places, lead));
    }
    report.findings = in_order(report.findings);
    report.accepted = in_order(report.accepted);
    report
}

/// Puts findings into the order of the report. They are large, so each is moved but once.
fn in_order(findings: Vec<Finding>) -> Vec<Finding> {
    let mut places: Vec<usize> = (0..findings.len()).collect();
    places.sort_by(|&a, &b| order(&findings[a], &findings[b]));
    let mut findings: Vec<Option<Finding>> = findings.into_iter().map(Some).collect();
    places.into_iter().filter_map(|place| findings[place].take()).collect()
}

/// The file that a finding belongs to alone: a credential is one wherever it stands, but what a file of configuration
/// says has to be changed there.
fn bound(finding: &Finding) -> Option<RelPath> {
    (finding.rule.family() != Family::Secret).then(|| finding.at.origin.path.clone())
}

/// One finding of all places of a credential: one place leads, the others are related.
fn merged(mut places: Vec<Finding>, lead: Lead<'_>) -> Option<Finding> {
    places.sort_by(|a, b| match lead {
        Lead::Worst(turn) => {
            let turns = || turn(&a.at.origin).cmp(&turn(&b.at.origin));
            badness(a, b).then_with(turns).then_with(|| order(a, b))
        }
        Lead::First(turn) => turn(&a.at.origin).cmp(&turn(&b.at.origin)).then_with(|| order(a, b)),
    });
    let worst = places.iter().map(|place| (place.severity, place.confidence)).max()?;
    let mut places = places.into_iter();
    let mut first = places.next()?;
    (first.severity, first.confidence) = worst;
    first.related.extend(places.map(|place| place.at));
    first.related.sort();
    first.related.dedup_by(|next, place| overlap(next, place));
    first.related.retain(|place| !overlap(place, &first.at));
    Some(first)
}

/// Whether two places are one: two ways to decode a text may see the same credential within a byte of each other.
fn overlap(one: &Location, other: &Location) -> bool {
    one == other
        || (one.origin == other.origin
            && one.offset < other.offset + other.length
            && other.offset < one.offset + one.length)
}

/// Worst first, then surest, then by place.
fn order(a: &Finding, b: &Finding) -> std::cmp::Ordering {
    badness(a, b)
        .then_with(|| b.lifetime.danger().cmp(&a.lifetime.danger()))
        .then_with(|| a.at.cmp(&b.at))
        .then_with(|| a.rule.cmp(&b.rule))
        .then_with(|| a.decodings.cmp(&b.decodings))
        .then_with(|| a.fingerprint.cmp(&b.fingerprint))
}

fn badness(a: &Finding, b: &Finding) -> std::cmp::Ordering {
    (b.severity, b.confidence).cmp(&(a.severity, a.confidence))
}

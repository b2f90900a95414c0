//! The results of a run: the worst findings that fit, then what was accepted.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use serde_sarif::sarif::{ArtifactContent, Region, Result, ResultLevel, Suppression};

use super::places::Places;
use super::properties::{bag, integer, message};
use super::provenance;
use super::rules::Rules;
use super::selection::Selection;
use crate::finding::{self, Finding, Moment};
use crate::output::printable::printable;
use crate::rule::Severity;

/// Related locations of a result; GitHub shows no more.
const RELATED: usize = 100;

/// Related locations of a run, so that the log stays below 10 MB when it is compressed.
const RELATED_OF_RUN: usize = 100_000;

/// The results of the selected findings.
pub fn all(selection: &Selection<'_>, rules: &Rules<'_>, newest: Option<Moment>, places: &mut Places) -> Vec<Result> {
    // The standard wants the list of suppressions on all results of a run or on none.
    let tell = selection.holds_accepted();
    let mut room = RELATED_OF_RUN;
    selection
        .findings()
        .map(|finding| {
            let mut result = result(finding, rules, places, &mut room);
            if let (Some(properties), Some(provenance)) = (result.properties.as_mut(), &finding.provenance) {
                let known = provenance::properties(provenance, &finding.at.origin, newest);
                properties.additional_properties.extend(known.additional_properties);
            }
            result.suppressions = tell.then(|| finding.suppression.iter().map(suppression).collect());
            result
        })
        .collect()
}

fn result(finding: &Finding, rules: &Rules<'_>, places: &mut Places, room: &mut usize) -> Result {
    let mut result = Result::builder()
        .rule_id(finding.rule.as_str())
        .level(level(finding.severity))
        .message(message(text(finding)))
        .partial_fingerprints(fingerprints(finding))
        .build();
    result.rule_index = rules.index(&finding.rule);
    result.rank = Some(rank(finding));
    result.locations = Some(vec![primary(finding, places)]);
    let related = related(finding, places, *room);
    *room -= related.len();
    result.related_locations = Some(related).filter(|related| !related.is_empty());
    result.properties = Some(bag([
        ("confidence", json!(finding.confidence.name())),
        ("lifetime", lifetime(finding)),
        ("length", json!(finding.evidence.length())),
        ("parts", finding.parts.iter().map(|(name, text)| json!({"name": name, "text": text.as_str()})).collect()),
        ("decodings", json!(finding.decodings)),
        ("notes", json!(finding.notes)),
        ("relatedCount", json!(Some(finding.related.len()).filter(|count| *count > 0))),
    ]));
    result
}

/// How much a result matters, from 0 to 100: by its severity, then by how long the credential lives.
fn rank(finding: &Finding) -> f64 {
    let severity = match finding.severity {
        Severity::Error => 70.0,
        Severity::Warning => 40.0,
        Severity::Note => 10.0,
    };
    severity + 5.0 * f64::from(finding.lifetime.danger())
}

const fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Note => ResultLevel::Note,
    }
}

/// What was found, masked; and the place inside an archive, to which no region can point.
fn text(finding: &Finding) -> String {
    let mut text = printable(&finding.message);
    let evidence = printable(finding.evidence.as_str());
    if !text.contains(&evidence) {
        text = format!("{text} `{evidence}`");
    }
    if let Some(member) = &finding.at.origin.member {
        text = format!("{text} in archive member `{}`, line {}", printable(member), finding.at.start.line);
    }
    if let Some(provenance) = &finding.provenance {
        text = format!("{text}, {}", provenance::gist(provenance, &finding.at.origin));
    }
    text.trim().to_owned()
}

fn primary(finding: &Finding, places: &mut Places) -> serde_sarif::sarif::Location {
    let mut location = places.locate(&finding.at);
    let inside_archive = finding.at.origin.member.is_some();
    if let Some(physical) = location.physical_location.as_mut()
        && let Some(region) = physical.region.as_mut()
        && !inside_archive
    {
        region.snippet = snippet(finding.evidence.as_str());
        let (start, end) = (region.start_line, region.end_line);
        physical.context_region = snippet(&finding.snippet).map(|snippet| {
            let mut context = Region::builder().snippet(snippet).build();
            (context.start_line, context.end_line) = (start, end);
            context
        });
    }
    if let Some(properties) = location.properties.as_mut().filter(|_| inside_archive) {
        properties.additional_properties.insert("memberSnippet".to_owned(), json!(line(finding)));
    }
    location
}

/// The line a finding stands in; its evidence where the line is not known.
fn line(finding: &Finding) -> String {
    let line = printable(&finding.snippet);
    if line.is_empty() { printable(finding.evidence.as_str()) } else { line }
}

fn snippet(text: &str) -> Option<ArtifactContent> {
    let text = printable(text);
    (!text.is_empty()).then(|| ArtifactContent::builder().text(text).build())
}

fn related(finding: &Finding, places: &mut Places, room: usize) -> Vec<serde_sarif::sarif::Location> {
    let locate = |(index, place): (usize, &finding::Location)| {
        let mut location = places.locate(place);
        location.id = Some(integer(index + 1));
        location.message = Some(message(same(finding, place)));
        location
    };
    finding.related.iter().take(RELATED.min(room)).enumerate().map(locate).collect()
}

/// What a related place is to the first one.
fn same(finding: &Finding, place: &finding::Location) -> String {
    let mut text = "the same credential".to_owned();
    if let Some(member) = &place.origin.member {
        text = format!("{text} in archive member `{}`, line {}", printable(member), place.start.line);
    }
    match (place.origin.commit, place.origin.object.filter(|_| finding.provenance.is_some())) {
        (Some(commit), _) => format!("{text} in commit {}", commit.short()),
        (None, Some(object)) => format!("{text} in object {}", object.short()),
        (None, None) => text,
    }
}

/// What alerts are followed by. Inside an archive no line can be hashed, and all findings of an archive would share the
/// hash of its first bytes: there the credential's own fingerprint takes the place of the line's. What HEAD no longer
/// holds stands on no line of a file that can be checked out.
fn fingerprints(finding: &Finding) -> BTreeMap<String, String> {
    let own = finding.fingerprint.to_string();
    let in_head = finding.provenance.as_ref().is_none_or(|provenance| provenance.in_head);
    let line = match &finding.at.origin.member {
        None => finding.line_hash.clone().filter(|_| in_head),
        Some(_) => Some(format!("{}:1", &own[..16])),
    };
    let mut fingerprints = BTreeMap::from([("credline/v1".to_owned(), own)]);
    fingerprints.extend(line.map(|hash| ("primaryLocationLineHash".to_owned(), hash)));
    fingerprints
}

fn lifetime(finding: &Finding) -> Value {
    let mut lifetime = json!({"class": finding.lifetime.class.name()});
    if !finding.lifetime.evidence.is_empty() {
        lifetime["evidence"] = json!(finding.lifetime.evidence);
    }
    let dates = [("issued", finding.lifetime.issued), ("expires", finding.lifetime.expires)];
    for (name, moment) in dates.into_iter().filter_map(|(name, moment)| Some((name, moment?))) {
        lifetime[name] = json!(moment.to_string());
    }
    if let Some(days) = finding.lifetime.remaining_days {
        lifetime["remainingDays"] = json!(days);
    }
    lifetime
}

fn suppression(suppression: &finding::Suppression) -> Suppression {
    let justification = match suppression.reason.trim() {
        "" => suppression.mark.to_owned(),
        reason => printable(reason),
    };
    Suppression::builder().kind(json!("inSource")).status(json!("accepted")).justification(justification).build()
}

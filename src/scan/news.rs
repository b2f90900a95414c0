//! What a change brings: findings that an earlier version has already are left out, and each credential keeps its first place.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Mutex;

use super::{Scan, inspect, into_inner, push};
use crate::document::{ObjectId, Origin, RelPath};
use crate::finding::{Finding, Fingerprint};
use crate::source::Visited;

/// What an earlier version has: each fingerprint, and whether somebody has accepted it there.
type Known = HashSet<(Fingerprint, bool)>;

/// The findings that are new, and how many credentials were left out because an earlier version has them.
pub fn only(found: Vec<Finding>, scan: &Scan<'_>) -> (Vec<Finding>, usize) {
    let mut earlier = Earlier { scan, known: HashMap::new(), of: HashMap::new() };
    let (mut news, mut old) = (Vec::with_capacity(found.len()), BTreeSet::new());
    for finding in found {
        if !earlier.has(&finding) {
            news.push(finding);
        } else if scan.thresholds.admit(&finding) && finding.suppression.is_none() {
            old.insert(finding.fingerprint);
        }
    }
    for finding in &news {
        old.remove(&finding.fingerprint);
    }
    explain(&mut news, scan);
    (first_versions(news, scan), old.len())
}

/// What the earlier versions of all texts have, each scanned once, and only where a later one has something.
struct Earlier<'s> {
    scan: &'s Scan<'s>,
    known: HashMap<(RelPath, ObjectId), Known>,
    of: HashMap<Origin, Vec<ObjectId>>,
}

impl Earlier<'_> {
    fn has(&mut self, finding: &Finding) -> bool {
        let origin = Origin { member: None, ..finding.at.origin.clone() };
        let scan = self.scan;
        let versions = self.of.entry(origin.clone()).or_insert_with(|| scan.source.earlier(&origin));
        versions.iter().any(|&id| {
            let key = (origin.path.clone(), id);
            let known = self.known.entry(key).or_insert_with(|| scanned(scan, &origin, id));
            // Taking away the mark that accepts a finding brings it back.
            known.contains(&(finding.fingerprint, false))
                || (finding.suppression.is_some() && known.contains(&(finding.fingerprint, true)))
        })
    }
}

/// Scans an earlier version under the name of the later one, so that the same text has the same findings.
fn scanned(scan: &Scan<'_>, origin: &Origin, id: ObjectId) -> Known {
    let found = Mutex::new(Vec::new());
    scan.source.show(&Origin { object: Some(id), ..origin.clone() }, &|visited| {
        if let Visited::Document(document) = visited {
            let findings = inspect(scan.checks, &document).0;
            push(&found, findings.into_iter().map(|finding| (finding.fingerprint, finding.suppression.is_some())));
        }
        ControlFlow::Continue(())
    });
    into_inner(found).into_iter().collect()
}

/// Adds what the source knows of the history of each credential.
fn explain(news: &mut [Finding], scan: &Scan<'_>) {
    let mut places: BTreeMap<Fingerprint, Vec<Origin>> = BTreeMap::new();
    for finding in news.iter() {
        places.entry(finding.fingerprint).or_default().push(finding.at.origin.clone());
    }
    let known: BTreeMap<Fingerprint, _> = places
        .into_iter()
        .filter_map(|(fingerprint, origins)| Some((fingerprint, scan.source.provenance(&origins)?)))
        .collect();
    for finding in news {
        if let Some(provenance) = known.get(&finding.fingerprint) {
            finding.provenance = Some(provenance.clone());
        }
    }
}

/// Of several versions of a file that have the same credential, only the first one is a place of it.
fn first_versions(news: Vec<Finding>, scan: &Scan<'_>) -> Vec<Finding> {
    let key = |finding: &Finding| {
        let origin = &finding.at.origin;
        (finding.fingerprint, finding.suppression.is_some(), origin.path.clone(), origin.member.clone())
    };
    let mut first: HashMap<_, usize> = HashMap::new();
    for finding in news.iter().filter(|finding| finding.at.origin.commit.is_some()) {
        let turn = scan.source.turn(&finding.at.origin);
        first.entry(key(finding)).and_modify(|first| *first = turn.min(*first)).or_insert(turn);
    }
    if first.is_empty() {
        return news;
    }
    let is_first =
        |finding: &Finding| first.get(&key(finding)).is_none_or(|first| scan.source.turn(&finding.at.origin) == *first);
    news.into_iter().filter(is_first).collect()
}

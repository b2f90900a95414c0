//! Settles which hits stay where several rules found the same text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::hit::Hit;
use crate::finding::Fingerprint;

/// Keeps, of hits that overlap, the one that ranks highest, and brings them into the order of the text.
pub fn settle(hits: &mut Vec<Hit>) {
    hits.sort_by(|a, b| b.rank().cmp(&a.rank()).then_with(|| a.order(b)));
    let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
    let mut by_start: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let longest = hits.iter().flat_map(Hit::masks).map(|mask| mask.len()).max().unwrap_or(0);
    for hit in hits.drain(..) {
        let near = by_start.range(hit.range.start.saturating_sub(longest)..hit.range.end.max(hit.range.start + 1));
        let loses = near.flat_map(|(_, indices)| indices).any(|&index| gives_way(&hit, &kept[index]));
        if !loses {
            for mask in hit.masks() {
                by_start.entry(mask.start).or_default().push(kept.len());
            }
            kept.push(hit);
        }
    }
    kept.sort_by(Hit::order);
    *hits = kept;
}

/// The fingerprints of the hits that stay, when nobody knows the path of the text: those of rules that look at some paths
/// only are settled apart from the others.
pub fn fingerprints<'h>(hits: impl Iterator<Item = &'h Hit>) -> Vec<Fingerprint> {
    let (by_path, anywhere): (Vec<&Hit>, Vec<&Hit>) = hits.partition(|hit| hit.depends_on_path());
    let mut anywhere: Vec<Hit> = anywhere.into_iter().cloned().collect();
    settle(&mut anywhere);
    let mut all: Vec<Fingerprint> = anywhere.iter().chain(by_path).map(Hit::fingerprint).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether a hit says nothing that a higher-ranking one does not say.
fn gives_way(hit: &Hit, winner: &Hit) -> bool {
    let overlaps = |range: &Range<usize>| hit.range.start < range.end && range.start < hit.range.end;
    if !winner.masks().any(|range| overlaps(&range)) {
        return false;
    }
    // Different secrets inside one encoded stretch share its outer range without being the same; but what a rule finds
    // in a text as it stands, it does not find again behind its escapes.
    let raw_again = winner.depth == 0 && (hit.depth == 0 || hit.rule.id == winner.rule.id);
    hit.format.generic || raw_again || hit.same_secret(winner)
}

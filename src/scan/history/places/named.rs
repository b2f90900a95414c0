//! Credentials in names: of files and folders, of references and people.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Past, Version};
use crate::document::{Document, Origin, RelPath};
use crate::finding::Finding;
use crate::scan::history::{Run, Sum};
use crate::scan::inspect;
use crate::source::git::tips::Tips;
use crate::source::history::names::Names;
use crate::source::history::provenance::Graph as _;

/// Names of files and folders that hold a credential.
pub(super) struct Named {
    /// For each name, what was found in it.
    pub(super) lines: BTreeMap<u32, Vec<Finding>>,
}

impl Named {
    /// Looks at every name once.
    pub(super) fn of(run: &Run<'_>, names: &Names) -> Self {
        let all: Vec<&[u8]> = names.all().collect();
        Self { lines: in_lines(run, &all) }
    }

    /// A finding for each path that ends in such a name.
    pub(super) fn findings(
        &self,
        past: &Past<'_>,
        names: &Names,
        called: &[u32],
    ) -> Vec<(u32, u32, Option<u32>, Finding)> {
        let mut first: BTreeMap<(u32, RelPath), (Version, &Finding)> = BTreeMap::new();
        for &object in called {
            for number in names.of(object).filter(|name| self.lines.contains_key(name)) {
                for place in past.trace(object).places.iter().filter(|place| ends_in(&place.path, names.name(number))) {
                    let age = place.first.map_or(u32::MAX, |first| first.age);
                    let version = Version { age, object, commit: place.first.map(|first| first.commit) };
                    for finding in &self.lines[&number] {
                        let known = first.entry((number, place.path.clone())).or_insert((version.clone(), finding));
                        if version < known.0 {
                            *known = (version.clone(), finding);
                        }
                    }
                }
            }
        }
        let finished = |((number, path), (version, finding)): ((u32, RelPath), (Version, &Finding))| {
            let mut finding = finding.clone();
            let commit = version.commit.map(|commit| past.run.database.id_of(commit));
            let object = Some(past.run.database.id_of(version.object));
            finding.at.origin = Origin { object, commit, ..Origin::file(past.run.below(&path)) };
            let shift = finding.at.start.column.saturating_sub(1);
            let width = finding.at.end.column.saturating_sub(finding.at.start.column);
            finding.at.start.line = 1;
            finding.at.end.line = 1;
            let before = path.as_bytes().len() - names.name(number).len();
            finding.at.offset = (before + shift) as u64;
            finding.at.start.column = before + shift + 1;
            finding.at.end.column = before + shift + 1 + width;
            finding.at.start.utf16 = finding.at.start.column;
            finding.at.end.utf16 = finding.at.end.column;
            finding.hidden = std::iter::once(finding.at.offset..finding.at.offset + finding.at.length).collect();
            finding.line_hash = None;
            finding.notes.push("in the name of the file".to_owned());
            (version.age, version.object, version.commit, finding)
        };
        first.into_iter().map(finished).collect()
    }

    /// Notes how the paths are shown that have such a name in them.
    pub(super) fn mask(&self, run: &Run<'_>, names: &Names, sum: &mut Sum) {
        if self.lines.is_empty() {
            return;
        }
        let shown: HashMap<&[u8], Vec<u8>> =
            self.lines.iter().map(|(number, found)| (names.name(*number), masked(found))).collect();
        let skipped = run.skipped.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let of_findings = sum.findings.iter().map(|finding| &finding.at.origin.path);
        for path in of_findings.chain(skipped.iter().map(|line| &line.origin.path)) {
            let parts = path.as_bytes().split(|byte| *byte == b'/');
            let parts: Vec<&[u8]> = parts.map(|part| shown.get(part).map_or(part, |shown| shown.as_slice())).collect();
            let shown = RelPath::new(parts.join(&b'/'));
            if shown != *path {
                sum.masks.insert(path.clone(), shown);
            }
        }
    }
}

/// A name as the snippet of a finding in it shows it: that is its line, masked.
fn masked(found: &[Finding]) -> Vec<u8> {
    found.first().map(|finding| finding.snippet.clone().into_bytes()).unwrap_or_default()
}

fn ends_in(path: &RelPath, name: &[u8]) -> bool {
    path.as_bytes().rsplit(|byte| *byte == b'/').next() == Some(name)
}

/// Notes how names of references and people are shown that hold a credential.
pub(super) fn mask_texts(run: &Run<'_>, tips: &Tips, sum: &mut Sum) {
    let mut texts: BTreeSet<&str> = tips.tips.iter().map(|tip| tip.name.as_str()).collect();
    let first = sum.findings.iter().filter_map(|finding| finding.provenance.as_ref()?.first.as_ref());
    texts.extend(first.flat_map(|commit| [commit.author.name.as_str(), commit.author.email.as_str()]));
    let texts: Vec<&[u8]> = texts.into_iter().map(str::as_bytes).collect();
    for (number, found) in in_lines(run, &texts) {
        let text = String::from_utf8_lossy(texts[number as usize]).into_owned();
        sum.masked_texts.insert(text, String::from_utf8_lossy(&masked(&found)).into_owned());
    }
}

/// What is found in some short texts, by their number, when each stands in a line of its own.
fn in_lines(run: &Run<'_>, texts: &[&[u8]]) -> BTreeMap<u32, Vec<Finding>> {
    let mut lines: BTreeMap<u32, Vec<Finding>> = BTreeMap::new();
    let all = texts.join(&b'\n');
    if all.is_empty() {
        return lines;
    }
    // A text may hold a line end itself.
    let mut starts = Vec::with_capacity(texts.len());
    let mut at = 0_u64;
    for text in texts {
        starts.push(at);
        at += text.len() as u64 + 1;
    }
    let origin = Origin::file(RelPath::new("file-name"));
    let (found, _) = inspect(run.scan.checks, &Document::whole(&origin, &all));
    for finding in found {
        let number = starts.partition_point(|start| *start <= finding.at.offset).saturating_sub(1);
        let ends = starts.get(number + 1).is_none_or(|next| finding.at.offset + finding.at.length < *next);
        if ends && finding.suppression.is_none() {
            lines.entry(u32::try_from(number).unwrap_or(u32::MAX)).or_default().push(finding);
        }
    }
    lines
}

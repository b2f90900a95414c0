//! No name of a file or of a person gives a secret away: names that hold one are replaced wherever a report shows them.

use std::collections::BTreeMap;

use super::Report;
use crate::document::{Origin, RelPath};
use crate::finding::Finding;

impl Report {
    /// Replaces paths that hold a secret, in findings, related places, artifacts, and in the receipt.
    pub fn mask_paths(&mut self, masked: &BTreeMap<RelPath, RelPath>) {
        if masked.is_empty() {
            return;
        }
        self.each_origin(|origin| {
            if let Some(path) = masked.get(&origin.path) {
                origin.path = path.clone();
            }
        });
        for (path, shown) in masked {
            if let Some(mut artifact) = self.artifacts.remove(path) {
                artifact.path = shown.clone();
                self.artifacts.entry(shown.clone()).or_insert(artifact);
            }
        }
        let shown: Vec<(String, String)> = masked
            .iter()
            .map(|(path, shown)| (path.display().into_owned(), shown.display().into_owned()))
            .filter(|(path, _)| !path.is_empty())
            .collect();
        for skipped in &mut self.coverage.skipped {
            for (path, shown) in shown.iter().filter(|(path, _)| skipped.detail.contains(path)).collect::<Vec<_>>() {
                skipped.detail = skipped.detail.replace(path, shown);
            }
        }
        self.coverage.skipped.sort();
    }

    /// Replaces whole texts of others that hold a secret: names and addresses of people, names of references, and the
    /// ways to members of archives.
    pub fn mask_texts(&mut self, masked: &BTreeMap<String, String>) {
        let mask = |text: &mut String| {
            if let Some(shown) = masked.get(text) {
                text.clone_from(shown);
            }
        };
        self.each_origin(|origin| {
            if let Some(member) = &mut origin.member {
                mask(member);
            }
        });
        for finding in self.findings.iter_mut().chain(&mut self.accepted) {
            let Some(provenance) = &mut finding.provenance else { continue };
            provenance.refs.iter_mut().for_each(mask);
            if let Some(commit) = &mut provenance.first {
                mask(&mut commit.author.name);
                mask(&mut commit.author.email);
            }
        }
        if let Some(branch) = self.revision.as_mut().and_then(|revision| revision.branch.as_mut()) {
            mask(branch);
        }
        self.coverage.skipped.sort();
    }

    fn each_origin(&mut self, mut change: impl FnMut(&mut Origin)) {
        for finding in self.findings.iter_mut().chain(&mut self.accepted) {
            let Finding { at, related, .. } = finding;
            std::iter::once(at).chain(related).for_each(|place| change(&mut place.origin));
        }
        self.coverage.skipped.iter_mut().for_each(|skipped| change(&mut skipped.origin));
    }
}

//! The versions that each commit of a range brings: what none of its parents and no merge base has at that path.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::file;
use super::range::Range;
use crate::document::{ObjectId, RelPath};
use crate::source::SkipReason;
use crate::source::version::{Entry, Kind, Trees, Version, named};

/// So many versions are looked at.
const MOST_VERSIONS: usize = 1_000_000;

/// A version and the first commit of the range that brings it.
#[derive(Debug)]
pub struct Introduced {
    /// The version.
    pub version: Version,
    /// The place of the commit in the range.
    pub commit: usize,
}

/// What the commits of a range bring, in their order; and for each path that was made anew, the commits that did so.
pub fn by(range: &Range, trees: &Trees<'_>) -> (Vec<Introduced>, HashMap<RelPath, Vec<usize>>) {
    let mut known: HashMap<ObjectId, Option<ObjectId>> = HashMap::new();
    known.extend(range.commits.iter().chain(&range.bases).map(|commit| (commit.id, commit.tree)));
    let bases: Vec<ObjectId> = range.bases.iter().filter_map(|base| base.tree).collect();
    let mut walk = Walk { trees, found: Vec::new(), births: HashMap::new(), seen: HashSet::new(), commit: 0 };
    for (place, commit) in range.commits.iter().enumerate() {
        let Some(tree) = commit.tree else { continue };
        let mut before = bases.clone();
        for parent in &commit.parents {
            before.extend(*known.entry(*parent).or_insert_with(|| trees.of_commit(parent)));
        }
        before.sort_unstable();
        before.dedup();
        walk.commit = place;
        if !before.contains(&tree) {
            walk.folder(&mut Vec::new(), &tree, &before, 0);
        }
    }
    (walk.found, walk.births)
}

struct Walk<'w> {
    trees: &'w Trees<'w>,
    found: Vec<Introduced>,
    births: HashMap<RelPath, Vec<usize>>,
    seen: HashSet<(RelPath, ObjectId, Kind)>,
    commit: usize,
}

impl Walk<'_> {
    /// Compares a folder with the earlier ones at its path, entering only what differs from all of them.
    fn folder(&mut self, path: &mut Vec<u8>, tree: &ObjectId, before: &[ObjectId], depth: usize) {
        if self.is_full() || !self.trees.may_enter(path, depth) {
            return;
        }
        let olds: Vec<Rc<[Entry]>> = before.iter().map(|tree| self.trees.entries(tree, path)).collect();
        for entry in self.trees.entries(tree, path).iter() {
            let held: Vec<&Entry> = olds.iter().filter_map(|old| named(old, &entry.name)).collect();
            if held.iter().any(|old| old.id == entry.id && old.kind == entry.kind) {
                continue;
            }
            let length = path.len();
            path.extend_from_slice(&entry.name);
            if let Some(kind) = entry.kind {
                self.version(file(path, entry.id, kind), held.iter().any(|old| old.kind.is_some()));
            } else {
                path.push(b'/');
                let mut folders: Vec<ObjectId> =
                    held.iter().filter(|old| old.kind.is_none()).map(|old| old.id).collect();
                folders.sort_unstable();
                folders.dedup();
                self.folder(path, &entry.id, &folders, depth + 1);
            }
            path.truncate(length);
        }
    }

    /// Whether no more versions are taken; then the receipt says so.
    fn is_full(&self) -> bool {
        let is_full = self.found.len() >= MOST_VERSIONS;
        if is_full {
            self.trees.skip(b".", SkipReason::TooMuch, format!("more than {MOST_VERSIONS} versions of files"));
        }
        is_full
    }

    fn version(&mut self, version: Version, was_there: bool) {
        if !was_there {
            self.births.entry(version.path.clone()).or_default().push(self.commit);
        }
        if !self.is_full() && self.seen.insert((version.path.clone(), version.id, version.kind)) {
            self.found.push(Introduced { version, commit: self.commit });
        }
    }
}

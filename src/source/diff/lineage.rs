//! Follows renames: the names that a file had in the course of a range.

use std::collections::{HashMap, HashSet};

use super::file;
use super::range::{Commit, Range};
use crate::document::{ObjectId, RelPath};
use crate::source::version::{Trees, Version, named, renamed_from};

/// So many names of one file are followed.
const MOST_NAMES: usize = 32;

/// The names of a file, its own first; `births` are the commits that made each path anew.
pub fn names(
    repository: &gix::Repository,
    trees: &Trees<'_>,
    range: &Range,
    births: &HashMap<RelPath, Vec<usize>>,
    path: &RelPath,
) -> Vec<RelPath> {
    let mut names = vec![path.clone()];
    let mut next = 0;
    while next < names.len() && names.len() < MOST_NAMES {
        let path = names[next].clone();
        next += 1;
        for commit in births.get(&path).into_iter().flatten().take(MOST_NAMES) {
            let former = former_name(repository, trees, &range.commits[*commit], &path);
            names.extend(former.filter(|name| !names.contains(name)));
        }
    }
    names
}

/// What a commit renamed to this path.
fn former_name(repository: &gix::Repository, trees: &Trees<'_>, commit: &Commit, path: &RelPath) -> Option<RelPath> {
    let new = trees.at(&commit.tree?, path)?;
    let mut gone = Vec::new();
    for parent in &commit.parents {
        let Some(before) = trees.of_commit(parent) else { continue };
        lost(trees, &mut Vec::new(), &before, Some(commit.tree?), 0, &mut gone);
    }
    let mut seen = HashSet::new();
    gone.retain(|version: &Version| seen.insert(version.clone()));
    renamed_from(repository, &new, &gone).map(|old| old.path.clone())
}

/// The files of a folder whose paths the later one does not have any more.
fn lost(
    trees: &Trees<'_>,
    path: &mut Vec<u8>,
    old: &ObjectId,
    new: Option<ObjectId>,
    depth: usize,
    gone: &mut Vec<Version>,
) {
    if Some(*old) == new || !trees.may_enter(path, depth) {
        return;
    }
    let news = new.map(|new| trees.entries(&new, path));
    for entry in trees.entries(old, path).iter() {
        let kept = news.as_ref().and_then(|news| named(news, &entry.name));
        let length = path.len();
        path.extend_from_slice(&entry.name);
        match (entry.kind, kept) {
            (Some(_), Some(kept)) if kept.kind.is_some() => {}
            (Some(kind), _) => gone.push(file(path, entry.id, kind)),
            (None, kept) => {
                path.push(b'/');
                let kept = kept.filter(|kept| kept.kind.is_none()).map(|kept| kept.id);
                lost(trees, path, &entry.id, kept, depth + 1, gone);
            }
        }
        path.truncate(length);
    }
}

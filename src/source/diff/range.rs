//! The commits that lead to one revision and not to another, in the order in which they came, and where they set out.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use super::{DiffError, revisions};
use crate::document::{ObjectId, Origin, RelPath};
use crate::source::version::{ours, theirs};
use crate::source::{SkipReason, Skipped};

/// A commit of the range, or one that the range is compared with.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Its name.
    pub id: ObjectId,
    /// Its tree; `None` where the commit cannot be read.
    pub tree: Option<ObjectId>,
    /// Its parents.
    pub parents: Vec<ObjectId>,
    /// When it was committed.
    pub committed: i64,
}

/// The commits of a range.
#[derive(Debug)]
pub struct Range {
    /// Parents before children, else the oldest first.
    pub commits: Vec<Commit>,
    /// The merge bases; the base itself where there is none.
    pub bases: Vec<Commit>,
    /// The newer side.
    pub head: ObjectId,
    /// Its tree.
    pub head_tree: Option<ObjectId>,
    /// The reference that the newer side is, where it is one.
    pub reference: Option<String>,
    /// Whether both sides have no common history.
    pub is_unrelated: bool,
    /// What is missing.
    pub skipped: Vec<Skipped>,
}

/// Finds the commits that lead to `head` and not to `base`.
pub fn between(
    repository: &gix::Repository,
    base: ObjectId,
    head: ObjectId,
    base_name: &str,
    head_name: &str,
) -> Result<Range, DiffError> {
    let walk = |reason: gix::Error| DiffError::Walk {
        base: base_name.to_owned(),
        head: head_name.to_owned(),
        reason: super::version::reason(&reason),
    };
    let merge_bases = repository.merge_bases_many(theirs(&base), &[theirs(&head)]).map_err(walk)?;
    let is_unrelated = merge_bases.is_empty();
    if is_unrelated && repository.is_shallow().unwrap_or(false) {
        let what = format!("the commit at which `{head_name}` left `{base_name}` is");
        return Err(revisions::shallow(repository, what, base_name).into());
    }
    let bases: Vec<ObjectId> = if is_unrelated { vec![base] } else { merge_bases.iter().map(|id| ours(id)).collect() };
    let mut skipped = Vec::new();
    let mut commits = Vec::new();
    for id in repository.rev_walk([theirs(&head)]).with_hidden([theirs(&base)]).all().map_err(walk)? {
        match id {
            Ok(info) => commits.push(read(repository, ours(&info.id), &mut skipped)),
            Err(error) => skipped.push(lost(SkipReason::Missing, format!("a commit of the range: {error}"))),
        }
    }
    note_boundary(repository, &commits, &mut skipped);
    let head_commit = read(repository, head, &mut Vec::new());
    Ok(Range {
        commits: in_order(&commits),
        bases: bases.into_iter().map(|id| read(repository, id, &mut skipped)).collect(),
        head,
        head_tree: head_commit.tree,
        reference: reference(repository, head_name),
        is_unrelated,
        skipped,
    })
}

fn read(repository: &gix::Repository, id: ObjectId, skipped: &mut Vec<Skipped>) -> Commit {
    let object = repository.find_commit(theirs(&id));
    let parts = object.as_ref().ok().and_then(|object| {
        let commit = object.decode().ok()?;
        // The time of a commit may be nonsense; its content is not.
        let committed = commit.committer().ok().and_then(|who| who.time().ok()).map_or(0, |time| time.seconds);
        Some((ours(&commit.tree()), commit.parents().map(|id| ours(&id)).collect(), committed))
    });
    let Some((tree, parents, committed)) = parts else {
        skipped.push(lost(SkipReason::Corrupt, format!("commit {id}")));
        return Commit { id, tree: None, parents: Vec::new(), committed: 0 };
    };
    Commit { id, tree: Some(tree), parents, committed }
}

fn lost(reason: SkipReason, detail: String) -> Skipped {
    Skipped { origin: Origin::file(RelPath::new(".git/objects")), reason, detail }
}

/// In a shallow clone the range may end at the boundary before it reaches the base.
fn note_boundary(repository: &gix::Repository, commits: &[Commit], skipped: &mut Vec<Skipped>) {
    let Ok(Some(boundary)) = repository.shallow_commits() else { return };
    let cut = commits.iter().filter(|commit| {
        let is_absent = |parent: &ObjectId| !repository.has_object(theirs(parent));
        boundary.contains(&theirs(&commit.id)) && commit.parents.iter().any(is_absent)
    });
    let count = cut.count();
    if count > 0 {
        skipped.push(Skipped {
            origin: Origin::file(RelPath::new(".git/shallow")),
            reason: SkipReason::Shallow,
            detail: format!(
                "what lies before {count} of the commits is not in the clone: get it with `git fetch --unshallow`"
            ),
        });
    }
}

/// Parents before children, else the oldest first.
fn in_order(commits: &[Commit]) -> Vec<Commit> {
    let place: HashMap<ObjectId, usize> =
        commits.iter().enumerate().map(|(place, commit)| (commit.id, place)).collect();
    let mut waiting = vec![0_usize; commits.len()];
    let mut children = vec![Vec::new(); commits.len()];
    for (child, commit) in commits.iter().enumerate() {
        let parents: BTreeSet<usize> = commit.parents.iter().filter_map(|parent| place.get(parent).copied()).collect();
        waiting[child] = parents.len();
        for parent in parents {
            children[parent].push(child);
        }
    }
    let key = |place: usize| Reverse((commits[place].committed, commits[place].id, place));
    let mut ready: BinaryHeap<_> = (0..commits.len()).filter(|&place| waiting[place] == 0).map(key).collect();
    let mut order = Vec::with_capacity(commits.len());
    while let Some(Reverse((_, _, next))) = ready.pop() {
        order.push(next);
        for &child in &children[next] {
            waiting[child] -= 1;
            if waiting[child] == 0 {
                ready.push(key(child));
            }
        }
    }
    order.into_iter().map(|place| commits[place].clone()).collect()
}

/// The full name of the reference that a revision is.
fn reference(repository: &gix::Repository, name: &str) -> Option<String> {
    let named = if name == "HEAD" {
        repository.head_name().ok().flatten()
    } else {
        repository.try_find_reference(name).ok().flatten().map(|reference| reference.name().to_owned())
    };
    named.map(|name| name.as_bstr().to_string())
}

//! Ranges of commits as git writes them.

use std::collections::HashMap;

use super::NarrowError;
use crate::source::history::provenance::{Bits, Commits, History};

/// The longest chain of tags that name tags.
const MOST_TAGS: usize = 64;

/// What the names of revisions stand for.
pub(super) struct Names<'a> {
    commits: &'a Commits,
    tags: HashMap<u32, u32>,
    resolve: &'a dyn Fn(&str) -> Result<u32, String>,
}

impl<'a> Names<'a> {
    pub(super) fn of(history: &History<'a>, resolve: &'a dyn Fn(&str) -> Result<u32, String>) -> Self {
        Self { commits: history.commits, tags: history.tags.iter().copied().collect(), resolve }
    }

    /// The position of the commit that a revision names.
    pub(super) fn commit(&self, revision: &str) -> Result<u32, NarrowError> {
        let unknown = |reason| NarrowError::Unknown { revision: revision.to_owned(), reason };
        let index = (self.resolve)(revision).map_err(unknown)?;
        self.peel(index).ok_or_else(|| NarrowError::NoCommit { revision: revision.to_owned() })
    }

    /// The position of the commit that an object is, or that a tag names.
    pub(super) fn peel(&self, index: u32) -> Option<u32> {
        self.commits.position(*self.chain(index).last()?)
    }

    /// An object and what it names, if it is a tag, and so on.
    pub(super) fn chain(&self, index: u32) -> Vec<u32> {
        std::iter::successors(Some(index), |index| self.tags.get(index).copied()).take(MOST_TAGS).collect()
    }
}

/// The commits that some lead to and others do not.
#[derive(Debug, Default)]
pub(super) struct Revisions {
    with: Vec<u32>,
    without: Vec<u32>,
    /// Pairs of which each leads to what the other does not: `A...B`.
    either: Vec<(u32, u32)>,
}

impl Revisions {
    /// Reads `A..B`, `A...B`, `B ^A` and any of them side by side; a side left out is `HEAD`.
    pub(super) fn parse(range: &str, names: &Names<'_>) -> Result<Self, NarrowError> {
        let commit = |name: &str| names.commit(if name.is_empty() { "HEAD" } else { name });
        let mut revisions = Self::default();
        for word in range.split_whitespace() {
            if let Some((left, right)) = word.split_once("...") {
                revisions.either.push((commit(left)?, commit(right)?));
            } else if let Some((from, to)) = word.split_once("..") {
                revisions.without.push(commit(from)?);
                revisions.with.push(commit(to)?);
            } else if let Some(without) = word.strip_prefix('^') {
                revisions.without.push(commit(without)?);
            } else {
                revisions.with.push(commit(word)?);
            }
        }
        if revisions.with.is_empty() && revisions.either.is_empty() {
            return Err(NarrowError::Empty { range: range.to_owned() });
        }
        Ok(revisions)
    }

    pub(super) fn commits(&self, commits: &Commits) -> Bits {
        let mut starts = self.with.clone();
        starts.extend(self.either.iter().flat_map(|&(left, right)| [left, right]));
        let mut kept = reachable(commits, &starts);
        kept.subtract(&reachable(commits, &self.without));
        for &(left, right) in &self.either {
            let mut both = reachable(commits, &[left]);
            both.intersect(&reachable(commits, &[right]));
            kept.subtract(&both);
        }
        kept
    }
}

/// These commits and their ancestors.
pub(super) fn reachable(commits: &Commits, starts: &[u32]) -> Bits {
    let mut reached = Bits::none(commits.len());
    let mut stack = starts.to_vec();
    while let Some(commit) = stack.pop() {
        if reached.insert(commit) {
            stack.extend_from_slice(commits.parents(commit));
        }
    }
    reached
}

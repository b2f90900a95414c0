//! Which part of the past a run looks at: the commits that the user means, and what these bring in.

mod date;
mod introduced;
mod paths;
mod revisions;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use super::provenance::{Bits, Commits, Graph, History};
use crate::finding::Reach;
use crate::source::worktree::BadGlob;
use introduced::Parts;
use paths::PathFilter;
use revisions::{Names, Revisions, reachable};

/// What the user narrows a history to; all that is given holds at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowing {
    /// A revision, for everything that it does not lead to; or a date (`2024-05-01`, `2024-05-01T12:00:00Z`) or an age (`90d`,
    /// `12h`, `6w`, `18m`, `2y`), for everything committed since.
    pub since: Option<String>,
    /// References: only what one of them leads to.
    pub branches: Vec<String>,
    /// Revisions as git takes them: `A..B`, `A...B`, `B ^A`.
    pub range: Option<String>,
    /// Only what a reference, a stash, a reflog or the index leads to.
    pub no_unreachable: bool,
    /// Globs: only files that one of them holds for. Messages have no path and are left out.
    pub paths: Vec<String>,
}

/// What is left of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The commits, by position.
    pub commits: Bits,
    /// The objects to look at, by index: blobs for their text, commits and tags for their messages, trees for the names in
    /// them.
    pub objects: Bits,
}

/// A narrowing that cannot be meant.
#[derive(Debug, thiserror::Error)]
pub enum NarrowError {
    /// Git knows no such revision.
    #[error("no such revision: `{revision}`: {reason}")]
    Unknown {
        /// As the user wrote it.
        revision: String,
        /// Why.
        reason: String,
    },
    /// The object that a revision names is no commit.
    #[error("`{revision}` is no commit of this repository")]
    NoCommit {
        /// As the user wrote it.
        revision: String,
    },
    /// A range that names nothing to start from.
    #[error("`{range}` names no commit to start from; write `A..B`, `A...B` or `B ^A`")]
    Empty {
        /// As the user wrote it.
        range: String,
    },
    /// A glob that cannot be read.
    #[error(transparent)]
    Glob(#[from] BadGlob),
}

impl Narrowing {
    /// Whether nothing is narrowed: everything is looked at.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Whether what no commit holds is looked at too: what only the index holds, and what nothing leads to.
    fn takes_uncommitted(&self) -> bool {
        self.branches.is_empty() && self.range.is_none() && self.paths.is_empty()
    }

    /// The objects to look at. `now` is the time in seconds since 1970, `resolve` gives the index of what a revision names.
    ///
    /// # Errors
    /// Where a revision is unknown, a range is empty or a glob is malformed.
    pub fn select(
        &self,
        graph: &dyn Graph,
        history: &History<'_>,
        now: i64,
        resolve: &dyn Fn(&str) -> Result<u32, String>,
    ) -> Result<Selection, NarrowError> {
        let globs = Some(&self.paths).filter(|paths| !paths.is_empty());
        let filter = globs.map(|globs| PathFilter::of(globs)).transpose()?;
        let names = Names::of(history, resolve);
        let commits = self.commits(history, now, &names)?;
        let mut parts = Parts::of(graph, history.commits, &commits, filter);
        if self.takes_uncommitted() {
            parts.take_uncommitted(history, self.no_unreachable);
        }
        let mut objects = parts.objects();
        if self.paths.is_empty() {
            for commit in commits.iter() {
                objects.insert(history.commits.index(commit));
            }
            self.take_tags(history, &names, &commits, &mut objects);
        }
        Ok(Selection { commits, objects })
    }

    fn commits(&self, history: &History<'_>, now: i64, names: &Names<'_>) -> Result<Bits, NarrowError> {
        let all = history.commits;
        let mut kept = every(all);
        match self.since.as_deref().map(|since| (since, date::parse(since, now))) {
            Some((_, Some(start))) => {
                for commit in (0..all.len()).filter(|&commit| all.committed(commit) < start) {
                    kept.remove(commit);
                }
            }
            Some((since, None)) => kept.subtract(&reachable(all, &[names.commit(since)?])),
            None => {}
        }
        if !self.branches.is_empty() {
            let starts: Result<Vec<u32>, _> = self.branches.iter().map(|branch| names.commit(branch)).collect();
            kept.intersect(&reachable(all, &starts?));
        }
        if let Some(range) = &self.range {
            kept.intersect(&Revisions::parse(range, names)?.commits(all));
        }
        if self.no_unreachable {
            let tips = history.tips.iter().filter(|tip| tip.reach != Reach::Nothing);
            let starts: Vec<u32> = tips.filter_map(|tip| names.peel(tip.index)).collect();
            kept.intersect(&reachable(all, &starts));
        }
        Ok(kept)
    }

    /// The tags of what is kept; a tag of anything but a commit is no part of a line of commits.
    fn take_tags(&self, history: &History<'_>, names: &Names<'_>, commits: &Bits, objects: &mut Bits) {
        let reached: HashSet<u32> = history
            .tips
            .iter()
            .filter(|tip| tip.reach != Reach::Nothing)
            .flat_map(|tip| names.chain(tip.index))
            .collect();
        for &(tag, _) in history.tags {
            let kept = names.peel(tag).map_or(self.takes_uncommitted(), |commit| commits.has(commit));
            if kept && (!self.no_unreachable || reached.contains(&tag)) {
                objects.insert(tag);
            }
        }
    }
}

fn every(commits: &Commits) -> Bits {
    let mut all = Bits::none(commits.len());
    for commit in 0..commits.len() {
        all.insert(commit);
    }
    all
}

//! Since when a history holds something, at which paths, where it still is, and what leads to it.

mod bits;
mod commits;
mod descent;
mod ends;
mod entry;
mod introduced;
mod mailmap;
#[cfg(test)]
pub(crate) mod model;
mod order;
mod paths;
mod reader;
mod refs;
#[cfg(test)]
mod tests;
mod trace;
mod trees;

use crate::document::{ObjectId, RelPath};
use crate::finding::{Commit, Provenance, Reach};

pub use bits::Bits;
pub use commits::{Commits, CommitsBuilder};
pub use mailmap::Mailmap;
pub use order::Order;
pub use trace::trace;

pub(crate) use descent::{Descent, Map};
pub(crate) use entry::{Entries, Kind};
pub(crate) use paths::Paths;
pub(crate) use reader::read_trees;
pub(crate) use trees::Trees;

/// All objects of a repository, each known by its index.
pub trait Graph: Sync {
    /// The index of the object with this name; `None` where the repository lacks it.
    fn index_of(&self, id: &[u8]) -> Option<u32>;

    /// The name of an object.
    fn id_of(&self, index: u32) -> ObjectId;

    /// How many objects there are: indices are below it.
    fn count(&self) -> u32;

    /// Shows every tree once, in no particular order: its index and its raw bytes. Costs a pass over all trees.
    fn trees(&self, visit: &mut (dyn FnMut(u32, &[u8]) + Send));

    /// The raw bytes of one object; slow, for few of them.
    fn read(&self, index: u32) -> Option<Vec<u8>>;
}

/// What leads into a repository's history, and its commits.
#[derive(Clone, Copy, Debug)]
pub struct History<'a> {
    /// All commits, reachable or not.
    pub commits: &'a Commits,
    /// The index of each annotated tag and of the object that it names.
    pub tags: &'a [(u32, u32)],
    /// Everything that leads to an object.
    pub tips: &'a [Tip],
    /// The index of the commit that is HEAD.
    pub head: Option<u32>,
}

/// Something that leads to an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tip {
    /// Its full name: `refs/heads/main`, `HEAD`.
    pub name: String,
    /// The index of the object as the tip names it; annotated tags are followed.
    pub index: u32,
    /// What it counts as: a reference; a stash, a reflog or the index; or nothing.
    pub reach: Reach,
}

/// What the history says of one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The first commit that holds it; for a commit, itself.
    pub first: Option<First>,
    /// How it is kept.
    pub reach: Reach,
    /// The best references from which the first commit can be reached, or that lead to the object without a commit; sorted.
    pub refs: Vec<String>,
    /// How many there are.
    pub refs_total: usize,
    /// Whether the tree of HEAD holds it; for a commit, whether HEAD's history does.
    pub in_head: bool,
    /// The index of the newest commit by committer date whose tree holds it; for a commit, itself.
    pub last_held: Option<u32>,
    /// Its paths, the one with the earliest commit first. Where no commit holds it, its paths in a tree that no commit leads to,
    /// relative to that tree. None for commits and tags, and for what only the index or nothing at all leads to.
    pub places: Vec<Place>,
}

/// A path of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The path; empty for a tree that is the root.
    pub path: RelPath,
    /// The first commit that holds the object at this path.
    pub first: Option<First>,
    /// Whether the tree of HEAD holds it there.
    pub in_head: bool,
}

/// A commit, and how early it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct First {
    /// Its age among all commits; see [`Order`]. Of several objects the one with the lowest was there first.
    pub age: u32,
    /// The index of the commit.
    pub commit: u32,
}

impl Trace {
    /// What is reported, with commits read by `commit`.
    pub fn provenance(&self, commit: &dyn Fn(u32) -> Option<Commit>) -> Provenance {
        Provenance {
            first: self.first.and_then(|first| commit(first.commit)),
            refs: self.refs.clone(),
            refs_total: self.refs_total,
            reach: self.reach,
            in_head: self.in_head,
            last_held: self.last_held.and_then(commit).map(|last| last.committed),
        }
    }
}

//! What the history of a repository says of a credential: since when it is there, by whom, and where it still is.

use crate::document::ObjectId;

/// The most names of references that are kept for one finding; the rest is only counted.
pub const MOST_REFS: usize = 20;

/// What the history says of a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The first commit that holds it: the oldest by committer date, ancestors before descendants. `None` where no commit
    /// holds it.
    pub first: Option<Commit>,
    /// The full names of references from which the first commit can be reached, sorted, at most [`MOST_REFS`].
    pub refs: Vec<String>,
    /// How many such references there are.
    pub refs_total: usize,
    /// How it is kept.
    pub reach: Reach,
    /// Whether the tree of HEAD still holds it.
    pub in_head: bool,
    /// The committer date of the newest commit whose tree holds it: with the date of the first one, how long it has been
    /// exposed at the least.
    pub last_held: Option<Moment>,
}

/// A commit as it is shown beside a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its name.
    pub id: ObjectId,
    /// Who wrote it, as `.mailmap` has it.
    pub author: Person,
    /// When it was written: the author date.
    pub authored: Moment,
    /// When it was committed.
    pub committed: Moment,
}

/// A person as git knows one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Person {
    /// The name; what is not UTF-8 is replaced.
    pub name: String,
    /// The address.
    pub email: String,
}

/// A point in time with the offset of the clock that showed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Minutes east of UTC.
    pub offset_minutes: i32,
}

/// How a repository keeps an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// A reference leads to it.
    Reference,
    /// Only a stash, a reflog or the index leads to it.
    Log,
    /// Nothing leads to it: it lies in the object database until git collects it.
    Nothing,
}

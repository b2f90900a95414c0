//! What the history of a repository says of a credential: since when it is there, by whom, and where it still is.

use super::Moment;
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

impl Provenance {
    /// For how many whole days the repository has shown it at the least: from the first commit to the last one that held
    /// it, or, where HEAD still holds it, to the newest commit of the repository. No clock is asked, so that a report of
    /// the same repository stays the same.
    #[must_use]
    pub fn exposed_days(&self, newest: Option<Moment>) -> Option<u64> {
        let since = self.first.as_ref()?.committed;
        let until = if self.in_head { newest.max(self.last_held) } else { self.last_held };
        until.map(|until| since.days_until(until))
    }
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

impl Reach {
    /// The name in machine-readable reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Log => "log",
            Self::Nothing => "nothing",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i64) -> Moment {
        Moment { seconds: day * 86_400, offset_minutes: 0 }
    }

    fn since(first: i64, in_head: bool, last_held: Option<i64>) -> Provenance {
        let id = ObjectId::new(&[1; 20]).unwrap();
        let author = Person { name: "Ada".to_owned(), email: "ada@example.org".to_owned() };
        Provenance {
            first: Some(Commit { id, author, authored: day(0), committed: day(first) }),
            refs: Vec::new(),
            refs_total: 0,
            reach: Reach::Reference,
            in_head,
            last_held: last_held.map(day),
        }
    }

    #[test]
    fn what_head_still_holds_is_exposed_until_the_newest_commit() {
        assert_eq!(since(10, true, Some(40)).exposed_days(Some(day(50))), Some(40));
        assert_eq!(since(10, true, Some(60)).exposed_days(Some(day(50))), Some(50));
        assert_eq!(since(10, true, None).exposed_days(None), None);
    }

    #[test]
    fn what_was_removed_was_exposed_until_the_last_commit_that_held_it() {
        assert_eq!(since(10, false, Some(40)).exposed_days(Some(day(50))), Some(30));
        assert_eq!(since(10, false, Some(5)).exposed_days(Some(day(50))), Some(0));
        assert_eq!(since(10, false, None).exposed_days(Some(day(50))), None);
        assert_eq!(Provenance { first: None, ..since(10, true, None) }.exposed_days(Some(day(50))), None);
    }
}

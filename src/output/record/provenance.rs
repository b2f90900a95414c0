//! The JSON shape of what the history says of a finding.

use serde::Serialize;

use crate::finding::{self, Moment};

/// What the history says of a finding; dates are in the form of ISO 8601, with the offset of the clock that showed them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Provenance<'r> {
    /// The first commit that holds it; `null`, as its author and dates are, where no commit does.
    first_commit: Option<String>,
    author: Option<Person<'r>>,
    author_date: Option<String>,
    commit_date: Option<String>,
    /// The full names of references that lead to the first commit, some of them where there are many.
    refs: &'r [String],
    /// How many there are.
    refs_total: usize,
    /// `reference`, `log` (only a stash, a reflog or the index leads to it) or `nothing`.
    reach: &'static str,
    /// Whether the tree of HEAD still holds it.
    in_head: bool,
    /// The committer date of the newest commit whose tree holds it.
    last_held: Option<String>,
    /// For how many whole days it has been exposed at the least.
    exposed_days: Option<u64>,
}

#[derive(Serialize)]
struct Person<'r> {
    name: &'r str,
    email: &'r str,
}

impl<'r> Provenance<'r> {
    /// What is known of a finding in a repository whose newest commit is of that date.
    pub fn of(provenance: &'r finding::Provenance, newest: Option<Moment>) -> Self {
        let first = provenance.first.as_ref();
        Self {
            first_commit: first.map(|commit| commit.id.to_string()),
            author: first.map(|commit| Person { name: &commit.author.name, email: &commit.author.email }),
            author_date: first.map(|commit| commit.authored.to_string()),
            commit_date: first.map(|commit| commit.committed.to_string()),
            refs: &provenance.refs,
            refs_total: provenance.refs_total,
            reach: provenance.reach.name(),
            in_head: provenance.in_head,
            last_held: provenance.last_held.as_ref().map(ToString::to_string),
            exposed_days: provenance.exposed_days(newest),
        }
    }
}

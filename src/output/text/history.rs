//! What the history says of a finding, for people.

use crate::document::Origin;
use crate::finding::{Commit, Finding, Location, Moment, Person, Provenance, Reach};
use crate::output::count::{grouped, plural};

/// How many references are named.
const REFS: usize = 5;

/// A place of a finding, and the commit that its file is named by: `app.env:3:7 in commit 1a2b3c4`. What no commit of a
/// history holds is named by its object.
pub fn place(finding: &Finding, location: &Location) -> String {
    let Origin { commit, object, .. } = &location.origin;
    match (commit, object.filter(|_| finding.provenance.is_some())) {
        (Some(commit), _) => format!("{location} in commit {}", commit.short()),
        (None, Some(object)) => format!("{location} in object {}", object.short()),
        (None, None) => location.to_string(),
    }
}

/// What is known, each under its name.
pub fn facts(provenance: &Provenance, newest: Option<Moment>) -> Vec<(&'static str, String)> {
    let mut facts = vec![("history", story(provenance, newest))];
    if !provenance.refs.is_empty() {
        facts.push(("kept by", refs(provenance)));
    }
    facts
}

/// Since when, by whom, for how long, and whether it is still there.
fn story(provenance: &Provenance, newest: Option<Moment>) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.push(provenance.first.as_ref().map_or_else(|| "in no commit".to_owned(), first));
    parts.extend(provenance.exposed_days(newest).map(exposed));
    match (provenance.in_head, provenance.reach) {
        (true, _) => parts.push("still in HEAD".to_owned()),
        (false, Reach::Reference) if provenance.first.is_some() => {
            parts.push(if is_removed(provenance) { "removed" } else { "not in HEAD" }.to_owned());
            parts.extend(provenance.last_held.map(|moment| format!("last held {}", moment.date())));
        }
        (false, Reach::Reference) => parts.push("held by a reference".to_owned()),
        (false, Reach::Log) => parts.push("on no branch: only a reflog, a stash or the index leads to it".to_owned()),
        (false, Reach::Nothing) => {
            parts.push("unreachable object: it stays until git collects it".to_owned());
        }
    }
    parts.join(", ")
}

/// Whether HEAD has had it: what another branch holds is not removed.
fn is_removed(provenance: &Provenance) -> bool {
    provenance.refs.iter().any(|name| name == "HEAD")
}

fn first(commit: &Commit) -> String {
    format!("first in {} by {}, {}", commit.id.short(), person(&commit.author), commit.authored.date())
}

fn person(person: &Person) -> String {
    match (person.name.trim(), person.email.trim()) {
        ("", "") => "nobody".to_owned(),
        (name, "") => name.to_owned(),
        ("", email) => format!("<{email}>"),
        (name, email) => format!("{name} <{email}>"),
    }
}

fn exposed(days: u64) -> String {
    match days {
        0 => "exposed less than a day".to_owned(),
        days => format!("exposed {}", plural(days, "day")),
    }
}

/// The first references, and how many more there are.
fn refs(provenance: &Provenance) -> String {
    let mut names: Vec<&str> = provenance.refs.iter().take(REFS).map(|name| short(name)).collect();
    let more = provenance.refs_total.saturating_sub(names.len());
    let last = format!("{} more", grouped(more as u64));
    if more > 0 {
        names.push(&last);
    }
    names.join(", ")
}

/// The name of a reference as git abbreviates it.
fn short(name: &str) -> &str {
    ["refs/heads/", "refs/tags/", "refs/remotes/"].into_iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ObjectId;

    fn day(day: i64) -> Moment {
        Moment { seconds: 1_680_300_000 + day * 86_400, offset_minutes: 120 }
    }

    fn known(in_head: bool, reach: Reach) -> Provenance {
        let id = ObjectId::new(&[0x1a; 20]).unwrap();
        let author = Person { name: "Ada".to_owned(), email: "ada@example.org".to_owned() };
        let first = Some(Commit { id, author, authored: day(0), committed: day(0) });
        Provenance { first, refs: Vec::new(), refs_total: 0, reach, in_head, last_held: Some(day(30)) }
    }

    #[test]
    fn a_story_says_since_when_by_whom_how_long_and_where_it_is_now() {
        let newest = Some(day(412));
        insta::assert_snapshot!(story(&known(true, Reach::Reference), newest), @"first in 1a1a1a1 by Ada <ada@example.org>, 2023-04-01, exposed 412 days, still in HEAD");
        let of_head = Provenance { refs: vec!["HEAD".to_owned()], ..known(false, Reach::Reference) };
        insta::assert_snapshot!(story(&of_head, newest), @"first in 1a1a1a1 by Ada <ada@example.org>, 2023-04-01, exposed 30 days, removed, last held 2023-05-01");
        insta::assert_snapshot!(story(&known(false, Reach::Reference), newest), @"first in 1a1a1a1 by Ada <ada@example.org>, 2023-04-01, exposed 30 days, not in HEAD, last held 2023-05-01");
        insta::assert_snapshot!(story(&known(false, Reach::Log), newest), @"first in 1a1a1a1 by Ada <ada@example.org>, 2023-04-01, exposed 30 days, on no branch: only a reflog, a stash or the index leads to it");
        insta::assert_snapshot!(story(&known(false, Reach::Nothing), Some(day(0))), @"first in 1a1a1a1 by Ada <ada@example.org>, 2023-04-01, exposed 30 days, unreachable object: it stays until git collects it");
    }

    #[test]
    fn what_no_commit_holds_has_no_author() {
        let held_by = |reach| story(&Provenance { first: None, ..known(false, reach) }, Some(day(0)));
        insta::assert_snapshot!(held_by(Reach::Reference), @"in no commit, held by a reference");
        insta::assert_snapshot!(held_by(Reach::Log), @"in no commit, on no branch: only a reflog, a stash or the index leads to it");
        insta::assert_snapshot!(held_by(Reach::Nothing), @"in no commit, unreachable object: it stays until git collects it");
    }

    #[test]
    fn some_references_are_named_and_the_others_counted() {
        let names = ["HEAD", "refs/heads/main", "refs/remotes/origin/main", "refs/tags/v1", "refs/stash", "refs/x/y"];
        let names: Vec<String> = names.map(str::to_owned).to_vec();
        let with = |names: &[String], total| Provenance {
            refs: names.to_vec(),
            refs_total: total,
            ..known(true, Reach::Reference)
        };
        insta::assert_snapshot!(refs(&with(&names, 21_003)), @"HEAD, main, origin/main, v1, refs/stash, 20,998 more");
        insta::assert_snapshot!(refs(&with(&names[..2], 2)), @"HEAD, main");
    }

    #[test]
    fn a_person_without_a_name_is_called_by_the_address() {
        let called = |name: &str, email: &str| person(&Person { name: name.to_owned(), email: email.to_owned() });
        assert_eq!(called("", "a@b"), "<a@b>");
        assert_eq!(called("Ada", " "), "Ada");
        assert_eq!(called(" ", ""), "nobody");
    }
}

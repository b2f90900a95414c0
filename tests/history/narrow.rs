//! Narrowing: each option leaves exactly what it says.

use crate::place::{Place, Seen, line, token};
use crate::repository::{Repository, end, is_found};

/// A history with one token in each of its commits.
struct Known<'p> {
    repository: Repository<'p>,
    /// The second commit of `main`, where `feature` begins.
    fork: String,
}

const ALL: [&str; 6] = ["feature", "first", "lost", "reflog", "second", "third"];

impl<'p> Known<'p> {
    /// `main` has three commits with tokens and a fourth that removes the first; `feature` leaves it after the second.
    fn new(place: &'p Place) -> Self {
        let repository = Repository::new(place);
        repository.commit_file("first.env", line("first"));
        let fork = repository.commit_file("src/second.env", line("second"));
        repository.commit_file("docs/third.md", line("third"));
        repository.commit_removal("first.env");
        let feature = repository.graft(&[&fork], &[("src/deep/feature.env", line("feature").as_bytes())]);
        repository.set_ref("refs/heads/feature", &feature);
        repository.graft(&[&fork], &[("lost/lost.env", line("lost").as_bytes())]);
        repository.commit_file("reflog.env", line("reflog"));
        repository.git(["reset", "--quiet", "--hard", "HEAD~1"]);
        Self { repository, fork }
    }

    /// The seeds of the tokens that a scan with these options finds.
    fn left(&self, options: &[&str]) -> Vec<&'static str> {
        found(&self.repository.history(options))
    }
}

fn found(seen: &Seen) -> Vec<&'static str> {
    let known: Vec<&str> = ALL.into_iter().filter(|seed| is_found(seen, &token(seed))).collect();
    assert_eq!(known.len(), seen.findings().len(), "nothing else is found: {:#}", seen.report);
    known
}

#[test]
fn without_narrowing_everything_is_found() {
    let place = Place::new();
    assert_eq!(Known::new(&place).left(&[]), ALL);
}

#[test]
fn since_a_commit_leaves_what_it_does_not_lead_to() {
    let place = Place::new();
    let known = Known::new(&place);
    let after = ["feature", "lost", "reflog", "third"];
    assert_eq!(known.left(&["--since", &known.fork]), after);
    assert_eq!(known.left(&["--since", &known.fork[..9]]), after, "a short name");
    assert_eq!(known.left(&["--since", "feature"]), ["lost", "reflog", "third"]);
    assert_eq!(known.left(&["--since", "main~3"]), ["feature", "lost", "reflog", "second", "third"]);
}

#[test]
fn since_a_date_leaves_what_was_committed_later() {
    let place = Place::new();
    let known = Known::new(&place);
    // The first commit is of the 14th of September 2020, each further one a day younger.
    assert_eq!(known.left(&["--since", "2020-09-15T20:00:00Z"]), ["feature", "lost", "reflog", "third"]);
    assert_eq!(known.left(&["--since", "2020-09-17T20:00:00Z"]), ["feature", "lost", "reflog"]);
    assert_eq!(known.left(&["--since", "2020-09-18"]), ["feature", "lost", "reflog"]);
    assert_eq!(known.left(&["--since", "2021-01-01"]), [""; 0]);
    assert_eq!(known.left(&["--since", "2020-01-01"]), ALL);
}

#[test]
fn branches_leave_what_they_lead_to() {
    let place = Place::new();
    let known = Known::new(&place);
    assert_eq!(known.left(&["--branch", "feature"]), ["feature", "first", "second"]);
    assert_eq!(known.left(&["--branch", "main"]), ["first", "second", "third"]);
    assert_eq!(known.left(&["--branch", "refs/heads/main"]), ["first", "second", "third"]);
    let both = known.left(&["--branch", "main", "--branch", "feature"]);
    assert_eq!(both, ["feature", "first", "second", "third"]);
}

#[test]
fn a_range_leaves_what_is_on_its_one_side_only() {
    let place = Place::new();
    let known = Known::new(&place);
    assert_eq!(known.left(&["--range", "main..feature"]), ["feature"]);
    assert_eq!(known.left(&["--range", "feature..main"]), ["third"]);
    assert_eq!(known.left(&["--range", "main...feature"]), ["feature", "third"]);
    assert_eq!(known.left(&["--range", "feature ^main"]), ["feature"]);
    assert_eq!(known.left(&["--range", &format!("{}..main", known.fork)]), ["third"]);
    assert_eq!(known.left(&["--range", "main..main"]), [""; 0]);
}

#[test]
fn paths_leave_what_lies_there_in_any_commit() {
    let place = Place::new();
    let known = Known::new(&place);
    assert_eq!(known.left(&["--path", "src"]), ["feature", "second"]);
    assert_eq!(known.left(&["--path", "src/"]), ["feature", "second"]);
    assert_eq!(known.left(&["--path", "src/deep"]), ["feature"]);
    assert_eq!(known.left(&["--path", "first.env"]), ["first"]);
    assert_eq!(known.left(&["--path", "**/*.md"]), ["third"]);
    assert_eq!(known.left(&["--path", "docs", "--path", "lost"]), ["lost", "third"]);
    assert_eq!(known.left(&["--path", "nowhere"]), [""; 0]);
}

#[test]
fn a_file_that_was_renamed_is_found_by_either_path() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("old/a.env", line("first"));
    repository.git(["mv", "old", "new"]);
    repository.commit("rename");
    for path in ["old", "new"] {
        let seen = repository.history(["--path", path]);
        assert_eq!(found(&seen), ["first"], "{path}");
        assert_eq!(seen.findings()[0]["location"]["path"], format!("{path}/a.env"));
    }
}

#[test]
fn without_the_unreachable_what_nothing_leads_to_is_left_out() {
    let place = Place::new();
    let known = Known::new(&place);
    assert_eq!(known.left(&["--no-unreachable"]), ["feature", "first", "reflog", "second", "third"]);
}

#[test]
fn narrowing_options_hold_together() {
    let place = Place::new();
    let known = Known::new(&place);
    assert_eq!(known.left(&["--branch", "main", "--path", "src"]), ["second"]);
    assert_eq!(known.left(&["--since", &known.fork, "--path", "src"]), ["feature"]);
    assert_eq!(known.left(&["--since", &known.fork, "--branch", "main"]), ["third"]);
    assert_eq!(known.left(&["--range", "main..feature", "--path", "docs"]), [""; 0]);
    assert_eq!(known.left(&["--since", &known.fork, "--no-unreachable"]), ["feature", "reflog", "third"]);
}

#[test]
fn a_merge_in_a_range_brings_what_only_it_has() {
    let place = Place::new();
    let known = Known::new(&place);
    let merge = known.repository.graft(&["main", "feature"], &[("merge.env", line("lost").as_bytes())]);
    known.repository.set_ref("refs/heads/merged", &merge);
    assert_eq!(known.left(&["--range", "main..merged", "--path", "merge.env"]), ["lost"]);
    assert_eq!(known.left(&["--range", "feature..merged"]), ["lost", "third"]);
}

#[test]
fn messages_are_narrowed_with_their_commits() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit(&format!("used {}", token("first")));
    repository.commit(&format!("used {}", token("second")));
    assert_eq!(found(&repository.history(["--range", "HEAD~1..HEAD"])), ["second"]);
    assert_eq!(found(&repository.history(["--since", "HEAD"])), [""; 0]);
}

#[test]
fn what_does_not_exist_is_an_error_that_names_it() {
    let place = Place::new();
    let known = Known::new(&place);
    for options in [["--since", "nowhere"], ["--branch", "nowhere"], ["--range", "nowhere..main"]] {
        let output = known.repository.program(options).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(2 | 3)), "{options:?}: {}", output.status);
        assert!(errors.contains("nowhere") && !errors.contains("panicked"), "{options:?}: {errors}");
    }
    let output = known.repository.program(["--quiet"]).output().unwrap();
    assert_eq!(end(&output), 1, "the same without them");
}

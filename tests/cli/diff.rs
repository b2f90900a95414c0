//! What `credline diff` promises: everything that the commits of a branch bring, and nothing that was there before.

use crate::git::{commit, committed, git, git_fails};
use crate::place::{Place, Seen, line, token};

/// Scans what `HEAD` adds to a base.
fn diff(place: &Place, base: &str) -> Seen {
    place.run(["diff", base, "--format", "json"]).seen()
}

/// A repository with a file on `main`, and the branch `work` checked out.
fn branched(name: &str, content: &str) -> Place {
    let place = committed(name, content);
    git(&place, &["checkout", "-q", "-b", "work"]);
    place
}

const BODY: &str = "first line of the file\nsecond line of the file\nthird line of the file\nfourth line of the file\n";

#[test]
fn only_what_the_branch_brings_is_reported() {
    let place = branched("app.env", &line("old"));
    place.write("app.env", format!("# moved down\n{}{}", line("old"), line("new")));
    commit(&place, "second");
    place.write("app.env", format!("# later\n# moved down\n{}{}", line("old"), line("new")));
    commit(&place, "third");
    let seen = diff(&place, "main");
    assert_eq!((seen.places(), seen.code), (vec!["app.env:3:14".to_owned()], 1), "where it came in");
    assert_eq!(seen.report["kind"], "diff");
    assert_eq!(seen.report["targets"][0], "main..HEAD");
    assert_eq!(seen.report["summary"]["known"], 1);
    assert!(seen.findings()[0]["related"].as_array().unwrap().is_empty(), "later versions are no other places");
    assert_eq!(diff(&place, "work").code, 0, "nothing is added to itself");
}

#[test]
fn what_a_later_commit_took_away_is_still_brought() {
    let place = branched("app.env", "a=1\n");
    place.write("app.env", line("gone again"));
    commit(&place, "second");
    place.write("app.env", "a=1\n");
    commit(&place, "third");
    assert_eq!(diff(&place, "main").places(), ["app.env:1:14"]);
}

#[test]
fn messages_of_commits_are_looked_at() {
    let place = branched("app.env", "a=1\n");
    commit(&place, &format!("deploy\n\ncurl -u x:{} example.com", token("message")));
    assert_eq!(diff(&place, "main").places(), ["commit-message:3:11"]);
}

#[test]
fn what_a_merge_alone_brings_is_found_and_what_it_merges_is_not() {
    let place = branched("app.env", "a=1\n");
    place.write("b.txt", "b\n");
    commit(&place, "on the branch");
    git(&place, &["checkout", "-q", "main"]);
    place.write("main.env", line("on main"));
    commit(&place, "on main");
    git(&place, &["checkout", "-q", "work"]);
    git(&place, &["merge", "-q", "--no-commit", "main"]);
    place.write("app.env", format!("a=1\n{}", line("merge alone")));
    commit(&place, "merge");
    assert_eq!(diff(&place, "main").places(), ["app.env:2:14"]);
}

#[test]
fn conflicts_that_are_solved_bring_what_neither_side_had() {
    let place = branched("app.env", "a=1\n");
    place.write("app.env", "a=2\n");
    commit(&place, "on the branch");
    git(&place, &["checkout", "-q", "main"]);
    place.write("app.env", format!("a=3\n{}", line("on main")));
    commit(&place, "on main");
    git(&place, &["checkout", "-q", "work"]);
    git_fails(&place, &["merge", "-q", "main"]);
    place.write("app.env", format!("a=4\n{}{}", line("on main"), line("solution")));
    commit(&place, "merge");
    assert_eq!(diff(&place, "main").places(), ["app.env:3:14"], "the merge base is the tip of main now");
}

#[test]
fn renames_are_followed() {
    let place = branched("old/app.env", &format!("{BODY}{}", line("old")));
    git(&place, &["mv", "old", "new"]);
    commit(&place, "renamed");
    assert_eq!(diff(&place, "main").code, 0);
    git(&place, &["mv", "new/app.env", "new/other.conf"]);
    place.write("new/other.conf", format!("{BODY}{}{}", line("old"), line("new")));
    commit(&place, "renamed and changed");
    assert_eq!(diff(&place, "main").places(), ["new/other.conf:6:14"]);
    place.write("copy.env", format!("{BODY}{}", line("old")));
    commit(&place, "copied");
    assert_eq!(diff(&place, "main").places(), ["new/other.conf:6:14"], "a copy of what the base has is nothing new");
}

#[test]
fn with_several_merge_bases_each_is_what_was_there_before() {
    let place = committed("app.env", "a=1\n");
    git(&place, &["checkout", "-q", "-b", "work"]);
    place.write("one.env", line("one"));
    commit(&place, "one");
    git(&place, &["checkout", "-q", "main"]);
    place.write("two.env", line("two"));
    commit(&place, "two");
    git(&place, &["merge", "-q", "--no-edit", "work"]);
    let merged = git(&place, &["rev-parse", "HEAD"]);
    git(&place, &["checkout", "-q", "work"]);
    git(&place, &["merge", "-q", "--no-edit", &format!("{merged}^1")]);
    assert_eq!(git(&place, &["merge-base", "--all", "main", "work"]).lines().count(), 2);
    for name in ["one", "two"] {
        place.write(format!("{name}.env"), format!("{}{}", line(name), line(&format!("new {name}"))));
    }
    commit(&place, "changed");
    assert_eq!(diff(&place, "main").places(), ["one.env:2:14", "two.env:2:14"]);
}

#[test]
fn without_common_history_the_base_itself_was_there_before() {
    let place = committed("app.env", line("old"));
    git(&place, &["checkout", "-q", "--orphan", "work"]);
    place.write("app.env", format!("{}{}", line("old"), line("new")));
    commit(&place, "orphan");
    let outcome = place.run(["diff", "main", "--format", "json"]);
    insta::assert_snapshot!(outcome.err.trim_end(), @"credline: note: `main` and `HEAD` have no common history: compared with `main` itself");
    assert_eq!(outcome.seen().places(), ["app.env:2:14"]);
}

#[test]
fn an_unknown_revision_is_wrong_usage_and_near_names_are_told() {
    let place = branched("app.env", "a=1\n");
    let outcome = place.run(["diff", "mian"]);
    assert_eq!(outcome.code, 2);
    insta::assert_snapshot!(outcome.err.trim_end(), @"credline: error: no commit is called `mian` here: did you mean `main`?");
    assert_eq!(place.run(["diff", "main", "nowhere"]).code, 2);
    let tree = git(&place, &["rev-parse", "HEAD^{tree}"]);
    assert_eq!(place.run(["diff", &tree]).code, 2, "a tree is no commit");
    assert_eq!(place.run(["diff"]).code, 2);
}

#[test]
fn what_is_missing_is_a_failure() {
    let place = branched("app.env", "a=1\n");
    let base = git(&place, &["rev-parse", "HEAD"]);
    place.write("app.env", line("lost")).write("kept.env", line("kept"));
    commit(&place, "second");
    let remove = |id: &str| std::fs::remove_file(place.path(".git/objects").join(&id[..2]).join(&id[2..])).unwrap();
    remove(&git(&place, &["rev-parse", "HEAD:app.env"]));
    let seen = diff(&place, "main");
    assert_eq!((seen.code, seen.files()), (3, vec!["kept.env".to_owned()]));
    assert_eq!(seen.skipped(), ["app.env: missing"]);
    remove(&base);
    let outcome = place.run(["diff", "main"]);
    assert_eq!(outcome.code, 3);
    insta::assert_snapshot!(outcome.err.trim_end(), @"credline: error: the commit that `main` names is missing from the repository, or damaged: `git fsck` tells more");
}

#[test]
fn a_shallow_clone_without_the_base_is_incomplete_and_told_how_to_get_it() {
    let place = branched("app.env", "a=1\n");
    for number in 0..4 {
        place.write("app.env", format!("a={number}\n{}", line(&number.to_string())));
        commit(&place, "more");
    }
    git(&place, &["checkout", "-q", "main"]);
    place.write("b.txt", "b\n");
    commit(&place, "on main");
    let url = format!("file://{}", place.root().display());
    git(&place, &["clone", "-q", "--depth", "1", "--branch", "work", &url, "one"]);
    let run = |folder: &str, base: &str| {
        let mut command = place.command(["diff", base, "--format", "json"]);
        place.outcome(command.current_dir(place.path(folder)))
    };
    let outcome = run("one", "origin/main");
    assert_eq!(outcome.code, 3);
    insta::assert_snapshot!(outcome.err.trim_end(), @"credline: error: `origin/main` is not in this shallow clone: get it with `git fetch --deepen=100 origin main`, or all of the history with `git fetch --unshallow`");
    git(&place, &["clone", "-q", "--depth", "1", "--no-single-branch", "--branch", "work", &url, "all"]);
    let outcome = run("all", "origin/main");
    assert_eq!(outcome.code, 3);
    insta::assert_snapshot!(outcome.err.trim_end(), @"credline: error: the commit at which `HEAD` left `origin/main` is not in this shallow clone: get it with `git fetch --deepen=100 origin main`, or all of the history with `git fetch --unshallow`");
}

#[test]
fn the_first_commit_of_the_range_is_told() {
    let place = branched("app.env", "a=1\n");
    place.write(".mailmap", "Ann <ann@example.com> <a@example.com>\n");
    place.write("app.env", line("new"));
    let first = commit(&place, "second");
    git(&place, &["mv", "app.env", "aaa.env"]);
    commit(&place, "third");
    let seen = diff(&place, "main");
    assert_eq!(seen.places(), ["app.env:1:14"], "the first place leads");
    assert_eq!(seen.findings()[0]["provenance"]["firstCommit"], *first);
    assert_eq!(seen.findings()[0]["provenance"]["author"]["name"], "Ann");
    assert_eq!(seen.findings()[0]["location"]["commit"], *first);
    assert_eq!(seen.findings()[0]["provenance"]["inHead"], true);
    assert_eq!(seen.findings()[0]["related"].as_array().unwrap().len(), 1, "the name it has now is told too");
}

#[test]
fn an_annotated_tag_and_a_full_name_are_revisions_too() {
    let place = branched("app.env", "a=1\n");
    git(&place, &["tag", "-a", "-m", "one", "v1", "main"]);
    place.write("app.env", line("new"));
    let head = commit(&place, "second");
    for base in ["v1", "HEAD~1", "refs/heads/main", &format!("{head}^")] {
        assert_eq!(diff(&place, base).files(), ["app.env"], "{base}");
    }
    git(&place, &["checkout", "-q", "main"]);
    assert_eq!(place.run(["diff", "main", "work", "--format", "json"]).seen().files(), ["app.env"]);
}

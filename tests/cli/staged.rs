//! What `credline staged` promises: everything that the next commit takes, and nothing that was there before.

use crate::git::{commit, committed, git, git_fails, git_fails_in, git_in, repository};
use crate::place::{Place, Seen, line};

/// Scans what is staged.
fn staged(place: &Place, args: &[&str]) -> Seen {
    place.run(["staged", "--format", "json"].iter().chain(args)).seen()
}

/// Text of several lines, so that a file keeps its likeness when one is added.
const BODY: &str = "first line of the file\nsecond line of the file\nthird line of the file\nfourth line of the file\n";

#[test]
fn before_the_first_commit_everything_is_new() {
    let place = repository();
    assert_eq!(staged(&place, &[]).code, 0, "not even an index");
    place.write("app.env", line("first")).write("unstaged.env", line("unstaged"));
    git(&place, &["add", "app.env"]);
    let seen = staged(&place, &[]);
    assert_eq!((seen.code, seen.files()), (1, vec!["app.env".to_owned()]));
    assert_eq!(seen.report["kind"], "staged");
}

#[test]
fn the_index_is_scanned_and_not_the_work_tree() {
    let place = committed("app.env", "a=1\n");
    place.write("app.env", format!("a=1\n{}", line("staged")));
    git(&place, &["add", "app.env"]);
    place.write("app.env", format!("a=1\n\n\n{}", line("not staged")));
    let seen = staged(&place, &[]);
    assert_eq!(seen.places(), ["app.env:2:14"]);
    git(&place, &["reset", "-q"]);
    assert_eq!(staged(&place, &[]).code, 0);
}

#[test]
fn only_what_the_change_brings_is_reported() {
    let place = committed("app.env", line("old"));
    place.write("app.env", format!("# moved down\n\n{}{}", line("old"), line("new")));
    git(&place, &["add", "app.env"]);
    let seen = staged(&place, &[]);
    assert_eq!((seen.places(), seen.code), (vec!["app.env:4:14".to_owned()], 1));
    assert_eq!(seen.report["summary"]["known"], 1);
    let text = place.run(["staged"]).out;
    assert!(text.contains("left out, for they were there before: 1 credential\n"), "{text}");
}

#[test]
fn taking_away_the_mark_that_accepts_a_finding_brings_it_back() {
    let place = committed("app.env", format!("{} # credline:allow\n", line("marked").trim_end()));
    place.write("app.env", line("marked"));
    git(&place, &["add", "app.env"]);
    assert_eq!(staged(&place, &[]).files(), ["app.env"]);
}

#[test]
fn renames_and_copies_without_change_bring_nothing() {
    let place = committed("old/app.env", line("old"));
    git(&place, &["mv", "old/app.env", "moved.env"]);
    assert_eq!(staged(&place, &[]).code, 0);
    place.write("copy.env", line("old"));
    git(&place, &["add", "copy.env"]);
    assert_eq!(staged(&place, &[]).code, 0);
    assert_eq!(staged(&place, &["moved.env", "copy.env"]).code, 0, "named, they are looked at and bring nothing");
}

#[test]
fn a_file_that_is_renamed_and_changed_is_compared_with_what_it_was() {
    let place = committed("old/app.env", format!("{BODY}{}", line("old")));
    git(&place, &["mv", "old", "new"]);
    place.write("new/app.env", format!("{BODY}{}{}", line("old"), line("new")));
    git(&place, &["add", "-A"]);
    assert_eq!(staged(&place, &[]).places(), ["new/app.env:6:14"]);
    git(&place, &["mv", "new/app.env", "new/other.conf"]);
    assert_eq!(staged(&place, &[]).places(), ["new/other.conf:6:14"], "under another name too");
}

#[test]
fn all_sides_of_a_conflict_are_looked_at() {
    let place = committed("app.env", "a=1\n");
    git(&place, &["checkout", "-q", "-b", "theirs"]);
    place.write("app.env", format!("a=2\n{}", line("theirs")));
    commit(&place, "theirs");
    git(&place, &["checkout", "-q", "main"]);
    place.write("app.env", "a=3\n");
    commit(&place, "ours");
    git_fails(&place, &["merge", "theirs"]);
    assert_eq!(staged(&place, &[]).places(), ["app.env:2:14"]);
}

#[test]
fn a_name_that_is_to_be_added_later_is_not_staged() {
    let place = committed("app.env", "a=1\n");
    place.write("later.env", line("later"));
    git(&place, &["add", "-N", "later.env"]);
    assert_eq!(staged(&place, &[]).code, 0);
    assert_eq!(staged(&place, &["later.env"]).files(), ["later.env"], "named, it is read from the work tree");
}

#[test]
fn a_submodule_is_a_line_of_the_receipt() {
    let (inner, place) = (committed("a.txt", "a\n"), committed("a.txt", "a\n"));
    git(&place, &["submodule", "add", "-q", &inner.root().display().to_string(), "vendor/inner"]);
    let seen = staged(&place, &[]);
    assert_eq!((seen.code, seen.skipped()), (0, vec!["vendor/inner: submodule".to_owned()]));
    assert_eq!(staged(&place, &["--require-complete"]).code, 3);
    assert_eq!(staged(&place, &["vendor/inner"]).skipped(), ["vendor/inner: submodule"]);
    place.write("vendor/inner/app.env", line("inner"));
    git_in(&place.path("vendor/inner"), &["add", "app.env"]);
    let inside = place.path("vendor/inner");
    let outcome = place.outcome(place.command(["staged", "--format", "json"]).current_dir(inside));
    assert_eq!(outcome.seen().files(), ["app.env"], "it is a repository of its own");
}

#[test]
fn linked_worktrees_have_an_index_of_their_own() {
    let place = committed("app.env", "a=1\n");
    git(&place, &["worktree", "add", "-q", "linked", "-b", "linked"]);
    place.write("linked/app.env", line("linked"));
    git_in(&place.path("linked"), &["add", "app.env"]);
    assert_eq!(staged(&place, &[]).code, 0);
    let outcome = place.outcome(place.command(["staged", "--format", "json"]).current_dir(place.path("linked")));
    assert_eq!(outcome.seen().files(), ["app.env"]);
}

#[test]
fn another_index_and_another_repository_can_be_named_by_the_environment() {
    let place = committed("app.env", "a=1\n");
    place.write("app.env", line("aside"));
    git(&place, &["add", "app.env"]);
    std::fs::copy(place.path(".git/index"), place.path("aside")).unwrap();
    git(&place, &["reset", "-q"]);
    assert_eq!(staged(&place, &[]).code, 0);
    let aside = |command: &mut assert_cmd::Command| place.outcome(command).seen().files();
    let run = || place.command(["staged", "--format", "json"]);
    assert_eq!(aside(run().env("GIT_INDEX_FILE", "aside")), ["app.env"]);
    let elsewhere = Place::new();
    let index = place.path("aside");
    let named = || {
        let mut command = run();
        command.current_dir(elsewhere.root()).env("GIT_DIR", place.path(".git")).env("GIT_INDEX_FILE", &index);
        command
    };
    assert_eq!(aside(&mut named()), ["app.env"]);
    git(&place, &["clone", "-q", "--bare", ".", "bare.git"]);
    std::fs::copy(&index, place.path("bare.git/index")).unwrap();
    assert_eq!(aside(run().current_dir(place.path("bare.git"))), ["app.env"], "in a bare repository with an index");
}

#[test]
fn split_and_sparse_indexes_are_read() {
    let place = committed("app.env", "a=1\n");
    place.write("deep/er/b.env", line("old")).write("deep/c.txt", "c\n");
    commit(&place, "second");
    git(&place, &["update-index", "--split-index"]);
    place.write("deep/er/b.env", format!("{}{}", line("old"), line("split")));
    git(&place, &["add", "-A"]);
    assert_eq!(staged(&place, &[]).places(), ["deep/er/b.env:2:14"]);
    git(&place, &["update-index", "--no-split-index"]);
    commit(&place, "third");
    git(&place, &["sparse-checkout", "set", "--cone", "--sparse-index", "other"]);
    assert!(!place.path("deep").exists());
    place.write("app.env", line("sparse"));
    git(&place, &["add", "app.env"]);
    assert_eq!(staged(&place, &[]).files(), ["app.env"]);
}

#[test]
fn with_names_exactly_these_files_are_scanned() {
    let place = committed("unchanged.env", line("unchanged"));
    place.write("staged.env", line("staged")).write("untracked.env", line("untracked"));
    place.write("other.env", line("other")).write("below/new.env", line("below"));
    git(&place, &["add", "staged.env", "other.env", "below"]);
    let seen = staged(&place, &["--", "staged.env", "unchanged.env", "untracked.env"]);
    assert_eq!(seen.files(), ["staged.env", "unchanged.env", "untracked.env"]);
    assert_eq!(staged(&place, &["below"]).files(), ["below/new.env"], "a folder stands for what is staged below it");
    let inside = place.path("below");
    let run = |name: &str| {
        place.outcome(place.command(["staged", "--format", "json", name]).current_dir(&inside)).seen().files()
    };
    assert_eq!(run("new.env"), ["below/new.env"]);
    assert_eq!(run("../staged.env"), ["staged.env"]);
    let outcome = place.run(["staged", "nowhere.env"]);
    assert_eq!(outcome.code, 2);
    insta::assert_snapshot!(outcome.err.trim_end(), @"credline: error: no such file, staged or in the work tree: `nowhere.env`");
}

#[test]
fn limits_are_told_and_do_not_stop_a_hook() {
    let place = repository();
    place.write("big.env", line("big").repeat(9)).write("vendor/a.env", line("vendor"));
    place.write("model.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n");
    git(&place, &["add", "-A"]);
    let seen = staged(&place, &["--max-file-size", "200", "--exclude", "vendor/"]);
    assert_eq!(seen.code, 0);
    assert_eq!(seen.skipped(), ["big.env: too-large", "model.bin: lfs-pointer", "vendor/a.env: excluded"]);
}

#[test]
fn what_is_missing_or_damaged_is_a_failure() {
    let place = repository();
    place.write("app.env", line("lost"));
    git(&place, &["add", "-A"]);
    let blob = git(&place, &["rev-parse", ":app.env"]);
    std::fs::remove_file(place.path(".git/objects").join(&blob[..2]).join(&blob[2..])).unwrap();
    let seen = staged(&place, &[]);
    assert_eq!((seen.code, seen.skipped()), (3, vec!["app.env: missing".to_owned()]));
    place.write(".git/index", "DIRC nonsense");
    assert_eq!(place.run(["staged"]).code, 3);
    let outcome = Place::new().run(["staged"]);
    assert_eq!(outcome.code, 2, "{}", outcome.err);
    assert!(outcome.err.contains("lies in no git repository"), "{}", outcome.err);
}

#[cfg(unix)]
#[test]
fn a_link_is_read_as_the_path_it_holds() {
    let place = committed("a.txt", "a\n");
    let target = format!("https://x:{}@example.com/", crate::place::token("link"));
    std::os::unix::fs::symlink(target, place.path("link")).unwrap();
    git(&place, &["add", "link"]);
    assert_eq!(staged(&place, &[]).files(), ["link"]);
    git(&place, &["reset", "-q"]);
    assert_eq!(staged(&place, &["link"]).files(), ["link"], "from the work tree too");
}

#[cfg(unix)]
#[test]
fn as_a_hook_it_sees_what_git_is_about_to_commit() {
    use std::os::unix::fs::PermissionsExt;
    let place = committed("a.env", "a=1\n");
    place.write("b.env", "b=1\n");
    commit(&place, "second");
    let program = assert_cmd::cargo::cargo_bin!("credline").display().to_string();
    place.write(".git/hooks/pre-commit", format!("#!/bin/sh\nexec '{program}' staged --quiet\n"));
    std::fs::set_permissions(place.path(".git/hooks/pre-commit"), PermissionsExt::from_mode(0o755)).unwrap();
    place.write("a.env", line("a")).write("b.env", "b=2\n");
    git_fails(&place, &["commit", "-q", "-a", "-m", "all"]);
    git(&place, &["commit", "-q", "-m", "one file of two", "b.env"]);
    git_fails(&place, &["commit", "-q", "-m", "the other file", "a.env"]);
    git(&place, &["worktree", "add", "-q", "linked", "-b", "linked"]);
    place.write("linked/b.env", line("linked"));
    git_fails_in(&place.path("linked"), &["commit", "-q", "-a", "-m", "linked"]);
    place.write("linked/b.env", "b=3\n");
    git_in(&place.path("linked"), &["commit", "-q", "-a", "-m", "linked"]);
}

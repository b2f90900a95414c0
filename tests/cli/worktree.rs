//! What of a folder is looked at: everything that could be committed, and nothing else.

use std::process::Command;

use crate::place::{Place, line};

/// Git in the folder, without the settings of whoever runs the tests.
fn git(place: &Place, args: &[&str]) {
    let output = Command::new("git")
        .current_dir(place.root())
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .envs([("GIT_AUTHOR_NAME", "a"), ("GIT_AUTHOR_EMAIL", "a@example.com")])
        .envs([("GIT_COMMITTER_NAME", "a"), ("GIT_COMMITTER_EMAIL", "a@example.com")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with a file of each kind, each with a token of its own.
fn repository() -> Place {
    let place = Place::new();
    git(&place, &["init", "-q"]);
    place.write(".gitignore", "*.log\n/build/\n");
    for name in ["tracked.env", "untracked.env", "src/deep/nested.env", ".hidden", ".config/hidden.env"] {
        place.write(name, line(name));
    }
    for name in ["ignored.log", "build/out.env", "forced.log", "build/forced.env"] {
        place.write(name, line(name));
    }
    place.write(".git/info/exclude", "excluded.env\n").write("excluded.env", line("excluded.env"));
    git(&place, &["add", ".gitignore", "tracked.env", "src"]);
    git(&place, &["add", "-f", "forced.log", "build/forced.env"]);
    git(&place, &["commit", "-q", "-m", "first"]);
    place
}

const COMMITTABLE: [&str; 7] = [
    ".config/hidden.env",
    ".hidden",
    "build/forced.env",
    "forced.log",
    "src/deep/nested.env",
    "tracked.env",
    "untracked.env",
];

#[test]
fn everything_that_could_be_committed_is_looked_at() {
    let place = repository();
    assert_eq!(place.scan([""; 0]).files(), COMMITTABLE);
    assert_eq!(place.scan([place.root()]).files(), COMMITTABLE, "by its full path too");
}

#[test]
fn ignored_files_are_looked_at_on_request() {
    let mut all = COMMITTABLE.to_vec();
    all.extend(["ignored.log", "build/out.env", "excluded.env"]);
    all.sort_unstable();
    assert_eq!(repository().scan(["--no-ignore"]).files(), all);
}

#[test]
fn the_folder_of_git_itself_is_never_looked_at() {
    let place = repository();
    place.write(".git/config.bak", line("in git")).write("sub/.git/x.env", line("in a git below"));
    for more in [&[][..], &["--no-ignore"]] {
        assert!(place.scan(more).files().iter().all(|file| !file.contains(".git/")));
    }
}

#[test]
fn a_file_or_folder_of_a_repository_is_named_from_its_root() {
    let place = repository();
    assert_eq!(place.scan(["src/deep/nested.env"]).files(), ["src/deep/nested.env"]);
    assert_eq!(place.scan(["src"]).files(), ["src/deep/nested.env"]);
    let inside = place.outcome(place.command(["scan", "--format", "json"]).current_dir(place.path("src/deep")));
    assert_eq!(inside.seen().files(), ["src/deep/nested.env"]);
}

#[test]
fn an_ignored_file_or_folder_that_is_named_is_looked_at() {
    let place = repository();
    assert_eq!(place.scan(["ignored.log"]).files(), ["ignored.log"]);
    assert_eq!(place.scan(["build"]).files(), ["build/forced.env", "build/out.env"]);
}

#[test]
fn several_paths_are_looked_at_in_one_run() {
    let place = repository();
    let seen = place.scan(["src", "tracked.env", ".config"]);
    assert_eq!(seen.files(), [".config/hidden.env", "src/deep/nested.env", "tracked.env"]);
    assert_eq!(seen.report["coverage"]["files"], 3);
    assert_eq!(seen.report["targets"], serde_json::json!(["src", "tracked.env", ".config"]));
}

#[test]
fn a_linked_work_tree_is_a_repository_too() {
    let place = repository();
    git(&place, &["worktree", "add", "-q", "linked"]);
    place.write("linked/more.log", line("ignored there")).write("linked/more.env", line("new there"));
    let seen = place.scan(["linked"]);
    let expected = ["build/forced.env", "forced.log", "more.env", "src/deep/nested.env", "tracked.env"];
    assert_eq!(seen.files(), expected);
}

#[test]
fn a_folder_without_a_repository_is_looked_at_whole() {
    let place = Place::new();
    for name in ["a.env", "x/y/z.env", ".hidden/b.env"] {
        place.write(name, line(name));
    }
    assert_eq!(place.scan([""; 0]).files(), [".hidden/b.env", "a.env", "x/y/z.env"]);
    assert_eq!(place.scan(["x/y/z.env"]).files(), ["z.env"]);
}

#[test]
fn a_deleted_but_tracked_file_is_no_failure() {
    let place = repository();
    std::fs::remove_file(place.path("forced.log")).unwrap();
    std::fs::remove_dir_all(place.path("build")).unwrap();
    let seen = place.scan([""; 0]);
    assert_eq!((seen.files().len(), seen.skipped()), (COMMITTABLE.len() - 2, vec![]));
}

#[test]
fn a_damaged_index_is_survived() {
    let place = repository();
    place.write(".git/index", b"DIRC\0\0\0\x02\xff\xff\xff\xff");
    let seen = place.scan([""; 0]);
    assert!(seen.files().contains(&"untracked.env".to_owned()));
}

#[test]
fn an_empty_file_is_looked_at_and_clean() {
    let seen = Place::with("empty", "").scan([""; 0]);
    assert_eq!((seen.code, &seen.report["coverage"]["files"]), (0, &1.into()));
}

#[test]
fn names_with_odd_characters_are_reported_in_one_line() {
    let names = ["with space.env", "ümläut.env", "quote'\".env", "100%.env", "#hash?.env"];
    let place = Place::new();
    for name in names {
        place.write(name, line(name));
    }
    let mut expected = names.to_vec();
    expected.sort_unstable();
    assert_eq!(place.scan([""; 0]).files(), expected);
    let sarif = place.run(["scan", "--format", "sarif"]).out;
    assert!(sarif.contains("\"100%25.env\"") && sarif.contains("%23hash%3F.env"), "{sarif}");
}

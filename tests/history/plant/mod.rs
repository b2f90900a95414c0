//! One secret in every place that a repository has for it: found, with its first commit, path, author and reach.

mod commits;
mod files;
mod merges;
mod names;
mod paths;
mod refs;
mod stores;
mod worktrees;

use serde_json::Value;

use crate::place::Seen;
use crate::repository::{Repository, finding};

/// Scans a history that holds one token and nothing else, and checks what is said of it.
fn planted(repository: &Repository, token: &str, path: &str, first: &str, reach: &str) -> Value {
    let blob = repository.id(&format!("{first}:{path}"));
    assert_eq!(git_reach(repository, first), reach, "the fixture");
    assert!(is_new(repository, first, &blob), "the fixture: {first} is not the first commit");
    let found = only(&repository.whole_history(), token);
    assert_eq!(found["location"]["path"], path);
    assert_eq!(found["location"]["object"], blob.as_str());
    assert_eq!(found["location"]["commit"], first);
    belongs_to(repository, &found, first, reach);
    found
}

/// The only finding of a scan.
fn only(seen: &Seen, token: &str) -> Value {
    assert_eq!((seen.code, seen.findings().len()), (1, 1), "{:#}", seen.report);
    finding(seen, token).clone()
}

/// Checks what a finding says of its first commit, as git knows it.
fn belongs_to(repository: &Repository, found: &Value, first: &str, reach: &str) {
    let provenance = &found["provenance"];
    assert_eq!(provenance["firstCommit"], first);
    assert_eq!(provenance["reach"], reach);
    let about = repository.git(["log", "-1", "--use-mailmap", "--format=%aN%n%aE%n%aI%n%cI", first]);
    let said = [
        &provenance["author"]["name"],
        &provenance["author"]["email"],
        &provenance["authorDate"],
        &provenance["commitDate"],
    ];
    assert_eq!(said.map(|value| value.as_str().unwrap_or_default()).join("\n"), about);
    let object = found["location"]["object"].as_str().unwrap();
    let in_head = repository.git_can(["rev-parse", "--verify", "HEAD"])
        && (repository.git(["ls-tree", "-r", "HEAD"]).contains(object)
            || repository.git(["rev-list", "HEAD"]).contains(object));
    assert_eq!(provenance["inHead"], in_head);
    assert_eq!(named_refs(provenance), refs_with(repository, first));
}

/// The references that a finding names, `HEAD` and the stash left aside.
fn named_refs(provenance: &Value) -> Vec<String> {
    let names = crate::place::list(&provenance["refs"]).iter().map(|name| name.as_str().unwrap().to_owned());
    names.filter(|name| name.starts_with("refs/") && name != "refs/stash").collect()
}

fn refs_with(repository: &Repository, commit: &str) -> Vec<String> {
    let names = repository.git(["for-each-ref", "--contains", commit, "--format=%(refname)"]);
    names.lines().filter(|name| *name != "refs/stash").map(str::to_owned).collect()
}

/// How git says that it keeps a commit; a stash is a reflog in all but its name.
fn git_reach(repository: &Repository, commit: &str) -> &'static str {
    let unborn = !repository.git_can(["rev-parse", "--verify", "HEAD"]);
    if !unborn && repository.lists(commit, ["--exclude=refs/stash", "--all"]) {
        "reference"
    } else if repository.lists(commit, ["--all", "--reflog"]) {
        "log"
    } else {
        "nothing"
    }
}

/// Whether no parent of a commit holds this object in its tree.
fn is_new(repository: &Repository, commit: &str, object: &str) -> bool {
    let parents = repository.git(["rev-parse", &format!("{commit}^@")]);
    parents.lines().all(|parent| !repository.git(["ls-tree", "-r", parent]).contains(object))
}

//! Secrets that only a stash, a reflog, an unusual reference or nothing at all keeps.

use super::{git_reach, named_refs, only, planted};
use crate::place::{Place, line, token};
use crate::repository::Repository;

/// A repository with a file of two lines that is ready for changes.
fn started(place: &Place) -> Repository<'_> {
    let repository = Repository::new(place);
    repository.commit_file("a.env", "one\ntwo\n");
    repository.next_day();
    repository
}

#[test]
fn a_token_in_a_stash_is_found() {
    let place = Place::new();
    let repository = started(&place);
    repository.write("a.env", line("stash"));
    repository.git(["stash", "push", "--quiet"]);
    let first = repository.id("refs/stash");
    planted(&repository, &token("stash"), "a.env", &first, "log");
}

#[test]
fn a_token_in_an_untracked_file_of_a_stash_is_found() {
    let place = Place::new();
    let repository = started(&place);
    repository.write("new.env", line("untracked"));
    repository.git(["stash", "push", "--quiet", "--include-untracked"]);
    let first = repository.id("refs/stash^3");
    planted(&repository, &token("untracked"), "new.env", &first, "log");
}

#[test]
fn a_token_in_the_index_of_a_stash_is_found() {
    let place = Place::new();
    let repository = started(&place);
    repository.write("a.env", line("staged stash"));
    repository.git(["add", "a.env"]);
    repository.write("a.env", "another change\n");
    repository.git(["stash", "push", "--quiet"]);
    let first = repository.id("refs/stash^2");
    planted(&repository, &token("staged stash"), "a.env", &first, "log");
}

#[test]
fn a_token_in_an_older_stash_is_found() {
    let place = Place::new();
    let repository = started(&place);
    repository.write("a.env", line("older stash"));
    repository.git(["stash", "push", "--quiet"]);
    let first = repository.id("refs/stash");
    repository.next_day();
    repository.write("a.env", "a later change\n");
    repository.git(["stash", "push", "--quiet"]);
    assert_eq!(repository.id("refs/stash@{1}"), first, "the fixture");
    planted(&repository, &token("older stash"), "a.env", &first, "log");
}

#[test]
fn a_token_in_a_dropped_stash_is_found() {
    let place = Place::new();
    let repository = started(&place);
    repository.write("a.env", line("dropped"));
    repository.git(["stash", "push", "--quiet"]);
    let first = repository.id("refs/stash");
    repository.git(["stash", "drop", "--quiet"]);
    planted(&repository, &token("dropped"), "a.env", &first, "nothing");
}

#[test]
fn a_token_that_only_a_reflog_leads_to_is_found() {
    let place = Place::new();
    let repository = started(&place);
    let first = repository.commit_file("b.env", line("reflog"));
    repository.commit_file("c.txt", "more\n");
    repository.git(["reset", "--quiet", "--hard", "HEAD~2"]);
    planted(&repository, &token("reflog"), "b.env", &first, "log");
}

#[test]
fn a_token_in_a_blob_that_nothing_leads_to_is_found() {
    let place = Place::new();
    let repository = started(&place);
    let blob = repository.blob(line("blob"));
    let found = only(&repository.whole_history(), &token("blob"));
    assert_eq!(found["location"]["object"], blob.as_str());
    assert_eq!(found["provenance"]["reach"], "nothing");
    assert_eq!(found["provenance"]["firstCommit"], serde_json::Value::Null);
    assert_eq!(found["provenance"]["inHead"], false);
}

#[test]
fn a_token_in_a_tree_that_nothing_leads_to_is_found_by_its_name_there() {
    let place = Place::new();
    let repository = started(&place);
    let blob = repository.blob(line("tree"));
    repository.git_with(["mktree"], format!("100644 blob {blob}\tlost.env\n"));
    let found = only(&repository.whole_history(), &token("tree"));
    assert_eq!(found["location"]["path"], "lost.env");
    assert_eq!(found["provenance"]["reach"], "nothing");
}

#[test]
fn a_token_that_is_only_staged_is_found() {
    let place = Place::new();
    let repository = started(&place);
    repository.write("sub/staged.env", line("staged"));
    repository.git(["add", "sub/staged.env"]);
    let found = only(&repository.whole_history(), &token("staged"));
    assert_eq!(found["location"]["object"], repository.id(":sub/staged.env").as_str());
    assert_eq!(found["provenance"]["reach"], "log");
    assert_eq!(found["provenance"]["firstCommit"], serde_json::Value::Null);
}

#[test]
fn a_token_of_a_reference_in_a_namespace_is_found() {
    let place = Place::new();
    let repository = started(&place);
    let first = repository.graft(&["HEAD"], &[("b.env", line("namespace").as_bytes())]);
    let name = "refs/namespaces/tenant/refs/heads/main";
    repository.set_ref(name, &first);
    let found = planted(&repository, &token("namespace"), "b.env", &first, "reference");
    assert_eq!(named_refs(&found["provenance"]), [name]);
}

#[test]
fn a_token_of_a_reference_that_no_clone_fetches_is_found() {
    let place = Place::new();
    let repository = started(&place);
    let first = repository.graft(&["HEAD"], &[("b.env", line("pull").as_bytes())]);
    repository.set_ref("refs/pull/7/head", &first);
    repository.git(["pack-refs", "--all"]);
    planted(&repository, &token("pull"), "b.env", &first, "reference");
}

#[test]
fn a_token_behind_a_replaced_commit_is_found() {
    let place = Place::new();
    let repository = started(&place);
    let first = repository.commit_file("b.env", line("replaced"));
    let clean = repository.graft(&["HEAD~1"], &[("b.env", b"clean\n")]);
    repository.git(["replace", &first, &clean]);
    let seen = repository.whole_history();
    let found = only(&seen, &token("replaced"));
    assert_eq!(found["provenance"]["firstCommit"], first.as_str());
    assert_eq!(found["provenance"]["reach"], "reference");
}

#[test]
fn a_token_of_a_merge_that_never_ended_is_found() {
    let place = Place::new();
    let repository = started(&place);
    let theirs = repository.graft(&["HEAD"], &[("b.env", line("unfinished").as_bytes())]);
    repository.write(".git/MERGE_HEAD", format!("{theirs}\n"));
    assert_ne!(git_reach(&repository, &theirs), "reference", "the fixture");
    let found = only(&repository.whole_history(), &token("unfinished"));
    assert_eq!(found["provenance"]["firstCommit"], theirs.as_str());
}

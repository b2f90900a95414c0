//! Secrets in the words that git keeps beside files: messages of commits, tags and notes.

use super::{belongs_to, only, planted};
use crate::place::{Place, line, token};
use crate::repository::Repository;

#[test]
fn a_token_in_the_message_of_a_commit_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    let first = repository.commit(&format!("Deploy\n\nUsed {} for it", token("message")));
    repository.commit_file("README", "more\n");
    let found = only(&repository.whole_history(), &token("message"));
    assert_eq!(
        (&found["location"]["object"], &found["location"]["commit"]),
        (&first.clone().into(), &first.clone().into())
    );
    assert_eq!(found["location"]["startLine"], 3, "lines of a message count from its first");
    belongs_to(&repository, &found, &first, "reference");
}

#[test]
fn a_token_in_the_message_of_a_commit_that_was_amended_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    let first = repository.commit(&token("amended message"));
    repository.git(["commit", "--quiet", "--allow-empty", "--amend", "--message", "clean"]);
    let found = only(&repository.whole_history(), &token("amended message"));
    belongs_to(&repository, &found, &first, "log");
    repository.expire_reflogs();
    let found = only(&repository.whole_history(), &token("amended message"));
    belongs_to(&repository, &found, &first, "nothing");
}

#[test]
fn a_token_in_the_message_of_an_annotated_tag_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    let message = format!("Release\n\nPublished with {}", token("tag"));
    repository.git(["tag", "--annotate", "v1", "--message", &message]);
    let found = only(&repository.whole_history(), &token("tag"));
    assert_eq!(found["location"]["object"], repository.id("refs/tags/v1").as_str());
    assert_eq!(found["provenance"]["reach"], "reference");
}

#[test]
fn a_token_in_the_message_of_a_deleted_tag_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    repository.git(["tag", "--annotate", "v1", "--message", &token("deleted tag")]);
    let tag = repository.id("refs/tags/v1");
    repository.git(["tag", "--delete", "v1"]);
    assert!(repository.holds(&tag), "the fixture");
    let found = only(&repository.whole_history(), &token("deleted tag"));
    assert_eq!(found["location"]["object"], tag.as_str());
    assert_eq!(found["provenance"]["reach"], "nothing");
}

#[test]
fn a_token_in_a_tag_of_a_tag_and_in_a_tag_of_a_blob_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    repository.git(["tag", "--annotate", "inner", "--message", "inner"]);
    repository.git(["tag", "--annotate", "outer", "--message", &token("tag of a tag"), "inner"]);
    let blob = repository.blob(line("tagged blob"));
    repository.git(["tag", "blob", &blob]);
    let seen = repository.whole_history();
    assert_eq!(seen.findings().len(), 2);
    let tag = crate::repository::finding(&seen, &token("tag of a tag"));
    assert_eq!(tag["location"]["object"], repository.id("refs/tags/outer").as_str());
    let tagged = crate::repository::finding(&seen, &token("tagged blob"));
    assert_eq!(tagged["location"]["object"], blob.as_str());
    assert_eq!(tagged["provenance"]["reach"], "reference");
    assert_eq!(tagged["provenance"]["firstCommit"], serde_json::Value::Null);
}

#[test]
fn a_token_in_a_note_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let about = repository.commit_file("README", "nothing\n");
    repository.next_day();
    repository.git(["notes", "add", "--message", &token("note")]);
    let first = repository.id("refs/notes/commits");
    planted(&repository, &token("note"), &about, &first, "reference");
}

#[test]
fn a_token_in_a_note_that_was_removed_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let about = repository.commit_file("README", "nothing\n");
    repository.next_day();
    repository.git(["notes", "--ref", "review", "add", "--message", &token("removed note")]);
    let first = repository.id("refs/notes/review");
    repository.next_day();
    repository.git(["notes", "--ref", "review", "remove"]);
    planted(&repository, &token("removed note"), &about, &first, "reference");
}

#[test]
fn a_token_in_the_name_of_a_branch_is_not_shown() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("a.env", line("in the file"));
    repository.git(["branch", &format!("fix-{}", token("branch"))]);
    repository.whole_history();
}

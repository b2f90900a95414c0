//! Secrets in commits that are still there, gone from HEAD, or forgotten.

use super::{git_reach, named_refs, only, planted};
use crate::place::{Place, line, list, token};
use crate::repository::{Person, Repository, finding};

#[test]
fn a_token_in_a_deleted_file_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    let first = repository.commit_file("conf/deleted.env", line("deleted"));
    repository.commit_removal("conf/deleted.env");
    let found = planted(&repository, &token("deleted"), "conf/deleted.env", &first, "reference");
    assert_eq!(found["provenance"]["inHead"], false);
}

#[test]
fn a_token_that_head_still_has_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let first = repository.commit_file("a.env", line("still"));
    repository.commit_file("b.txt", "more\n");
    let found = planted(&repository, &token("still"), "a.env", &first, "reference");
    assert_eq!(found["provenance"]["inHead"], true);
}

#[test]
fn a_token_in_a_line_that_was_overwritten_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("a.env", "one\ntwo\n");
    let first = repository.commit_file("a.env", format!("one\n{}two\n", line("overwritten")));
    repository.commit_file("a.env", "one\n# gone\ntwo\n");
    planted(&repository, &token("overwritten"), "a.env", &first, "reference");
}

#[test]
fn a_token_in_an_amended_commit_is_found_while_the_reflog_knows_it() {
    let place = Place::new();
    let (repository, first) = amended(&place);
    planted(&repository, &token("amended"), "a.env", &first, "log");
}

#[test]
fn a_token_in_an_amended_commit_is_found_when_nothing_knows_it() {
    let place = Place::new();
    let (repository, first) = amended(&place);
    repository.expire_reflogs();
    planted(&repository, &token("amended"), "a.env", &first, "nothing");
}

/// A repository whose last commit was made again without its token.
fn amended(place: &Place) -> (Repository<'_>, String) {
    let repository = Repository::new(place);
    repository.commit_file("README", "nothing\n");
    let first = repository.commit_file("a.env", line("amended"));
    repository.write("a.env", "clean now\n");
    repository.git(["add", "--all"]);
    repository.git(["commit", "--quiet", "--amend", "--message", "clean"]);
    (repository, first)
}

#[test]
fn a_token_of_a_commit_that_was_reset_away_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    let first = repository.commit_file("a.env", line("reset"));
    repository.git(["reset", "--quiet", "--hard", "HEAD~1"]);
    planted(&repository, &token("reset"), "a.env", &first, "log");
}

#[test]
fn a_token_of_a_deleted_branch_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let base = repository.commit_file("README", "nothing\n");
    let first = repository.graft(&[&base], &[("a.env", line("deleted branch").as_bytes())]);
    let second = repository.graft(&[&first], &[("b.txt", b"more\n")]);
    repository.git(["branch", "gone", &second]);
    repository.git(["branch", "--quiet", "-D", "gone"]);
    planted(&repository, &token("deleted branch"), "a.env", &first, "nothing");
}

#[test]
fn a_token_of_a_second_root_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let base = repository.commit_file("README", "nothing\n");
    let first = repository.graft(&[], &[("sub/a.env", line("second root").as_bytes())]);
    let merge = repository.graft(&[&base, &first], &[]);
    repository.set_ref("refs/heads/main", &merge);
    let found = planted(&repository, &token("second root"), "sub/a.env", &first, "reference");
    assert_eq!(found["provenance"]["inHead"], false, "the merge kept our side");
}

#[test]
fn a_token_of_an_orphan_branch_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    repository.git(["checkout", "--quiet", "--orphan", "pages"]);
    repository.git(["rm", "--quiet", "-rf", "."]);
    let first = repository.commit_file("a.env", line("orphan"));
    repository.git(["checkout", "--quiet", "main"]);
    let found = planted(&repository, &token("orphan"), "a.env", &first, "reference");
    assert_eq!(named_refs(&found["provenance"]), ["refs/heads/pages"]);
}

#[test]
fn a_very_old_commit_of_a_tag_only_is_the_first() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("a.env", line("old"));
    repository.set_clock(3_600);
    let first = repository.graft(&[], &[("old/a.env", line("old").as_bytes())]);
    repository.git(["tag", "v0", &first]);
    let seen = repository.whole_history();
    let found = only(&seen, &token("old"));
    assert_eq!(
        (&found["location"]["path"], &found["location"]["commit"]),
        (&"old/a.env".into(), &first.clone().into())
    );
    assert_eq!(named_refs(&found["provenance"]), ["refs/tags/v0"]);
    assert_eq!(list(&found["related"])[0]["path"], "a.env");
    assert_eq!(found["provenance"]["authorDate"], "1970-01-02T03:00:00+02:00");
}

#[test]
fn a_commit_on_a_branch_is_named_before_an_older_one_that_nothing_leads_to() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let base = repository.commit_file("README", "nothing\n");
    let older = repository.graft(&[&base], &[("a.env", line("twice").as_bytes())]);
    assert_eq!(git_reach(&repository, &older), "nothing", "the fixture");
    let first = repository.commit_file("a.env", line("twice"));
    planted(&repository, &token("twice"), "a.env", &first, "reference");
}

#[test]
fn the_author_is_the_one_of_the_mailmap() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file(".mailmap", "Grace Hopper <grace@example.org> gh <gh@old.example.com>\n");
    repository.written_by(Person("gh", "gh@old.example.com"));
    let first = repository.commit_file("a.env", line("mailmap"));
    let found = planted(&repository, &token("mailmap"), "a.env", &first, "reference");
    let grace = serde_json::json!({"name": "Grace Hopper", "email": "grace@example.org"});
    assert_eq!(found["provenance"]["author"], grace);
}

#[test]
fn the_mailmap_of_a_bare_repository_is_the_one_of_head() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.written_by(Person("gh", "gh@old.example.com"));
    let first = repository.commit_file("a.env", line("bare mailmap"));
    repository.commit_file(".mailmap", "Grace Hopper <grace@example.org> <gh@old.example.com>\n");
    let bare = repository.clone_to("bare.git", &["--mirror"]);
    let found = planted(&bare, &token("bare mailmap"), "a.env", &first, "reference");
    assert_eq!(found["provenance"]["author"]["name"], "Grace Hopper");
}

#[test]
fn many_tokens_in_one_history_each_have_their_own_first_commit() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let mut text = String::new();
    let mut firsts = Vec::new();
    for number in 0..12 {
        text.push_str(&line(&format!("many {number}")));
        firsts.push(repository.commit_file("all.env", &text));
    }
    let seen = repository.whole_history();
    assert_eq!(seen.findings().len(), 12);
    for (number, first) in firsts.iter().enumerate() {
        let found = finding(&seen, &token(&format!("many {number}")));
        assert_eq!(found["provenance"]["firstCommit"], first.as_str());
        assert_eq!(found["location"]["startLine"], number + 1);
    }
}

//! Secrets that come with a merge, or only in one.

use super::{named_refs, planted};
use crate::place::{Place, line, token};
use crate::repository::Repository;

/// A repository with one commit, and three commits on top of it that know nothing of each other.
fn forked(place: &Place) -> (Repository<'_>, [String; 3]) {
    let repository = Repository::new(place);
    let base = repository.commit_file("README", "nothing\n");
    let sides = ["a.txt", "b.txt", "c.txt"].map(|name| repository.graft(&[&base], &[(name, name.as_bytes())]));
    (repository, sides)
}

#[test]
fn a_token_that_only_a_merge_commit_brings_is_found() {
    let place = Place::new();
    let (repository, [one, two, _]) = forked(&place);
    let first = repository.graft(&[&one, &two], &[("evil.env", line("evil").as_bytes())]);
    let after = repository.graft(&[&first], &[("evil.env", b"clean\n")]);
    repository.set_ref("refs/heads/main", &after);
    planted(&repository, &token("evil"), "evil.env", &first, "reference");
}

#[test]
fn a_token_in_the_resolution_of_a_conflict_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let base = repository.commit_file("a.env", "one\n");
    let (ours, theirs) =
        (repository.graft(&[&base], &[("a.env", b"ours\n")]), repository.graft(&[&base], &[("a.env", b"theirs\n")]));
    let resolution = format!("ours\n{}theirs\n", line("conflict"));
    let first = repository.graft(&[&ours, &theirs], &[("a.env", resolution.as_bytes())]);
    repository.set_ref("refs/heads/main", &first);
    planted(&repository, &token("conflict"), "a.env", &first, "reference");
}

#[test]
fn a_token_that_an_octopus_merge_brings_is_found() {
    let place = Place::new();
    let (repository, [one, two, three]) = forked(&place);
    let first = repository.graft(&[&one, &two, &three], &[("arm.env", line("octopus").as_bytes())]);
    repository.set_ref("refs/heads/main", &first);
    planted(&repository, &token("octopus"), "arm.env", &first, "reference");
}

#[test]
fn a_token_of_an_arm_of_an_octopus_merge_belongs_to_the_arm() {
    let place = Place::new();
    let (repository, [one, two, three]) = forked(&place);
    let first = repository.graft(&[&three], &[("arm.env", line("arm").as_bytes())]);
    let merge = repository.graft(&[&one, &two, &first], &[("arm.env", line("arm").as_bytes())]);
    repository.set_ref("refs/heads/main", &merge);
    let found = planted(&repository, &token("arm"), "arm.env", &first, "reference");
    assert_eq!(found["provenance"]["inHead"], true);
}

#[test]
fn a_token_in_a_criss_cross_of_merges_belongs_to_the_side_that_wrote_it() {
    let place = Place::new();
    let (repository, [one, two, _]) = forked(&place);
    let text = line("criss-cross");
    let file: &[(&str, &[u8])] = &[("cross.env", text.as_bytes())];
    let first = repository.graft(&[&two], file);
    let (left, right) = (repository.graft(&[&one, &first], file), repository.graft(&[&first, &one], &[]));
    let (far_left, far_right) = (repository.graft(&[&left, &right], &[]), repository.graft(&[&right, &left], &[]));
    repository.set_ref("refs/heads/main", &far_left);
    repository.set_ref("refs/heads/other", &far_right);
    let found = planted(&repository, &token("criss-cross"), "cross.env", &first, "reference");
    assert_eq!(named_refs(&found["provenance"]), ["refs/heads/main", "refs/heads/other"]);
}

#[test]
fn a_token_that_a_merge_throws_away_is_found() {
    let place = Place::new();
    let (repository, [one, two, _]) = forked(&place);
    let first = repository.graft(&[&two], &[("theirs.env", line("thrown away").as_bytes())]);
    let merge = repository.graft(&[&one, &first], &[]);
    repository.set_ref("refs/heads/main", &merge);
    let found = planted(&repository, &token("thrown away"), "theirs.env", &first, "reference");
    assert_eq!(found["provenance"]["inHead"], false);
}

#[test]
fn the_older_of_two_sides_that_write_the_same_is_the_first() {
    let place = Place::new();
    let (repository, [one, two, _]) = forked(&place);
    let text = line("both sides");
    let first = repository.graft(&[&two], &[("same.env", text.as_bytes())]);
    let later = repository.graft(&[&one], &[("same.env", text.as_bytes())]);
    let merge = repository.graft(&[&later, &first], &[]);
    repository.set_ref("refs/heads/main", &merge);
    planted(&repository, &token("both sides"), "same.env", &first, "reference");
}

//! Secrets in every way in which git stores an object.

use std::fs;

use super::{only, planted};
use crate::place::{Place, line, list, token};
use crate::repository::{Repository, finding, is_found, run};

/// A file that grows from commit to commit, so that packs hold chains of deltas; the token is in one of the middle.
fn growing<'p>(place: &'p Place, options: &[&str]) -> (Repository<'p>, String) {
    let repository = Repository::init(place, "repository", options);
    let body =
        |number: usize| (0..=number * 40).map(|at| format!("line {at} of a file that grows\n")).collect::<String>();
    let mut first = String::new();
    for number in 0..12 {
        let secret = if number == 5 { line("stored") } else { String::new() };
        let commit = repository.commit_file("grow.txt", format!("{}{secret}{}", body(number), body(3)));
        if number == 5 {
            first = commit;
        }
    }
    (repository, first)
}

/// How many entries of all packs are of this type: 6 are offset deltas, 7 are reference deltas.
fn entries_of(repository: &Repository, kind: u8) -> usize {
    let count = |pack: &std::path::PathBuf| {
        let bytes = fs::read(pack).unwrap();
        let list = repository.git(["verify-pack", "-v", pack.to_str().unwrap()]);
        let offset = |line: &str| line.split_whitespace().nth(4)?.parse::<usize>().ok();
        let entry = |line: &&str| line.split_whitespace().next().is_some_and(|id| id.len() >= 40);
        list.lines().filter(entry).filter_map(offset).filter(|at| bytes[*at] >> 4 & 7 == kind).count()
    };
    repository.packs("pack").iter().map(count).sum()
}

#[test]
fn a_token_in_a_loose_object_is_found() {
    let place = Place::new();
    let (repository, first) = growing(&place, &[]);
    assert!(repository.packs("pack").is_empty(), "the fixture");
    planted(&repository, &token("stored"), "grow.txt", &first, "reference");
}

#[test]
fn a_token_in_a_pack_of_offset_deltas_is_found() {
    let place = Place::new();
    let (repository, first) = growing(&place, &[]);
    repository.git(["-c", "repack.useDeltaBaseOffset=true", "repack", "-adfq", "--depth=50", "--window=50"]);
    assert!(entries_of(&repository, 6) > 5 && entries_of(&repository, 7) == 0, "the fixture");
    planted(&repository, &token("stored"), "grow.txt", &first, "reference");
}

#[test]
fn a_token_in_a_pack_of_reference_deltas_is_found() {
    let place = Place::new();
    let (repository, first) = growing(&place, &[]);
    repository.git(["-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq", "--depth=50", "--window=50"]);
    assert!(entries_of(&repository, 7) > 5 && entries_of(&repository, 6) == 0, "the fixture");
    planted(&repository, &token("stored"), "grow.txt", &first, "reference");
}

#[test]
fn a_token_that_is_both_packed_and_loose_is_one_finding() {
    let place = Place::new();
    let (repository, first) = growing(&place, &[]);
    repository.git(["repack", "-aq"]);
    assert!(!repository.packs("pack").is_empty() && repository.git(["count-objects"]) != "0 objects, 0 kilobytes");
    let found = planted(&repository, &token("stored"), "grow.txt", &first, "reference");
    assert_eq!(list(&found["related"]).len(), 0);
}

#[test]
fn a_token_that_two_packs_hold_is_one_finding() {
    let place = Place::new();
    let (repository, first) = growing(&place, &[]);
    repository.git(["repack", "-aq"]);
    let all = repository.git(["rev-list", "--objects", "--all", "--no-object-names"]);
    repository.git_with(["pack-objects", "--quiet", ".git/objects/pack/pack", "--window=0"], format!("{all}\n"));
    repository.git(["prune-packed"]);
    assert_eq!(repository.packs("pack").len(), 2, "the fixture");
    planted(&repository, &token("stored"), "grow.txt", &first, "reference");
}

#[test]
fn a_token_in_a_repository_of_sha256_is_found() {
    let place = Place::new();
    let (repository, first) = growing(&place, &["--object-format=sha256"]);
    assert_eq!(first.len(), 64, "the fixture");
    planted(&repository, &token("stored"), "grow.txt", &first, "reference");
    repository.git(["repack", "-adfq"]);
    planted(&repository, &token("stored"), "grow.txt", &first, "reference");
}

/// A repository with three packs and no loose object.
fn in_three_packs(place: &Place) -> (Repository<'_>, String) {
    let (repository, first) = growing(place, &[]);
    for tip in ["HEAD~8", "HEAD~4", "HEAD"] {
        repository.git_with(
            ["pack-objects", "--quiet", "--revs", "--incremental", ".git/objects/pack/pack"],
            format!("{tip}\n"),
        );
    }
    repository.git(["prune-packed"]);
    assert_eq!(repository.packs("pack").len(), 3, "the fixture");
    assert_eq!(repository.git(["count-objects"]), "0 objects, 0 kilobytes");
    (repository, first)
}

#[test]
fn a_token_in_one_of_several_packs_is_found() {
    let place = Place::new();
    let (repository, first) = in_three_packs(&place);
    planted(&repository, &token("stored"), "grow.txt", &first, "reference");
}

#[test]
fn a_token_behind_a_multi_pack_index_is_found() {
    let place = Place::new();
    let (repository, first) = in_three_packs(&place);
    repository.git(["multi-pack-index", "write"]);
    assert!(repository.path(".git/objects/pack/multi-pack-index").is_file(), "the fixture");
    planted(&repository, &token("stored"), "grow.txt", &first, "reference");
}

#[test]
fn packs_of_a_multi_pack_index_without_indexes_of_their_own_are_looked_at_or_named() {
    let place = Place::new();
    let (repository, first) = in_three_packs(&place);
    repository.git(["multi-pack-index", "write"]);
    for index in repository.packs("idx") {
        fs::remove_file(index).unwrap();
    }
    // Git cannot read such a repository, but the objects are there: whoever finds none of them has to say so.
    assert!(!repository.holds(&first), "the fixture");
    let seen = repository.history([""; 0]);
    assert!(is_found(&seen, &token("stored")) || seen.code == 3, "{:#}", seen.report);
}

#[test]
fn a_pack_without_its_index_is_looked_at_or_named() {
    let place = Place::new();
    let (repository, _) = growing(&place, &[]);
    repository.git(["repack", "-adfq"]);
    fs::remove_file(&repository.packs("idx")[0]).unwrap();
    let seen = repository.history([""; 0]);
    assert!(is_found(&seen, &token("stored")) || seen.code == 3, "{:#}", seen.report);
}

#[test]
fn a_token_in_an_index_with_large_offsets_is_found() {
    let place = Place::new();
    let (repository, first) = growing(&place, &[]);
    repository.git(["repack", "-adfq"]);
    let (pack, index) = (&repository.packs("pack")[0], &repository.packs("idx")[0]);
    fs::remove_file(index).unwrap();
    // Every offset above 0x40 stands in the table of 64 bits.
    repository.git(["index-pack", "--index-version=2,0x40", pack.to_str().unwrap()]);
    let size = fs::metadata(index).unwrap().len();
    let objects = repository.git(["rev-list", "--objects", "--all"]).lines().count() as u64;
    assert!(size > 8 + 1024 + objects * 28 + 40, "the fixture: {size}");
    planted(&repository, &token("stored"), "grow.txt", &first, "reference");
}

#[test]
fn a_token_in_an_index_of_version_1_is_found() {
    let place = Place::new();
    let (repository, first) = growing(&place, &[]);
    repository.git(["-c", "pack.indexVersion=1", "repack", "-adfq"]);
    assert_ne!(fs::read(&repository.packs("idx")[0]).unwrap()[..4], *b"\xfftOc", "the fixture");
    planted(&repository, &token("stored"), "grow.txt", &first, "reference");
}

#[test]
fn a_token_in_a_thin_pack_that_was_completed_is_found() {
    let place = Place::new();
    let (repository, first) = growing(&place, &[]);
    repository.git(["repack", "-adfq"]);
    let other = Repository::init(&place, "other", &[]);
    let base = repository.id(&format!("{first}^"));
    other.git(["fetch", "--quiet", "../repository", &format!("{base}:refs/heads/base")]);
    let revisions = format!("{first}\n^{base}\n");
    let thin = run(
        repository.process(["pack-objects", "--thin", "--stdout", "--revs", "--quiet", "--delta-base-offset"]),
        revisions.as_bytes(),
    );
    other.git_with(["index-pack", "--fix-thin", "--stdin"], &thin);
    let sizes: Vec<u64> = other.packs("pack").iter().map(|pack| fs::metadata(pack).unwrap().len()).collect();
    assert!(sizes.iter().any(|size| *size > thin.len() as u64), "the fixture: bases were added to {}", thin.len());
    other.set_ref("refs/heads/main", &first);
    planted(&other, &token("stored"), "grow.txt", &first, "reference");
}

#[test]
fn a_token_of_a_bundle_that_was_unpacked_is_found() {
    let place = Place::new();
    let (repository, first) = growing(&place, &[]);
    repository.git(["bundle", "create", "--quiet", "../all.bundle", "main"]);
    let other = Repository::init(&place, "other", &[]);
    other.git(["bundle", "unbundle", "../all.bundle"]);
    planted(&other, &token("stored"), "grow.txt", &first, "nothing");
}

#[test]
fn a_token_in_an_alternate_is_found() {
    let place = Place::new();
    let (repository, first) = growing(&place, &[]);
    repository.git(["repack", "-adfq"]);
    let shared = repository.at("shared");
    repository.git(["clone", "--quiet", "--shared", "../repository", "../shared"]);
    assert!(shared.path(".git/objects/info/alternates").is_file() && shared.packs("pack").is_empty(), "the fixture");
    planted(&shared, &token("stored"), "grow.txt", &first, "reference");
}

#[test]
fn a_token_in_an_alternate_of_an_alternate_that_nothing_leads_to_is_found() {
    let place = Place::new();
    let far = Repository::init(&place, "far", &[]);
    let near = Repository::init(&place, "near", &[]);
    let repository = Repository::new(&place);
    let blob = far.blob(line("far away"));
    near.write(".git/objects/info/alternates", "../../../far/.git/objects\n");
    let folder = near.path(".git/objects");
    repository.write(".git/objects/info/alternates", format!("# a comment\n{}\n", folder.display()));
    repository.commit_file("README", "nothing\n");
    assert!(repository.holds(&blob), "the fixture");
    let found = only(&repository.whole_history(), &token("far away"));
    assert_eq!((&found["location"]["object"], &found["provenance"]["reach"]), (&blob.into(), &"nothing".into()));
}

#[test]
fn a_token_in_a_cruft_pack_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    let blob = repository.blob(line("cruft"));
    repository.git(["gc", "--quiet", "--cruft", "--prune=never"]);
    assert_eq!(repository.packs("mtimes").len(), 1, "the fixture");
    let found = only(&repository.whole_history(), &token("cruft"));
    assert_eq!(found["location"]["object"], blob.as_str());
}

#[test]
fn tokens_in_objects_without_any_deflation_are_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.git(["config", "core.compression", "0"]);
    repository.commit_file("a.env", line("stored loose"));
    repository.git(["repack", "-adfq"]);
    repository.commit_file("b.env", line("stored again"));
    let seen = repository.whole_history();
    finding(&seen, &token("stored loose"));
    finding(&seen, &token("stored again"));
}

#[test]
fn an_empty_repository_is_clean_and_complete() {
    let place = Place::new();
    let repository = Repository::new(&place);
    assert_eq!(repository.whole_history().code, 0);
    repository.commit_file("README", "nothing\n");
    repository.git(["repack", "-adfq"]);
    assert_eq!(repository.whole_history().code, 0);
}

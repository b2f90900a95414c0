//! Clones that are not whole: never clean, and the receipt says what is missing and how to get it.

use std::fs;

use serde_json::Value;

use crate::place::{Place, Seen, line, list, token};
use crate::repository::{Repository, finding, is_found, receipt};

/// A repository with two branches and nothing to find.
fn clean(place: &Place) -> Repository<'_> {
    let repository = Repository::init(place, "origin", &[]);
    for number in 0..4 {
        repository.commit_file(&format!("folder/{number}.txt"), format!("text {number}\n"));
    }
    repository.git(["branch", "other", "HEAD~1"]);
    repository.git(["config", "uploadpack.allowFilter", "true"]);
    repository
}

/// The scan is incomplete for this reason alone, and one line of the receipt holds all these words.
fn incomplete(seen: &Seen, reason: &str, words: &[&str]) {
    assert_eq!(seen.code, 3, "{:#}", seen.report);
    let lines = receipt(seen);
    assert!(lines.iter().all(|(other, _)| other == reason), "{lines:?}");
    assert!(lines.iter().any(|(_, line)| words.iter().all(|word| line.contains(word))), "{words:?} in {lines:?}");
}

#[test]
fn a_whole_clone_is_complete() {
    let place = Place::new();
    let origin = clean(&place);
    assert_eq!(origin.whole_history().code, 0);
    assert_eq!(origin.clone_to("clone", &[]).whole_history().code, 0);
    assert_eq!(origin.clone_to("bare.git", &["--bare"]).whole_history().code, 0);
    assert_eq!(origin.clone_to("mirror.git", &["--mirror"]).whole_history().code, 0);
    origin.commit_file("a.env", line("whole"));
    assert_eq!(origin.clone_to("again", &[]).whole_history().code, 1);
}

#[test]
fn a_shallow_clone_is_never_clean() {
    let place = Place::new();
    let origin = clean(&place);
    let clone = origin.clone_to("clone", &["--depth=1", "--no-single-branch"]);
    assert!(clone.path(".git/shallow").is_file(), "the fixture");
    incomplete(&clone.history([""; 0]), "shallow", &["git fetch --unshallow"]);
    assert_eq!(clone.history(["--allow-incomplete=shallow"]).code, 0);
    clone.git(["fetch", "--quiet", "--unshallow"]);
    assert_eq!(clone.whole_history().code, 0);
}

#[test]
fn findings_do_not_hide_that_a_clone_is_shallow() {
    let place = Place::new();
    let origin = clean(&place);
    origin.commit_file("a.env", line("shallow"));
    let clone = origin.clone_to("clone", &["--depth=1", "--no-single-branch"]);
    let seen = clone.history([""; 0]);
    incomplete(&seen, "shallow", &[]);
    assert!(is_found(&seen, &token("shallow")));
    assert_eq!(clone.history(["--allow-incomplete=shallow"]).code, 1);
}

#[test]
fn a_clone_without_old_blobs_is_never_clean() {
    let place = Place::new();
    let origin = clean(&place);
    origin.commit_file("folder/0.txt", "another text\n");
    for (name, option) in [("blobs", "--filter=blob:none"), ("trees", "--filter=tree:0")] {
        let clone = origin.clone_to(name, &[option]);
        let missing = clone.git(["rev-list", "--objects", "--all", "--missing=print"]);
        assert!(missing.lines().any(|line| line.starts_with('?')), "the fixture");
        incomplete(&clone.history([""; 0]), "partial", &["git fetch"]);
        assert!(clone.git(["rev-list", "--objects", "--all", "--missing=print"]) == missing, "nothing was fetched");
    }
}

#[test]
fn a_clone_of_one_branch_is_never_clean() {
    let place = Place::new();
    let origin = clean(&place);
    let clone = origin.clone_to("clone", &["--single-branch"]);
    incomplete(&clone.history([""; 0]), "single-branch", &["git "]);
    assert_eq!(clone.history(["--allow-incomplete=single-branch"]).code, 0);
    let both = origin.clone_to("both", &["--depth=2"]);
    let mut reasons: Vec<String> = receipt(&both.history([""; 0])).into_iter().map(|(reason, _)| reason).collect();
    reasons.dedup();
    assert_eq!(reasons, ["shallow", "single-branch"]);
}

/// Takes a loose object away.
fn lose(repository: &Repository, name: &str) {
    fs::remove_file(repository.path(format!(".git/objects/{}/{}", &name[..2], &name[2..]))).unwrap();
    assert!(!repository.holds(name), "the fixture");
}

#[test]
fn a_missing_object_of_any_kind_is_named() {
    for expression in ["HEAD~2:folder/1.txt", "HEAD~1:folder", "HEAD~2^{tree}", "HEAD~2", "HEAD"] {
        let place = Place::new();
        let repository = clean(&place);
        repository.commit_file("a.env", line("kept"));
        let lost = repository.id(expression);
        lose(&repository, &lost);
        let seen = repository.history([""; 0]);
        incomplete(&seen, "missing", &[&lost]);
        assert!(is_found(&seen, &token("kept")), "{expression}");
    }
}

#[test]
fn a_missing_object_that_only_the_index_names_is_named() {
    let place = Place::new();
    let repository = clean(&place);
    repository.write("staged.txt", "staged\n").git(["add", "staged.txt"]);
    let staged = repository.id(":staged.txt");
    lose(&repository, &staged);
    incomplete(&repository.history([""; 0]), "missing", &[&staged]);
}

#[test]
fn an_alternate_that_is_not_there_is_named() {
    let place = Place::new();
    let origin = clean(&place);
    origin.git(["clone", "--quiet", "--shared", "../origin", "../shared"]);
    let shared = origin.at("shared");
    assert_eq!(shared.whole_history().code, 0);
    fs::rename(place.path("origin"), place.path("moved")).unwrap();
    let seen = shared.history([""; 0]);
    assert_eq!(seen.code, 3);
    let lines = receipt(&seen);
    assert!(
        lines.iter().any(|(reason, line)| reason == "missing" && line.contains("origin/.git/objects")),
        "{lines:?}"
    );
}

#[test]
fn a_submodule_that_is_not_there_is_named() {
    let place = Place::new();
    let library = Repository::init(&place, "library", &[]);
    library.commit_file("inner.env", line("inner"));
    let origin = clean(&place);
    origin.git(["submodule", "--quiet", "add", "../library", "vendor/library"]);
    origin.commit("add a submodule");
    let clone = origin.clone_to("clone", &[]);
    incomplete(&clone.history([""; 0]), "submodule", &["vendor/library", "git submodule update --init"]);
    assert_eq!(clone.history(["--allow-incomplete=submodule"]).code, 0);
    clone.git(["submodule", "--quiet", "update", "--init"]);
    let seen = clone.whole_history();
    assert_eq!(seen.code, 1);
    finding(&seen, &token("inner"));
}

/// The pointer of large file storage to some bytes, and the path at which they lie below the folder of git.
fn pointer(bytes: &[u8]) -> (String, String) {
    use sha2::Digest as _;
    let name = data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(bytes));
    let size = bytes.len();
    let text = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{name}\nsize {size}\n");
    (text, format!(".git/lfs/objects/{}/{}/{name}", &name[..2], &name[2..4]))
}

#[test]
fn a_large_file_that_is_not_there_is_named_and_one_that_is_there_is_looked_at() {
    let place = Place::new();
    let repository = clean(&place);
    let content = line("large file storage");
    let (text, path) = pointer(content.as_bytes());
    repository.commit_file("big.bin", text);
    incomplete(&repository.history([""; 0]), "lfs-pointer", &["big.bin"]);
    repository.write(&path, content);
    let seen = repository.history([""; 0]);
    finding(&seen, &token("large file storage"));
}

#[test]
fn what_was_allowed_to_be_missing_stays_in_the_receipt() {
    let place = Place::new();
    let clone = clean(&place).clone_to("clone", &["--depth=1", "--no-single-branch"]);
    let seen = clone.history(["--allow-incomplete=shallow"]);
    let reasons: Vec<&Value> = list(&seen.report["coverage"]["skipped"]).iter().map(|line| &line["reason"]).collect();
    assert_eq!((seen.code, reasons), (0, vec![&Value::from("shallow")]));
}

//! Whatever leads to an object is found, and what is broken is named.

use std::collections::BTreeSet;

use super::*;
use crate::source::git::fixture::Folder;
use crate::source::git::repository::Environment;

fn tips(folder: &Folder, place: &str) -> Tips {
    Repository::open_in(&folder.path(place), Environment::default()).unwrap().tips()
}

/// The names of tips of one kind with what they lead to.
fn of_kind(tips: &Tips, kind: TipKind) -> Vec<(String, String)> {
    let tips = tips.tips.iter().filter(|tip| tip.kind == kind);
    tips.map(|tip| (tip.name.clone(), tip.id.to_string())).collect()
}

fn names(tips: &Tips, kind: TipKind) -> Vec<String> {
    of_kind(tips, kind).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn references_of_all_kinds_are_those_that_git_shows() {
    let folder = Folder::repository();
    folder.commit("a", "1").git(&["tag", "-a", "-m", "t", "v1"]).git(&["tag", "light"]).git(&["branch", "x/y"]);
    folder.git(&["notes", "add", "-m", "n"]).git(&["update-ref", "refs/pull/1/head", "HEAD"]);
    folder.git(&["pack-refs", "--all"]).commit("b", "2").git(&["update-ref", "refs/remotes/o/m", "HEAD"]);
    folder.git(&["symbolic-ref", "refs/remotes/o/HEAD", "refs/remotes/o/m"]);
    let found = tips(&folder, "");
    let shown = folder.git_in("", &["for-each-ref", "--format=%(refname) %(objectname)"]);
    let read: Vec<_> = found.tips.iter().filter(|tip| tip.kind.is_reference() && tip.name != "HEAD").collect();
    let read: Vec<_> = read.iter().map(|tip| format!("{} {}", tip.name, tip.id)).collect();
    assert_eq!(read.join("\n"), shown);
    assert_eq!(found.head().unwrap().to_string(), folder.git_in("", &["rev-parse", "HEAD"]));
    assert_eq!(names(&found, TipKind::Branch), ["refs/heads/main", "refs/heads/x/y"]);
    assert_eq!(names(&found, TipKind::Remote), ["refs/remotes/o/HEAD", "refs/remotes/o/m"]);
    assert_eq!(names(&found, TipKind::Tag), ["refs/tags/light", "refs/tags/v1"]);
    assert_eq!(names(&found, TipKind::Note), ["refs/notes/commits"]);
    assert_eq!(names(&found, TipKind::OtherRef), ["refs/pull/1/head"]);
    assert_eq!(found.skipped, []);
}

#[test]
fn a_repository_without_commits_has_no_tips_and_no_faults() {
    let found = tips(&Folder::repository(), "");
    assert_eq!((found.tips, found.skipped), (vec![], vec![]));
}

#[test]
fn logs_lead_to_what_was_before() {
    let folder = Folder::repository();
    folder.commit("a", "1").commit("a", "2").git(&["commit", "-q", "--amend", "-m", "again"]);
    folder.git(&["reset", "-q", "--hard", "HEAD~1"]);
    let found = tips(&folder, "");
    let logged: BTreeSet<_> = of_kind(&found, TipKind::Reflog).into_iter().map(|(_, id)| id).collect();
    let shown = folder.git_in("", &["log", "-g", "--format=%H"]);
    assert_eq!(logged, shown.lines().map(str::to_owned).collect());
    for (name, id) in of_kind(&found, TipKind::Reflog) {
        assert_eq!(folder.git_in("", &["rev-parse", &name]), id, "{name}");
    }
    assert_eq!(found.skipped, []);
}

#[test]
fn all_stashes_are_found() {
    let folder = Folder::repository();
    folder.commit("a", "1").write("a", "2").git(&["stash", "-q"]).write("a", "3").git(&["stash", "-q"]);
    let found = tips(&folder, "");
    let stashes: BTreeSet<_> = of_kind(&found, TipKind::Stash).into_iter().map(|(_, id)| id).collect();
    let both = ["stash@{0}", "stash@{1}"].map(|name| folder.git_in("", &["rev-parse", name]));
    assert_eq!(stashes, BTreeSet::from(both));
}

#[test]
fn every_work_tree_has_its_own() {
    let folder = Folder::repository();
    folder.commit("a", "1").git(&["worktree", "add", "-q", "--detach", "linked"]);
    folder.write("linked/staged", "only here");
    folder.git_in("linked", &["add", "staged"]);
    folder.git_in("linked", &["update-ref", "refs/worktree/mine", "HEAD"]);
    folder.git_in("linked", &["update-ref", "ORIG_HEAD", "HEAD"]);
    folder.git(&["update-ref", "refs/bisect/bad", "HEAD"]);
    let blob = folder.git_in("linked", &["rev-parse", ":staged"]);

    let found = tips(&folder, "");
    assert_eq!(names(&found, TipKind::Head), ["HEAD", "worktrees/linked/HEAD"]);
    assert_eq!(names(&found, TipKind::OtherRef), ["refs/bisect/bad", "worktrees/linked/refs/worktree/mine"]);
    assert_eq!(names(&found, TipKind::Pseudo), ["worktrees/linked/ORIG_HEAD"]);
    let staged = found.tips.iter().find(|tip| tip.id.to_string() == blob).unwrap();
    assert_eq!((staged.name.as_str(), staged.kind), ("worktrees/linked/index", TipKind::Index));
    assert_eq!(staged.path.as_ref().unwrap().display(), "staged");

    let found = tips(&folder, "linked");
    assert_eq!(names(&found, TipKind::Head), ["HEAD", "main-worktree/HEAD"]);
    assert_eq!(names(&found, TipKind::OtherRef), ["main-worktree/refs/bisect/bad", "refs/worktree/mine"]);
    assert_eq!(names(&found, TipKind::Branch), ["refs/heads/main"]);
    assert_eq!(found.skipped, []);
}

#[test]
fn an_index_leads_to_what_is_staged_and_to_no_other_repository() {
    let folder = Folder::repository();
    folder.commit("a", "1").write("b", "staged").git(&["add", "b"]).write("c", "").git(&["add", "-N", "c"]);
    folder.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{},sub", "1".repeat(40))]);
    let found = tips(&folder, "");
    let index: Vec<_> = found.tips.iter().filter(|tip| tip.kind == TipKind::Index).collect();
    let index: Vec<_> =
        index.iter().map(|tip| (tip.path.as_ref().unwrap().display().into_owned(), tip.id.to_string())).collect();
    let id = |name: &str| (name.to_owned(), folder.git_in("", &["rev-parse", &format!(":{name}")]));
    assert_eq!(index, [id("a"), id("b")]);
}

#[test]
fn what_operations_remember_is_found() {
    let folder = Folder::repository();
    folder.commit("a", "1").git(&["clone", "-q", ".", "clone"]).git(&["branch", "other"]);
    folder.git_in("clone", &["fetch", "-q", "origin"]);
    let found = tips(&folder, "clone");
    assert_eq!(names(&found, TipKind::Pseudo), ["FETCH_HEAD", "FETCH_HEAD"]);
}

#[test]
fn broken_references_are_named_and_the_others_are_read() {
    let folder = Folder::repository();
    folder.commit("a", "1").git(&["branch", "good"]).git(&["tag", "packed"]).git(&["pack-refs", "--all"]);
    let id = folder.git_in("", &["rev-parse", "HEAD"]);
    folder.write(".git/refs/heads/empty", "").write(".git/refs/heads/rubbish", "not hexadecimal\n");
    folder.write(".git/refs/heads/short", &id[..39]).write(".git/refs/heads/zero", "0".repeat(40));
    folder.write(".git/refs/heads/loop", "ref: refs/heads/loop\n").write(".git/refs/heads/good.lock", "");
    folder.write(".git/refs/remotes/o/HEAD", "ref: refs/remotes/o/gone\n").write(".git/refs/heads/main", "");
    folder.write(".git/packed-refs", format!("{id} refs/heads/good\nrubbish\n{id} refs/heads/main\n^rubbish\n"));
    folder.write(".git/logs/refs/heads/main", format!("{id} {id}\nrubbish\n"));
    folder.write(".git/index", "DIRC rubbish");
    let found = tips(&folder, "");
    assert_eq!(names(&found, TipKind::Branch), ["refs/heads/good", "refs/heads/main"]);
    assert_eq!(names(&found, TipKind::Head), ["HEAD"], "the packed value stands in for the damaged one");
    let lines: BTreeSet<_> =
        found.skipped.iter().map(|line| (line.origin.display().into_owned(), line.detail.as_str())).collect();
    let empty = "the reference is empty; what only it led to is looked at, without the reference";
    let none = "the reference holds no name of an object or of another reference; what only it led to is looked at, \
                without the reference";
    let mut expected = BTreeSet::from([
        (".git/refs/heads/empty".to_owned(), empty),
        (".git/refs/heads/main".to_owned(), empty),
        (".git/refs/heads/rubbish".to_owned(), none),
        (".git/refs/heads/short".to_owned(), none),
        (".git/refs/heads/zero".to_owned(), none),
        (".git/refs/heads/loop".to_owned(), "the reference leads to another one in a circle, or through too many"),
        (".git/packed-refs".to_owned(), "no reference in 2 lines, the first is line 2"),
        (".git/logs/refs/heads/main".to_owned(), "no names of objects in line 2"),
    ]);
    let index = lines.iter().find(|(name, _)| name == ".git/index").unwrap().clone();
    assert!(index.1.contains("git read-tree HEAD"), "{index:?}");
    expected.insert(index);
    assert_eq!(lines, expected);
    assert!(found.skipped.iter().all(|line| line.reason == SkipReason::Corrupt));
}

#[test]
fn a_lost_head_is_named() {
    let folder = Folder::repository();
    folder.commit("a", "1");
    std::fs::remove_file(folder.path(".git/HEAD")).unwrap();
    let found = tips(&folder, "");
    assert_eq!((found.skipped.len(), found.skipped[0].reason), (1, SkipReason::Missing));
    assert_eq!(names(&found, TipKind::Branch), ["refs/heads/main"]);
}

#[test]
fn references_in_an_unknown_form_are_said_not_to_be_read() {
    let folder = Folder::repository();
    let config = "[core]\nrepositoryformatversion = 1\n[extensions]\nrefStorage = novel\n";
    folder.commit("a", "1").write(".git/config", config).write(".git/HEAD", "ref: refs/heads/.invalid\n");
    let found = tips(&folder, "");
    assert_eq!(found.skipped.len(), 1);
    assert_eq!(found.skipped[0].reason, SkipReason::Unsupported);
    assert!(found.tips.iter().any(|tip| tip.kind == TipKind::Index));
}

/// What `tips` finds, but for what only the files of logs and tables have.
fn comparable(folder: &Folder, place: &str) -> BTreeSet<String> {
    let found = tips(folder, place);
    assert_eq!(found.skipped, []);
    found.tips.iter().map(|tip| format!("{:?} {} {}", tip.kind, tip.name, tip.id)).collect()
}

#[test]
fn references_in_tables_are_those_in_files() {
    for hash in ["sha1", "sha256"] {
        let folder = Folder::empty();
        let format = format!("--object-format={hash}");
        folder.git(&["init", "-q", "-b", "main", &format]).commit("a", "1").commit("a", "2");
        folder.git(&["tag", "-a", "-m", "t", "v1"]).git(&["notes", "add", "-m", "n"]);
        folder.write("a", "3").git(&["stash", "-q"]).write("a", "4").git(&["stash", "-q"]);
        folder
            .git(&["symbolic-ref", "refs/remotes/o/HEAD", "refs/heads/main"])
            .git(&["reset", "-q", "--hard", "HEAD~1"]);
        let id = folder.git_in("", &["rev-parse", "HEAD"]);
        let packed: Vec<_> = (100..500).map(|number| format!("{id} refs/heads/branch/{number}\n")).collect();
        folder.git(&["pack-refs", "--all"]).write(".git/packed-refs", {
            let text = std::fs::read_to_string(folder.path(".git/packed-refs")).unwrap();
            text.replacen(" sorted", "", 1) + &packed.concat()
        });
        let before = comparable(&folder, "");
        if !folder.tries(&["refs", "migrate", "--ref-format=reftable"]) {
            eprintln!("this git keeps no references in tables");
            return;
        }
        assert!(folder.path(".git/reftable/tables.list").is_file());
        assert_eq!(comparable(&folder, ""), before, "{hash}");
        folder.git(&["branch", "-D", "-q", "branch/107"]).git(&["stash", "drop", "-q"]).commit("b", "new");
        folder.git(&["worktree", "add", "-q", "linked"]);
        let after = comparable(&folder, "");
        assert!(!after.iter().any(|line| line.contains("branch/107 ")));
        assert!(after.iter().any(|line| line.starts_with("Head worktrees/linked/HEAD")));
        let stash = format!("Stash refs/stash {}", folder.git_in("", &["rev-parse", "refs/stash"]));
        assert!(after.contains(&stash));
        assert_eq!(after.iter().filter(|line| line.starts_with("Stash")).count(), 2, "the other one is dropped");
        folder.git(&["pack-refs", "--all"]);
        assert_eq!(comparable(&folder, ""), after, "{hash}, in one table");
    }
}

#[test]
fn names_of_both_lengths_are_read() {
    let folder = Folder::empty();
    folder.git(&["init", "-q", "--object-format=sha256"]).commit("a", "1").git(&["pack-refs", "--all"]);
    folder.commit("a", "2");
    let found = tips(&folder, "");
    assert_eq!(found.head().unwrap().to_string(), folder.git_in("", &["rev-parse", "HEAD"]));
    assert_eq!(found.tips.len(), 5, "{:?}", found.tips);
    assert_eq!(found.skipped, []);
}

#[test]
fn a_damaged_index_never_panics() {
    let folder = Folder::repository();
    for name in ["a", "b/c", "b/d"] {
        folder.commit(name, name);
    }
    let whole = std::fs::read(folder.path(".git/index")).unwrap();
    let mut state = 7_u32;
    let repository = Repository::open_in(&folder.path(""), Environment::default()).unwrap();
    for round in 0..600 {
        let mut bytes = whole.clone();
        for _ in 0..=round % 4 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = state as usize >> 8;
            if round % 7 == 0 {
                bytes.truncate(at % bytes.len() + 1);
            } else {
                let at = at % bytes.len();
                bytes[at] = state.to_le_bytes()[0];
            }
        }
        // Without its checksum, so that the damage is not noticed at once.
        let end = bytes.len().saturating_sub(20);
        bytes[end..].fill(0);
        folder.write("damaged", bytes);
        let _ = repository.index_entries(&folder.path("damaged"));
    }
}

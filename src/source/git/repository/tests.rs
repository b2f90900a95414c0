//! Repositories of all shapes are found, and what is none is said to be none.

use super::*;
use crate::source::git::fixture::Folder;

fn open(path: &Path) -> Repository {
    Repository::open_in(path, Environment::default()).unwrap()
}

#[test]
fn a_work_tree_is_found_from_within() {
    let folder = Folder::repository();
    folder.write("deep/er/file", "x");
    for place in ["", "deep/er", "deep/er/file", ".git", ".git/refs"] {
        let repository = open(&folder.path(place));
        assert_eq!(repository.git_dir, folder.path(".git"), "{place}");
        assert_eq!(repository.common_dir, folder.path(".git"));
        assert_eq!(repository.work_tree, Some(folder.path("")));
        assert_eq!(repository.origin(&folder.path(".git/shallow")).display(), ".git/shallow");
        assert_eq!(repository.origin(&folder.path("deep/er")).display(), "deep/er");
    }
}

#[test]
fn a_bare_repository_has_no_work_tree() {
    let folder = Folder::repository();
    folder.git(&["clone", "-q", "--bare", ".", "bare.git"]);
    for place in ["bare.git", "bare.git/objects"] {
        let repository = open(&folder.path(place));
        assert_eq!((repository.git_dir, repository.work_tree.clone()), (folder.path("bare.git"), None));
    }
    // A bare store of objects may have no configuration at all.
    std::fs::remove_file(folder.path("bare.git/config")).unwrap();
    let repository = open(&folder.path("bare.git"));
    assert_eq!((&repository.git_dir, &repository.work_tree), (&folder.path("bare.git"), &None));
    assert_eq!(repository.origin(&folder.path("bare.git/packed-refs")).display(), "packed-refs");
}

#[test]
fn a_linked_work_tree_shares_the_objects_of_its_repository() {
    let folder = Folder::repository();
    folder.commit("a", "1").git(&["worktree", "add", "-q", "linked"]);
    for place in ["linked", "linked/.git", ".git/worktrees/linked"] {
        let repository = open(&folder.path(place));
        assert_eq!(repository.git_dir, folder.path(".git/worktrees/linked"), "{place}");
        assert_eq!(repository.common_dir, folder.path(".git"));
        assert_eq!(repository.work_tree, Some(folder.path("linked")));
        assert_eq!(repository.objects(), folder.path(".git/objects"));
    }
}

#[test]
fn the_environment_moves_a_repository_as_git_has_it() {
    let folder = Folder::repository();
    folder.git(&["init", "-q", "other"]).write("elsewhere/x", "");
    let environment = Environment { git_dir: Some(".git".into()), ..Environment::default() };
    let inside = Repository::open_in(&folder.path("other"), environment.clone()).unwrap();
    assert_eq!((inside.git_dir, inside.work_tree), (folder.path("other/.git"), Some(folder.path("other"))));

    let environment = Environment {
        git_dir: Some(folder.path(".git")),
        work_tree: Some(folder.path("elsewhere")),
        objects: Some(folder.path("other/.git/objects")),
        ..environment
    };
    let moved = Repository::open_in(&folder.path("other"), environment).unwrap();
    assert_eq!((&moved.git_dir, &moved.work_tree), (&folder.path(".git"), &Some(folder.path("elsewhere"))));
    assert_eq!(moved.stores().directories, [folder.path("other/.git/objects")]);
}

#[test]
fn a_configured_work_tree_is_known() {
    let folder = Folder::repository();
    folder.write("tree/x", "").git(&["config", "core.worktree", "../tree"]);
    assert_eq!(open(&folder.path(".git")).work_tree, Some(folder.path("tree")));
}

#[test]
fn the_hash_is_known() {
    let folder = Folder::empty();
    folder.git(&["init", "-q", "--object-format=sha256"]).commit("a", "1");
    let repository = open(&folder.path(""));
    assert_eq!(repository.hash, HashKind::Sha256);
    let loose = repository.loose(&repository.objects());
    assert_eq!(loose.objects.len(), 3);
    assert!(loose.objects.iter().all(|(id, _)| id.as_bytes().len() == 32));
}

#[test]
fn what_is_no_repository_is_said_to_be_none() {
    let folder = Folder::empty();
    folder.write("objects/x", "").write("refs/x", "");
    let fails = |place: &str| Repository::open_in(&folder.path(place), Environment::default()).unwrap_err();
    assert!(matches!(fails(""), OpenError::NotARepository { .. }), "without HEAD");
    assert!(matches!(fails("absent"), OpenError::Unreadable { .. }));
    folder.write("sub/.git", "nothing");
    assert!(matches!(fails("sub"), OpenError::Pointer { .. }));
    folder.write("sub/.git", "gitdir: ../gone\n");
    assert!(matches!(fails("sub"), OpenError::Dangling { .. }));
}

#[test]
fn forms_that_are_not_known_are_refused() {
    let folder = Folder::repository();
    let error = || Repository::open_in(&folder.path(""), Environment::default()).unwrap_err().to_string();
    let config = |text: &str| {
        folder.write(".git/config", text);
    };
    config("[core]\nrepositoryformatversion = 2\n");
    assert_eq!(error(), "the repository has format version `2`, only 0 and 1 are read");
    config("[core]\nrepositoryformatversion = 1\n[extensions]\nnovel = true\n");
    assert_eq!(error(), "the repository uses the extension `novel`, which is not known");
    config("[core]\nrepositoryformatversion = 1\n[extensions]\nobjectFormat = md5\n");
    assert_eq!(error(), "the repository names its objects by `md5`, only sha1 and sha256 are read");
    config("[core\n");
    assert!(error().contains("cannot be parsed"), "{}", error());
    config("[core]\nrepositoryformatversion = 0\n[extensions]\nnovel = true\n");
    assert_eq!(open(&folder.path("")).hash, HashKind::Sha1, "extensions mean nothing in version 0");
}

#[test]
fn a_damaged_head_is_a_repository_all_the_same() {
    let folder = Folder::repository();
    folder.commit("a", "1").write(".git/HEAD", "rubbish");
    assert_eq!(open(&folder.path("")).git_dir, folder.path(".git"));
}

//! What a diff knows of the history of a credential, asked of real repositories.

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

use super::*;

fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .envs([("GIT_AUTHOR_NAME", "A"), ("GIT_AUTHOR_EMAIL", "a@example.com")])
        .envs([("GIT_COMMITTER_NAME", "A"), ("GIT_COMMITTER_EMAIL", "a@example.com")])
        .envs([("GIT_AUTHOR_DATE", "2024-05-01T10:00:00+0200"), ("GIT_COMMITTER_DATE", "2024-05-02T10:00:00+0200")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn commit(folder: &Path, message: &str) -> ObjectId {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", message]);
    git(folder, &["rev-parse", "HEAD"]).parse().unwrap()
}

/// A repository with one commit on `main` and the branch `work` checked out.
fn branched() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    std::fs::write(folder.path().join("a.txt"), "a\n").unwrap();
    commit(folder.path(), "first");
    git(folder.path(), &["checkout", "-q", "-b", "work"]);
    folder
}

fn origins(diff: &Diff) -> Vec<Origin> {
    let origins = Mutex::new(Vec::new());
    diff.visit(&|visited| {
        if let Visited::Document(document) = visited {
            origins.lock().unwrap().push(document.origin.clone());
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    let mut origins = origins.into_inner().unwrap();
    origins.sort();
    origins
}

#[test]
fn the_first_commit_its_author_and_what_became_of_it_are_told() {
    let folder = branched();
    let path = folder.path();
    std::fs::write(path.join(".mailmap"), "Ann <ann@example.com> <a@example.com>\n").unwrap();
    std::fs::write(path.join("b.txt"), "one\n").unwrap();
    let second = commit(path, "second");
    std::fs::write(path.join("b.txt"), "two\n").unwrap();
    let third = commit(path, "third");
    let diff = Diff::new(path, "main", "HEAD", Texts::default(), 1).unwrap();
    assert_eq!(diff.commits(), 2);
    let texts: Vec<Origin> = origins(&diff).into_iter().filter(|origin| origin.path == RelPath::new("b.txt")).collect();
    assert_eq!(texts.len(), 2);
    let told = diff.provenance(&texts).unwrap();
    let first = told.first.unwrap();
    assert_eq!((first.id, first.author.name.as_str()), (second, "Ann"));
    assert_eq!((first.authored.seconds, first.authored.offset_minutes), (1_714_550_400, 120));
    assert_eq!((told.in_head, told.refs), (true, vec!["refs/heads/work".to_owned()]));
    let gone: Vec<Origin> = texts.into_iter().filter(|origin| origin.commit == Some(second)).collect();
    let told = diff.provenance(&gone).unwrap();
    assert_eq!((told.in_head, told.last_held.map(|moment| moment.seconds)), (false, Some(1_714_636_800)));
    assert!(diff.turn(&gone[0]) < diff.turn(&Origin { commit: Some(third), ..gone[0].clone() }));
}

#[test]
fn each_version_is_shown_once_under_the_first_commit_that_brings_it() {
    let folder = branched();
    let path = folder.path();
    std::fs::write(path.join("b.txt"), "one\n").unwrap();
    let second = commit(path, "second");
    std::fs::write(path.join("b.txt"), "two\n").unwrap();
    commit(path, "third");
    std::fs::write(path.join("b.txt"), "one\n").unwrap();
    std::fs::write(path.join("c.txt"), "a\n").unwrap();
    commit(path, "fourth");
    let diff = Diff::new(path, "main", "work", Texts::default(), 2).unwrap();
    let shown = origins(&diff);
    let of = |name: &str| shown.iter().filter(|origin| origin.path == RelPath::new(name)).collect::<Vec<_>>();
    assert_eq!(of("b.txt").len(), 2);
    assert!(of("b.txt").iter().any(|origin| origin.commit == Some(second)));
    assert_eq!(of(MESSAGE).len(), 3);
    assert_eq!(diff.earlier(of("c.txt")[0]).len(), 1, "the base has this text under another name");
    assert!(diff.earlier(of("b.txt")[0]).is_empty());
}

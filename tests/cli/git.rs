//! Repositories for tests: git in a folder, without the settings of whoever runs the tests.

use std::path::Path;
use std::process::Command;

use crate::place::Place;

/// Runs git in a folder and gives what it prints.
pub fn git_in(folder: &Path, args: &[&str]) -> String {
    let output = command(folder, args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Runs git in the folder of a place.
pub fn git(place: &Place, args: &[&str]) -> String {
    git_in(place.root(), args)
}

/// Runs git where it is to fail, as a merge with conflicts does.
pub fn git_fails(place: &Place, args: &[&str]) {
    git_fails_in(place.root(), args);
}

/// The same in any folder.
pub fn git_fails_in(folder: &Path, args: &[&str]) {
    assert!(!command(folder, args).output().unwrap().status.success(), "{args:?}");
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut git = Command::new("git");
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY"] {
        git.env_remove(name);
    }
    git.current_dir(folder)
        .args(["-c", "protocol.file.allow=always"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .envs([("GIT_AUTHOR_NAME", "A"), ("GIT_AUTHOR_EMAIL", "a@example.com")])
        .envs([("GIT_COMMITTER_NAME", "A"), ("GIT_COMMITTER_EMAIL", "a@example.com")]);
    git
}

/// An empty repository on the branch `main`.
pub fn repository() -> Place {
    let place = Place::new();
    git(&place, &["init", "-q", "-b", "main"]);
    place
}

/// A repository with one commit that holds one file.
pub fn committed(name: &str, content: impl AsRef<[u8]>) -> Place {
    let place = repository();
    place.write(name, content);
    commit(&place, "first");
    place
}

/// Commits everything in the work tree, and gives the name of the commit.
pub fn commit(place: &Place, message: &str) -> String {
    git(place, &["add", "-A"]);
    git(place, &["commit", "-q", "--allow-empty", "-m", message]);
    git(place, &["rev-parse", "HEAD"])
}

//! Repositories made by git itself, for tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder that is removed after the test.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// An empty one.
    pub fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// One with a fresh repository.
    pub fn repository() -> Self {
        let folder = Self::empty();
        folder.git(&["init", "-q", "-b", "main"]);
        folder
    }

    /// The full path of something in it.
    pub fn path(&self, name: &str) -> PathBuf {
        let root = fs::canonicalize(self.0.path()).unwrap();
        if name.is_empty() { root } else { root.join(name) }
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Runs git in the folder, without the settings of whoever runs the tests.
    pub fn git(&self, args: &[&str]) -> &Self {
        self.git_in("", args);
        self
    }

    /// Whether git can do something; not every version can do everything.
    pub fn tries(&self, args: &[&str]) -> bool {
        git(&self.path(""), args).status.success()
    }

    /// What git says in a folder below.
    pub fn git_in(&self, place: &str, args: &[&str]) -> String {
        let output = git(&self.path(place), args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Commits a file.
    pub fn commit(&self, name: &str, text: &str) -> &Self {
        self.write(name, text).git(&["add", name]).git(&["commit", "-q", "-m", name])
    }
}

fn git(folder: &Path, args: &[&str]) -> std::process::Output {
    Command::new("git")
        .current_dir(folder)
        .args(["-c", "protocol.file.allow=always", "-c", "advice.detachedHead=false"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .envs([("GIT_AUTHOR_NAME", "a"), ("GIT_AUTHOR_EMAIL", "a@example.com")])
        .envs([("GIT_COMMITTER_NAME", "a"), ("GIT_COMMITTER_EMAIL", "a@example.com")])
        .output()
        .unwrap()
}

//! The comparison of an index with a commit, asked beside git itself over random changes.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::*;

fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .envs([("GIT_AUTHOR_NAME", "A"), ("GIT_AUTHOR_EMAIL", "a@example.com")])
        .envs([("GIT_COMMITTER_NAME", "A"), ("GIT_COMMITTER_EMAIL", "a@example.com")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// A path of few names, so that files and folders take each other's places.
    fn path(&mut self) -> String {
        let names = ["a", "a-b", "a.b", "b", "c"];
        let depth = 1 + self.below(4);
        (0..depth).map(|_| names[usize::try_from(self.below(5)).unwrap()]).collect::<Vec<_>>().join("/")
    }
}

/// Puts a file where something else may lie.
fn write(folder: &Path, name: &str, content: &str) {
    let path = folder.join(name);
    for above in path.ancestors().skip(1).take_while(|above| *above != folder) {
        if above.is_file() {
            fs::remove_file(above).unwrap();
        }
    }
    if path.is_dir() {
        fs::remove_dir_all(&path).unwrap();
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// What git says of the index: `+` and `-` with object and path.
fn of_git(folder: &Path) -> Vec<String> {
    let raw = git(folder, &["diff-index", "--cached", "--raw", "--no-renames", "--no-abbrev", "HEAD"]);
    let mut lines = Vec::new();
    for line in raw.lines() {
        let (facts, path) = line.split_once('\t').unwrap();
        let facts: Vec<&str> = facts.split(' ').collect();
        // A change of the mode alone brings no text.
        match facts[4] {
            "D" => lines.push(format!("- {} {path}", facts[2])),
            _ if facts[2] != facts[3] => lines.push(format!("+ {} {path}", facts[3])),
            _ => {}
        }
    }
    lines.sort();
    lines
}

fn of_ours(folder: &Path) -> Vec<String> {
    let staged = Staged::new(folder, &[], Texts::default(), 1).unwrap();
    let news =
        staged.comparison.changes.iter().map(|change| format!("+ {} {}", change.new.id, change.new.path.display()));
    let gone = staged.comparison.gone.iter().map(|gone| format!("- {} {}", gone.id, gone.path.display()));
    let mut lines: Vec<String> = news.chain(gone).collect();
    lines.sort();
    lines
}

#[test]
fn the_index_differs_from_the_commit_as_git_says() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for round in 0..4 {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        git(folder, &["init", "-q", "-b", "main"]);
        for step in 0..12 {
            for _ in 0..=numbers.below(4) {
                let (name, number) = (numbers.path(), numbers.below(6));
                write(folder, &name, &format!("text {number}\n"));
            }
            git(folder, &["add", "-A"]);
            if step == 0 || numbers.below(3) == 0 {
                // Half of the time the index knows the trees of the commit.
                git(folder, &["commit", "-q", "--allow-empty", "-m", "more"]);
                if numbers.below(2) == 0 {
                    git(folder, &["read-tree", "HEAD"]);
                }
            } else if numbers.below(3) == 0 {
                git(folder, &["write-tree"]);
            }
            assert_eq!(of_ours(folder), of_git(folder), "round {round}, step {step}");
        }
    }
}

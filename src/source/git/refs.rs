//! References as they lie in files: a file each, or packed into one.

pub mod packed;
pub mod reflog;

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::file;
use super::object::{HashKind, id_of_hex};
use super::repository::Repository;
use crate::document::ObjectId;
use crate::source::{SkipReason, Skipped};

/// The longest file of one reference that is read: a name, or the name of another reference.
const LONGEST_REF: u64 = 1 << 16;

/// The longest file of packed references that is read.
const LONGEST_PACKED: u64 = 1 << 30;

/// How often a symbolic reference may lead to another, as git has it.
const MOST_HOPS: usize = 5;

/// How deeply folders of references are looked through.
const DEEPEST: usize = 64;

/// What a reference holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// The name of an object.
    Object(ObjectId),
    /// The name of another reference.
    Symbolic(Vec<u8>),
}

impl Value {
    /// Reads the content of a reference's file.
    #[must_use]
    pub fn of(text: &[u8], hash: HashKind) -> Option<Self> {
        if let Some(target) = text.strip_prefix(b"ref:") {
            let target = target.trim_ascii();
            return (!target.is_empty()).then(|| Self::Symbolic(target.to_vec()));
        }
        id_of_line(text, hash).map(Self::Object)
    }
}

/// The object that a line begins with, where white space or nothing follows its name.
pub(super) fn id_of_line(line: &[u8], hash: HashKind) -> Option<ObjectId> {
    let (digits, rest) = line.split_at_checked(hash.length() * 2)?;
    let ends = rest.first().is_none_or(u8::is_ascii_whitespace);
    id_of_hex(digits).filter(|id| ends && !id.is_null())
}

/// All references of a repository, by their full names.
#[derive(Debug, Default)]
pub struct Refs {
    /// What each holds.
    pub values: BTreeMap<Vec<u8>, Value>,
    /// What could not be read.
    pub skipped: Vec<Skipped>,
}

impl Refs {
    /// The references that all work trees of a repository share.
    #[must_use]
    pub fn shared(repository: &Repository) -> Self {
        let mut refs = Self::default();
        refs.add_packed(repository);
        let folder = repository.common_dir.join("refs");
        refs.add_folder(repository, &folder, b"refs");
        refs
    }

    /// The references that belong to one work tree alone; of these the main one's are among the shared ones.
    #[must_use]
    pub fn of_work_tree(repository: &Repository, git_dir: &Path) -> Self {
        let mut refs = Self::default();
        if git_dir != repository.common_dir {
            refs.add_folder(repository, &git_dir.join("refs"), b"refs");
        }
        refs
    }

    /// The object that a reference leads to; `None` for one that leads nowhere, as HEAD does before the first commit.
    #[must_use]
    pub fn resolve(&self, value: &Value) -> Resolved {
        let mut value = value;
        for _ in 0..=MOST_HOPS {
            match value {
                Value::Object(id) => return Resolved::Object(*id),
                Value::Symbolic(name) => match self.values.get(name) {
                    Some(next) => value = next,
                    None => return Resolved::Nothing,
                },
            }
        }
        Resolved::TooDeep
    }

    fn add_packed(&mut self, repository: &Repository) {
        let path = repository.common_dir.join("packed-refs");
        let text = match file::read_if_there(&path, LONGEST_PACKED) {
            Ok(text) => text.unwrap_or_default(),
            Err(error) => return self.skipped.push(repository.unreadable(&path, &error)),
        };
        let mut bad = BadLines::default();
        for (number, line) in packed::lines(&text, repository.hash) {
            match line {
                Ok(line) => drop(self.values.insert(line.name.to_vec(), Value::Object(line.id))),
                Err(packed::BadLine) => bad.add(number),
            }
        }
        self.skipped.extend(bad.line(repository, &path, "no reference"));
    }

    fn add_folder(&mut self, repository: &Repository, folder: &Path, prefix: &[u8]) {
        let mut seen = HashSet::new();
        let mut folders = vec![(folder.to_owned(), prefix.to_vec(), 0)];
        while let Some((folder, prefix, depth)) = folders.pop() {
            // Links may make loops.
            if !seen.insert(fs::canonicalize(&folder).unwrap_or_else(|_| folder.clone())) {
                continue;
            }
            if depth > DEEPEST {
                let detail = format!("references more than {DEEPEST} folders deep");
                self.skipped.push(repository.skipped(&folder, SkipReason::TooDeep, detail));
                continue;
            }
            match sorted(&folder) {
                Ok(entries) => {
                    for (path, name) in entries {
                        let name = [&prefix[..], b"/", &name].concat();
                        if path.is_dir() {
                            folders.push((path, name, depth + 1));
                        } else {
                            self.add_file(repository, &path, name);
                        }
                    }
                }
                Err(error) if file::is_absent(&error) => {}
                Err(error) => self.skipped.push(repository.unreadable(&folder, &error)),
            }
        }
    }

    fn add_file(&mut self, repository: &Repository, path: &Path, name: Vec<u8>) {
        let Some(value) = read(repository, path, &mut self.skipped) else { return };
        self.values.insert(name, value);
    }
}

/// Where a reference leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// To an object.
    Object(ObjectId),
    /// To a reference that does not exist.
    Nothing,
    /// Through too many others, or in a circle.
    TooDeep,
}

/// What a reference's file holds; a damaged one is a line of the receipt.
pub(super) fn read(repository: &Repository, path: &Path, skipped: &mut Vec<Skipped>) -> Option<Value> {
    let text = match file::read_if_there(path, LONGEST_REF) {
        Ok(text) => text?,
        Err(error) => {
            skipped.push(repository.unreadable(path, &error));
            return None;
        }
    };
    let value = Value::of(&text, repository.hash);
    if value.is_none() {
        let detail = if text.trim_ascii().is_empty() {
            "the reference is empty"
        } else {
            "the reference holds no name of an object or of another reference"
        };
        let detail = format!("{detail}; what only it led to is looked at, without the reference");
        skipped.push(repository.skipped(path, SkipReason::Corrupt, detail));
    }
    value
}

/// What lies in a folder, by name: files being written, and names that no reference may have, are left out.
fn sorted(folder: &Path) -> std::io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| file::bytes_of(Path::new(name))).unwrap_or_default();
        if !name.starts_with(b".") && !name.ends_with(b".lock") {
            entries.push((path, name));
        }
    }
    entries.sort();
    Ok(entries)
}

/// Lines of a file that could not be read: told of in one line of the receipt.
#[derive(Debug, Default)]
pub(super) struct BadLines {
    count: usize,
    first: usize,
}

impl BadLines {
    /// Counts a line; lines are numbered from 1.
    pub fn add(&mut self, number: usize) {
        if self.count == 0 {
            self.first = number;
        }
        self.count += 1;
    }

    /// The line of the receipt, if there is anything to tell.
    pub fn line(&self, repository: &Repository, path: &Path, what: &str) -> Option<Skipped> {
        let detail = match self.count {
            1 => format!("{what} in line {}", self.first),
            count => format!("{what} in {count} lines, the first is line {}", self.first),
        };
        (self.count > 0).then(|| repository.skipped(path, SkipReason::Corrupt, detail))
    }
}

//! References kept in tables instead of files: a stack of tables, of which the later ones hold for the earlier.

mod block;
mod table;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Component, Path};

use super::file;
use super::refs::Value;
use super::refs::reflog::Moved;
use super::repository::Repository;
use crate::source::{SkipReason, Skipped};

pub use table::{Record, TableError, read};

/// The longest list of tables that is read.
const LONGEST_LIST: u64 = 1 << 20;

/// The longest table that is read.
const LONGEST_TABLE: u64 = 1 << 30;

/// The references and logs of a stack of tables.
#[derive(Debug, Default)]
pub struct Stack {
    /// What each reference holds, HEAD and its like among them.
    pub refs: BTreeMap<Vec<u8>, Value>,
    /// The log of each reference, oldest first, by the number of the change.
    pub logs: BTreeMap<Vec<u8>, BTreeMap<u64, Moved>>,
    /// What could not be read.
    pub skipped: Vec<Skipped>,
}

impl Stack {
    /// Reads the stack of a folder.
    #[must_use]
    pub fn of(repository: &Repository, folder: &Path) -> Self {
        let mut stack = Self::default();
        let list = folder.join("tables.list");
        let names = match file::read_if_there(&list, LONGEST_LIST) {
            Ok(names) => names.unwrap_or_default(),
            Err(error) => {
                stack.skipped.push(repository.unreadable(&list, &error));
                return stack;
            }
        };
        for name in names.split(|&byte| byte == b'\n').filter(|name| !name.is_empty()) {
            if let Some(name) = file::path_of(name).filter(|name| is_file_name(name)) {
                stack.add(repository, &folder.join(name));
            } else {
                let detail = format!("`{}` is no name of a table", String::from_utf8_lossy(name));
                stack.skipped.push(repository.skipped(&list, SkipReason::Corrupt, detail));
            }
        }
        stack
    }

    fn add(&mut self, repository: &Repository, path: &Path) {
        let bytes = match file::read(path, LONGEST_TABLE) {
            Ok(bytes) => bytes,
            Err(error) if file::is_absent(&error) => {
                let detail = "the table is listed, and is not there";
                return self.skipped.push(repository.skipped(path, SkipReason::Missing, detail));
            }
            Err(error) => return self.skipped.push(repository.unreadable(path, &error)),
        };
        if let Err(error) = read(&bytes, repository.hash, &mut |record| self.take(record)) {
            let detail = format!("{error}; what only the rest of it led to is looked at, without the references");
            self.skipped.push(repository.skipped(path, SkipReason::Corrupt, detail));
        }
    }

    fn take(&mut self, record: Record<'_>) {
        match record {
            Record::Ref { name, value: Some(value) } => drop(self.refs.insert(name.to_vec(), value)),
            Record::Ref { name, value: None } => drop(self.refs.remove(name)),
            Record::Log { name, number, moved: Some(moved) } => {
                self.logs.entry(name.to_vec()).or_default().insert(number, moved);
            }
            Record::Log { name, number, moved: None } => {
                if let Some(log) = self.logs.get_mut(name) {
                    log.remove(&number);
                }
            }
        }
    }
}

fn is_file_name(name: &Path) -> bool {
    let mut parts = name.components();
    matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None))
}

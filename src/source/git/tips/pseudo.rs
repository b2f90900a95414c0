//! What git remembers of operations, done or under way: `ORIG_HEAD`, `FETCH_HEAD`, a rebase, a bisection.

use super::{TipKind, Tips, WorkTree};
use crate::source::git::file;
use crate::source::git::refs::{Value, id_of_line};
use crate::source::git::repository::Repository;

/// The longest of these files that is read: what was fetched from a remote has a line for each branch.
const LONGEST: u64 = 64 << 20;

/// The files, below the folder of a work tree.
const FILES: [&str; 26] = [
    "ORIG_HEAD",
    "FETCH_HEAD",
    "MERGE_HEAD",
    "MERGE_AUTOSTASH",
    "CHERRY_PICK_HEAD",
    "REVERT_HEAD",
    "REBASE_HEAD",
    "AUTO_MERGE",
    "BISECT_HEAD",
    "BISECT_EXPECTED_REV",
    "BISECT_START",
    "NOTES_MERGE_PARTIAL",
    "NOTES_MERGE_REF",
    "rebase-merge/onto",
    "rebase-merge/orig-head",
    "rebase-merge/head",
    "rebase-merge/stopped-sha",
    "rebase-merge/amend",
    "rebase-merge/autostash",
    "rebase-merge/squash-onto",
    "rebase-apply/onto",
    "rebase-apply/orig-head",
    "rebase-apply/autostash",
    "rebase-apply/original-commit",
    "sequencer/head",
    "sequencer/abort-safety",
];

impl Repository {
    /// Adds what a work tree's operations remember; what of it names no object is none of ours.
    pub(super) fn add_pseudo(&self, tree: &WorkTree, found: &mut Tips) {
        for name in FILES {
            let path = tree.git_dir.join(name);
            let text = match file::read_if_there(&path, LONGEST) {
                Ok(Some(text)) => text,
                Ok(None) => continue,
                Err(error) => {
                    found.skipped.push(self.unreadable(&path, &error));
                    continue;
                }
            };
            if matches!(Value::of(&text, self.hash), Some(Value::Symbolic(_))) {
                continue;
            }
            let ids = text.split(|&byte| byte == b'\n').filter_map(|line| id_of_line(line, self.hash));
            for id in ids {
                found.add(format!("{}{name}", tree.prefix), id, TipKind::Pseudo);
            }
        }
    }
}

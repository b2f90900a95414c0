//! What references led to before, and earlier stashes.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{TipKind, Tips, WorkTree};
use crate::document::ObjectId;
use crate::source::SkipReason;
use crate::source::git::file;
use crate::source::git::refs::BadLines;
use crate::source::git::refs::reflog::{self, Moved};
use crate::source::git::repository::Repository;

/// How deeply folders of logs are looked through.
const DEEPEST: usize = 64;

impl Repository {
    /// Adds what the logs of all references lead to, each object once.
    pub(super) fn add_logs(&self, work_trees: &[WorkTree], found: &mut Tips) {
        let mut seen = HashSet::new();
        for tree in work_trees {
            for (path, name) in self.logs(&tree.git_dir.join("logs"), found) {
                self.add_log(&path, &tree.full_name(&name), &mut seen, found);
            }
        }
    }

    /// The logs below a folder, with the names of their references.
    fn logs(&self, folder: &Path, found: &mut Tips) -> Vec<(PathBuf, String)> {
        let mut logs = Vec::new();
        let mut folders = vec![(folder.to_owned(), String::new(), 0)];
        while let Some((folder, prefix, depth)) = folders.pop() {
            if depth > DEEPEST {
                let detail = format!("logs more than {DEEPEST} folders deep");
                found.skipped.push(self.skipped(&folder, SkipReason::TooDeep, detail));
                continue;
            }
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) if file::is_absent(&error) => continue,
                Err(error) => {
                    found.skipped.push(self.unreadable(&folder, &error));
                    continue;
                }
            };
            for entry in entries.filter_map(Result::ok) {
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                // A link is followed to a log, and not into a folder: it might lead in a circle.
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    folders.push((entry.path(), format!("{name}/"), depth + 1));
                } else if !has_ending(&name, ".lock") {
                    logs.push((entry.path(), name));
                }
            }
        }
        logs.sort();
        logs
    }

    fn add_log(&self, path: &Path, name: &str, seen: &mut HashSet<ObjectId>, found: &mut Tips) {
        let lines = match reflog::read(path, self.hash) {
            Ok(lines) => lines,
            Err(error) => return found.skipped.push(self.unreadable(path, &error)),
        };
        let bad = add_moves(name, &lines, seen, found);
        found.skipped.extend(bad.line(self, path, "no names of objects"));
    }
}

/// Adds what a log leads to, and tells of the lines of it that could not be read.
pub(super) fn add_moves(
    name: &str,
    lines: &[Option<Moved>],
    seen: &mut HashSet<ObjectId>,
    found: &mut Tips,
) -> BadLines {
    let kind = if name == "refs/stash" { TipKind::Stash } else { TipKind::Reflog };
    let mut bad = BadLines::default();
    // Git counts from the newest, which is the last line: what stands before line 1 would be the next number.
    for (number, moved) in lines.iter().enumerate() {
        let Some(moved) = moved else {
            bad.add(number + 1);
            continue;
        };
        let places = [(moved.old, lines.len() - number), (moved.new, lines.len() - number - 1)];
        for (id, back) in places {
            if let Some(id) = id.filter(|id| seen.insert(*id)) {
                found.add(format!("{name}@{{{back}}}"), id, kind);
            }
        }
    }
    bad
}

fn has_ending(name: &str, ending: &str) -> bool {
    name.as_bytes().ends_with(ending.as_bytes())
}

//! Everything that leads to an object: references, their logs, stashes, indexes, and what operations under way remember.

mod index;
mod logs;
mod pseudo;
mod tables;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::refs::{self, Refs, Resolved};
use super::repository::Repository;
use crate::document::{ObjectId, RelPath};
use crate::source::{SkipReason, Skipped};

/// Something that leads to an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tip {
    /// Its full name: `HEAD`, `refs/heads/main`, `refs/heads/main@{3}`, `worktrees/x/HEAD`, `index`.
    pub name: String,
    /// The object.
    pub id: ObjectId,
    /// What it is.
    pub kind: TipKind,
    /// The file, for what an index leads to.
    pub path: Option<RelPath>,
}

/// What leads to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TipKind {
    /// HEAD of this or another work tree.
    Head,
    /// A branch.
    Branch,
    /// A branch of a remote, as it was when it was fetched.
    Remote,
    /// A tag.
    Tag,
    /// Notes.
    Note,
    /// A stash, this one or an earlier one.
    Stash,
    /// Any other reference.
    OtherRef,
    /// What a reference led to before.
    Reflog,
    /// A file of an index.
    Index,
    /// What git remembers of an operation: `ORIG_HEAD`, `FETCH_HEAD`.
    Pseudo,
}

impl TipKind {
    /// The kind of a reference of this full name.
    #[must_use]
    pub fn of_ref(name: &str) -> Self {
        match name.strip_prefix("refs/").and_then(|rest| rest.split_once('/')) {
            Some(("heads", _)) => Self::Branch,
            Some(("remotes", _)) => Self::Remote,
            Some(("tags", _)) => Self::Tag,
            Some(("notes", _)) => Self::Note,
            None if name == "refs/stash" => Self::Stash,
            _ => Self::OtherRef,
        }
    }

    /// Whether it is a reference, and not only a memory of one.
    #[must_use]
    pub const fn is_reference(self) -> bool {
        matches!(self, Self::Head | Self::Branch | Self::Remote | Self::Tag | Self::Note | Self::OtherRef)
    }
}

/// Everything that leads to an object.
#[derive(Debug, Default)]
pub struct Tips {
    /// What leads there: HEAD first, then the references by name, then what remembers more.
    pub tips: Vec<Tip>,
    /// What could not be read.
    pub skipped: Vec<Skipped>,
}

impl Tips {
    /// The commit that is checked out here.
    #[must_use]
    pub fn head(&self) -> Option<ObjectId> {
        self.tips.iter().find(|tip| tip.kind == TipKind::Head && tip.name == "HEAD").map(|tip| tip.id)
    }

    fn add(&mut self, name: impl Into<String>, id: ObjectId, kind: TipKind) {
        self.tips.push(Tip { name: name.into(), id, kind, path: None });
    }
}

/// A work tree of the repository, as tips are named after it.
struct WorkTree {
    git_dir: PathBuf,
    /// Nothing for the one that was opened, `worktrees/x/` or `main-worktree/` for another.
    prefix: String,
    /// Whether it is the main one, whose references all others share, but for a few.
    is_main: bool,
}

impl WorkTree {
    /// The full name of one of its references, or of a log of one.
    fn full_name(&self, name: &str) -> String {
        let own = ["refs/bisect/", "refs/worktree/", "refs/rewritten/"].iter().any(|start| name.starts_with(start));
        let shared = self.is_main && name.starts_with("refs/") && !own;
        if shared { name.to_owned() } else { format!("{}{name}", self.prefix) }
    }
}

impl Repository {
    /// Everything that leads to an object.
    #[must_use]
    pub fn tips(&self) -> Tips {
        let mut found = Tips::default();
        let work_trees = self.work_trees(&mut found.skipped);
        match self.settings.ref_storage.as_deref() {
            None => {
                self.add_references(&work_trees, &mut found);
                self.add_logs(&work_trees, &mut found);
            }
            Some("reftable") => self.add_tables(&work_trees, &mut found),
            Some(form) => {
                let detail = format!(
                    "references are kept as `{form}`, which is not read: all objects are looked at, without the names \
                     of their branches; `git refs migrate --ref-format=files` changes that"
                );
                found.skipped.push(self.skipped(&self.common_dir.join("config"), SkipReason::Unsupported, detail));
            }
        }
        for tree in &work_trees {
            self.add_pseudo(tree, &mut found);
            self.add_index(tree, &mut found);
        }
        found
    }

    fn add_references(&self, work_trees: &[WorkTree], found: &mut Tips) {
        let mut shared = Refs::shared(self);
        found.skipped.append(&mut shared.skipped);
        let own: Vec<_> = work_trees.iter().map(|tree| Refs::of_work_tree(self, &tree.git_dir)).collect();
        for tree in work_trees {
            let path = tree.git_dir.join("HEAD");
            if let Some(value) = refs::read(self, &path, &mut found.skipped) {
                let name = format!("{}HEAD", tree.prefix);
                self.add_resolved(&shared, &value, (name, TipKind::Head), &path, found);
            } else if path.symlink_metadata().is_err_and(|error| super::file::is_absent(&error)) {
                let detail = "what is checked out is not known; `git symbolic-ref HEAD refs/heads/BRANCH` says it anew";
                found.skipped.push(self.skipped(&path, SkipReason::Missing, detail));
            }
        }
        for tree in work_trees.iter().filter(|tree| tree.is_main) {
            self.add_all(&shared, &shared, tree, found);
        }
        for (tree, mut refs) in work_trees.iter().zip(own) {
            found.skipped.append(&mut refs.skipped);
            self.add_all(&refs, &shared, tree, found);
        }
    }

    /// Adds references of a work tree, which may lead to those that all share.
    fn add_all(&self, refs: &Refs, shared: &Refs, tree: &WorkTree, found: &mut Tips) {
        for (name, value) in &refs.values {
            let name = String::from_utf8_lossy(name);
            let named = (tree.full_name(&name), TipKind::of_ref(&name));
            self.add_resolved(shared, value, named, &tree.git_dir.join(name.as_ref()), found);
        }
    }

    fn add_resolved(
        &self,
        refs: &Refs,
        value: &refs::Value,
        (name, kind): (String, TipKind),
        path: &Path,
        found: &mut Tips,
    ) {
        match refs.resolve(value) {
            Resolved::Object(id) => found.add(name, id, kind),
            // Nothing is lost: HEAD before the first commit, or the main branch of a remote that is gone.
            Resolved::Nothing => {}
            Resolved::TooDeep => {
                let detail = "the reference leads to another one in a circle, or through too many";
                found.skipped.push(self.skipped(path, SkipReason::Corrupt, detail));
            }
        }
    }

    /// The work trees: the one that was opened first.
    fn work_trees(&self, skipped: &mut Vec<Skipped>) -> Vec<WorkTree> {
        let mut trees = Vec::new();
        let is_main = self.git_dir == self.common_dir;
        trees.push(WorkTree { git_dir: self.git_dir.clone(), prefix: String::new(), is_main });
        if self.git_dir != self.common_dir {
            trees.push(WorkTree {
                git_dir: self.common_dir.clone(),
                prefix: "main-worktree/".to_owned(),
                is_main: true,
            });
        }
        let folder = self.common_dir.join("worktrees");
        let mut linked = match fs::read_dir(&folder) {
            Ok(entries) => entries.filter_map(Result::ok).map(|entry| entry.path()).collect(),
            Err(error) if super::file::is_absent(&error) => Vec::new(),
            Err(error) => {
                skipped.push(self.unreadable(&folder, &error));
                Vec::new()
            }
        };
        linked.sort();
        let mut seen = HashSet::from([self.git_dir.clone()]);
        for git_dir in linked {
            if git_dir.is_dir() && seen.insert(git_dir.clone()) {
                let name = git_dir.file_name().unwrap_or_default().to_string_lossy();
                trees.push(WorkTree { prefix: format!("worktrees/{name}/"), is_main: false, git_dir });
            }
        }
        trees
    }
}

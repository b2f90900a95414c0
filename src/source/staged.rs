//! What the index of a repository brings against the commit that is checked out: what a commit would take.

mod compare;
mod files;

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::version::{self, Kind, OpenError, Texts};
use super::{Artifact, Revision, Source, SourceError, Visited, Visitor, worktree};
use crate::document::{ObjectId, Origin, RelPath};
use compare::Comparison;
use files::Named;

/// Why the index could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum StagedError {
    /// There is no repository, or none that can be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A file that the user named is neither staged nor in the work tree.
    #[error("no such file, staged or in the work tree: `{}`", path.display())]
    NoFile {
        /// The name as given.
        path: PathBuf,
    },
    /// The index is damaged.
    #[error("the index `{}` cannot be read: {reason}", path.display())]
    Index {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The commit that is checked out cannot be read.
    #[error("the commit that is checked out cannot be read: {reason}")]
    Head {
        /// What is wrong with it.
        reason: String,
    },
}

/// What the index brings against the commit that is checked out.
pub struct Staged {
    repository: gix::ThreadSafeRepository,
    texts: Texts,
    threads: usize,
    comparison: Comparison,
    /// What is looked at, in the order of the index, then in that of the command line.
    items: Vec<Item>,
}

/// One thing to look at.
enum Item {
    /// A version that is staged: its place in the comparison.
    Staged(usize),
    /// A file of the work tree.
    File(PathBuf),
    /// A submodule that the user named.
    Submodule(RelPath, ObjectId),
}

impl Staged {
    /// Compares the index of the repository of a folder with the commit that is checked out.
    ///
    /// With names, exactly these files are looked at: as they are staged, or else as they lie in the work tree; a folder
    /// stands for what is staged below it.
    pub fn new(folder: &Path, names: &[PathBuf], texts: Texts, threads: usize) -> Result<Self, StagedError> {
        let repository = version::open(folder)?;
        let local = repository.to_thread_local();
        let index = read_index(&local)?;
        let comparison = compare::with_head(&local, &index, head_tree(&local)?);
        let items = if names.is_empty() {
            let news = comparison.changes.iter().enumerate().filter(|(_, change)| !change.is_copy);
            news.map(|(place, _)| Item::Staged(place)).collect()
        } else {
            items_of(&Named::of(&local, folder, names), &comparison, &index)?
        };
        Ok(Self { repository, texts, threads, comparison, items })
    }

    fn show_item(&self, repository: &gix::Repository, item: &Item, visit: &Visitor<'_>) -> ControlFlow<()> {
        match item {
            Item::Staged(place) => {
                let version = &self.comparison.changes[*place].new;
                self.texts.show(repository, &origin(version.path.clone(), version.id), version.kind, visit)
            }
            Item::File(path) => files::show(path, &self.texts, visit),
            Item::Submodule(path, id) => {
                self.texts.show(repository, &origin(path.clone(), *id), Kind::Submodule, visit)
            }
        }
    }
}

impl Source for Staged {
    fn visit(&self, visit: &Visitor<'_>) -> Result<(), SourceError> {
        for skip in &self.comparison.skipped {
            if visit(Visited::Skipped(skip.clone())).is_break() {
                return Ok(());
            }
        }
        // A visitor that has seen enough is no failure of the source.
        let _ = version::each(&self.repository, &self.items, self.threads, &|repository, item| {
            self.show_item(repository, item, visit)
        });
        Ok(())
    }

    /// The version that is checked out, under its former name where it was renamed.
    fn earlier(&self, origin: &Origin) -> Vec<ObjectId> {
        // Files of the work tree have no object: all of them is reported.
        let Some(object) = &origin.object else { return Vec::new() };
        let Some(change) = self.comparison.change(&origin.path, Some(object)) else { return Vec::new() };
        if change.is_copy {
            return vec![change.new.id];
        }
        if let Some(old) = change.old {
            return vec![old];
        }
        let gone = &self.comparison.gone;
        version::renamed_from(&self.repository.to_thread_local(), &change.new, gone)
            .map(|old| old.id)
            .into_iter()
            .collect()
    }

    fn show(&self, origin: &Origin, visit: &Visitor<'_>) {
        // Nobody stops a look at one file.
        let _ = self.texts.show(&self.repository.to_thread_local(), origin, Kind::File, visit);
    }

    fn artifacts(&self, names: &[RelPath]) -> Vec<Artifact> {
        let repository = self.repository.to_thread_local();
        let staged = |name: &RelPath| {
            let change = self.comparison.change(name, None)?;
            let bytes = version::read(&repository, &change.new.id, u64::MAX).ok()?;
            let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
            Some(Artifact { path: name.clone(), length: bytes.len() as u64, sha256 })
        };
        let mut artifacts: Vec<Artifact> = names.iter().filter_map(staged).collect();
        let files = self.items.iter().filter_map(|item| if let Item::File(path) = item { Some(path) } else { None });
        artifacts.extend(files.filter_map(|path| files::artifact(path, names)));
        artifacts
    }

    fn revision(&self) -> Option<Revision> {
        worktree::revision_of(&self.repository.to_thread_local())
    }
}

fn origin(path: RelPath, id: ObjectId) -> Origin {
    Origin { object: Some(id), ..Origin::file(path) }
}

/// The index; its checksum is not verified, as git does not.
fn read_index(repository: &gix::Repository) -> Result<gix::index::File, StagedError> {
    let path = repository.index_path();
    let options = gix::index::decode::Options { thread_limit: Some(1), ..Default::default() };
    gix::index::File::at_or_default(&path, repository.object_hash(), true, options)
        .map_err(|error| StagedError::Index { path, reason: version::reason(&error) })
}

/// The tree of the commit that is checked out; `None` before the first commit.
fn head_tree(repository: &gix::Repository) -> Result<Option<ObjectId>, StagedError> {
    let failed = |reason: String| StagedError::Head { reason };
    let head = repository.head().map_err(|error| failed(version::reason(&error)))?;
    if head.is_unborn() {
        return Ok(None);
    }
    let tree = head.into_peeled_object().and_then(gix::Object::peel_to_tree);
    tree.map(|tree| Some(version::ours(&tree.id))).map_err(|error| failed(version::reason(&error)))
}

/// What the names of the user stand for.
fn items_of(named: &[Named], comparison: &Comparison, index: &gix::index::File) -> Result<Vec<Item>, StagedError> {
    let mut items = Vec::new();
    let mut taken = HashSet::new();
    let mut named_before = HashSet::new();
    for name in named.iter().filter(|name| named_before.insert(&name.path)) {
        let places = comparison.at_or_below(&name.path);
        if !places.is_empty() {
            items.extend(places.into_iter().filter(|place| taken.insert(*place)).map(Item::Staged));
            continue;
        }
        match name.submodule(index) {
            Some((path, id)) => items.push(Item::Submodule(path, id)),
            None if name.is_file() => items.push(Item::File(name.disk.clone())),
            None if name.disk.is_dir() || comparison.gone.iter().any(|gone| name.covers(&gone.path)) => {}
            None => return Err(StagedError::NoFile { path: name.given.clone() }),
        }
    }
    Ok(items)
}

#[cfg(test)]
mod tests;

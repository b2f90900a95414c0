//! What the index of a work tree leads to: the files that the next commit would hold.

use std::path::Path;

use gix::index::decode::Options;
use gix::index::entry::{Flags, Mode};

use super::{Tip, TipKind, Tips, WorkTree};
use crate::document::{ObjectId, RelPath};
use crate::source::SkipReason;
use crate::source::git::object::HashKind;
use crate::source::git::repository::Repository;

/// The most bytes that an index may make its reader set aside at once.
const MOST_BYTES: usize = 1 << 30;

impl Repository {
    /// Adds the files of a work tree's index; a damaged one is a line of the receipt.
    pub(super) fn add_index(&self, tree: &WorkTree, found: &mut Tips) {
        let given = self.environment.index.as_ref().filter(|_| tree.prefix.is_empty());
        let path = given.cloned().unwrap_or_else(|| tree.git_dir.join("index"));
        match path.metadata() {
            Ok(metadata) if metadata.is_file() => {}
            Ok(_) => return found.skipped.push(self.skipped(&path, SkipReason::NotAFile, "")),
            Err(error) if super::super::file::is_absent(&error) => return,
            Err(error) => return found.skipped.push(self.unreadable(&path, &error)),
        }
        match self.index_entries(&path) {
            Ok(entries) => found.tips.extend(entries.into_iter().filter(|entry| entry.is_held).map(|entry| Tip {
                name: format!("{}index", tree.prefix),
                id: entry.id,
                kind: TipKind::Index,
                path: Some(entry.path),
            })),
            Err(why) => {
                let detail = format!("{why}; `git read-tree HEAD` makes the index anew, without what was staged");
                found.skipped.push(self.skipped(&path, SkipReason::Corrupt, detail));
            }
        }
    }

    /// All entries of an index, those of conflicts too.
    pub(in crate::source::git) fn index_entries(&self, path: &Path) -> Result<Vec<IndexEntry>, String> {
        let hash = match self.hash {
            HashKind::Sha1 => gix::hash::Kind::Sha1,
            HashKind::Sha256 => gix::hash::Kind::Sha256,
        };
        let options = Options { thread_limit: Some(1), alloc_limit_bytes: Some(MOST_BYTES), ..Options::default() };
        let index = gix::index::File::at(path, hash, false, options).map_err(|error| error.to_string())?;
        let entries = index.entries().iter().filter_map(|entry| {
            let id = ObjectId::new(entry.id.as_bytes())?;
            let is_submodule = entry.mode == Mode::COMMIT;
            let is_held = !is_submodule && !entry.flags.contains(Flags::INTENT_TO_ADD) && !id.is_null();
            Some(IndexEntry { id, path: RelPath::new(entry.path(&index)), is_submodule, is_held })
        });
        Ok(entries.collect())
    }
}

/// A file of an index.
pub struct IndexEntry {
    /// Its object.
    pub id: ObjectId,
    /// Its name.
    pub path: RelPath,
    /// Whether it is a commit of another repository.
    pub is_submodule: bool,
    /// Whether its object is kept here: neither a submodule's, nor none yet since the file is only meant to be added.
    pub is_held: bool,
}

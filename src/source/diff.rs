//! What a pull request adds: everything that the commits of one branch bring against the point where it left another.

mod introduced;
mod lineage;
mod people;
mod range;
mod revisions;

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::version::{self, Kind, OpenError, Texts, Trees, Version};
use super::{Revision, Skipped, Source, SourceError, Visited, Visitor, text, worktree};
use crate::document::{ObjectId, Origin, RelPath};
use crate::finding::{Provenance, Reach};
use introduced::Introduced;
use range::Range;

pub use revisions::RevisionError;

/// What the message of a commit is called where a file has its name.
pub const MESSAGE: &str = "commit-message";

/// So many commits are asked whether they still hold a credential.
const MOST_LOOKED_AT: usize = 2_000;

/// Why two revisions could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum DiffError {
    /// There is no repository, or none that can be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A revision cannot be resolved.
    #[error(transparent)]
    Revision(#[from] RevisionError),
    /// The commits cannot be walked.
    #[error("the commits between `{base}` and `{head}` cannot be read: {reason}")]
    Walk {
        /// The older side as given.
        base: String,
        /// The newer side as given.
        head: String,
        /// What is wrong.
        reason: String,
    },
}

/// What the commits of one branch bring against the point where it left another.
pub struct Diff {
    repository: gix::ThreadSafeRepository,
    texts: Texts,
    threads: usize,
    range: Range,
    introduced: Vec<Introduced>,
    /// For each path that a commit of the range made anew, these commits.
    births: HashMap<RelPath, Vec<usize>>,
    skipped: Vec<Skipped>,
    /// The place of each commit in the range.
    turns: HashMap<ObjectId, usize>,
    /// Every object of the merge bases, once something was found.
    before: OnceLock<HashSet<ObjectId>>,
    /// The former names of paths, as far as somebody asked.
    names: Mutex<HashMap<RelPath, Vec<RelPath>>>,
}

/// One thing to look at.
enum Item<'d> {
    Version(&'d Introduced),
    /// The message of a commit: its place in the range.
    Message(usize),
}

impl Diff {
    /// Finds the commits that lead to `head` and not to `base`, and what they bring.
    pub fn new(folder: &Path, base: &str, head: &str, texts: Texts, threads: usize) -> Result<Self, DiffError> {
        let repository = version::open(folder)?;
        let local = repository.to_thread_local();
        let (base_id, head_id) = revisions::both(&local, base, head)?;
        let range = range::between(&local, base_id, head_id, base, head)?;
        let trees = Trees::new(&local);
        let (introduced, births) = introduced::by(&range, &trees);
        let mut skipped = range.skipped.clone();
        skipped.extend(trees.skipped());
        let turns = range.commits.iter().enumerate().map(|(turn, commit)| (commit.id, turn)).collect();
        Ok(Self {
            repository,
            texts,
            threads,
            range,
            introduced,
            births,
            skipped,
            turns,
            before: OnceLock::new(),
            names: Mutex::default(),
        })
    }

    /// Whether the two sides have no common history, so that everything is compared with the base itself.
    #[must_use]
    pub const fn is_unrelated(&self) -> bool {
        self.range.is_unrelated
    }

    /// How many commits are looked at.
    #[must_use]
    pub fn commits(&self) -> usize {
        self.range.commits.len()
    }

    fn show_item(&self, repository: &gix::Repository, item: &Item<'_>, visit: &Visitor<'_>) -> ControlFlow<()> {
        match item {
            Item::Version(Introduced { version, commit }) => {
                let origin = Origin {
                    object: Some(version.id),
                    commit: Some(self.range.commits[*commit].id),
                    ..Origin::file(version.path.clone())
                };
                self.texts.show(repository, &origin, version.kind, visit)
            }
            Item::Message(commit) => {
                let commit = &self.range.commits[*commit];
                let Ok(object) = repository.find_commit(version::theirs(&commit.id)) else {
                    return ControlFlow::Continue(());
                };
                let origin =
                    Origin { object: Some(commit.id), commit: Some(commit.id), ..Origin::file(RelPath::new(MESSAGE)) };
                let message = object.message_raw_sloppy();
                visit(Visited::Opened(&origin, message.len() as u64))?;
                text::show(&origin, message, visit)
            }
        }
    }

    /// Every object of a merge base, at whatever path.
    fn before(&self, trees: &Trees<'_>) -> &HashSet<ObjectId> {
        self.before.get_or_init(|| {
            let mut all = HashSet::new();
            for tree in self.range.bases.iter().filter_map(|base| base.tree) {
                trees.files(&tree, &mut Vec::new(), 0, &mut |version| {
                    all.insert(version.id);
                });
            }
            all
        })
    }

    /// The names that a file had in the course of the range, its own among them.
    fn names(&self, repository: &gix::Repository, trees: &Trees<'_>, path: &RelPath) -> Vec<RelPath> {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let of = || lineage::names(repository, trees, &self.range, &self.births, path);
        names.entry(path.clone()).or_insert_with(of).clone()
    }
}

impl Source for Diff {
    fn visit(&self, visit: &Visitor<'_>) -> Result<(), SourceError> {
        for skip in &self.skipped {
            if visit(Visited::Skipped(skip.clone())).is_break() {
                return Ok(());
            }
        }
        let versions = self.introduced.iter().map(Item::Version);
        let items: Vec<Item<'_>> = versions.chain((0..self.range.commits.len()).map(Item::Message)).collect();
        // A visitor that has seen enough is no failure of the source.
        let _ = version::each(&self.repository, &items, self.threads, &|repository, item| {
            self.show_item(repository, item, visit)
        });
        Ok(())
    }

    /// The versions of the merge bases, under the former names of a file that was renamed.
    fn earlier(&self, origin: &Origin) -> Vec<ObjectId> {
        let Some(object) = origin.object.filter(|object| Some(*object) != origin.commit) else { return Vec::new() };
        let repository = self.repository.to_thread_local();
        let trees = Trees::new(&repository);
        if self.before(&trees).contains(&object) {
            return vec![object];
        }
        let names = self.names(&repository, &trees, &origin.path);
        let at_bases = self.range.bases.iter().filter_map(|base| base.tree).flat_map(|tree| {
            let held = names.iter().filter_map(|name| trees.at(&tree, name)).collect::<Vec<_>>();
            held.into_iter().filter(|version| version.kind != Kind::Submodule).map(|version| version.id)
        });
        at_bases.collect()
    }

    fn show(&self, origin: &Origin, visit: &Visitor<'_>) {
        // Nobody stops a look at one file.
        let _ = self.texts.show(&self.repository.to_thread_local(), origin, Kind::File, visit);
    }

    fn turn(&self, origin: &Origin) -> usize {
        origin.commit.and_then(|commit| self.turns.get(&commit).copied()).unwrap_or(usize::MAX)
    }

    /// The first commit of the range that holds the credential, and whether the last one still does.
    fn provenance(&self, origins: &[Origin]) -> Option<Provenance> {
        let repository = self.repository.to_thread_local();
        let first = origins.iter().min_by_key(|origin| self.turn(origin))?.commit?;
        let trees = Trees::new(&repository);
        let holds = |tree: ObjectId| {
            let mut held =
                origins.iter().filter_map(|origin| Some((trees.at(&tree, &origin.path)?.id, origin.object?)));
            held.any(|(held, object)| held == object)
        };
        let in_head = self.range.head_tree.is_some_and(holds);
        let last = if in_head {
            Some(self.range.head)
        } else {
            let newest = self.range.commits.iter().rev().take(MOST_LOOKED_AT);
            newest.filter(|commit| commit.tree.is_some_and(holds)).map(|commit| commit.id).next()
        };
        Some(Provenance {
            first: people::commit(&repository, &first),
            refs: self.range.reference.iter().cloned().collect(),
            refs_total: self.range.reference.iter().count(),
            reach: Reach::Reference,
            in_head,
            last_held: last.and_then(|last| people::commit(&repository, &last)).map(|commit| commit.committed),
        })
    }

    fn revision(&self) -> Option<Revision> {
        let revision = worktree::revision_of(&self.repository.to_thread_local())?;
        Some(Revision { commit: Some(self.range.head.to_string()), ..revision })
    }
}

/// A version without a commit, for the lists of what came and went.
fn file(path: &[u8], id: ObjectId, kind: Kind) -> Version {
    Version { path: RelPath::new(path), id, kind }
}

#[cfg(test)]
mod tests;

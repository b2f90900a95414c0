//! Files and folders on disk: everything that could be committed, from several threads.

mod describe;
mod exclude;
mod roots;
mod tracked;

use std::collections::HashSet;
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use ignore::{WalkBuilder, WalkState};

use super::container::{self, Limits};
use super::{Artifact, Revision, SkipReason, Skipped, Source, SourceError, Visited, Visitor};
use crate::document::{Document, Origin, RelPath};

pub use exclude::{BadGlob, Exclude};
pub use roots::Root;
pub(super) use roots::bytes_of;
use tracked::TrackedError;
pub(super) use tracked::revision_of;

/// Files and folders on disk.
#[derive(Clone, Debug)]
pub struct Worktree {
    /// The files and folders to look at.
    pub paths: Vec<PathBuf>,
    /// Whether files that git ignores are looked at too.
    pub no_ignore: bool,
    /// Paths that are left out.
    pub exclude: Exclude,
    /// Files larger than this many bytes are left out.
    pub max_file_size: Option<u64>,
    /// Threads to use; 0 for as many as there are processors.
    pub threads: usize,
    /// What is done inside containers.
    pub limits: Limits,
}

impl Worktree {
    /// Looks at the paths before anything is read.
    ///
    /// # Errors
    /// Where one does not exist or cannot be looked at.
    pub fn check(&self) -> Result<(), SourceError> {
        self.paths.iter().try_for_each(|path| Root::of(path).map(drop))
    }

    /// The paths that are still there.
    fn roots(&self) -> Vec<Root> {
        self.paths.iter().filter_map(|path| Root::of(path).ok()).collect()
    }
}

impl Source for Worktree {
    fn visit(&self, visit: &Visitor<'_>) -> Result<(), SourceError> {
        let roots = self.paths.iter().map(|path| Root::of(path)).collect::<Result<Vec<_>, _>>()?;
        for root in roots {
            let walk = Walk {
                worktree: self,
                root,
                visit,
                stopped: AtomicBool::new(false),
                seen: Mutex::default(),
                hasher: RandomState::new(),
            };
            walk.run();
            if walk.stopped.load(Ordering::Relaxed) {
                break;
            }
        }
        Ok(())
    }

    fn artifacts(&self, names: &[RelPath]) -> Vec<Artifact> {
        let roots = self.roots();
        names.iter().filter_map(|name| describe::artifact(&roots, name)).collect()
    }

    /// The commit of the work tree, where all paths lie in one.
    fn revision(&self) -> Option<Revision> {
        let roots = self.roots();
        let (first, others) = roots.split_first()?;
        let same = others.iter().all(|root| root.repository == first.repository);
        same.then(|| tracked::revision(first)).flatten()
    }
}

/// The walk below one path that the user named.
struct Walk<'w> {
    worktree: &'w Worktree,
    root: Root,
    visit: &'w Visitor<'w>,
    stopped: AtomicBool,
    /// Hashes of the paths that were looked at, to know which tracked files were not.
    seen: Mutex<HashSet<u64>>,
    hasher: RandomState,
}

impl Walk<'_> {
    fn run(&self) {
        if self.root.is_file {
            self.stop_on(self.file(&self.root.path));
            return;
        }
        let mut builder = WalkBuilder::new(&self.root.path);
        builder
            .hidden(false)
            .ignore(false)
            .git_ignore(!self.worktree.no_ignore)
            .git_exclude(!self.worktree.no_ignore)
            .git_global(!self.worktree.no_ignore)
            .parents(!self.worktree.no_ignore)
            .follow_links(false)
            .threads(self.worktree.threads)
            .filter_entry(|entry| entry.file_name() != ".git");
        builder.build_parallel().run(|| {
            Box::new(|entry| {
                let flow = match entry {
                    Ok(entry) => self.entry(&entry),
                    Err(error) => self.walk_error(&error),
                };
                self.stop_on(flow);
                if self.stopped.load(Ordering::Relaxed) { WalkState::Quit } else { WalkState::Continue }
            })
        });
        if !self.worktree.no_ignore && !self.stopped.load(Ordering::Relaxed) {
            self.stop_on(self.tracked_but_ignored());
        }
    }

    fn stop_on(&self, flow: ControlFlow<()>) {
        if flow.is_break() {
            self.stopped.store(true, Ordering::Relaxed);
        }
    }

    fn entry(&self, entry: &ignore::DirEntry) -> ControlFlow<()> {
        let Some(kind) = entry.file_type() else { return ControlFlow::Continue(()) };
        if kind.is_dir() {
            return ControlFlow::Continue(());
        }
        self.note_seen(entry.path());
        if kind.is_file() {
            self.file(entry.path())
        } else if kind.is_symlink() {
            self.link(entry.path())
        } else {
            self.skip(entry.path(), SkipReason::NotAFile, String::new())
        }
    }

    fn note_seen(&self, path: &Path) {
        let hash = self.hasher.hash_one(path);
        self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(hash);
    }

    /// Files that are ignored but in the index all the same: they are committed, so they are looked at.
    fn tracked_but_ignored(&self) -> ControlFlow<()> {
        let tracked = match tracked::below(&self.root) {
            Ok(tracked) => tracked,
            Err(error) => {
                let reason = match error {
                    TrackedError::Repository(_) => SkipReason::Unsupported,
                    TrackedError::Index(_) => SkipReason::Unreadable,
                };
                return self.skip(&self.root.path.join(".git"), reason, error.to_string());
            }
        };
        for path in tracked {
            let seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let unseen = !seen.contains(&self.hasher.hash_one(&path));
            drop(seen);
            if unseen && path.symlink_metadata().is_ok_and(|metadata| metadata.is_file()) {
                self.file(&path)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn file(&self, path: &Path) -> ControlFlow<()> {
        let origin = self.origin(path);
        if self.worktree.exclude.holds(&origin.path) {
            return self.skip(path, SkipReason::Excluded, String::new());
        }
        match self.open(path) {
            Ok((file, length)) if self.worktree.max_file_size.is_some_and(|most| length > most) => {
                drop(file);
                self.skip(path, SkipReason::TooLarge, format!("{length} bytes"))
            }
            Ok((file, length)) => container::show_file(&origin, file, length, &self.worktree.limits, self.visit),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.skip(path, SkipReason::Vanished, String::new())
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
                self.skip(path, SkipReason::NotAFile, String::new())
            }
            Err(error) => self.skip(path, SkipReason::Unreadable, error.to_string()),
        }
    }

    /// Opens a regular file; anything else would block or never end.
    fn open(&self, path: &Path) -> io::Result<(File, u64)> {
        if self.root.is_file && !path.metadata()?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        Ok((file, metadata.len()))
    }

    /// A symbolic link is committed as the path it points to.
    fn link(&self, path: &Path) -> ControlFlow<()> {
        let Ok(target) = path.read_link() else { return ControlFlow::Continue(()) };
        let origin = self.origin(path);
        let bytes = roots::bytes_of(&target);
        (self.visit)(Visited::Opened(&origin, bytes.len() as u64))?;
        (self.visit)(Visited::Document(Document::whole(&origin, &bytes)))
    }

    fn walk_error(&self, error: &ignore::Error) -> ControlFlow<()> {
        let path = path_of(error).unwrap_or(&self.root.path);
        match error.io_error() {
            Some(cause) if cause.kind() == io::ErrorKind::NotFound => {
                self.skip(path, SkipReason::Vanished, String::new())
            }
            Some(cause) => self.skip(path, SkipReason::Unreadable, cause.to_string()),
            None => ControlFlow::Continue(()),
        }
    }

    fn skip(&self, path: &Path, reason: SkipReason, detail: String) -> ControlFlow<()> {
        (self.visit)(Visited::Skipped(Skipped { origin: self.origin(path), reason, detail }))
    }

    fn origin(&self, path: &Path) -> Origin {
        Origin::file(self.root.relative(path))
    }
}

/// The path that an error of the walk is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::Partial(errors) => errors.iter().find_map(path_of),
        _ => None,
    }
}

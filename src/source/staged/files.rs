//! Files that the user names: what they are called in the repository, and how they are read from the work tree.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::document::{Document, ObjectId, Origin, RelPath};
use crate::source::version::{Texts, ours};
use crate::source::worktree::{Root, Worktree, bytes_of};
use crate::source::{Artifact, SkipReason, Skipped, Source as _, SourceError, Visited, Visitor};

/// A file or folder that the user named.
pub struct Named {
    /// The name as given.
    pub given: PathBuf,
    /// Where it is.
    pub disk: PathBuf,
    /// What it is called in the repository; empty for its root.
    pub path: Vec<u8>,
}

impl Named {
    /// Finds out what names are called in the repository.
    pub fn of(repository: &gix::Repository, folder: &Path, names: &[PathBuf]) -> Vec<Self> {
        let full = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let real = |path: PathBuf| path.canonicalize().unwrap_or(path);
        let root = repository.workdir().map(|root| real(full(root)));
        let start = real(full(folder));
        let inside = |given: &PathBuf| {
            let joined = plain(&start.join(given));
            // The folder is resolved, the file is not: a link is an entry of its own.
            let parent = joined.parent().map(|parent| real(parent.to_owned()));
            let joined = match (parent, joined.file_name()) {
                (Some(parent), Some(name)) => parent.join(name),
                _ => joined,
            };
            let name = match &root {
                Some(root) => joined.strip_prefix(root).map_or_else(|_| joined.clone(), Path::to_owned),
                None => given.clone(),
            };
            Self { given: given.clone(), disk: folder.join(given), path: bytes_of(&name).into_owned() }
        };
        names.iter().map(inside).collect()
    }

    /// Whether it is this file, or a folder above it.
    pub fn covers(&self, path: &RelPath) -> bool {
        match path.as_bytes().strip_prefix(self.path.as_slice()) {
            Some(rest) => self.path.is_empty() || rest.is_empty() || rest.starts_with(b"/"),
            None => false,
        }
    }

    /// Whether it is a file of the work tree, or a link.
    pub fn is_file(&self) -> bool {
        self.disk.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir())
    }

    /// The submodule that it is.
    pub fn submodule(&self, index: &gix::index::File) -> Option<(RelPath, ObjectId)> {
        let entry = index.entry_by_path(gix::bstr::BStr::new(&self.path))?;
        entry.mode.is_submodule().then(|| (RelPath::new(&self.path), ours(&entry.id)))
    }
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => drop(out.pop()),
            std::path::Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}

/// Shows a file of the work tree; a symbolic link is committed as the path it points to.
pub fn show(path: &Path, texts: &Texts, visit: &Visitor<'_>) -> ControlFlow<()> {
    let is_link = path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
    if let (true, Ok(target)) = (is_link, path.read_link()) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let Ok(root) = Root::of(folder) else { return ControlFlow::Continue(()) };
        let origin = Origin::file(root.relative(&root.path.join(path.file_name().unwrap_or_default())));
        let bytes = bytes_of(&target);
        visit(Visited::Opened(&origin, bytes.len() as u64))?;
        return visit(Visited::Document(Document::whole(&origin, &bytes)));
    }
    let stopped = std::sync::atomic::AtomicBool::new(false);
    let seen = worktree(vec![path.to_owned()], texts).visit(&|visited| {
        let flow = visit(visited);
        stopped.fetch_or(flow.is_break(), std::sync::atomic::Ordering::Relaxed);
        flow
    });
    if let Err(error) = seen {
        let reason = match error {
            SourceError::Missing { .. } => SkipReason::Vanished,
            SourceError::Unreadable { .. } => SkipReason::Unreadable,
        };
        let origin = Origin::file(RelPath::new(bytes_of(path)));
        return visit(Visited::Skipped(Skipped { origin, reason, detail: String::new() }));
    }
    if stopped.into_inner() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// Facts about a file of the work tree, where it is among these sorted names.
pub fn artifact(path: &Path, names: &[RelPath]) -> Option<Artifact> {
    let name = Root::of(path).ok()?.relative(path);
    names.binary_search(&name).ok()?;
    worktree(vec![path.to_owned()], &Texts::default()).artifacts(&[name]).pop()
}

fn worktree(paths: Vec<PathBuf>, texts: &Texts) -> Worktree {
    let Texts { exclude, max_file_size, limits } = texts.clone();
    Worktree { paths, no_ignore: true, exclude, max_file_size, threads: 1, limits }
}

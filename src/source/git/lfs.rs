//! The files that Git LFS keeps beside the repository.

use std::fs;
use std::path::PathBuf;

use super::repository::Repository;

/// How deeply Git LFS puts its files: two folders, and one that keeps them apart.
const DEEPEST: usize = 4;

/// A file that Git LFS keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LfsObject {
    /// Where it lies; its name is the SHA-256 of what it holds.
    pub path: PathBuf,
    /// How many bytes it has.
    pub size: u64,
}

impl Repository {
    /// The files that Git LFS has fetched or made.
    pub fn lfs_objects(&self) -> impl Iterator<Item = LfsObject> + use<> {
        let storage = match &self.settings.lfs_storage {
            Some(path) => self.common_dir.join(path),
            None => self.common_dir.join("lfs"),
        };
        let mut folders = vec![(storage.join("objects"), 0)];
        let mut files: Vec<PathBuf> = Vec::new();
        std::iter::from_fn(move || {
            loop {
                while let Some(path) = files.pop() {
                    if let Ok(metadata) = path.metadata() {
                        return Some(LfsObject { path, size: metadata.len() });
                    }
                }
                let (folder, depth) = folders.pop()?;
                for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
                    match entry.file_type() {
                        Ok(kind) if kind.is_dir() && depth < DEEPEST => folders.push((entry.path(), depth + 1)),
                        Ok(kind) if kind.is_file() => files.push(entry.path()),
                        _ => {}
                    }
                }
                files.sort_by(|a, b| b.cmp(a));
                folders.sort_by(|a, b| b.cmp(a));
            }
        })
    }
}

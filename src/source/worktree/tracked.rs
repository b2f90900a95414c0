//! The files that git tracks, so that one that is ignored as well is not overlooked.

use std::path::PathBuf;

use super::Root;

/// The tracked files below a root, as paths on disk; `None` outside a work tree or where its index cannot be read.
pub fn below(root: &Root) -> Option<Vec<PathBuf>> {
    let repository = gix::open_opts(root.repository.as_ref()?, gix::open::Options::isolated()).ok()?;
    let index = repository.index_or_empty().ok()?;
    let names = index.entries().iter().map(|entry| gix::path::from_bstr(entry.path(&index)));
    Some(names.filter_map(|name| root.on_disk(&name.ok()?)).collect())
}

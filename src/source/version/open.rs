//! Finds and opens the repository that a folder belongs to, as git itself would inside a hook.

use std::path::{Path, PathBuf};

use gix::sec::trust::Mapping;

/// Bytes of decoded objects that each thread keeps: trees of neighbouring commits share most of their folders.
const KEPT: usize = 4 << 20;

/// Why a repository could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is none.
    #[error("`{}` lies in no git repository", path.display())]
    NoRepository {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// There is one that cannot be used.
    #[error("the git repository of `{}` cannot be opened: {reason}", path.display())]
    Unusable {
        /// Where it was looked for.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

/// Opens the repository of a folder; `GIT_DIR`, `GIT_INDEX_FILE` and `GIT_WORK_TREE` hold as they do for git, which sets
/// them for its hooks. Other folders of objects, as `GIT_OBJECT_DIRECTORY` names them, are not read.
pub fn open(folder: &Path) -> Result<gix::ThreadSafeRepository, OpenError> {
    let mut permissions = gix::open::Permissions::isolated();
    permissions.env.git_prefix = gix::sec::Permission::Allow;
    // What is committed is the object itself, whatever a replacement shows in its place.
    let options =
        gix::open::Options::default().permissions(permissions).config_overrides(["core.useReplaceRefs=false"]);
    let options = Mapping { full: options.clone(), reduced: options };
    let ceilings = gix::discover::upwards::Options { match_ceiling_dir_or_error: false, ..Default::default() };
    let mut repository = gix::ThreadSafeRepository::discover_with_environment_overrides_opts(folder, ceilings, options)
        .map_err(|error| why(folder, &error))?
        .to_thread_local();
    repository.object_cache_size_if_unset(KEPT);
    Ok(repository.into_sync())
}

fn why(folder: &Path, error: &gix::Error) -> OpenError {
    let path = folder.to_owned();
    let named = std::env::var_os("GIT_DIR").map(PathBuf::from);
    let exists = named.is_some() || folder.ancestors().any(|folder| folder.join(".git").exists());
    if exists {
        OpenError::Unusable { path: named.unwrap_or(path), reason: super::reason(error) }
    } else {
        OpenError::NoRepository { path }
    }
}

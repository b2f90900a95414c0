//! What the environment says of a repository, as git reads it.

use std::ffi::OsString;
use std::path::PathBuf;

/// The variables of the environment that move a repository or a part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// `GIT_DIR`: the repository, whatever the path says.
    pub git_dir: Option<PathBuf>,
    /// `GIT_COMMON_DIR`: where a linked work tree finds what it shares.
    pub common_dir: Option<PathBuf>,
    /// `GIT_WORK_TREE`: the work tree.
    pub work_tree: Option<PathBuf>,
    /// `GIT_OBJECT_DIRECTORY`: the objects.
    pub objects: Option<PathBuf>,
    /// `GIT_ALTERNATE_OBJECT_DIRECTORIES`: more objects, as a list.
    pub alternates: Option<OsString>,
    /// `GIT_INDEX_FILE`: the index.
    pub index: Option<PathBuf>,
}

impl Environment {
    /// The environment of this process; variables that are empty are as good as not set.
    #[must_use]
    pub fn of_process() -> Self {
        let of = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let path = |name: &str| of(name).map(PathBuf::from);
        Self {
            git_dir: path("GIT_DIR"),
            common_dir: path("GIT_COMMON_DIR"),
            work_tree: path("GIT_WORK_TREE"),
            objects: path("GIT_OBJECT_DIRECTORY"),
            alternates: of("GIT_ALTERNATE_OBJECT_DIRECTORIES"),
            index: path("GIT_INDEX_FILE"),
        }
    }
}

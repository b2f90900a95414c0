//! A repository: where it lies, and how it is set up.

pub(super) mod discover;
mod environment;
pub(super) mod settings;

#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use environment::Environment;

use super::file::bytes_of;
use super::object::HashKind;
use crate::document::{Origin, RelPath};
use crate::source::{SkipReason, Skipped};
use settings::Settings;

/// A repository of git, opened.
#[derive(Clone, Debug)]
pub struct Repository {
    /// What belongs to this work tree alone: its HEAD and its index.
    pub git_dir: PathBuf,
    /// What all work trees of the repository share: objects and references.
    pub common_dir: PathBuf,
    /// The work tree, where there is one.
    pub work_tree: Option<PathBuf>,
    /// How objects are named.
    pub hash: HashKind,
    pub(super) settings: Settings,
    pub(super) environment: Environment,
}

/// Why a repository could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Nothing at the path or above it is a repository.
    #[error("`{}` is no repository of git, and does not lie in one", path.display())]
    NotARepository {
        /// The path as given.
        path: PathBuf,
    },
    /// A path cannot be looked at.
    #[error("cannot read `{}`", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file that should name a folder does not.
    #[error("`{}` does not name the folder of a repository", path.display())]
    Pointer {
        /// The file.
        path: PathBuf,
    },
    /// A file names a folder that is not there.
    #[error("`{}` names the repository `{}`, which is not there", path.display(), target.display())]
    Dangling {
        /// The file.
        path: PathBuf,
        /// What it names.
        target: PathBuf,
    },
    /// The configuration cannot be parsed.
    #[error("the configuration `{}` cannot be parsed: {why}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// A version of the format that is not known.
    #[error("the repository has format version `{version}`, only 0 and 1 are read")]
    Version {
        /// The version.
        version: String,
    },
    /// An extension of the format that is not known.
    #[error("the repository uses the extension `{name}`, which is not known")]
    Extension {
        /// Its name.
        name: String,
    },
    /// A hash that is not known.
    #[error("the repository names its objects by `{name}`, only sha1 and sha256 are read")]
    Hash {
        /// Its name.
        name: String,
    },
}

impl Repository {
    /// Opens the repository that a path is or lies in, or that the environment of this process names, as git does.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::open_in(path, Environment::of_process())
    }

    /// The same in an environment of the caller's choice: an empty one for repositories that are named by their path.
    pub fn open_in(path: &Path, environment: Environment) -> Result<Self, OpenError> {
        let place = discover::discover(path, &environment)?;
        let settings = Settings::read(&place.git_dir, &place.common_dir)?;
        let start = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let work_tree = match (&environment.work_tree, &settings.work_tree) {
            (Some(given), _) => Some(start.join(given)),
            (None, Some(configured)) => Some(place.git_dir.join(configured)),
            (None, None) if settings.bare == Some(true) && place.git_dir == place.common_dir => None,
            (None, None) => place.holder,
        };
        let work_tree = work_tree.map(|path| fs::canonicalize(&path).unwrap_or(path));
        let hash = settings.hash;
        Ok(Self { git_dir: place.git_dir, common_dir: place.common_dir, work_tree, hash, settings, environment })
    }

    /// The folder of the repository's own objects.
    #[must_use]
    pub fn objects(&self) -> PathBuf {
        match &self.environment.objects {
            Some(given) => fs::canonicalize(given).unwrap_or_else(|_| given.clone()),
            None => self.common_dir.join("objects"),
        }
    }

    /// How a file of the repository is named in the receipt: from the root of the work tree, or of the bare repository.
    #[must_use]
    pub fn origin(&self, path: &Path) -> Origin {
        let named_so = self.common_dir.file_name().is_some_and(|name| name == ".git");
        let name = match (path.strip_prefix(&self.common_dir), &self.work_tree) {
            (Ok(below), _) if named_so => Path::new(".git").join(below),
            (Ok(below), _) => below.to_owned(),
            (Err(_), Some(tree)) => path.strip_prefix(tree).unwrap_or(path).to_owned(),
            (Err(_), None) => path.to_owned(),
        };
        Origin::file(RelPath::new(if name.as_os_str().is_empty() { b".".to_vec() } else { bytes_of(&name) }))
    }

    /// A line of the receipt on a file of the repository.
    pub(super) fn skipped(&self, path: &Path, reason: SkipReason, detail: impl Into<String>) -> Skipped {
        Skipped { origin: self.origin(path), reason, detail: detail.into() }
    }

    /// A line of the receipt on a file of the repository that cannot be read.
    pub(super) fn unreadable(&self, path: &Path, error: &io::Error) -> Skipped {
        self.skipped(path, SkipReason::Unreadable, error.to_string())
    }
}

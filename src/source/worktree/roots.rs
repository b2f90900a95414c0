//! What a path on the command line stands for, and how the files below it are named.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::document::RelPath;
use crate::source::SourceError;

/// A path that the user named.
#[derive(Clone, Debug)]
pub struct Root {
    /// The path as named.
    pub path: PathBuf,
    /// Whether it is a single file.
    pub is_file: bool,
    /// The work tree it lies in, where there is one.
    pub repository: Option<PathBuf>,
    /// What is put in front of names below `path`, so that they begin at the root of the repository.
    prefix: PathBuf,
}

impl Root {
    /// Looks at a path that the user named.
    ///
    /// # Errors
    /// Where it does not exist or cannot be looked at.
    pub fn of(path: &Path) -> Result<Self, SourceError> {
        let metadata = path.metadata().map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => SourceError::Missing { path: path.to_owned() },
            _ => SourceError::Unreadable { path: path.to_owned(), source },
        })?;
        let is_file = !metadata.is_dir();
        let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let full = full.canonicalize().unwrap_or(full);
        let folder = if is_file { full.parent().unwrap_or(&full) } else { &full };
        let repository = folder.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
        let prefix = match &repository {
            Some(repository) => full.strip_prefix(repository).unwrap_or(Path::new("")).to_owned(),
            None if is_file => path.file_name().map(PathBuf::from).unwrap_or_default(),
            None => PathBuf::new(),
        };
        Ok(Self { path: path.to_owned(), is_file, repository, prefix })
    }

    /// The name of a file at or below the path: from the root of the repository, else from the path itself.
    #[must_use]
    pub fn relative(&self, path: &Path) -> RelPath {
        let below = path.strip_prefix(&self.path).unwrap_or(path);
        let name = if below.as_os_str().is_empty() { self.prefix.clone() } else { self.prefix.join(below) };
        let bytes = bytes_of(&name);
        RelPath::new(if bytes.is_empty() { b"." } else { bytes.as_ref() })
    }

    /// The place on disk of a file named from the root of the repository, where it lies below the path.
    #[must_use]
    pub fn on_disk(&self, name: &Path) -> Option<PathBuf> {
        name.strip_prefix(&self.prefix)
            .ok()
            .filter(|rest| !rest.as_os_str().is_empty())
            .map(|rest| self.path.join(rest))
    }
}

/// The bytes of a path, with `/` separators.
#[cfg(unix)]
pub fn bytes_of(path: &Path) -> Cow<'_, [u8]> {
    use std::os::unix::ffi::OsStrExt;
    Cow::Borrowed(path.as_os_str().as_bytes())
}

/// The bytes of a path, with `/` separators.
#[cfg(not(unix))]
pub fn bytes_of(path: &Path) -> Cow<'_, [u8]> {
    Cow::Owned(path.to_string_lossy().replace('\\', "/").into_bytes())
}

/// The path of a name.
#[cfg(unix)]
pub fn path_of(name: &RelPath) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(name.as_bytes()))
}

/// The path of a name.
#[cfg(not(unix))]
pub fn path_of(name: &RelPath) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name.as_bytes()).into_owned())
}

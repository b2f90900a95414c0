//! Finding the repository that a path belongs to.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Environment, OpenError};
use crate::source::git::file;

/// The most bytes of a file that points elsewhere: a path.
const LONGEST_POINTER: u64 = 1 << 16;

/// Where the parts of a repository lie.
#[derive(Debug)]
pub struct Place {
    /// What belongs to this work tree alone.
    pub git_dir: PathBuf,
    /// What all work trees of the repository share.
    pub common_dir: PathBuf,
    /// The folder in which `.git` was found, or which the environment makes the work tree.
    pub holder: Option<PathBuf>,
}

/// Looks for a repository at a path and above it.
pub fn discover(path: &Path, environment: &Environment) -> Result<Place, OpenError> {
    let start = fs::canonicalize(path).map_err(|source| OpenError::Unreadable { path: path.to_owned(), source })?;
    if let Some(given) = &environment.git_dir {
        let given = start.join(given);
        let git_dir = if given.is_file() { pointed(&given)? } else { given };
        return place(git_dir, environment)?
            .map(|found| Place { holder: Some(start), ..found })
            .ok_or_else(|| OpenError::NotARepository { path: environment.git_dir.clone().unwrap_or_default() });
    }
    // A file named `.git` stands for the repository that it points to; any other file for the folder it lies in.
    if start.is_file() && start.file_name().is_some_and(|name| name == ".git") {
        let found = place(pointed(&start)?, environment)?;
        let found = found.ok_or_else(|| OpenError::NotARepository { path: path.to_owned() })?;
        return Ok(Place { holder: start.parent().map(Path::to_owned), ..found });
    }
    for folder in start.ancestors().filter(|folder| folder.is_dir()) {
        if let Some(found) = at(folder, environment)? {
            return Ok(found);
        }
    }
    Err(OpenError::NotARepository { path: path.to_owned() })
}

/// The repository whose work tree begins in a folder, or that the folder is.
fn at(folder: &Path, environment: &Environment) -> Result<Option<Place>, OpenError> {
    let dot_git = folder.join(".git");
    let git_dir = if dot_git.is_file() { pointed(&dot_git)? } else { dot_git };
    if git_dir.is_dir()
        && let Some(found) = place(git_dir, environment)?
    {
        return Ok(Some(Place { holder: Some(folder.to_owned()), ..found }));
    }
    place(folder.to_owned(), environment)
}

/// The repository that a folder is, if it is one.
fn place(git_dir: PathBuf, environment: &Environment) -> Result<Option<Place>, OpenError> {
    let common_dir = match &environment.common_dir {
        Some(common) => common.clone(),
        None => common_dir(&git_dir)?,
    };
    Ok(is_repository(&git_dir, &common_dir, environment).then(|| Place {
        holder: holder(&git_dir),
        git_dir: clean(git_dir),
        common_dir: clean(common_dir),
    }))
}

/// The folder that a linked work tree shares with the others; any other repository shares itself.
pub fn common_dir(git_dir: &Path) -> Result<PathBuf, OpenError> {
    let pointer = git_dir.join("commondir");
    if !pointer.is_file() {
        return Ok(git_dir.to_owned());
    }
    let text = file::read(&pointer, LONGEST_POINTER)
        .map_err(|source| OpenError::Unreadable { path: pointer.clone(), source })?;
    let path = file::path_of(text.trim_ascii_end()).ok_or(OpenError::Pointer { path: pointer })?;
    Ok(git_dir.join(path))
}

/// What git looks for, but for the content of HEAD: a repository whose HEAD is damaged is one all the same.
fn is_repository(git_dir: &Path, common_dir: &Path, environment: &Environment) -> bool {
    let named_so = git_dir.file_name().is_some_and(|name| name == ".git");
    let head = git_dir.join("HEAD").symlink_metadata().is_ok();
    let refs = common_dir.join("refs").is_dir();
    let objects = environment.objects.is_some() || common_dir.join("objects").is_dir();
    objects && ((head && refs) || (named_so && (head || refs || common_dir.join("packed-refs").is_file())))
}

/// Whether a folder is a repository of its own, without any work tree around it.
pub fn is_git_dir(folder: &Path) -> bool {
    common_dir(folder).is_ok_and(|common| is_repository(folder, &common, &Environment::default()))
}

/// Where a file named `.git` points to: `gitdir: PATH`.
pub fn pointed(pointer: &Path) -> Result<PathBuf, OpenError> {
    let text = file::read(pointer, LONGEST_POINTER)
        .map_err(|source| OpenError::Unreadable { path: pointer.to_owned(), source })?;
    let bad = || OpenError::Pointer { path: pointer.to_owned() };
    let target = text.strip_prefix(b"gitdir:").ok_or_else(bad)?.trim_ascii();
    let target = file::path_of(target).filter(|path| !path.as_os_str().is_empty()).ok_or_else(bad)?;
    let target = pointer.parent().unwrap_or(Path::new("")).join(target);
    if target.is_dir() { Ok(target) } else { Err(OpenError::Dangling { path: pointer.to_owned(), target }) }
}

/// The work tree around a repository that was named itself: the folder of its `.git`.
fn holder(git_dir: &Path) -> Option<PathBuf> {
    let clean = clean(git_dir.to_owned());
    if clean.file_name().is_some_and(|name| name == ".git") {
        return clean.parent().map(Path::to_owned);
    }
    // The folder of a linked work tree keeps the path of that tree's `.git`.
    let back = file::read(&clean.join("gitdir"), LONGEST_POINTER).ok()?;
    let back = clean.join(file::path_of(back.trim_ascii_end())?);
    back.parent().filter(|folder| folder.is_dir()).map(|folder| self::clean(folder.to_owned()))
}

fn clean(path: PathBuf) -> PathBuf {
    fs::canonicalize(&path).unwrap_or(path)
}

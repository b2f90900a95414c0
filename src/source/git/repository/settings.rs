//! What a repository's configuration says of its form, and of where it came from.

use std::path::{Path, PathBuf};

use gix::config::{File, Source, file::Metadata, file::init::Options};

use super::OpenError;
use crate::source::git::file;
use crate::source::git::object::HashKind;

/// The longest configuration that is read.
const LONGEST_CONFIG: u64 = 16 << 20;

/// The extensions of version 1 that change nothing of what is read here, or that are understood.
const KNOWN_EXTENSIONS: [&str; 11] = [
    "noop",
    "noop-v1",
    "preciousobjects",
    "partialclone",
    "worktreeconfig",
    "objectformat",
    "compatobjectformat",
    "refstorage",
    "relativeworktrees",
    "submodulepathconfig",
    "submoduleencoding",
];

/// The settings of a repository that matter here.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// How objects are named.
    pub hash: HashKind,
    /// How references are kept, where it is not in files.
    pub ref_storage: Option<String>,
    /// Whether it says that it has no work tree.
    pub bare: Option<bool>,
    /// The work tree, where it is not the folder of `.git`.
    pub work_tree: Option<PathBuf>,
    /// The remote that keeps what a partial clone left out.
    pub partial_clone: Option<String>,
    /// Where it came from.
    pub remotes: Vec<Remote>,
    /// Where Git LFS keeps its objects, if not in its usual place.
    pub lfs_storage: Option<PathBuf>,
}

/// A repository that this one was cloned from, or fetches from.
#[derive(Clone, Debug, Default)]
pub struct Remote {
    /// Its name: `origin`.
    pub name: String,
    /// What is fetched of it.
    pub fetch: Vec<Vec<u8>>,
    /// Whether it keeps objects that the clone left out.
    pub promisor: bool,
    /// What was left out: `blob:none`.
    pub filter: Option<String>,
}

impl Settings {
    /// Reads the configuration of a repository; one that has none is as git makes them.
    pub fn read(git_dir: &Path, common_dir: &Path) -> Result<Self, OpenError> {
        let Some(config) = parse(&common_dir.join("config"), Source::Local)? else { return Ok(Self::default()) };
        let mut settings = Self::of(&config)?;
        if config.boolean("extensions.worktreeConfig").ok().flatten() == Some(true)
            && let Some(own) = parse(&git_dir.join("config.worktree"), Source::Worktree)?
        {
            settings.overlay(&own);
        }
        Ok(settings)
    }

    fn of(config: &File) -> Result<Self, OpenError> {
        let version = text(config, "core.repositoryFormatVersion").unwrap_or_else(|| "0".to_owned());
        if !matches!(version.as_str(), "0" | "1") {
            return Err(OpenError::Version { version });
        }
        let extensions = config.sections_by_name("extensions").into_iter().flatten();
        let names = extensions.flat_map(|section| section.value_names().collect::<Vec<_>>());
        if version == "1"
            && let Some(name) = names.into_iter().find(|name| !is_known(name))
        {
            return Err(OpenError::Extension { name });
        }
        let mut settings = Self { hash: hash_of(config)?, ..Self::default() };
        settings.ref_storage = text(config, "extensions.refStorage").filter(|form| form != "files");
        settings.overlay(config);
        Ok(settings)
    }

    /// Takes over what may stand in the configuration of a single work tree as well.
    fn overlay(&mut self, config: &File) {
        self.bare = config.boolean("core.bare").ok().flatten().or(self.bare);
        self.work_tree = path(config, "core.worktree").or(self.work_tree.take());
        self.lfs_storage = path(config, "lfs.storage").or(self.lfs_storage.take());
        self.partial_clone = text(config, "extensions.partialClone").or(self.partial_clone.take());
        for section in config.sections_by_name("remote").into_iter().flatten() {
            let Some(name) = section.header().subsection_name().map(ToString::to_string) else { continue };
            let at = self.remotes.iter().position(|remote| remote.name == name).unwrap_or_else(|| {
                self.remotes.push(Remote { name, ..Remote::default() });
                self.remotes.len() - 1
            });
            let remote = &mut self.remotes[at];
            remote.fetch.extend(section.values("fetch").into_iter().map(Vec::from));
            remote.promisor |= section.value("promisor").is_some_and(|value| truth(&value));
            let filter = section.value("partialclonefilter").map(|value| value.to_string());
            remote.filter = filter.or(remote.filter.take());
        }
    }
}

fn parse(path: &Path, source: Source) -> Result<Option<File>, OpenError> {
    let bytes = file::read_if_there(path, LONGEST_CONFIG)
        .map_err(|source| OpenError::Unreadable { path: path.to_owned(), source })?;
    let Some(bytes) = bytes else { return Ok(None) };
    let options = Options { lossy: true, ..Options::default() };
    File::from_bytes_no_includes(&bytes, Metadata::from(source), options)
        .map(Some)
        .map_err(|error| OpenError::Config { path: path.to_owned(), why: error.to_string() })
}

fn is_known(extension: &str) -> bool {
    KNOWN_EXTENSIONS.contains(&extension.to_ascii_lowercase().as_str())
}

fn hash_of(config: &File) -> Result<HashKind, OpenError> {
    match text(config, "extensions.objectFormat").as_deref() {
        None | Some("sha1") => Ok(HashKind::Sha1),
        Some("sha256") => Ok(HashKind::Sha256),
        Some(other) => Err(OpenError::Hash { name: other.to_owned() }),
    }
}

fn text(config: &File, key: &str) -> Option<String> {
    config.string(key).map(|value| value.to_string())
}

fn path(config: &File, key: &str) -> Option<PathBuf> {
    config.string(key).and_then(|value| file::path_of(&value)).filter(|path| !path.as_os_str().is_empty())
}

fn truth(value: &[u8]) -> bool {
    let value = value.to_ascii_lowercase();
    !matches!(value.as_slice(), b"" | b"0" | b"false" | b"no" | b"off")
}

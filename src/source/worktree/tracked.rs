//! What git knows of a work tree: the files that it tracks, and the commit they belong to.

use std::path::PathBuf;

use super::Root;
use crate::source::Revision;

/// Why git's knowledge of a work tree could not be used.
#[derive(Debug, thiserror::Error)]
pub enum TrackedError {
    /// The repository is of a kind that is not read.
    #[error("the repository cannot be opened: {0}; tracked files that are ignored were not looked for")]
    Repository(String),
    /// The index is damaged or of a kind that is not read.
    #[error("the index cannot be read: {0}; tracked files that are ignored were not looked for")]
    Index(String),
}

/// The tracked files below a root, as paths on disk; none outside a work tree.
pub fn below(root: &Root) -> Result<Vec<PathBuf>, TrackedError> {
    let Some(folder) = &root.repository else { return Ok(Vec::new()) };
    let repository = open(folder)?;
    let index = repository.index_or_empty().map_err(|error| TrackedError::Index(error.to_string()))?;
    let names = index.entries().iter().map(|entry| gix::path::from_bstr(entry.path(&index)));
    Ok(names.filter_map(|name| root.on_disk(&name.ok()?)).collect())
}

/// The commit that is checked out, where the repository names a place that it came from.
pub fn revision(root: &Root) -> Option<Revision> {
    revision_of(&open(root.repository.as_ref()?).ok()?)
}

/// The commit that is checked out in a repository, where it names a place that it came from.
pub fn revision_of(repository: &gix::Repository) -> Option<Revision> {
    let remote = repository.config_snapshot().string("remote.origin.url")?.to_string();
    let branch = repository.head_name().ok().flatten().map(|name| name.shorten().to_string());
    let commit = repository.head_id().ok().map(|id| id.to_string());
    Some(Revision { repository: address(&remote)?, commit, branch })
}

fn open(folder: &std::path::Path) -> Result<gix::Repository, TrackedError> {
    gix::open_opts(folder, gix::open::Options::isolated()).map_err(|error| TrackedError::Repository(error.to_string()))
}

/// A remote's address as a URI, without the user name, password or token that may stand in it.
fn address(remote: &str) -> Option<String> {
    let (scheme, rest) = match remote.split_once("://") {
        Some((scheme, rest)) => (scheme, rest.to_owned()),
        // The short form of ssh: `git@host:path`.
        None => ("ssh", remote.split_once(':').map(|(host, path)| format!("{host}/{}", path.trim_start_matches('/')))?),
    };
    let (host, path) = rest.split_once('/')?;
    let host = host.rsplit('@').next().unwrap_or_default();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/:[]%+".contains(&byte));
    let known = ["https", "http", "ssh", "git"].contains(&scheme);
    (known && !host.is_empty() && plain(host) && plain(path)).then(|| format!("{scheme}://{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_uri_and_holds_no_credential() {
        let of = |remote: &str| address(remote);
        assert_eq!(of("https://git.example.org/a/b.git").as_deref(), Some("https://git.example.org/a/b.git"));
        assert_eq!(of("git@git.example.org:a/b.git").as_deref(), Some("ssh://git.example.org/a/b.git"));
        assert_eq!(of("https://me:pw@x@git.example.org/a?token=1").as_deref(), Some("https://git.example.org/a"));
        assert_eq!(of("ssh://git@git.example.org:22/a").as_deref(), Some("ssh://git.example.org:22/a"));
        for other in ["/srv/git/a", "../a", "file:///srv/a", "C:\\a", "https://", "https://host/a b"] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}

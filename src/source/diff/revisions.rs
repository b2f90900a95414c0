//! What the user calls a revision, and what is said where there is none.

use gix::bstr::ByteSlice as _;

use crate::document::ObjectId;
use crate::source::version::ours;

/// Names that are offered for one that does not exist.
const NEAR: usize = 5;
/// References that are compared with such a name.
const MOST_REFERENCES: usize = 20_000;

/// Why a revision could not be resolved.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// Nothing is called so.
    #[error("no commit is called `{name}` here{}", near.describe())]
    Unknown {
        /// The name as given.
        name: String,
        /// What is called like it.
        near: Near,
    },
    /// Something else is called so.
    #[error("`{name}` names no commit")]
    NoCommit {
        /// The name as given.
        name: String,
    },
    /// Something is called so, but the commit cannot be read.
    #[error("the commit that `{name}` names is missing from the repository, or damaged: `git fsck` tells more")]
    Lost {
        /// The name as given.
        name: String,
    },
    /// The clone is shallow, and what is asked for lies beyond its boundary.
    #[error(
        "{what} not in this shallow clone: get it with `git fetch --deepen=100 {remote} {branch}`, or all of the history with `git fetch --unshallow`"
    )]
    Shallow {
        /// What is missing, and the verb.
        what: String,
        /// The remote that has it.
        remote: String,
        /// What the branch is called there.
        branch: String,
    },
}

/// The names that are nearest to one that does not exist.
#[derive(Debug, Default)]
pub struct Near(Vec<String>);

impl Near {
    fn describe(&self) -> String {
        if self.0.is_empty() {
            return " (`git branch --all` and `git tag` list what there is)".to_owned();
        }
        let names: Vec<String> = self.0.iter().map(|name| format!("`{name}`")).collect();
        format!(": did you mean {}?", names.join(" or "))
    }
}

/// The commits of both sides.
pub fn both(repository: &gix::Repository, base: &str, head: &str) -> Result<(ObjectId, ObjectId), RevisionError> {
    let resolved = |name: &str| commit(repository, name).ok_or_else(|| unknown(repository, name));
    Ok((resolved(base)?, resolved(head)?))
}

fn commit(repository: &gix::Repository, name: &str) -> Option<ObjectId> {
    let id = repository.rev_parse_single(format!("{name}^{{commit}}").as_str()).ok()?;
    repository.find_commit(id).ok().map(|commit| ours(&commit.id))
}

fn unknown(repository: &gix::Repository, name: &str) -> RevisionError {
    if repository.is_shallow().unwrap_or(false) {
        return shallow(repository, format!("`{name}` is"), name);
    }
    if let Ok(id) = repository.rev_parse_single(name) {
        let name = name.to_owned();
        let is_other =
            repository.find_header(id).is_ok_and(|header| header.kind().is_tree() || header.kind().is_blob());
        return if is_other { RevisionError::NoCommit { name } } else { RevisionError::Lost { name } };
    }
    RevisionError::Unknown { name: name.to_owned(), near: near(repository, name) }
}

/// Says how to get what lies beyond the boundary of a shallow clone.
pub fn shallow(repository: &gix::Repository, what: String, base: &str) -> RevisionError {
    let remotes = repository.remote_names();
    let short = base.trim_start_matches("refs/remotes/").trim_start_matches("refs/heads/");
    let of_remote = remotes.iter().find_map(|remote| {
        let branch = short.strip_prefix(&remote.to_string())?.strip_prefix('/')?;
        Some((remote.to_string(), branch.to_owned()))
    });
    let (remote, branch) = of_remote.unwrap_or_else(|| ("origin".to_owned(), short.to_owned()));
    RevisionError::Shallow { what, remote, branch }
}

/// The names of references that are most like a name.
fn near(repository: &gix::Repository, name: &str) -> Near {
    let Ok(references) = repository.references() else { return Near::default() };
    let Ok(all) = references.all() else { return Near::default() };
    let mut scored: Vec<(f64, String)> = Vec::new();
    for reference in all.take(MOST_REFERENCES).filter_map(Result::ok) {
        let short = reference.name().shorten().to_str_lossy().into_owned();
        let last = short.rsplit('/').next().unwrap_or_default();
        let score = strsim::jaro_winkler(name, &short).max(strsim::jaro_winkler(name, last));
        if score > 0.8 && !scored.iter().any(|(_, known)| *known == short) {
            scored.push((score, short));
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Near(scored.into_iter().take(NEAR).map(|(_, name)| name).collect())
}

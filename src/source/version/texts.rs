//! Reads one version of a file from the object database and shows it as a scan of the work tree would.

use std::ops::ControlFlow;

use super::{Kind, theirs};
use crate::document::{Document, ObjectId, Origin};
use crate::source::container::{self, Limits};
use crate::source::worktree::Exclude;
use crate::source::{SkipReason, Skipped, Visited, Visitor};

/// Objects are decoded in memory as a whole, so longer ones are left out.
const MOST_BYTES: u64 = 2 << 30;

/// What of a version is shown, and how deep it is looked into.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// Paths that are left out.
    pub exclude: Exclude,
    /// Files larger than this many bytes are left out.
    pub max_file_size: Option<u64>,
    /// What is done inside containers.
    pub limits: Limits,
}

impl Texts {
    /// Shows the object of `origin`, or why it is not looked at.
    pub fn show(
        &self,
        repository: &gix::Repository,
        origin: &Origin,
        kind: Kind,
        visit: &Visitor<'_>,
    ) -> ControlFlow<()> {
        let skip = |reason, detail: String| visit(Visited::Skipped(Skipped { origin: origin.clone(), reason, detail }));
        if self.exclude.holds(&origin.path) {
            // The path is left out, whatever its versions are.
            let origin = Origin::file(origin.path.clone());
            return visit(Visited::Skipped(Skipped { origin, reason: SkipReason::Excluded, detail: String::new() }));
        }
        let Some(id) = &origin.object else { return ControlFlow::Continue(()) };
        if kind == Kind::Submodule {
            let origin = Origin::file(origin.path.clone());
            let detail = "its files are in a repository of its own: scan it there".to_owned();
            return visit(Visited::Skipped(Skipped { origin, reason: SkipReason::Submodule, detail }));
        }
        let most = self.max_file_size.unwrap_or(MOST_BYTES).min(MOST_BYTES);
        match read(repository, id, most) {
            Ok(bytes) if kind == Kind::Link => {
                visit(Visited::Opened(origin, bytes.len() as u64))?;
                visit(Visited::Document(Document::whole(origin, &bytes)))
            }
            Ok(bytes) => container::show(origin, &bytes, &self.limits, visit),
            Err((reason, detail)) => skip(reason, detail),
        }
    }
}

/// The bytes of an object of at most so many bytes, or why there are none.
pub fn read(repository: &gix::Repository, id: &ObjectId, most: u64) -> Result<Vec<u8>, (SkipReason, String)> {
    let corrupt = |error: gix::Error| (SkipReason::Corrupt, format!("object {id}: {}", super::reason(&error)));
    let header = repository.try_find_header(theirs(id)).map_err(corrupt)?;
    match header {
        None => return Err(absent(repository, id)),
        Some(header) if header.size() > most => return Err((SkipReason::TooLarge, format!("{} bytes", header.size()))),
        Some(_) => {}
    }
    match repository.try_find_object(theirs(id)).map_err(corrupt)? {
        Some(mut object) => Ok(std::mem::take(&mut object.data)),
        None => Err(absent(repository, id)),
    }
}

/// An object that a partial clone has left on the server is a limit; elsewhere something is lost.
fn absent(repository: &gix::Repository, id: &ObjectId) -> (SkipReason, String) {
    let config = repository.config_snapshot();
    let mut remotes = config.plumbing().sections_by_name("remote").into_iter().flatten();
    let is_partial = config.string("extensions.partialClone").is_some()
        || remotes.any(|remote| remote.value("promisor").is_some_and(|value| value.as_slice() != b"false"));
    if is_partial {
        (SkipReason::Partial, format!("object {id}: get it with `git cat-file -t {id}`"))
    } else {
        (SkipReason::Missing, format!("object {id}"))
    }
}

//! What the names that people use stand for.

use gix::bstr::ByteSlice;

use super::Repository;
use crate::document::ObjectId;
use crate::source::Revision;
use crate::source::worktree::revision_of;

impl Repository {
    /// The object that a revision names, as `git rev-parse` has it.
    ///
    /// # Errors
    /// Where nothing is called so; says why.
    pub fn resolve(&self, revision: &str) -> Result<ObjectId, String> {
        let repository = self.by_gix()?;
        let found = repository.rev_parse_single(revision.as_bytes().as_bstr()).map_err(|error| error.to_string())?;
        ObjectId::new(found.detach().as_bytes()).ok_or_else(|| "its name is of an unknown length".to_owned())
    }

    /// Where the repository comes from, and what is checked out.
    #[must_use]
    pub fn revision(&self) -> Option<Revision> {
        revision_of(&self.by_gix().ok()?)
    }

    fn by_gix(&self) -> Result<gix::Repository, String> {
        gix::open_opts(&self.git_dir, gix::open::Options::isolated()).map_err(|error| error.to_string())
    }
}

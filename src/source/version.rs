//! Single versions of files in a git repository: opening it, reading and showing one, following renames.

mod open;
mod parallel;
mod renames;
mod texts;
mod trees;

use crate::document::{ObjectId, RelPath};

pub use open::{OpenError, open};
pub use parallel::each;
pub use renames::renamed_from;
pub use texts::{Texts, read};
pub use trees::{Entry, Trees, named};

/// What an entry of an index or a tree holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A file.
    File,
    /// A symbolic link; its text is the path it points to.
    Link,
    /// A commit of a submodule.
    Submodule,
}

/// One version of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// Its name, from the root of the repository.
    pub path: RelPath,
    /// The object that holds it.
    pub id: ObjectId,
    /// What it is.
    pub kind: Kind,
}

/// The name of an object as this program keeps it.
pub fn ours(id: &gix::oid) -> ObjectId {
    ObjectId::new(id.as_bytes()).expect("git's names of objects have 20 or 32 bytes")
}

/// The name of an object as `gix` keeps it.
pub fn theirs(id: &ObjectId) -> gix::ObjectId {
    gix::ObjectId::try_from(id.as_bytes()).expect("our names of objects have 20 or 32 bytes")
}

/// What went wrong, with all causes.
pub fn reason(error: &gix::Error) -> String {
    use std::error::Error as _;
    let mut text = format!("{error:#}");
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = format!("{error:#}");
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        cause = error.source();
    }
    text
}

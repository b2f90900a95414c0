//! What objects of git say: commits, trees and tags, read from their raw bytes, whatever these are.

pub mod commit;
mod headers;
mod signature;
pub mod tag;
pub mod tree;

#[cfg(test)]
mod tests;

pub use commit::Commit;
pub use headers::Headers;
pub use signature::Signature;
pub use tag::Tag;

use crate::document::ObjectId;

/// The four kinds of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A version of the tree, with its parents and a message.
    Commit,
    /// A folder.
    Tree,
    /// The content of a file.
    Blob,
    /// An annotated tag.
    Tag,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Commit, Self::Tree, Self::Blob, Self::Tag];

    /// The kind's name, as it stands in headers of objects.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Tree => "tree",
            Self::Blob => "blob",
            Self::Tag => "tag",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of(name: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().as_bytes() == name)
    }
}

/// The hash that names the objects of a repository.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HashKind {
    /// Names of 20 bytes.
    #[default]
    Sha1,
    /// Names of 32 bytes.
    Sha256,
}

impl HashKind {
    /// How many bytes a name has.
    #[must_use]
    pub const fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }
}

/// The object named by 40 or 64 hexadecimal digits.
#[must_use]
pub fn id_of_hex(digits: &[u8]) -> Option<ObjectId> {
    let length = digits.len() / 2;
    if !matches!(digits.len(), 40 | 64) {
        return None;
    }
    let mut bytes = [0; 32];
    data_encoding::HEXLOWER_PERMISSIVE.decode_mut(digits, &mut bytes[..length]).ok()?;
    ObjectId::new(&bytes[..length])
}

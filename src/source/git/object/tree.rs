//! A tree: the names of a folder, one after the other, without a copy of any.

use memchr::memchr;

use super::HashKind;
use crate::document::ObjectId;

/// The most digits of a mode: git writes six, and reads more.
const MODE_DIGITS: usize = 10;

/// The entries of a tree; after the first that cannot be read there is none.
#[derive(Clone, Debug)]
pub struct Entries<'a> {
    rest: &'a [u8],
    id_length: usize,
}

/// One name of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// What it is, as git writes it: `0o100644`, `0o40000`.
    pub mode: u32,
    /// The name.
    pub name: &'a [u8],
    /// The bytes of the object's name.
    pub id: &'a [u8],
}

/// Why the rest of a tree could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// An entry does not begin with a mode and a space.
    #[error("an entry of the tree has no proper mode")]
    Mode,
    /// The tree ends inside an entry.
    #[error("the tree ends inside an entry")]
    Truncated,
}

impl<'a> Entries<'a> {
    /// The entries of a tree, from its bytes without the header of kind and size.
    #[must_use]
    pub const fn of(bytes: &'a [u8], hash: HashKind) -> Self {
        Self { rest: bytes, id_length: hash.length() }
    }

    fn entry(&mut self) -> Result<Entry<'a>, TreeError> {
        let mut mode: u32 = 0;
        let mut digits = 0;
        loop {
            match self.rest.get(digits) {
                Some(&byte @ b'0'..=b'7') if digits < MODE_DIGITS => mode = (mode << 3) | u32::from(byte - b'0'),
                Some(b' ') if digits > 0 => break,
                Some(_) => return Err(TreeError::Mode),
                None => return Err(TreeError::Truncated),
            }
            digits += 1;
        }
        let named = &self.rest[digits + 1..];
        let end = memchr(0, named).ok_or(TreeError::Truncated)?;
        let (id, rest) = named[end + 1..].split_at_checked(self.id_length).ok_or(TreeError::Truncated)?;
        self.rest = rest;
        Ok(Entry { mode, name: &named[..end], id })
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Result<Entry<'a>, TreeError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let entry = self.entry();
        if entry.is_err() {
            self.rest = &[];
        }
        Some(entry)
    }
}

impl Entry<'_> {
    /// Whether it is a folder.
    #[must_use]
    pub const fn is_tree(&self) -> bool {
        self.mode & 0o170_000 == 0o040_000
    }

    /// Whether it is a commit of another repository.
    #[must_use]
    pub const fn is_submodule(&self) -> bool {
        self.mode & 0o170_000 == 0o160_000
    }

    /// Whether it is a symbolic link, whose blob is its target.
    #[must_use]
    pub const fn is_link(&self) -> bool {
        self.mode & 0o170_000 == 0o120_000
    }

    /// The name of the object.
    #[must_use]
    pub fn object(&self) -> ObjectId {
        ObjectId::new(self.id).expect("the names of a tree are 20 or 32 bytes long")
    }
}

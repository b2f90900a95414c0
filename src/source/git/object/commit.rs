//! A commit: its tree, its parents, who made it and when, and where its message lies.

use std::ops::Range;

use super::{Headers, Signature, id_of_hex};
use crate::document::ObjectId;

/// What could be read of a commit.
#[derive(Clone, Debug)]
pub struct Commit<'a> {
    /// The tree.
    pub tree: Option<ObjectId>,
    /// Who wrote the change.
    pub author: Option<Signature<'a>>,
    /// Who made the commit.
    pub committer: Option<Signature<'a>>,
    /// The encoding of the message, where it is said not to be UTF-8.
    pub encoding: Option<&'a [u8]>,
    /// Where the message lies in the commit's bytes.
    pub message: Range<usize>,
    /// The first thing that is wrong with it.
    pub problem: Option<CommitProblem>,
    parents: Headers<'a>,
}

/// What may be wrong with a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitProblem {
    /// The first line does not name a tree.
    #[error("the commit does not begin with the name of its tree")]
    Tree,
    /// A line of a parent does not name an object.
    #[error("a parent of the commit has no proper name")]
    Parent,
    /// No author, or one that cannot be read.
    #[error("the commit has no proper author")]
    Author,
    /// No committer, or one that cannot be read.
    #[error("the commit has no proper committer")]
    Committer,
}

impl<'a> Commit<'a> {
    /// Reads a commit from its bytes, without the header of kind and size.
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Self {
        let mut headers = Headers::of(bytes);
        let mut problem = None;
        let mut check = |good: bool, what: CommitProblem| {
            if !good {
                problem.get_or_insert(what);
            }
        };
        let tree = headers.next_of(b"tree").and_then(id_of_hex);
        check(tree.is_some(), CommitProblem::Tree);
        let parents = headers.clone();
        while let Some(parent) = headers.next_of(b"parent") {
            check(id_of_hex(parent).is_some(), CommitProblem::Parent);
        }
        let (mut author, mut committer, mut encoding) = (None, None, None);
        for header in headers.by_ref() {
            match header.key {
                b"author" if author.is_none() => author = Some(Signature::of(header.value)),
                b"committer" if committer.is_none() => committer = Some(Signature::of(header.value)),
                b"encoding" if encoding.is_none() => encoding = Some(header.value),
                _ => {}
            }
        }
        let whole = |signature: &Option<Signature<'_>>| signature.is_some_and(|signature| signature.whole);
        check(whole(&author), CommitProblem::Author);
        check(whole(&committer), CommitProblem::Committer);
        Self { tree, author, committer, encoding, message: headers.message(), problem, parents }
    }

    /// The parents, in their order; what has no proper name is left out.
    pub fn parents(&self) -> impl Iterator<Item = ObjectId> + use<'a> {
        self.parents.clone().map_while(|header| (header.key == b"parent").then_some(header.value)).filter_map(id_of_hex)
    }
}

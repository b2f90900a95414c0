//! An annotated tag: what it names, who made it, and where its message lies.

use std::ops::Range;

use super::{Headers, Kind, Signature, id_of_hex};
use crate::document::ObjectId;

/// What could be read of a tag.
#[derive(Clone, Debug, Default)]
pub struct Tag<'a> {
    /// The object that it names.
    pub target: Option<ObjectId>,
    /// Of which kind that is.
    pub kind: Option<Kind>,
    /// The tag's own name.
    pub name: Option<&'a [u8]>,
    /// Who made it; early tags have none.
    pub tagger: Option<Signature<'a>>,
    /// Where the message lies in the tag's bytes.
    pub message: Range<usize>,
    /// The first thing that is wrong with it.
    pub problem: Option<TagProblem>,
}

/// What may be wrong with a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TagProblem {
    /// The first line does not name an object.
    #[error("the tag does not begin with the name of its object")]
    Target,
    /// The kind of the object is not said, or is no kind.
    #[error("the tag does not say of which kind its object is")]
    Kind,
    /// It does not say its own name.
    #[error("the tag does not say its name")]
    Name,
    /// The tagger cannot be read.
    #[error("the tag has no proper tagger")]
    Tagger,
}

impl<'a> Tag<'a> {
    /// Reads a tag from its bytes, without the header of kind and size.
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Self {
        let mut tag = Self::default();
        let mut headers = Headers::of(bytes);
        for header in headers.by_ref() {
            match header.key {
                b"object" if tag.target.is_none() => tag.target = id_of_hex(header.value),
                b"type" if tag.kind.is_none() => tag.kind = Kind::of(header.value),
                b"tag" if tag.name.is_none() => tag.name = Some(header.value),
                b"tagger" if tag.tagger.is_none() => tag.tagger = Some(Signature::of(header.value)),
                _ => {}
            }
        }
        tag.message = headers.message();
        let checks = [
            (tag.target.is_some(), TagProblem::Target),
            (tag.kind.is_some(), TagProblem::Kind),
            (tag.name.is_some(), TagProblem::Name),
            (tag.tagger.is_none_or(|tagger| tagger.whole), TagProblem::Tagger),
        ];
        tag.problem = checks.into_iter().find(|(good, _)| !good).map(|(_, problem)| problem);
        tag
    }
}

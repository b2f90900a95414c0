//! One text, where it came from, and how a place in it is named to a person.

pub mod line_hash;
mod lines;
mod map;
mod object_id;
mod path;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

pub use lines::{Lines, Position};
pub use map::{OffsetMap, Piece};
pub use object_id::{BadObjectId, ObjectId};
pub use path::RelPath;

/// Where a text came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file, relative to the root of the scan.
    pub path: RelPath,
    /// The way inside it, where the file is a container: `inner.tar!etc/app.env`.
    pub member: Option<String>,
    /// The object of git that holds the text, where it was read from a repository's objects.
    pub object: Option<ObjectId>,
    /// The commit that the text is named by: for a file of a history, the first one that holds it at this path.
    pub commit: Option<ObjectId>,
}

impl Origin {
    /// A plain file.
    #[must_use]
    pub const fn file(path: RelPath) -> Self {
        Self { path, member: None, object: None, commit: None }
    }

    /// Something inside this file or member.
    #[must_use]
    pub fn inside(&self, name: &str) -> Self {
        let member = match &self.member {
            Some(outer) => format!("{outer}!{name}"),
            None => name.to_owned(),
        };
        Self { member: Some(member), ..self.clone() }
    }

    /// The path that globs and file-name tests look at: the innermost member, else the file.
    #[must_use]
    pub fn name(&self) -> Cow<'_, str> {
        match &self.member {
            Some(member) => Cow::Borrowed(member.rsplit('!').next().unwrap_or(member)),
            None => self.path.display(),
        }
    }

    /// How people see it: `lib/app.jar!config/app.yml`.
    #[must_use]
    pub fn display(&self) -> Cow<'_, str> {
        match &self.member {
            Some(member) => Cow::Owned(format!("{}!{member}", self.path.display())),
            None => self.path.display(),
        }
    }
}

/// One text as the checks see it.
#[derive(Debug)]
pub struct Document<'a> {
    /// Where it came from.
    pub origin: &'a Origin,
    /// The text; UTF-16 arrives as UTF-8, everything else as it lies on disk.
    pub bytes: &'a [u8],
    /// Where the text begins in its file, for files that are read in pieces.
    pub start: Start,
    /// The text that this one was decoded from.
    pub outer: Option<Outer<'a>>,
    lines: OnceCell<Lines>,
}

/// The place in its file at which a text begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// Bytes before it.
    pub offset: u64,
    /// Line ends before it.
    pub line: usize,
}

/// The text that another one was decoded from, and how the two lie to each other.
#[derive(Clone, Copy, Debug)]
pub struct Outer<'a> {
    /// The text as it lies in the file.
    pub document: &'a Document<'a>,
    /// From offsets in the decoded text to offsets in the outer one.
    pub map: &'a OffsetMap,
    /// What was undone, for the report: `base64`, `percent`.
    pub decoding: &'static str,
}

impl<'a> Document<'a> {
    /// A whole text.
    #[must_use]
    pub fn whole(origin: &'a Origin, bytes: &'a [u8]) -> Self {
        Self { origin, bytes, start: Start::default(), outer: None, lines: OnceCell::new() }
    }

    /// A piece of a longer file.
    #[must_use]
    pub fn piece(origin: &'a Origin, bytes: &'a [u8], start: Start) -> Self {
        Self { start, ..Self::whole(origin, bytes) }
    }

    /// A text that was decoded from another.
    #[must_use]
    pub fn decoded(bytes: &'a [u8], outer: Outer<'a>) -> Self {
        Self { outer: Some(outer), ..Self::whole(outer.document.origin, bytes) }
    }

    /// The document as it lies in the file.
    #[must_use]
    pub fn root(&self) -> &Document<'a> {
        self.outer.map_or(self, |outer| outer.document.root())
    }

    /// The document as it lies in the file, and the range of it that `range` stands for.
    #[must_use]
    pub fn outermost(&self, range: Range<usize>) -> (&Document<'a>, Range<usize>) {
        match &self.outer {
            None => (self, range),
            Some(outer) => outer.document.outermost(outer.map.outer(range)),
        }
    }

    /// How often the text was decoded.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.outer.map_or(0, |outer| 1 + outer.document.depth())
    }

    /// The decodings that led here, outermost first.
    #[must_use]
    pub fn decodings(&self) -> Vec<&'static str> {
        let Some(outer) = &self.outer else { return Vec::new() };
        let mut all = outer.document.decodings();
        all.push(outer.decoding);
        all
    }

    /// The place of an offset of this text, in lines and columns of its file.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let lines = self.lines();
        let mut position = lines.position(self.bytes, offset);
        position.line += self.start.line;
        position
    }

    /// The range of the line that holds `offset`, without its line end.
    #[must_use]
    pub fn line_range(&self, offset: usize) -> Range<usize> {
        self.lines().range(self.bytes, offset)
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(self.bytes))
    }
}

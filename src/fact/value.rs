//! A value as a text holds it, whatever the format: every piece of it knows its place.

use std::borrow::Cow;
use std::ops::Range;

/// Stands in a text for a piece that only a run can tell: `arn:aws:s3:::${var.bucket}/*` has one.
pub const HOLE: char = '\u{FFFC}';

/// Whether a text has a [`HOLE`].
#[must_use]
pub fn has_hole(text: &str) -> bool {
    // Most texts have not even its first byte.
    memchr::memchr(0xEF, text.as_bytes()).is_some_and(|at| text[at..].contains(HOLE))
}

/// How deep values may lie in one another before the rest is left out.
pub const DEEPEST: usize = 96;

/// A place in a text: bytes from its start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// Behind the last byte.
    pub end: u32,
}

impl Span {
    /// A place between two offsets. Texts of more than 4 GiB are never read.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        #[allow(clippy::cast_possible_truncation, reason = "texts that are read are far smaller")]
        Self { start: start as u32, end: end as u32 }
    }

    /// The place as a range of bytes.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The same place in a text in which this one begins at `base`.
    #[must_use]
    pub const fn shifted(self, base: usize) -> Self {
        Self::new(self.start as usize + base, self.end as usize + base)
    }
}

/// A value and its place. Of a text it is the place of what is between the quotes; of a list or map that of all of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Value<'t> {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub data: Data<'t>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Data<'t> {
    /// Nothing, said openly.
    Null,
    /// True or false.
    Bool(bool),
    /// A number, as it is written.
    Number(Cow<'t, str>),
    /// A text, escapes undone; a [`HOLE`] for each piece that cannot be told.
    Text(Cow<'t, str>),
    /// Values in their order.
    List(Vec<Value<'t>>),
    /// Values by name, in their order; a name may come again, as blocks of HCL do.
    Map(Vec<Entry<'t>>),
    /// A block of HCL: its labels, and what it holds.
    Block(Vec<Label<'t>>, Vec<Entry<'t>>),
    /// The name of something that stands elsewhere: `var.role`, `local.actions`; brackets and quotes left out.
    Reference(Cow<'t, str>),
    /// A function and what it is given: `jsonencode(…)`, `Fn::Join`.
    Call(Cow<'t, str>, Vec<Value<'t>>),
    /// One of several values; which one, only a run can tell.
    OneOf(Vec<Value<'t>>),
    /// Something that cannot be worked out.
    Unknown,
}

/// The label of a block: `resource "aws_iam_user" "robot"` has two.
#[derive(Clone, Debug, PartialEq)]
pub struct Label<'t> {
    /// Where it stands, quotes left out.
    pub span: Span,
    /// What it says.
    pub text: Cow<'t, str>,
}

/// A named value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'t> {
    /// Where the name stands, quotes left out.
    pub at: Span,
    /// The name.
    pub key: Cow<'t, str>,
    /// What it names.
    pub value: Value<'t>,
}

impl<'t> Value<'t> {
    /// A value at a place.
    #[must_use]
    pub const fn new(span: Span, data: Data<'t>) -> Self {
        Self { span, data }
    }

    /// What a map or block holds; nothing of other values.
    #[must_use]
    pub fn entries(&self) -> &[Entry<'t>] {
        match &self.data {
            Data::Map(entries) | Data::Block(_, entries) => entries,
            _ => &[],
        }
    }

    /// The same, taken out of it.
    #[must_use]
    pub fn into_entries(self) -> Vec<Entry<'t>> {
        match self.data {
            Data::Map(entries) | Data::Block(_, entries) => entries,
            _ => Vec::new(),
        }
    }

    /// The entry of this name; the first one, where there are several.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry<'t>> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value of this name; the first one, where there are several.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value<'t>> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The value at the end of a path of names, such as `metadata.name`.
    #[must_use]
    pub fn at(&self, path: &[&str]) -> Option<&Value<'t>> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The parts of a list; of anything else, itself.
    #[must_use]
    pub fn each(&self) -> &[Value<'t>] {
        match &self.data {
            Data::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// The text as it is known, holes and all: of texts, numbers, and true or false.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) | Data::Number(text) => Some(text),
            Data::Bool(true) => Some("true"),
            Data::Bool(false) => Some("false"),
            _ => None,
        }
    }

    /// The text, where all of it is known.
    #[must_use]
    pub fn known(&self) -> Option<&str> {
        self.text().filter(|text| !has_hole(text))
    }

    /// Moves all places by `base` bytes: for a text that stands in another one.
    pub fn shift(&mut self, base: usize) {
        self.visit_mut(&mut |span| *span = span.shifted(base));
    }

    /// Sets all places to one: for a text that was escaped where it stands.
    pub fn pin(&mut self, place: Span) {
        self.visit_mut(&mut |span| *span = place);
    }

    fn visit_mut(&mut self, change: &mut dyn FnMut(&mut Span)) {
        change(&mut self.span);
        match &mut self.data {
            Data::List(items) | Data::OneOf(items) | Data::Call(_, items) => {
                for item in items {
                    item.visit_mut(change);
                }
            }
            Data::Map(entries) | Data::Block(_, entries) => {
                for entry in entries {
                    change(&mut entry.at);
                    entry.value.visit_mut(change);
                }
            }
            _ => {}
        }
        if let Data::Block(labels, _) = &mut self.data {
            for label in labels {
                change(&mut label.span);
            }
        }
    }
}

/// What a reader made of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading<'t> {
    /// The documents of the text; one, but for YAML and lines of JSON.
    pub documents: Vec<Value<'t>>,
    /// What could not be read. The rest was.
    pub problems: Vec<Problem>,
}

/// A piece that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it begins.
    pub at: Span,
    /// What was expected there, or what is wrong.
    pub what: &'static str,
}

//! Reads JSON as people write it, with comments, JSON5 or holes of a template: spanned values, and what is amiss.

mod cursor;
mod nested;
mod piece;
mod string;
mod structure;
#[cfg(test)]
mod tests;
mod word;

use std::ops::Range;

use super::value::{Data, Entry, Problem, Reading, Value};
pub use nested::open;

/// How a template marks the pieces that are filled in later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holes {
    /// The text is no template.
    None,
    /// `${…}` and `%{…}`, as Terraform has them; `$${` is no mark.
    Dollar,
    /// `{{ … }}` and `{% … %}`, as Helm, Jinja and the templates of Go have them.
    Braces,
}

/// Reads a text of JSON; a value for each of its documents.
///
/// Comments, trailing and missing commas, single quotes, unquoted keys and the numbers of JSON5 are read as well. A
/// piece of a template is a [`HOLE`](super::value::HOLE) in a string and unknown as a value; one that stands for whole
/// entries is left out. What cannot be read is a problem, and the rest is read nevertheless.
#[must_use]
pub fn read(text: &str, holes: Holes) -> Reading<'_> {
    let mut reader = Reader::new(text, holes);
    let documents = reader.documents();
    Reading { documents, problems: reader.problems }
}

/// A text, and how far it has been read.
struct Reader<'t> {
    text: &'t str,
    holes: Holes,
    /// Where the reader is.
    pos: usize,
    /// How many maps are open.
    maps: usize,
    /// How many lists are open.
    lists: usize,
    /// Where no piece of a template begins, as the search for an end has told.
    barren: Range<usize>,
    /// How far strings end with their line, as one that did not has told.
    barred: usize,
    /// The entries of maps that are being read, inner ones behind outer ones.
    entries: Vec<Entry<'t>>,
    /// The parts of lists that are being read.
    items: Vec<Value<'t>>,
    /// What could not be read.
    problems: Vec<Problem>,
}

impl<'t> Reader<'t> {
    const fn new(text: &'t str, holes: Holes) -> Self {
        Self {
            text,
            holes,
            pos: 0,
            maps: 0,
            lists: 0,
            barren: 0..0,
            barred: 0,
            entries: Vec::new(),
            items: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Reads all documents. What stands between them unknown is none.
    fn documents(&mut self) -> Vec<Value<'t>> {
        let mut documents = Vec::new();
        loop {
            self.space();
            match self.peek() {
                None => return documents,
                Some(b',') => self.pos += 1,
                Some(b'}' | b']') => self.stray(),
                Some(_) => {
                    let document = self.value();
                    if document.data != Data::Unknown {
                        documents.push(document);
                    }
                }
            }
        }
    }
}

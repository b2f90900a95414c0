//! Reads YAML: spanned values of everything that configuration says in it, be it a template or not.

mod alias;
mod block;
mod cursor;
mod flow;
mod key;
mod literal;
mod plain;
mod property;
mod quoted;
mod schema;
mod template;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::value::{Entry, Problem, Reading, Span, Value};
use alias::Anchor;
use block::Place;
use cursor::Marker;

/// Reads a text of YAML; a value for each of its documents.
///
/// Actions of templates (`{{ … }}`, `{% … %}`) become [`HOLE`](super::value::HOLE)s, and lines of nothing else are
/// left out; expressions such as `${{ … }}` and `${…}` are text. A value with a tag of its own, such as `!Ref`, is a
/// call of that name. What cannot be read is a problem, and the rest is read nevertheless.
#[must_use]
pub fn read(text: &str) -> Reading<'_> {
    let masked = template::mask(text);
    let masked = with_line_feeds(masked.as_deref().unwrap_or(text)).or(masked);
    let mut reader = Reader::new(text, masked.as_deref());
    let documents = reader.documents();
    reader.problems.sort_by_key(|problem| problem.at);
    Reading { documents, problems: reader.problems }
}

/// A text with line feeds in place of the carriage returns that end lines on their own.
fn with_line_feeds(text: &str) -> Option<String> {
    let is_lone = |at: usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    memchr::memchr_iter(b'\r', text.as_bytes()).any(is_lone).then(|| {
        let letter = |(at, letter): (usize, char)| if letter == '\r' && is_lone(at) { '\n' } else { letter };
        text.char_indices().map(letter).collect()
    })
}

/// A text, and how far it has been read.
struct Reader<'t, 'm> {
    /// The text that is given.
    text: &'t str,
    /// The text that is read: as long as the one that is given, but without the actions of templates.
    shown: &'m str,
    /// Whether the two differ.
    is_masked: bool,
    /// Where the reader is.
    pos: usize,
    /// Where the column of this line is counted from.
    line: usize,
    /// Where the first thing of this line stands.
    first: usize,
    /// Whether tabs stand before it.
    is_tabbed: bool,
    /// Behind the last thing that has been read.
    end: usize,
    /// The last line of nothing but actions that give text.
    hole: Option<Span>,
    /// How many values lie around this one.
    depth: usize,
    /// How many values have been made.
    made: usize,
    /// How many of them were made by aliases.
    copied: usize,
    /// How many values are kept for aliases.
    kept: usize,
    /// What aliases may name.
    anchors: HashMap<&'t str, Anchor<'t>>,
    /// The entries of maps that are being read, inner ones behind outer ones.
    entries: Vec<Entry<'t>>,
    /// The parts of lists that are being read.
    items: Vec<Value<'t>>,
    /// What could not be read.
    problems: Vec<Problem>,
}

impl<'t: 'm, 'm> Reader<'t, 'm> {
    fn new(text: &'t str, masked: Option<&'m str>) -> Self {
        let mut reader = Self {
            text,
            shown: masked.unwrap_or(text),
            is_masked: masked.is_some(),
            pos: if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 },
            line: 0,
            first: 0,
            is_tabbed: false,
            end: 0,
            hole: None,
            depth: 0,
            made: 0,
            copied: 0,
            kept: 0,
            anchors: HashMap::new(),
            entries: Vec::new(),
            items: Vec::new(),
            problems: Vec::new(),
        };
        reader.begin_line();
        reader
    }

    /// Reads all documents.
    fn documents(&mut self) -> Vec<Value<'t>> {
        let mut documents = Vec::new();
        loop {
            self.skip();
            let marker = self.marker();
            if marker.is_some() {
                self.pos += 3;
                self.anchors.clear();
            }
            match (marker, self.peek()) {
                (Some(Marker::End), _) => self.behind_end(),
                (None, None) => return documents,
                (None, Some(b'%')) if self.column() == 0 => self.over_line(),
                _ => {
                    documents.push(self.node(0, Place::Root));
                    self.behind_document();
                }
            }
        }
    }

    /// Says what is wrong where a document goes on behind its value; it is read as a further one.
    fn behind_document(&mut self) {
        self.skip();
        if !self.is_at_end() {
            self.problem(self.pos, "unexpected text behind the value of the document");
            if !self.is_fresh() {
                self.over_line();
            }
        }
    }

    /// Says what is wrong where text follows a mark of the end.
    fn behind_end(&mut self) {
        if !self.skip() && self.peek().is_some() {
            self.problem(self.pos, "unexpected text behind the end of the document");
            self.over_line();
        }
    }
}

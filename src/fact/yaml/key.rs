//! Keys of maps, in whatever way they are written.

use std::borrow::Cow;

use super::Reader;
use super::block::Place;
use super::plain::{Context, Piece, Stop};
use super::property::Properties;
use crate::fact::value::{Data, Entry, Span, Value};

/// The key of an entry.
pub(super) struct Key<'t> {
    /// Where it stands, quotes left out.
    pub at: Span,
    /// What it says.
    pub text: Cow<'t, str>,
    /// Whether it is a plain `<<`.
    pub is_merge: bool,
}

impl<'t> Key<'t> {
    /// An entry of this key.
    pub(super) fn entry(self, value: Value<'t>) -> Entry<'t> {
        Entry { at: self.at, key: self.text, value }
    }
}

impl<'t: 'm, 'm> Reader<'t, 'm> {
    /// Reads a key and the colon behind it; `None`, at the end of the line, where there is none.
    pub(super) fn key(&mut self) -> Option<Key<'t>> {
        let start = self.pos;
        let key = self.named_key();
        if key.is_none() {
            self.problem(start, "expected a key and a colon behind it");
            self.over_line();
        }
        key
    }

    fn named_key(&mut self) -> Option<Key<'t>> {
        let properties = matches!(self.peek(), Some(b'&' | b'!')).then(|| self.properties());
        let key = match self.peek()? {
            b'"' | b'\'' | b'[' | b'{' | b'*' => {
                let (start, line) = (self.pos, self.line);
                let value = self.opened(self.column() + 1);
                self.as_key(value, start, line).ok()?
            }
            _ => {
                let piece = self.piece(self.pos, Context::Block);
                self.plain_key(piece)?
            }
        };
        Some(self.anchored_key(properties, key))
    }

    /// A plain scalar as a key, where a colon is behind it.
    #[inline]
    pub(super) fn plain_key(&mut self, piece: Piece) -> Option<Key<'t>> {
        if piece.stop != Stop::Colon {
            return None;
        }
        self.pos = piece.behind + 1;
        self.end = self.pos;
        let text = self.told(piece.start, piece.end);
        Some(Key { at: Span::new(piece.start, piece.end), is_merge: text == "<<", text })
    }

    /// Gives a key its anchor.
    pub(super) fn anchored_key(&mut self, properties: Option<Properties<'t>>, key: Key<'t>) -> Key<'t> {
        if let Some(properties) = properties {
            self.define(properties, &Value::new(key.at, Data::Text(key.text.clone())), 1);
        }
        key
    }

    /// What has just been read as a key, where a colon follows on the same line.
    pub(super) fn as_key(&mut self, value: Value<'t>, start: usize, line: usize) -> Result<Key<'t>, Value<'t>> {
        let end = self.pos;
        if self.line == line {
            self.blanks();
            if self.peek() == Some(b':') {
                self.pos += 1;
                return Ok(self.name(value, start));
            }
            self.pos = end;
        }
        Err(value)
    }

    /// A value as a key: scalars by what they say, others as they are written.
    pub(super) fn name(&self, value: Value<'t>, start: usize) -> Key<'t> {
        self.name_until(value, start, self.end)
    }

    /// The same for a value that ends at a place.
    pub(super) fn name_until(&self, value: Value<'t>, start: usize, end: usize) -> Key<'t> {
        let is_alias = self.byte(start) == Some(b'*');
        let start = if is_alias { start } else { value.span.start as usize };
        let end = end.max(start);
        let whole = Span::new(start, end);
        let at = if is_alias { whole } else { value.span };
        let (at, text) = match value.data {
            Data::Text(text) | Data::Number(text) => (at, text),
            Data::Null | Data::Bool(_) => (at, self.told(value.span.start as usize, value.span.end as usize)),
            _ => (whole, self.told(start, end)),
        };
        Key { at, text, is_merge: false }
    }

    /// Reads an entry of which the key has a mark of its own: `? key`, and `: value` below it.
    pub(super) fn explicit_entry(&mut self) -> Entry<'t> {
        let column = self.column();
        self.pos += 1;
        self.blanks();
        let start = self.pos;
        let value = self.node(column + 1, Place::Explicit);
        let key = self.name(value, start);
        self.skip();
        let is_told = !self.is_at_end() && self.is_fresh() && self.column() == column && self.is_mark(b':');
        let value = if is_told {
            self.pos += 1;
            self.node(column + 1, Place::Explicit)
        } else {
            self.nothing(self.end)
        };
        key.entry(value)
    }
}

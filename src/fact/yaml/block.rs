//! Structure by indentation: maps and lists, line by line.

use super::Reader;
use super::alias::merge;
use super::key::Key;
use super::plain::{Context, Piece, Stop};
use super::property::Properties;
use crate::fact::value::{DEEPEST, Data, Span, Value};

/// What a value stands behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The beginning of a document.
    Root,
    /// The dash of a list.
    Item,
    /// The colon of a key.
    Value,
    /// The mark of an entry: `?`, or `:` below it.
    Explicit,
}

/// Where a value begins.
#[derive(Clone, Copy, Debug)]
struct Spot {
    /// Its first byte.
    start: usize,
    /// The column of that.
    column: usize,
    /// The column that further lines of it have at the least.
    least: usize,
    /// Whether a map or a list by indentation may begin here.
    may_nest: bool,
}

impl<'t: 'm, 'm> Reader<'t, 'm> {
    /// Reads the value behind an indicator, of which all lines are at the column `least` at the least.
    pub(super) fn node(&mut self, least: usize, place: Place) -> Value<'t> {
        let here = self.pos;
        self.end = here;
        self.hole = None;
        self.skip();
        if !self.is_under(least, place) {
            return self.nothing(here);
        }
        if self.depth >= DEEPEST {
            return self.too_deep(least);
        }
        let may_nest = self.is_fresh() || place != Place::Value;
        let spot = Spot { start: self.pos, column: self.column(), least, may_nest };
        self.depth += 1;
        let value = match self.peek() {
            Some(b'&' | b'!') => self.described(spot, place),
            _ => self.content(spot, None),
        };
        self.depth -= 1;
        value
    }

    /// Whether what the reader is at belongs to the indicator before it.
    fn is_under(&self, least: usize, place: Place) -> bool {
        if self.is_at_end() {
            return false;
        }
        let is_list_of_key = matches!(place, Place::Value | Place::Explicit) && self.is_mark(b'-');
        !self.is_fresh() || self.column() >= least || is_list_of_key && self.column() + 1 == least
    }

    /// Whether a mark of one byte stands where the reader is: a dash, a question mark, a colon.
    #[inline]
    pub(super) fn is_mark(&self, mark: u8) -> bool {
        self.peek() == Some(mark) && self.is_blank_at(self.pos + 1)
    }

    /// No value; or one that cannot be told, where actions stand in its place.
    pub(super) fn nothing(&mut self, at: usize) -> Value<'t> {
        match self.hole.take() {
            Some(span) => {
                self.made += 1;
                Value::new(span, Data::Unknown)
            }
            None => self.null(at),
        }
    }

    /// No value.
    pub(super) fn null(&mut self, at: usize) -> Value<'t> {
        self.made += 1;
        Value::new(Span::new(at, at), Data::Null)
    }

    /// Leaves out a value that lies too deep.
    fn too_deep(&mut self, least: usize) -> Value<'t> {
        let start = self.pos;
        self.problem(start, "values lie too deep");
        let least = least.min(self.column());
        loop {
            self.over_line();
            self.end = self.trimmed(start, self.pos);
            self.skip();
            if self.is_at_end() || self.column() < least {
                break;
            }
        }
        self.made += 1;
        Value::new(Span::new(start, self.end), Data::Unknown)
    }

    /// Reads a value with an anchor or a tag.
    fn described(&mut self, spot: Spot, place: Place) -> Value<'t> {
        let made = self.made;
        let properties = self.properties();
        self.depth += usize::from(properties.is_call());
        let value = if self.is_line_done() {
            let value = self.node(spot.least, place);
            self.with_properties(properties, value, made)
        } else {
            self.content(spot, Some(properties))
        };
        self.depth -= usize::from(properties.is_call());
        value
    }

    /// Reads a value. Properties before it on its line are those of its first key, where it is a map.
    fn content(&mut self, spot: Spot, properties: Option<Properties<'t>>) -> Value<'t> {
        let made = self.made;
        let value = match self.peek() {
            Some(b'-') if spot.may_nest && properties.is_none() && self.is_mark(b'-') => return self.list(spot),
            Some(b'?') if spot.may_nest && properties.is_none() && self.is_mark(b'?') => return self.map(spot, None),
            Some(b'|' | b'>') if self.is_block_scalar() => self.block_scalar(spot.least),
            Some(b'"' | b'\'' | b'[' | b'{' | b'*') => {
                let (start, line) = (self.pos, self.line);
                let value = self.opened(spot.least);
                match if spot.may_nest { self.as_key(value, start, line) } else { Err(value) } {
                    Ok(key) => return self.map(spot, Some((properties, key))),
                    Err(value) => value,
                }
            }
            _ => {
                let piece = self.piece(self.pos, Context::Block);
                match if spot.may_nest { self.plain_key(piece) } else { None } {
                    Some(key) => return self.map(spot, Some((properties, key))),
                    None => self.plain_value(piece, spot.least),
                }
            }
        };
        match properties {
            Some(properties) => self.with_properties(properties, value, made),
            None => value,
        }
    }

    /// A plain scalar as a value.
    fn plain_value(&mut self, piece: Piece, least: usize) -> Value<'t> {
        let is_reserved = matches!(self.byte(piece.start), Some(b'@' | b'`' | b'%' | b',' | b']' | b'}' | b'|' | b'>'));
        if piece.stop != Stop::Colon {
            if is_reserved {
                self.problem(piece.start, "a text that begins like this needs quotes");
            }
            return self.plain(piece, least, Context::Block);
        }
        self.problem(piece.behind, "a text with a colon and a blank needs quotes");
        let piece = self.piece(piece.start, Context::Text);
        self.plain(piece, least, Context::Block)
    }

    /// Reads a map of which the first key has been read, with what stood before it, or begins with a mark of its own.
    fn map(&mut self, spot: Spot, first: Option<(Option<Properties<'t>>, Key<'t>)>) -> Value<'t> {
        let mark = self.entries.len();
        let mut has_merges = false;
        let mut column = spot.column;
        let mut key = first.map(|(properties, key)| self.anchored_key(properties, key));
        loop {
            if let Some(key) = key {
                has_merges |= key.is_merge;
                let value = self.node(column + 1, Place::Value);
                self.entries.push(key.entry(value));
            } else if self.is_mark(b'?') {
                let entry = self.explicit_entry();
                self.entries.push(entry);
            }
            if !self.is_entry_next(spot.column, mark) {
                break;
            }
            column = self.column();
            key = if self.is_mark(b'?') { None } else { self.key() };
        }
        let mut entries = self.entries.drain(mark..).collect();
        if has_merges {
            entries = merge(entries);
        }
        self.made += 1;
        Value::new(Span::new(spot.start, self.end), Data::Map(entries))
    }

    /// Moves to the next entry of a map, if there is one.
    fn is_entry_next(&mut self, column: usize, mark: usize) -> bool {
        while self.is_line_next(column) {
            if self.is_mark(b'-') {
                self.problem(self.pos, "a list among the entries of a map");
                let value = self.node(self.column(), Place::Item);
                if let Some(last) = self.entries[mark..].last_mut().filter(|last| last.value.data == Data::Null) {
                    last.value = value;
                }
                continue;
            }
            if self.column() > column {
                self.problem(self.pos, "this line is indented more than the ones before it");
            }
            return true;
        }
        false
    }

    /// Reads a list of which the first dash is next.
    fn list(&mut self, spot: Spot) -> Value<'t> {
        let mark = self.items.len();
        loop {
            let column = self.column();
            self.pos += 1;
            let value = self.node(column + 1, Place::Item);
            self.items.push(value);
            if !self.is_item_next(spot.column) {
                break;
            }
        }
        self.made += 1;
        Value::new(Span::new(spot.start, self.end), Data::List(self.items.drain(mark..).collect()))
    }

    /// Moves to the next dash of a list, if there is one.
    fn is_item_next(&mut self, column: usize) -> bool {
        while self.is_line_next(column) {
            let is_deeper = self.column() > column;
            if is_deeper {
                self.problem(self.pos, "this line is indented more than the ones before it");
            }
            if self.is_mark(b'-') {
                return true;
            }
            if !is_deeper {
                return false;
            }
            let value = self.node(self.column(), Place::Item);
            self.items.push(value);
        }
        false
    }

    /// Moves to the next line of a map or list at a column, if there is one.
    fn is_line_next(&mut self, column: usize) -> bool {
        loop {
            self.skip();
            if self.is_at_end() {
                return false;
            }
            if self.is_fresh() {
                break;
            }
            self.problem(self.pos, "unexpected text behind a value");
            self.over_line();
        }
        if self.is_tabbed {
            self.problem(self.pos, "a tab in the indentation");
        }
        self.column() >= column
    }
}

//! Maps and lists, and what is left of them when they are broken or lie too deep.

use super::{Holes, Reader};
use crate::fact::value::{DEEPEST, Data, Entry, Span, Value};

impl<'t> Reader<'t> {
    /// Reads a value. There is always one: what cannot be read is unknown.
    pub(super) fn value(&mut self) -> Value<'t> {
        self.space();
        match self.peek() {
            Some(b'"' | b'\'') => {
                let (span, text) = self.string();
                Value::new(span, Data::Text(text))
            }
            Some(b'{') if self.piece(self.pos).is_some() => self.bare(),
            Some(b'{' | b'[') if self.maps + self.lists >= DEEPEST => self.too_deep(),
            Some(b'{') => self.map(),
            Some(b'[') => self.list(),
            _ => self.bare(),
        }
    }

    fn list(&mut self) -> Value<'t> {
        let start = self.pos;
        let mark = self.items.len();
        self.pos += 1;
        self.lists += 1;
        while self.is_part_next(b']', "expected a comma or the end of the list") {
            let item = self.value();
            self.items.push(item);
        }
        self.lists -= 1;
        let items = self.items.drain(mark..).collect();
        Value::new(Span::new(start, self.trimmed(start)), Data::List(items))
    }

    fn map(&mut self) -> Value<'t> {
        let start = self.pos;
        let mark = self.entries.len();
        self.pos += 1;
        self.maps += 1;
        while self.is_part_next(b'}', "expected a comma or the end of the map") {
            let entry = self.entry();
            self.entries.extend(entry);
        }
        self.maps -= 1;
        let entries = self.entries.drain(mark..).collect();
        Value::new(Span::new(start, self.trimmed(start)), Data::Map(entries))
    }

    /// Reads an entry of a map. A piece of a template in place of one is left out, and so is what cannot be read.
    fn entry(&mut self) -> Option<Entry<'t>> {
        let (at, key, is_open) = match self.peek() {
            Some(b'"' | b'\'') => {
                let (at, key) = self.string();
                (at, key, self.holes != Holes::None)
            }
            Some(b'{' | b'[') if self.piece(self.pos).is_none() => {
                self.problem(self.pos, "expected a key or the end of the map");
                self.value();
                return None;
            }
            _ => {
                let word = self.word();
                if word.text.is_empty() {
                    self.problem(self.pos, "expected a key or the end of the map");
                    self.skip();
                    return None;
                }
                let is_open = word.is_open();
                (word.span, word.text, is_open)
            }
        };
        self.space();
        if self.peek() == Some(b':') {
            self.pos += 1;
            return Some(Entry { at, key, value: self.value() });
        }
        // The other way of a condition in a template looks like a key without a value.
        if !is_open {
            self.problem(self.pos, "expected a colon");
            if !matches!(self.peek(), Some(b'"' | b'\'')) {
                self.skip();
            }
        }
        None
    }

    /// Moves to the next part of what a bracket opened; behind the bracket that closes it, if there is none.
    fn is_part_next(&mut self, close: u8, expected: &'static str) -> bool {
        loop {
            self.space();
            match self.peek() {
                Some(b',') => self.pos += 1,
                Some(byte @ (b'}' | b']')) => {
                    if byte == close {
                        self.pos += 1;
                        return false;
                    }
                    let is_around = if byte == b'}' { self.maps > 0 } else { self.lists > 0 };
                    if is_around {
                        self.problem(self.pos, expected);
                        return false;
                    }
                    self.stray();
                }
                Some(_) => return true,
                None => {
                    self.problem(self.pos, expected);
                    return false;
                }
            }
        }
    }

    /// Leaves out a map or list that lies too deep.
    fn too_deep(&mut self) -> Value<'t> {
        let start = self.pos;
        self.problem(start, "values lie too deep");
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            self.pos = match byte {
                b'"' | b'\'' => self.string_end(self.pos),
                b'/' => self.comment_end(self.pos).unwrap_or(self.pos + 1),
                _ => self.pos + 1,
            };
            match byte {
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                _ => {}
            }
            if open == 0 {
                break;
            }
        }
        Value::new(Span::new(start, self.trimmed(start)), Data::Unknown)
    }
}

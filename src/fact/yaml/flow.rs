//! Structure by brackets: lists and maps in one or several lines, and what else may be a key on its line.

use super::Reader;
use super::alias::merge;
use super::plain::Context;
use crate::fact::value::{DEEPEST, Data, Span, Value};

impl<'t: 'm, 'm> Reader<'t, 'm> {
    /// Reads what begins with a quote, a bracket, a brace or an asterisk.
    pub(super) fn opened(&mut self, least: usize) -> Value<'t> {
        match self.peek() {
            Some(b'[') => self.flow_list(least),
            Some(b'{') => self.flow_map(least),
            Some(b'*') => self.alias(),
            _ => self.quoted(least),
        }
    }

    /// Reads a value inside of brackets.
    fn flow_node(&mut self, least: usize) -> Value<'t> {
        self.skip_in_flow();
        if self.depth >= DEEPEST {
            return self.too_deep_in_flow();
        }
        self.depth += 1;
        let value = match self.peek() {
            Some(b'&' | b'!') => {
                let made = self.made;
                let properties = self.properties();
                self.depth += usize::from(properties.is_call());
                self.skip_in_flow();
                let value = self.flow_content(least);
                self.depth -= usize::from(properties.is_call());
                self.with_properties(properties, value, made)
            }
            _ => self.flow_content(least),
        };
        self.depth -= 1;
        value
    }

    fn flow_content(&mut self, least: usize) -> Value<'t> {
        match self.peek() {
            Some(b'"' | b'\'' | b'[' | b'{' | b'*') => self.opened(least),
            None | Some(b',' | b']' | b'}') => self.null(self.pos),
            _ => {
                let piece = self.piece(self.pos, Context::Flow);
                if piece.start == piece.behind { self.null(self.pos) } else { self.plain(piece, least, Context::Flow) }
            }
        }
    }

    /// Leaves out a value that lies too deep between brackets.
    fn too_deep_in_flow(&mut self) -> Value<'t> {
        let start = self.pos;
        self.problem(start, "values lie too deep");
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' | b',' if open == 0 => break,
                b']' | b'}' => open -= 1,
                b'\n' => {
                    self.pos += 1;
                    self.begin_line();
                    if self.marker().is_some() {
                        break;
                    }
                    continue;
                }
                _ => {}
            }
            self.pos += 1;
        }
        self.end = self.trimmed(start, self.pos);
        self.made += 1;
        Value::new(Span::new(start, self.end), Data::Unknown)
    }

    fn flow_list(&mut self, least: usize) -> Value<'t> {
        let start = self.pos;
        let mark = self.items.len();
        self.step();
        while self.is_part_next(start, b']', least) {
            let item = self.flow_item(least);
            self.items.push(item);
            self.over_comma(b']');
        }
        self.made += 1;
        Value::new(Span::new(start, self.end), Data::List(self.items.split_off(mark)))
    }

    fn flow_map(&mut self, least: usize) -> Value<'t> {
        let start = self.pos;
        let mark = self.entries.len();
        let mut has_merges = false;
        self.step();
        while self.is_part_next(start, b'}', least) {
            let from = self.key_mark();
            let key = match self.peek() {
                Some(b'[' | b'{' | b'&' | b'!' | b'*') => self.flow_node(least),
                _ => self.flow_content(least),
            };
            let key = self.name(key, from);
            let value = if self.over_colon() { self.flow_node(least) } else { self.null(self.end) };
            has_merges |= key.text == "<<" && self.byte(from) == Some(b'<');
            self.entries.push(key.entry(value));
            self.over_comma(b'}');
        }
        let mut entries = self.entries.split_off(mark);
        if has_merges {
            entries = merge(entries);
        }
        self.made += 1;
        Value::new(Span::new(start, self.end), Data::Map(entries))
    }

    /// Reads a part of a list: a value, or a map of one entry without braces.
    fn flow_item(&mut self, least: usize) -> Value<'t> {
        let start = self.pos;
        let is_pair = self.is_mark(b'?');
        let from = self.key_mark();
        let value = self.flow_node(least);
        let end = self.end;
        let is_told = self.over_colon();
        if !is_pair && !is_told {
            return value;
        }
        let key = self.name_until(value, from, end);
        let told = if is_told { self.flow_node(least) } else { self.null(end) };
        let entry = key.entry(told);
        self.made += 1;
        Value::new(Span::new(start, self.end), Data::Map(vec![entry]))
    }

    /// Reads a byte that marks something.
    fn step(&mut self) {
        self.pos += 1;
        self.end = self.pos;
    }

    /// Moves over the mark of a key, if there is one, to the key.
    fn key_mark(&mut self) -> usize {
        if self.is_mark(b'?') {
            self.step();
            self.skip_in_flow();
        }
        self.pos
    }

    /// Moves over the colon behind a key, if there is one.
    fn over_colon(&mut self) -> bool {
        self.skip_in_flow();
        let is_colon = self.peek() == Some(b':');
        if is_colon {
            self.step();
        }
        is_colon
    }

    /// Moves to the next part of what a bracket opened; behind the bracket that closes it, if there is none.
    fn is_part_next(&mut self, start: usize, close: u8, least: usize) -> bool {
        loop {
            self.skip_in_flow();
            let is_out = self.is_at_end() || self.is_out_of_flow(least) && !(close == b'}' && self.is_listed());
            let Some(byte) = self.peek().filter(|_| !is_out) else {
                self.problem(start, "a bracket that is not closed");
                return false;
            };
            match byte {
                b']' | b'}' => {
                    if byte != close {
                        self.problem(self.pos, "a bracket that closes nothing");
                    }
                    self.step();
                    return false;
                }
                b',' => {
                    self.problem(self.pos, "a comma with nothing before it");
                    self.pos += 1;
                }
                _ => return true,
            }
        }
    }

    /// Moves over the comma behind a part.
    fn over_comma(&mut self, close: u8) {
        self.skip_in_flow();
        match self.peek() {
            Some(b',') => self.step(),
            Some(byte) if byte != close && !self.is_fresh() => self.problem(self.pos, "expected a comma"),
            _ => {}
        }
    }

    /// Whether a line is outside of the structure that a bracket is in, and looks like a part of that.
    pub(super) fn is_out_of_flow(&self, least: usize) -> bool {
        self.is_fresh() && self.column() < least && self.is_entry_like()
    }

    /// Whether a comma ends the line. Between braces, such a line is an entry, even if it is indented badly.
    fn is_listed(&self) -> bool {
        let end = self.trimmed(self.pos, self.line_end(self.pos));
        self.byte(end - 1) == Some(b',')
    }
}

//! Lists, maps, arguments, and what is built by going through others.

use std::borrow::Cow;

use super::cursor::{Read, Reader};
use super::form;
use crate::fact::value::{Data, Entry, HOLE, Span, Value};

/// What is no end of an entry.
const NO_END: &str = "a comma or a new line was expected";

impl<'t> Reader<'t> {
    /// Goes over a bracket that opens; within it, the ends of lines mean nothing. Returns whether they did before.
    pub fn enter(&mut self, bracket: u8) -> bool {
        self.open.push(bracket);
        self.pos += 1;
        std::mem::replace(&mut self.lines, false)
    }

    /// Goes over the bracket that closes.
    pub fn leave(&mut self, bracket: u8, lines: bool) -> Read<()> {
        self.expect(bracket, "the bracket is not closed")?;
        self.open.pop();
        self.lines = lines;
        Ok(())
    }

    /// Reads a list.
    pub fn list(&mut self) -> Read<Value<'t>> {
        let start = self.pos;
        let lines = self.enter(b'[');
        self.skip_blank();
        let data = if self.is_for() {
            let mut parts = self.source()?;
            parts.push(self.expression()?);
            self.filter(&mut parts)?;
            Data::Call(Cow::Borrowed(form::EACH), parts)
        } else {
            Data::List(self.items(b']')?)
        };
        self.leave(b']', lines)?;
        Ok(Value::new(Span::new(start, self.pos), data))
    }

    /// Reads values with commas between them, as far as a bracket that closes.
    pub fn items(&mut self, close: u8) -> Read<Vec<Value<'t>>> {
        let mut items = Vec::new();
        loop {
            self.skip_blank();
            if self.peek() == Some(close) {
                return Ok(items);
            }
            let mut item = self.expression()?;
            self.skip_blank();
            if self.bytes[self.pos..].starts_with(b"...") {
                self.pos += 3;
                self.skip_blank();
                item = Value::new(item.span, Data::Call(Cow::Borrowed(form::SPREAD), vec![item]));
            }
            items.push(item);
            match self.peek() {
                Some(b',') => self.pos += 1,
                Some(byte) if byte == close => {}
                _ => return self.fail("a comma or the closing bracket was expected"),
            }
        }
    }

    /// Reads a map.
    pub fn object(&mut self) -> Read<Value<'t>> {
        let start = self.pos;
        let outer = self.mark();
        let lines = self.enter(b'{');
        self.skip_blank();
        if self.is_for() {
            let data = self.map_of_each()?;
            self.leave(b'}', lines)?;
            return Ok(Value::new(Span::new(start, self.pos), data));
        }
        let mark = self.mark();
        let (mut entries, mut keys) = (Vec::new(), Vec::new());
        loop {
            self.lines = true;
            self.skip_lines();
            match self.peek() {
                Some(b'}') => {
                    self.pos += 1;
                    break;
                }
                Some(b',') => self.pos += 1,
                Some(_) if !self.is_header(self.pos) => {
                    let from = self.pos;
                    if self.element(&mut entries, &mut keys).is_err() {
                        self.recover(from, mark);
                    }
                }
                _ => {
                    self.problem("the bracket before is not closed");
                    break;
                }
            }
        }
        self.open.truncate(outer.depth());
        self.lines = lines;
        let span = Span::new(start, self.pos);
        let map = Data::Map(entries);
        if keys.is_empty() {
            return Ok(Value::new(span, map));
        }
        keys.insert(0, Value::new(span, map));
        Ok(Value::new(span, Data::Call(Cow::Borrowed(form::OBJECT), keys)))
    }

    /// Reads a key and its value. A key that has to be worked out is kept aside.
    fn element(&mut self, entries: &mut Vec<Entry<'t>>, keys: &mut Vec<Value<'t>>) -> Read<()> {
        let start = self.pos;
        if let Some(at) = self.dotted_name() {
            self.skip_blank();
            let key = Cow::Borrowed(self.slice(at));
            match self.peek() {
                // A reference in the place of a key means what it refers to.
                Some(b'=' | b':') if !key.starts_with("var.") && !key.starts_with("local.") => {
                    return self.element_value(at, key, entries);
                }
                // A block, as the first version of the language has them anywhere.
                Some(b'{' | b'"') => {
                    entries.push(self.block(start, at, key)?);
                    self.skip_blank();
                    return self.item_end(NO_END);
                }
                _ => self.pos = start,
            }
        }
        let key = self.key()?;
        self.skip_blank();
        let at = key.span;
        let text = match key.data {
            Data::Text(text) | Data::Number(text) => text,
            data => {
                keys.push(Value::new(at, data));
                HOLE.to_string().into()
            }
        };
        match self.peek() {
            Some(b'=' | b':') => self.element_value(at, text, entries),
            _ => self.fail("`=` was expected"),
        }
    }

    fn element_value(&mut self, at: Span, key: Cow<'t, str>, entries: &mut Vec<Entry<'t>>) -> Read<()> {
        self.pos += 1;
        self.assigned(at, key, entries)?;
        self.skip_blank();
        self.item_end(NO_END)
    }

    /// Whether `for` comes next, and a name behind it.
    fn is_for(&self) -> bool {
        let Some(rest) = self.bytes[self.pos..].strip_prefix(b"for") else { return false };
        let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        blanks > 0 && self.starts_name(self.pos + 3 + blanks)
    }

    /// Reads the names of a `for`, and what it goes through.
    fn source(&mut self) -> Read<Vec<Value<'t>>> {
        let start = self.pos;
        self.pos += 3;
        let mut names = Vec::new();
        loop {
            self.skip_blank();
            let Some(span) = self.name() else { return self.fail("a name was expected") };
            names.push(self.piece(span));
            self.skip_blank();
            if self.peek() != Some(b',') {
                break;
            }
            self.pos += 1;
        }
        let names = Value::new(Span::new(start, self.pos), Data::List(names));
        match self.name() {
            Some(word) if self.slice(word) == "in" => {}
            _ => return self.fail("`in` was expected"),
        }
        self.skip_blank();
        let through = self.expression()?;
        self.skip_blank();
        self.expect(b':', "`:` was expected")?;
        self.skip_blank();
        Ok(vec![names, through])
    }

    fn map_of_each(&mut self) -> Read<Data<'t>> {
        let mut parts = self.source()?;
        parts.push(self.expression()?);
        self.skip_blank();
        if !self.bytes[self.pos..].starts_with(b"=>") {
            return self.fail("`=>` was expected");
        }
        self.pos += 2;
        self.skip_blank();
        parts.push(self.expression()?);
        self.skip_blank();
        let is_grouped = self.bytes[self.pos..].starts_with(b"...");
        if is_grouped {
            self.pos += 3;
        }
        self.filter(&mut parts)?;
        let name = if is_grouped { form::EACH_GROUP } else { form::EACH_KEY };
        Ok(Data::Call(Cow::Borrowed(name), parts))
    }

    /// Reads the condition of a `for`, where it has one.
    fn filter(&mut self, parts: &mut Vec<Value<'t>>) -> Read<()> {
        self.skip_blank();
        let start = self.pos;
        match self.name() {
            Some(word) if self.slice(word) == "if" => {
                self.skip_blank();
                parts.push(self.expression()?);
                self.skip_blank();
            }
            _ => self.pos = start,
        }
        Ok(())
    }
}

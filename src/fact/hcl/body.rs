//! Bodies: the attributes and blocks of a file, and of a block.

use std::borrow::Cow;

use super::cursor::{Failed, Read, Reader};
use super::recover::Mark;
use crate::fact::value::{Data, Entry, HOLE, Label, Span, Value};

impl<'t> Reader<'t> {
    /// Reads all of a file.
    pub fn file(&mut self) -> Vec<Entry<'t>> {
        let mut entries = Vec::new();
        let mark = self.mark();
        loop {
            self.skip_lines();
            match self.peek() {
                None => return entries,
                Some(b'}') => {
                    self.problem("no block is open here");
                    self.pos += 1;
                }
                Some(_) => self.entry(&mut entries, mark),
            }
        }
    }

    /// Reads what a block holds, and the bracket that closes it.
    fn body(&mut self) -> Vec<Entry<'t>> {
        let mut entries = Vec::new();
        let mark = self.mark();
        loop {
            self.skip_lines();
            if self.peek() == Some(b'}') {
                self.pos += 1;
                return entries;
            }
            if self.peek().is_none() || self.is_header(self.pos) {
                self.problem("the block before is not closed");
                return entries;
            }
            self.entry(&mut entries, mark);
        }
    }

    fn entry(&mut self, entries: &mut Vec<Entry<'t>>, mark: Mark) {
        let start = self.pos;
        if self.item(entries).is_err() {
            self.recover(start, mark);
        }
    }

    /// Reads an attribute or a block, and the end of its line.
    fn item(&mut self, entries: &mut Vec<Entry<'t>>) -> Read<()> {
        let start = self.pos;
        let Some((at, key)) = self.key_text()? else { return self.fail("a name was expected") };
        self.skip_blank();
        match self.peek() {
            Some(b'=') => {
                self.pos += 1;
                self.assigned(at, key, entries)?;
            }
            Some(b'{' | b'"') => entries.push(self.block(start, at, key)?),
            Some(_) if self.starts_name(self.pos) => entries.push(self.block(start, at, key)?),
            _ => return self.fail("`=` or `{` was expected"),
        }
        self.skip_blank();
        self.item_end("a new line was expected")
    }

    /// Goes over what ends an attribute or an entry of a map. The first version of the language has commas in bodies, too.
    pub fn item_end(&mut self, what: &'static str) -> Read<()> {
        match self.peek() {
            None | Some(b'\n' | b'}') => {}
            Some(b',') => self.pos += 1,
            // What is not closed ends where a line begins.
            Some(_) if self.at_line() => {}
            Some(_) => return self.fail(what),
        }
        Ok(())
    }

    /// Reads the value of a name. Where it cannot be read the name stays, and what it names is unknown.
    pub fn assigned(&mut self, at: Span, key: Cow<'t, str>, entries: &mut Vec<Entry<'t>>) -> Read<()> {
        self.skip_blank();
        let start = self.pos;
        let value = self.expression();
        let failed = value.is_err();
        let value = value.unwrap_or_else(|_| Value::new(Span::new(start, self.pos), Data::Unknown));
        entries.push(Entry { at, key, value });
        if failed { Err(Failed) } else { Ok(()) }
    }

    /// Reads a block behind its type.
    pub fn block(&mut self, start: usize, at: Span, key: Cow<'t, str>) -> Read<Entry<'t>> {
        let mut labels = Vec::new();
        while self.peek() != Some(b'{') {
            let Some((span, text)) = self.key_text()? else { return self.fail("`{` was expected") };
            labels.push(Label { span, text });
            self.skip_blank();
        }
        self.deeper()?;
        let lines = self.enter(b'{');
        self.lines = true;
        let body = self.body();
        self.open.pop();
        self.lines = lines;
        self.level -= 1;
        let span = Span::new(start, self.pos);
        Ok(Entry { at, key, value: Value::new(span, Data::Block(labels, body)) })
    }

    /// Goes over a name, with dots in it as the first version of the language has them.
    pub fn dotted_name(&mut self) -> Option<Span> {
        let first = self.name()?;
        while self.peek() == Some(b'.') && self.starts_name(self.pos + 1) {
            self.pos = self.name_end(self.pos + 1);
        }
        Some(Span::new(first.start as usize, self.pos))
    }

    /// Reads a name with or without quotes; nothing where there is none.
    fn key_text(&mut self) -> Read<Option<(Span, Cow<'t, str>)>> {
        if let Some(span) = self.dotted_name() {
            return Ok(Some((span, Cow::Borrowed(self.slice(span)))));
        }
        if self.peek() != Some(b'"') {
            return Ok(None);
        }
        let value = self.quoted()?;
        let text = match value.data {
            Data::Text(text) => text,
            _ => HOLE.to_string().into(),
        };
        Ok(Some((value.span, text)))
    }
}

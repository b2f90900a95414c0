//! What stands before a value: its anchor and its tag.

use super::Reader;
use super::cursor::is_blank;
use crate::fact::value::{Data, Span, Value};

/// The anchor and the tag of a value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Properties<'t> {
    start: usize,
    /// The name by which aliases know the value.
    pub anchor: Option<&'t str>,
    tag: Option<Tag<'t>>,
}

/// What a tag says.
#[derive(Clone, Copy, Debug)]
enum Tag<'t> {
    /// Something of the application: `!Ref`.
    Local(&'t str),
    /// That the value is a text: `!!str`.
    Text,
    /// Something that changes nothing here.
    Other,
}

impl Properties<'_> {
    /// Whether they make a call of the value.
    pub(super) const fn is_call(&self) -> bool {
        matches!(self.tag, Some(Tag::Local(_)))
    }
}

impl<'t: 'm, 'm> Reader<'t, 'm> {
    /// Reads the anchors and tags that stand where the reader is, and the blanks behind them.
    pub(super) fn properties(&mut self) -> Properties<'t> {
        let mut properties = Properties { start: self.pos, ..Properties::default() };
        while let Some(byte @ (b'&' | b'!')) = self.peek() {
            let start = self.pos;
            self.pos = if byte == b'&' { self.name_end(start + 1) } else { self.tag_end(start) };
            self.end = self.pos;
            let said = &self.text[start..self.pos];
            if byte == b'&' {
                properties.anchor = Some(&said[1..]);
            } else {
                properties.tag = Some(tag(said));
            }
            self.blanks();
        }
        properties
    }

    /// Where the name of an anchor ends.
    pub(super) fn name_end(&self, from: usize) -> usize {
        let is_end = |byte: &u8| is_blank(*byte) || matches!(byte, b',' | b'[' | b']' | b'{' | b'}');
        let bytes = &self.shown.as_bytes()[from..];
        bytes.iter().position(is_end).map_or(self.shown.len(), |length| from + length)
    }

    /// Where a tag ends.
    fn tag_end(&self, start: usize) -> usize {
        let end = self.name_end(start + 1);
        if self.byte(start + 1) != Some(b'<') {
            return end;
        }
        let line = &self.shown.as_bytes()[start..self.line_end(start)];
        memchr::memchr(b'>', line).map_or(end, |at| start + at + 1)
    }

    /// Gives a value its anchor and its tag; `made` is how many values there were before it.
    pub(super) fn with_properties(&mut self, properties: Properties<'t>, value: Value<'t>, made: usize) -> Value<'t> {
        let value = match properties.tag {
            Some(Tag::Local(name)) => {
                self.made += 1;
                let span = Span::new(properties.start, self.end);
                Value::new(span, Data::Call(name.into(), vec![value]))
            }
            Some(Tag::Text) => self.as_text(value),
            _ => value,
        };
        self.define(properties, &value, self.made - made);
        value
    }

    /// A scalar as a text.
    fn as_text(&self, value: Value<'t>) -> Value<'t> {
        let span = value.span;
        let data = match value.data {
            Data::Null | Data::Bool(_) => Data::Text(self.told(span.start as usize, span.end as usize)),
            Data::Number(text) => Data::Text(text),
            data => data,
        };
        Value::new(span, data)
    }
}

/// What a tag says, as it is written.
fn tag(said: &str) -> Tag<'_> {
    let is_named = said[1..].contains('!') || said.starts_with("!<");
    match said {
        "!" | "!!str" | "!<tag:yaml.org,2002:str>" => Tag::Text,
        _ if is_named => Tag::Other,
        _ => Tag::Local(said),
    }
}

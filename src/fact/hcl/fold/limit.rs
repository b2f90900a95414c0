//! How much may be made while folding, so that a small text never grows into a large one.

use std::borrow::Cow;

use crate::fact::value::{DEEPEST, Data, Entry, Label, Span, Value};

/// How many values may be copied in one document.
const VALUES: usize = 100_000;

/// How many entries may be looked through for a name, and how many times 16 bytes of text may be taken over.
const LOOKS: usize = 8_000_000;

/// How many bytes of text may be made beyond some times the size of the document.
const BYTES: usize = 4 << 20;

/// What is left to make.
pub struct Limits {
    values: usize,
    looks: usize,
    bytes: usize,
}

impl Limits {
    /// For a document of this place.
    pub const fn of(document: Span) -> Self {
        let size = (document.end - document.start) as usize;
        Self { values: VALUES, looks: LOOKS, bytes: BYTES + 8 * size }
    }

    /// Whether so many entries may be looked through.
    pub const fn look(&mut self, entries: usize) -> bool {
        spend(&mut self.looks, entries)
    }

    /// Whether so many values may be made.
    pub const fn add(&mut self, values: usize) -> bool {
        spend(&mut self.values, values)
    }

    /// Whether so many bytes of text may be made.
    pub const fn make(&mut self, bytes: usize) -> bool {
        spend(&mut self.bytes, bytes)
    }

    /// Copies a value to where values lie `level` deep; unknown is what is too much, or too deep.
    pub fn copy<'t>(&mut self, value: &Value<'t>, level: usize) -> Value<'t> {
        let is_free = level <= DEEPEST && spend(&mut self.values, 1);
        let data = if is_free { self.copy_data(&value.data, level + 1) } else { Data::Unknown };
        Value::new(value.span, data)
    }

    fn copy_data<'t>(&mut self, data: &Data<'t>, level: usize) -> Data<'t> {
        let copied = match data {
            Data::Text(text) => self.copy_text(text).map(Data::Text),
            Data::Number(number) => self.copy_text(number).map(Data::Number),
            Data::Reference(name) => self.copy_text(name).map(Data::Reference),
            Data::List(items) => self.copy_all(items, level).map(Data::List),
            Data::OneOf(items) => self.copy_all(items, level).map(Data::OneOf),
            Data::Call(name, items) => {
                self.copy_all(items, level).and_then(|items| Some(Data::Call(self.copy_text(name)?, items)))
            }
            Data::Map(entries) => self.copy_entries(entries, level).map(Data::Map),
            Data::Block(labels, entries) => {
                self.copy_entries(entries, level).and_then(|body| Some(Data::Block(self.copy_labels(labels)?, body)))
            }
            Data::Null | Data::Bool(_) | Data::Unknown => Some(data.clone()),
        };
        copied.unwrap_or(Data::Unknown)
    }

    fn copy_all<'t>(&mut self, items: &[Value<'t>], level: usize) -> Option<Vec<Value<'t>>> {
        // Where little is left, the room for many items would be taken in vain.
        (items.len() <= self.values).then(|| items.iter().map(|item| self.copy(item, level)).collect())
    }

    /// Copies entries to where values lie `level` deep; nothing where they are too many.
    pub fn copy_entries<'t>(&mut self, entries: &[Entry<'t>], level: usize) -> Option<Vec<Entry<'t>>> {
        if entries.len() > self.values {
            return None;
        }
        let mut copied = Vec::with_capacity(entries.len());
        for entry in entries {
            let key = self.copy_text(&entry.key)?;
            copied.push(Entry { at: entry.at, key, value: self.copy(&entry.value, level) });
        }
        Some(copied)
    }

    fn copy_labels<'t>(&mut self, labels: &[Label<'t>]) -> Option<Vec<Label<'t>>> {
        let copied = labels.iter().map(|label| Some(Label { span: label.span, text: self.copy_text(&label.text)? }));
        copied.collect()
    }

    fn copy_text<'t>(&mut self, text: &Cow<'t, str>) -> Option<Cow<'t, str>> {
        // What is made of a text that is only borrowed takes its time nonetheless.
        let is_free = self.look(text.len() / 16) && (matches!(text, Cow::Borrowed(_)) || self.make(text.len()));
        is_free.then(|| text.clone())
    }
}

const fn spend(left: &mut usize, wanted: usize) -> bool {
    if *left < wanted {
        return false;
    }
    *left -= wanted;
    true
}

//! Aliases: values that are said once and meant again, and maps that are merged into others.

use std::borrow::Cow;
use std::collections::HashSet;

use super::Reader;
use super::property::Properties;
use crate::fact::value::{DEEPEST, Data, Entry, Span, Value};

/// How many values of a text may be copies, and how many are kept to be copied.
const MOST_COPIES: usize = 100_000;

/// A value that aliases may name.
pub(super) struct Anchor<'t> {
    value: Value<'t>,
    /// How many values it holds, itself among them.
    count: usize,
    /// How deep they lie in one another.
    height: usize,
}

impl<'t: 'm, 'm> Reader<'t, 'm> {
    /// Keeps a value, of so many values, under the name of its anchor.
    pub(super) fn define(&mut self, properties: Properties<'t>, value: &Value<'t>, count: usize) {
        let Some(name) = properties.anchor else { return };
        self.kept += count;
        if self.kept > MOST_COPIES {
            self.anchors.remove(name);
            return;
        }
        let anchor = Anchor { value: value.clone(), count, height: height(value) };
        self.anchors.insert(name, anchor);
    }

    /// Reads an alias; what it names, with the places of that.
    pub(super) fn alias(&mut self) -> Value<'t> {
        let start = self.pos;
        self.pos = self.alias_end(start + 1);
        self.end = self.pos;
        let name = &self.text[start + 1..self.pos];
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let what = match self.anchors.get(name) {
            Some(anchor) if self.copied + anchor.count > MOST_COPIES => "too many values are copied",
            Some(anchor) if self.depth + anchor.height > DEEPEST + 1 => "values lie too deep",
            Some(anchor) => {
                self.copied += anchor.count;
                self.made += anchor.count;
                return anchor.value.clone();
            }
            None => "an alias of nothing",
        };
        self.problem(start, what);
        self.made += 1;
        // What cannot be a name is a text that should have quotes: `*`, `*.example.com`.
        let is_text = name.is_empty() || !name.bytes().all(is_name);
        let data = if is_text { Data::Text(self.told(start, self.pos)) } else { Data::Unknown };
        Value::new(Span::new(start, self.pos), data)
    }

    /// Where the name of an alias ends: before the colon of a key, if that is not known as a part of it.
    fn alias_end(&self, from: usize) -> usize {
        let end = self.name_end(from);
        let is_key = self.text[from..end].ends_with(':') && !self.anchors.contains_key(&self.text[from..end]);
        if is_key { end - 1 } else { end }
    }
}

/// How deep values lie in one another.
fn height(value: &Value<'_>) -> usize {
    let below = match &value.data {
        Data::List(items) | Data::Call(_, items) => items.iter().map(height).max(),
        Data::Map(entries) => entries.iter().map(|entry| height(&entry.value)).max(),
        _ => None,
    };
    1 + below.unwrap_or_default()
}

/// Whether a value is a map, or a list of maps.
fn is_mergeable(value: &Value<'_>) -> bool {
    value.each().iter().all(|part| matches!(part.data, Data::Map(_)))
}

/// The entries of a map, and behind them those of the maps that it names under `<<` and has none of its own for.
pub(super) fn merge(entries: Vec<Entry<'_>>) -> Vec<Entry<'_>> {
    let (merged, mut entries): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|entry| entry.key == "<<" && is_mergeable(&entry.value));
    let mut names: HashSet<Cow<'_, str>> = entries.iter().map(|entry| entry.key.clone()).collect();
    for source in merged {
        let maps = match source.value.data {
            Data::List(items) => items,
            _ => vec![source.value],
        };
        for map in maps {
            let Data::Map(inner) = map.data else { continue };
            entries.extend(inner.into_iter().filter(|entry| names.insert(entry.key.clone())));
        }
    }
    entries
}

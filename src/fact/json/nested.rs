//! JSON inside of a string of some other text: a policy that a template holds.

use super::{Holes, read};
use crate::fact::value::{Data, Entry, HOLE, Value};

/// Reads the JSON that a text holds, with its places in the `source` in which the text stands.
///
/// A text that is written as it is has places of its own; where escapes were undone, all of it stands in the place of
/// the text. None, if it does not begin like a map or list, or nothing of it can be read.
#[must_use]
pub fn open<'t>(value: &Value<'t>, source: &'t str, holes: Holes) -> Option<Value<'t>> {
    let Data::Text(text) = &value.data else { return None };
    if !text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').starts_with(['{', '[']) {
        return None;
    }
    let raw = source.get(value.span.range()).unwrap_or_default();
    if raw == text {
        let mut inner = first(raw, holes)?;
        inner.shift(value.span.start as usize);
        return Some(inner);
    }
    let mut inner = owned(first(text, if is_filled(text, raw) { Holes::None } else { holes })?);
    inner.pin(value.span);
    // Between no quotes nothing is escaped: the text is written as JSON, indented or with holes that were filled.
    if !source[..value.span.start as usize].ends_with(['"', '\''])
        && let Some(mut written) = first(raw, holes)
    {
        written.shift(value.span.start as usize);
        place(&mut inner, &written);
    }
    Some(inner)
}

/// Gives values the places of those that are written alike.
fn place(value: &mut Value<'_>, written: &Value<'_>) {
    match (&mut value.data, &written.data) {
        (Data::Map(entries), Data::Map(others)) if entries.len() == others.len() => {
            for (entry, other) in entries.iter_mut().zip(others) {
                entry.at = other.at;
                place(&mut entry.value, &other.value);
            }
        }
        (Data::List(items), Data::List(others)) if items.len() == others.len() => {
            for (item, other) in items.iter_mut().zip(others) {
                place(item, other);
            }
        }
        _ => value.pin(written.span),
    }
    value.span = written.span;
}

/// Whether the marks of a template were taken care of when the text was read: what looks like one now is text.
fn is_filled(text: &str, raw: &str) -> bool {
    text.contains(HOLE) || raw.contains("$${") && !text.contains("$${")
}

/// The first document of a text that says something.
fn first(text: &str, holes: Holes) -> Option<Value<'_>> {
    let reading = read(text, holes);
    let is_whole = reading.problems.is_empty();
    reading.documents.into_iter().find(|document| is_whole || says_something(document))
}

fn says_something(value: &Value<'_>) -> bool {
    match &value.data {
        Data::Unknown => false,
        Data::Map(entries) => !entries.is_empty(),
        Data::List(items) => items.iter().any(says_something),
        _ => true,
    }
}

/// The same value with texts of its own.
fn owned(value: Value<'_>) -> Value<'static> {
    let data = match value.data {
        Data::Null => Data::Null,
        Data::Bool(is_true) => Data::Bool(is_true),
        Data::Number(number) => Data::Number(number.into_owned().into()),
        Data::Text(text) => Data::Text(text.into_owned().into()),
        Data::List(items) => Data::List(items.into_iter().map(owned).collect()),
        Data::Map(entries) => Data::Map(entries.into_iter().map(owned_entry).collect()),
        _ => Data::Unknown,
    };
    Value::new(value.span, data)
}

fn owned_entry(entry: Entry<'_>) -> Entry<'static> {
    Entry { at: entry.at, key: entry.key.into_owned().into(), value: owned(entry.value) }
}

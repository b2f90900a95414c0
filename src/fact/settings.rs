//! Reads files of settings: names and values line by line, as most programs have them, and TOML.

mod bare;
mod depth;
mod hole;
mod key;
mod line;
#[cfg(test)]
mod tests;
mod toml;

use super::value::{Data, Entry, Reading, Span, Value};
use line::Reader;

pub use self::toml::read_toml;

/// Reads names and values of a text, be it `.env`, INI, properties or one of their kin: one document, a map.
///
/// A `[section]` is a map in it. What a shell or a template puts in is a [`HOLE`](super::value::HOLE): `$NAME`,
/// `${…}`, `$(…)` and `{{ … }}`. Lines that name no value are passed over: programs have formats of their own.
#[must_use]
pub fn read_env(text: &str) -> Reading<'_> {
    let mut entries = Vec::new();
    let mut section: Option<Entry<'_>> = None;
    let mut reader = Reader::new(text);
    while let Some(line) = reader.line() {
        if let Some(next) = key::section(text, line.clone()) {
            entries.extend(section.replace(next));
        } else if let Some(entry) = reader.entry(line, section.is_some()) {
            match section.as_mut().map(|section| &mut section.value) {
                Some(Value { span, data: Data::Map(inner) }) => {
                    span.end = span.end.max(reader.end());
                    inner.push(entry);
                }
                _ => entries.push(entry),
            }
        }
    }
    entries.extend(section);
    let document = Value::new(Span::new(0, text.len()), Data::Map(entries));
    Reading { documents: vec![document], problems: Vec::new() }
}

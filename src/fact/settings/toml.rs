//! TOML, with the places of everything in it.

use std::borrow::Cow;
use std::ops::Range;

use ::toml::de::{DeString, DeTable, DeValue};

use super::depth::too_deep;
use super::read_env;
use crate::fact::value::{DEEPEST, Data, Entry, Problem, Reading, Span, Value};

/// Reads a text of TOML: one document, a map. Of one that is none, what its lines name is read.
#[must_use]
pub fn read_toml(text: &str) -> Reading<'_> {
    if let Some(at) = too_deep(text) {
        return lines(text, at..at, "TOML: values lie too deep");
    }
    match DeTable::parse(text) {
        Ok(table) => {
            let mut reader = Reader { text, problems: Vec::new() };
            let entries = reader.entries(table.into_inner(), 0);
            let document = Value::new(Span::new(0, text.len()), Data::Map(entries));
            Reading { documents: vec![document], problems: reader.problems }
        }
        Err(error) => lines(text, error.span().unwrap_or_default(), "TOML: this is not valid here"),
    }
}

/// What the lines of a text name that is amiss at a place.
fn lines<'t>(text: &'t str, place: Range<usize>, what: &'static str) -> Reading<'t> {
    let at = if text.get(place.clone()).is_some() { Span::new(place.start, place.end) } else { Span::default() };
    let mut reading = read_env(text);
    reading.problems.push(Problem { at, what });
    reading
}

/// Turns what was read into values.
struct Reader<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

impl<'t> Reader<'t> {
    /// The entries of a table in the order of the text.
    fn entries(&mut self, table: DeTable<'t>, depth: usize) -> Vec<Entry<'t>> {
        let mut entries: Vec<_> = table
            .into_iter()
            .map(|(key, value)| {
                let at = without_quotes(self.text, key.span());
                let place = value.span();
                let value = self.value(value.into_inner(), place, depth + 1);
                Entry { at: Span::new(at.start, at.end), key: key.into_inner(), value }
            })
            .collect();
        entries.sort_by_key(|entry| entry.at);
        entries
    }

    fn value(&mut self, value: DeValue<'t>, place: Range<usize>, depth: usize) -> Value<'t> {
        let span = Span::new(place.start, place.end);
        let written = Cow::Borrowed(self.text.get(place.clone()).unwrap_or_default());
        match value {
            DeValue::String(text) => self.string(text, place),
            DeValue::Integer(_) | DeValue::Float(_) => Value::new(span, Data::Number(written)),
            DeValue::Boolean(is_true) => Value::new(span, Data::Bool(is_true)),
            DeValue::Datetime(_) => Value::new(span, Data::Text(written)),
            DeValue::Array(_) | DeValue::Table(_) if depth >= DEEPEST => {
                self.problems.push(Problem { at: span, what: "values lie too deep" });
                Value::new(span, Data::Unknown)
            }
            DeValue::Array(array) => {
                let item = |item: ::toml::Spanned<DeValue<'t>>| {
                    let place = item.span();
                    self.value(item.into_inner(), place, depth + 1)
                };
                let items: Vec<_> = array.into_iter().map(item).collect();
                Value::new(around(span, items.iter().map(|item| item.span)), Data::List(items))
            }
            DeValue::Table(table) => {
                let entries = self.entries(table, depth);
                let places = entries.iter().flat_map(|entry| [entry.at, entry.value.span]);
                Value::new(around(span, places), Data::Map(entries))
            }
        }
    }

    fn string(&self, text: DeString<'t>, place: Range<usize>) -> Value<'t> {
        let inner = without_quotes(self.text, place);
        Value::new(Span::new(inner.start, inner.end), Data::Text(text))
    }
}

/// The place of a table or list of tables, which may stand apart from its header.
fn around(span: Span, places: impl Iterator<Item = Span>) -> Span {
    places.fold(span, |all, place| Span { start: all.start.min(place.start), end: all.end.max(place.end) })
}

/// The place of what is between quotes; the line feed that may follow three of them is not of it.
fn without_quotes(text: &str, place: Range<usize>) -> Range<usize> {
    let written = text.get(place.clone()).unwrap_or_default();
    for quote in ["\"\"\"", "'''", "\"", "'"] {
        let inner = written.strip_prefix(quote).and_then(|inner| inner.strip_suffix(quote));
        if let Some(inner) = inner {
            let told = inner.strip_prefix('\n').or_else(|| inner.strip_prefix("\r\n"));
            let told = told.filter(|_| quote.len() == 3).unwrap_or(inner);
            let end = place.end - quote.len();
            return end - told.len()..end;
        }
    }
    place
}

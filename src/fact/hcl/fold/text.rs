//! Texts put together, taken apart and changed.

use std::borrow::Cow;

use super::limit::Limits;
use crate::fact::value::{Data, HOLE, Span, Value};

/// A text that is being made, no longer than what is left to make.
struct Made<'l> {
    text: String,
    limits: &'l mut Limits,
    is_full: bool,
}

impl<'l> Made<'l> {
    const fn new(limits: &'l mut Limits) -> Self {
        Self { text: String::new(), limits, is_full: false }
    }

    fn push(&mut self, piece: &str) {
        self.is_full = self.is_full || !self.limits.make(piece.len());
        if !self.is_full {
            self.text.push_str(piece);
        }
    }

    /// Adds a value; a hole for one that is not known.
    fn push_value(&mut self, value: &Value<'_>) {
        self.push(value.text().unwrap_or(HOLE.encode_utf8(&mut [0; 4])));
    }

    fn data<'t>(self) -> Data<'t> {
        if self.is_full { Data::Unknown } else { Data::Text(Cow::Owned(self.text)) }
    }
}

/// The text of a template.
pub fn template<'t>(parts: &[Value<'_>], limits: &mut Limits) -> Data<'t> {
    let mut made = Made::new(limits);
    made.text
        .reserve(parts.iter().map(|part| part.text().map_or(HOLE.len_utf8(), str::len)).sum::<usize>().min(1 << 16));
    for part in parts {
        made.push_value(part);
    }
    if made.text.chars().all(|letter| letter == HOLE) {
        return references(parts).unwrap_or_else(|| made.data());
    }
    made.data()
}

/// The names of several references and of nothing else, for those who know some of them.
fn references<'t>(parts: &[Value<'_>]) -> Option<Data<'t>> {
    let name = |part: &Value<'_>| match &part.data {
        Data::Reference(name) => Some(name.to_string()),
        _ => None,
    };
    let names: Vec<String> = parts.iter().map(name).collect::<Option<_>>()?;
    (!names.is_empty()).then(|| Data::Reference(Cow::Owned(names.join(" "))))
}

/// Texts with another one between them; nothing where it is not known which.
pub fn join<'t>(parts: &[Value<'_>], limits: &mut Limits) -> Option<Data<'t>> {
    let (between, lists) = parts.split_first()?;
    let between = between.known()?;
    let mut made = Made::new(limits);
    let mut is_first = true;
    for list in lists {
        let Data::List(items) = &list.data else { return None };
        for item in items {
            if !is_first {
                made.push(between);
            }
            is_first = false;
            made.push_value(item);
        }
    }
    Some(made.data())
}

/// The pieces of a text between others.
pub fn split<'t>(parts: &[Value<'t>], limits: &mut Limits) -> Option<Data<'t>> {
    let [between, whole] = parts else { return None };
    let between = between.known()?;
    let Data::Text(text) = &whole.data else { return None };
    let count = if between.is_empty() { text.chars().count() } else { text.matches(between).count() + 1 };
    if text.contains(HOLE) || !limits.add(count) || !limits.make(text.len()) {
        return None;
    }
    let mut items = Vec::with_capacity(count);
    let mut at = 0;
    while let Some(piece) = piece_at(text, at, between) {
        let end = at + piece.len();
        items.push(match text {
            Cow::Borrowed(text) if whole.span.range().len() == text.len() => {
                let span = Span::new(at, end).shifted(whole.span.start as usize);
                Value::new(span, Data::Text(Cow::Borrowed(&text[at..end])))
            }
            _ => Value::new(whole.span, Data::Text(Cow::Owned(piece.to_owned()))),
        });
        at = end + between.len();
    }
    Some(Data::List(items))
}

/// The piece of a text that begins at an offset; a character, where nothing stands between the pieces.
fn piece_at<'p>(text: &'p str, at: usize, between: &str) -> Option<&'p str> {
    let rest = text.get(at..)?;
    if between.is_empty() {
        return rest.chars().next().map(|c| &rest[..c.len_utf8()]);
    }
    Some(rest.split_once(between).map_or(rest, |(piece, _)| piece))
}

/// A text with values in the places that it leaves for them.
pub fn format<'t>(parts: &[Value<'_>], limits: &mut Limits) -> Option<Data<'t>> {
    let (form, values) = parts.split_first()?;
    let mut rest = form.text()?;
    let mut values = values.iter();
    let mut made = Made::new(limits);
    while let Some((before, verb)) = rest.split_once('%') {
        made.push(before);
        let flags = verb.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(verb.len());
        let kind = verb[flags..].chars().next();
        rest = &verb[flags + usize::from(kind.is_some())..];
        match kind {
            Some('%') => made.push("%"),
            Some('s' | 'd' | 'v') if flags == 0 => match values.next() {
                Some(value) => made.push_value(value),
                None => made.push_value(&Value::new(form.span, Data::Unknown)),
            },
            // Widths, quotes and fractions.
            _ => {
                values.next();
                made.push_value(&Value::new(form.span, Data::Unknown));
            }
        }
    }
    made.push(rest);
    Some(made.data())
}

/// A text with others in it replaced; nothing where what is replaced is a pattern.
pub fn replace<'t>(parts: &[Value<'_>], limits: &mut Limits) -> Option<Data<'t>> {
    let [text, from, to] = parts else { return None };
    let (text, from, to) = (text.text()?, from.known()?, to.text()?);
    let is_pattern = from.len() > 1 && from.starts_with('/') && from.ends_with('/');
    if is_pattern || from.is_empty() {
        return None;
    }
    let mut made = Made::new(limits);
    let mut pieces = text.split(from);
    made.push(pieces.next()?);
    for piece in pieces {
        made.push(to);
        made.push(piece);
        if made.is_full {
            break;
        }
    }
    Some(made.data())
}

/// A text that is changed as a whole.
pub fn change<'t>(parts: &[Value<'_>], limits: &mut Limits, change: fn(&str) -> String) -> Option<Data<'t>> {
    let [Value { data: Data::Text(text), .. }] = parts else { return None };
    // Letters of the other case may take three times as much.
    limits.make(text.len() * 3).then(|| Data::Text(Cow::Owned(change(text))))
}

//! Puts together the values of facts that no text holds in one piece.

use std::borrow::Cow;

use crate::fact::value::{Data, Entry, Span, Value};

/// The place of what is worked out and stands nowhere: no finding points at it.
pub const NOWHERE: Span = Span::new(0, 0);

/// A text at a place.
pub fn text<'t>(span: Span, text: impl Into<Cow<'t, str>>) -> Value<'t> {
    Value::new(span, Data::Text(text.into()))
}

/// The name and the value of a text of the form `name=value`; `None` where it has no sign.
pub fn pair<'t>(span: Span, text: &str) -> Option<(Value<'t>, Value<'t>)> {
    let (name, value) = text.split_once('=')?;
    let [start, end] = [span.start, span.end].map(|at| at as usize);
    let sign = (start + name.len()).min(end);
    let [before, behind] = [Span::new(start, sign), Span::new((sign + 1).min(end), end)];
    Some((self::text(before, name.to_owned()), self::text(behind, value.to_owned())))
}

/// A list of values at a place.
pub const fn list(span: Span, items: Vec<Value<'_>>) -> Value<'_> {
    Value::new(span, Data::List(items))
}

/// True or false at a place.
pub const fn flag<'t>(span: Span, is: bool) -> Value<'t> {
    Value::new(span, Data::Bool(is))
}

/// Something at a place that cannot be told.
pub const fn unknown<'t>(span: Span) -> Value<'t> {
    Value::new(span, Data::Unknown)
}

/// A map at a place.
pub const fn map(span: Span, entries: Vec<Entry<'_>>) -> Value<'_> {
    Value::new(span, Data::Map(entries))
}

/// An entry whose name stands nowhere: it is at the place of its value.
pub fn entry<'t>(key: impl Into<Cow<'t, str>>, value: Value<'t>) -> Entry<'t> {
    Entry { at: value.span, key: key.into(), value }
}

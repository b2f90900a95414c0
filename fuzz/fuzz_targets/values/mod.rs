//! What holds of the values of every reader: places lie in the text, at the borders of its characters.

use credline::fact::value::{Data, Reading, Span, Value};

/// Checks all places of a reading.
pub fn check(text: &str, reading: &Reading<'_>) {
    reading.problems.iter().for_each(|problem| place(text, problem.at));
    reading.documents.iter().for_each(|document| value(text, document));
}

/// Checks a place.
pub fn place(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} of {} bytes", text.len());
}

/// Checks a value and all inside of it.
pub fn value(text: &str, value: &Value<'_>) {
    place(text, value.span);
    match &value.data {
        Data::List(items) | Data::OneOf(items) | Data::Call(_, items) => {
            items.iter().for_each(|item| self::value(text, item));
        }
        Data::Map(entries) | Data::Block(_, entries) => {
            for entry in entries {
                place(text, entry.at);
                self::value(text, &entry.value);
            }
        }
        _ => {}
    }
    if let Data::Block(labels, _) = &value.data {
        labels.iter().for_each(|label| place(text, label.span));
    }
}

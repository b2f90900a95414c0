//! What the reader of HCL promises.

mod folding;
mod functions;
mod property;
mod reading;
mod repeating;
mod tolerance;

use super::{fold, read};
use crate::fact::value::{Data, Value};

/// The document of a text in which nothing is wrong.
fn document(text: &str) -> Value<'_> {
    let mut reading = read(text);
    assert_eq!(reading.problems, [], "{text}");
    assert_eq!(reading.documents.len(), 1, "{text}");
    reading.documents.remove(0)
}

/// The same, folded.
fn folded(text: &str) -> Value<'_> {
    let mut document = document(text);
    fold(&mut document);
    document
}

/// What a value says, in short; `_` for a piece of a text that is not known.
fn said(value: &Value<'_>) -> String {
    let all = |items: &[Value<'_>]| items.iter().map(said).collect::<Vec<_>>().join(", ");
    match &value.data {
        Data::Null => "null".to_owned(),
        Data::Bool(is) => is.to_string(),
        Data::Number(number) => number.to_string(),
        Data::Text(text) => format!("'{}'", text.replace(crate::fact::value::HOLE, "_")),
        Data::List(items) => format!("[{}]", all(items)),
        Data::Map(entries) | Data::Block(_, entries) => {
            let pairs = entries.iter().map(|entry| format!("{}: {}", entry.key, said(&entry.value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", ").replace(crate::fact::value::HOLE, "_"))
        }
        Data::Reference(name) => format!("<{name}>"),
        Data::Call(name, items) => format!("{name}({})", all(items)),
        Data::OneOf(items) => format!("one of ({})", all(items)),
        Data::Unknown => "?".to_owned(),
    }
}

/// What the attribute `x` of a text says when it is folded.
fn x(text: &str) -> String {
    let document = folded(text);
    said(document.get("x").unwrap_or_else(|| panic!("no x in {text}")))
}

/// What an expression says when it is folded, with these definitions around it.
fn with(definitions: &str, expression: &str) -> String {
    x(&format!("{definitions}\nx = {expression}\n"))
}

/// What an expression says when it is folded.
fn alone(expression: &str) -> String {
    with("", expression)
}

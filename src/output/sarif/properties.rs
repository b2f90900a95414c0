//! Small parts of a SARIF log: property bags and texts, never empty.

use serde_json::Value;
use serde_sarif::sarif::{Message, MultiformatMessageString, PropertyBag};

/// The longest description that GitHub shows, in characters.
const LONGEST: usize = 1024;

/// A bag of named values; empty texts, lists and absent values are left out.
pub fn bag<const N: usize>(values: [(&str, Value); N]) -> PropertyBag {
    let mut bag = PropertyBag::builder().build();
    for (name, value) in values {
        if !is_empty(&value) {
            bag.additional_properties.insert(name.to_owned(), value);
        }
    }
    bag
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(values) => values.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A message of plain text.
pub fn message(text: impl Into<String>) -> Message {
    let mut message = Message::builder().build();
    message.text = Some(text.into());
    message
}

/// A description, cut to what GitHub shows; `fallback` stands in for an empty one.
pub fn description(text: &str, fallback: &str) -> MultiformatMessageString {
    let text = if text.trim().is_empty() { fallback } else { text };
    MultiformatMessageString::builder().text(text.chars().take(LONGEST).collect::<String>()).build()
}

/// A number of lines, columns or places as SARIF holds it.
pub fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

//! Promises of the reader of JSON.

mod mistakes;
mod nested;
mod property;
mod reading;
mod templates;

use super::{Holes, read};
use crate::fact::value::{Data, Reading, Value};

/// Reads a text that is no template and has nothing amiss.
fn clean(text: &str) -> Value<'_> {
    let mut reading = read(text, Holes::None);
    assert_eq!(reading.problems, [], "{text}");
    assert_eq!(reading.documents.len(), 1, "{text}");
    reading.documents.remove(0)
}

/// What is said to be amiss, and where.
fn amiss<'t>(text: &'t str, reading: &Reading<'_>) -> Vec<(&'t str, &'static str)> {
    reading.problems.iter().map(|problem| (&text[problem.at.range()], problem.what)).collect()
}

/// Values as short text; whatever is borrowed or where it stands is not in it.
fn show(value: &Value<'_>) -> String {
    match &value.data {
        Data::Null => "null".to_owned(),
        Data::Bool(is_true) => is_true.to_string(),
        Data::Number(number) => format!("#{number}"),
        Data::Text(text) => format!("{text:?}"),
        Data::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
        Data::Map(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|entry| format!("{}: {}", entry.key, show(&entry.value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        _ => "?".to_owned(),
    }
}

/// All documents of a text, each as short text.
fn shown(text: &str, holes: Holes) -> String {
    read(text, holes).documents.iter().map(show).collect::<Vec<_>>().join(" ; ")
}

//! What the reader of YAML promises, kind by kind.

mod emit;
mod mistake;
mod place;
mod property;
mod reference;
mod scalar;
mod structure;
mod template;

use super::super::value::{Data, Value};
use super::read;

/// A value in short: `{a: "b", c: [1, null]}`, `!Ref("x")`, `?` for what cannot be told.
fn short(value: &Value<'_>) -> String {
    let all = |items: &[Value<'_>]| items.iter().map(short).collect::<Vec<_>>().join(", ");
    match &value.data {
        Data::Null => "null".to_owned(),
        Data::Bool(is) => is.to_string(),
        Data::Number(number) => number.to_string(),
        Data::Text(text) => format!("{text:?}"),
        Data::List(items) => format!("[{}]", all(items)),
        Data::Map(entries) => {
            let entry = |(key, value): (&str, &Value<'_>)| format!("{key}: {}", short(value));
            let entries = entries.iter().map(|inner| entry((&inner.key, &inner.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Data::Call(name, items) => format!("{name}({})", all(items)),
        _ => "?".to_owned(),
    }
}

/// What a text says that has nothing wrong in it.
fn said(text: &str) -> String {
    let reading = read(text);
    assert_eq!(reading.problems, [], "{text}");
    reading.documents.iter().map(short).collect::<Vec<_>>().join(" --- ")
}

/// What a text says that has something wrong in it: what is wrong in which line, and the values.
fn tolerated(text: &str) -> (Vec<(usize, &'static str)>, String) {
    let reading = read(text);
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    let problems = reading.problems.iter().map(|problem| (line(problem.at.start as usize), problem.what)).collect();
    (problems, reading.documents.iter().map(short).collect::<Vec<_>>().join(" --- "))
}

/// The only document of a text.
fn only(text: &str) -> Value<'_> {
    let mut documents = read(text).documents;
    assert_eq!(documents.len(), 1, "{text}");
    documents.remove(0)
}

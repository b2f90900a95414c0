//! Promises of the readers of settings.

mod lines;
mod property;
mod tables;
mod values;

use super::{read_env, read_toml};
use crate::fact::value::{Data, Reading, Value};

/// Values as short text, each hole as a ring.
fn show(value: &Value<'_>) -> String {
    let shown = match &value.data {
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
    };
    shown.replace("\\u{fffc}", "◌").replace('\u{FFFC}', "◌")
}

/// The one document of a text, which has nothing amiss.
fn clean(mut reading: Reading<'_>) -> Value<'_> {
    assert_eq!(reading.problems, []);
    assert_eq!(reading.documents.len(), 1);
    reading.documents.remove(0)
}

/// What lines name, as short text.
fn env(text: &str) -> String {
    show(&clean(read_env(text)))
}

/// What TOML says, as short text.
fn toml(text: &str) -> String {
    show(&clean(read_toml(text)))
}

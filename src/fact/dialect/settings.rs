//! Settings: every value of a file of configuration by the way of names that leads to it.

use super::build;
use crate::fact::Facts;
use crate::fact::value::{Data, Value};

/// Settings that one text may have; more is no configuration.
const MOST: usize = 20_000;

/// Adds one fact a setting.
pub fn all<'t>(document: &Value<'t>, facts: &mut Facts<'t>) {
    let mut path = String::new();
    let mut left = MOST;
    walk(document, &mut path, &mut left, facts);
}

/// Adds the settings that the texts of a map hold, each a file of its own.
pub fn inside<'t>(data: Option<&Value<'t>>, facts: &mut Facts<'t>) {
    if let Some(data) = data {
        all(data, facts);
    }
}

/// Adds one fact of a kind of its own for each value, with the last name that leads to it.
pub fn values<'t>(kind: &'static str, document: &Value<'t>, facts: &mut Facts<'t>) {
    let mut left = MOST;
    named(kind, document, &mut left, facts);
}

fn named<'t>(kind: &'static str, value: &Value<'t>, left: &mut usize, facts: &mut Facts<'t>) {
    for entry in value.entries() {
        match &entry.value.data {
            Data::Map(_) => named(kind, &entry.value, left, facts),
            Data::List(items) => items.iter().for_each(|item| named(kind, item, left, facts)),
            _ if *left > 0 => {
                *left -= 1;
                let name = build::text(entry.at, entry.key.clone());
                let fields = vec![build::entry("name", name), build::entry("value", entry.value.clone())];
                facts.add(kind, entry.key.as_ref(), entry.at, build::map(entry.value.span, fields));
            }
            _ => {}
        }
    }
}

fn walk<'t>(value: &Value<'t>, path: &mut String, left: &mut usize, facts: &mut Facts<'t>) {
    if *left == 0 {
        return;
    }
    match &value.data {
        Data::Map(entries) | Data::Block(_, entries) => {
            for entry in entries {
                let length = path.len();
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&entry.key);
                if matches!(entry.value.data, Data::Map(_) | Data::Block(..) | Data::List(_)) {
                    walk(&entry.value, path, left, facts);
                } else {
                    add(path, entry.value.clone(), entry.at, left, facts);
                }
                path.truncate(length);
            }
        }
        Data::List(items) => items.iter().for_each(|item| walk(item, path, left, facts)),
        _ => add(path, value.clone(), value.span, left, facts),
    }
}

fn add<'t>(path: &str, value: Value<'t>, at: crate::fact::value::Span, left: &mut usize, facts: &mut Facts<'t>) {
    *left = left.saturating_sub(1);
    let plain: String = path.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect();
    let fields = vec![build::entry("key", build::text(at, plain)), build::entry("value", value)];
    facts.add("setting", path, at, build::map(at, fields));
}

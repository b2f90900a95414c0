//! Documents inside of texts: a policy that a template holds as a heredoc or an escaped text of JSON.

use crate::fact::json::{self, Holes};
use crate::fact::value::{Data, Value};

/// What a text begins with that holds a document worth reading.
const OPENINGS: [char; 2] = ['{', '['];

/// Replaces texts that hold policies in JSON by what they say.
pub fn open<'t>(value: &mut Value<'t>, source: &'t str) {
    match &mut value.data {
        Data::Text(text) if text.trim_start().starts_with(OPENINGS) && is_policy(text) => {
            if let Some(inner) = json::open(value, source, Holes::Dollar) {
                *value = inner;
            }
        }
        Data::Map(entries) | Data::Block(_, entries) => {
            for entry in entries {
                open(&mut entry.value, source);
            }
        }
        Data::List(items) | Data::OneOf(items) | Data::Call(_, items) => {
            for item in items {
                open(item, source);
            }
        }
        _ => {}
    }
}

/// Words of which one stands in every policy.
fn is_policy(text: &str) -> bool {
    ["Statement", "statement", "bindings", "Effect", "Actions", "actions"].iter().any(|word| text.contains(word))
}

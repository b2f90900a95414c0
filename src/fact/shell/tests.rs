//! What the reader of shells promises.

mod inner;
mod listing;
mod property;
mod reading;

use super::{Command, read};
use crate::fact::value::HOLE;

/// The words of each command, one command a line; `_` for a piece that is not known.
fn said(text: &str) -> Vec<String> {
    read(text).iter().map(words).collect()
}

fn words(command: &Command<'_>) -> String {
    command.words.iter().map(|word| word.text.replace(HOLE, "_")).collect::<Vec<_>>().join(" ")
}

/// What the here-documents of the first command say.
fn heredocs(text: &str) -> Vec<String> {
    let commands = read(text);
    let said = |value: &crate::fact::value::Value<'_>| value.text().unwrap_or_default().replace(HOLE, "_");
    commands.first().map(|command| command.heredocs.iter().map(said).collect()).unwrap_or_default()
}

/// What stands at the first words of the commands.
fn places(text: &str) -> Vec<&str> {
    read(text).iter().map(|command| &text[command.at.range()]).collect()
}

//! Commands of shells: what they are called, and what they are told.

use super::{aws, build, kubernetes, terraform};
use crate::fact::json::{self, Holes};
use crate::fact::shell::{self, Command, Word};
use crate::fact::value::{Data, Entry, Span, Value};
use crate::fact::{Facts, yaml};

/// The most words that a command is called by.
const LONGEST_NAME: usize = 6;

/// Adds the commands of a text.
pub fn file<'t>(text: &'t str, facts: &mut Facts<'t>) {
    for command in shell::read(text) {
        add(&command, text, "", facts);
    }
}

/// Adds the commands of a text that stands in another file.
pub fn script<'t>(script: Option<&Value<'t>>, source: &'t str, subject: &str, facts: &mut Facts<'t>) {
    let Some(script) = script.filter(|script| matches!(script.data, Data::Text(_))) else { return };
    let range = script.span.range();
    let Some(text) = source.get(range.clone()) else { return };
    for mut command in shell::read(text) {
        for word in &mut command.words {
            word.span = word.span.shifted(range.start);
        }
        command.at = command.at.shifted(range.start);
        command.heredocs.iter_mut().for_each(|input| input.shift(range.start));
        add(&command, source, subject, facts);
    }
}

/// Adds the command that a list of words makes, as Kubernetes and Docker write them.
pub fn words<'t>(list: Option<&Value<'t>>, subject: &str, facts: &mut Facts<'t>) {
    let Some(Data::List(items)) = list.map(|list| &list.data) else { return };
    let word = |item: &Value<'t>| Some(Word { span: item.span, text: item.text()?.to_owned().into() });
    let words: Vec<Word<'t>> = items.iter().filter_map(word).collect();
    if let Some(first) = words.first() {
        add(&Command { at: first.span, words, ..Command::default() }, "", subject, facts);
    }
}

/// Adds one command.
fn add<'t>(command: &Command<'t>, source: &'t str, subject: &str, facts: &mut Facts<'t>) {
    let Some(first) = command.words.first() else { return };
    let program = first.text.rsplit('/').next().unwrap_or(&first.text).to_owned();
    let named = command.words.iter().skip(1).take_while(|word| !word.text.starts_with('-')).take(LONGEST_NAME - 1);
    let name = named.fold(program, |name, word| name + " " + &word.text);
    let line = command.words.iter().map(|word| word.text.as_ref()).collect::<Vec<_>>().join(" ");
    let all = command.words.iter().map(|word| build::text(word.span, word.text.clone())).collect();
    let (options, flags) = options(&command.words);
    let pairs = command.words.iter().skip(1).filter(|word| !word.text.starts_with('-')).filter_map(pair).collect();
    let fields = vec![
        build::entry("name", build::text(command.at, name.clone())),
        build::entry("line", build::text(command.at, line)),
        build::entry("option", build::map(command.at, options)),
        build::entry("flag", build::list(command.at, flags)),
        build::entry("pair", build::map(command.at, pairs)),
        build::entry("word", build::list(command.at, all)),
        build::entry("input", build::list(command.at, command.heredocs.clone())),
    ];
    let subject = if subject.is_empty() { name } else { subject.to_owned() };
    for text in command.heredocs.iter().cloned().chain(command.words.iter().filter_map(document)) {
        inside(&text, source, &subject, facts);
    }
    let end = command.words.last().map_or(command.at.end, |word| word.span.end);
    let whole = Span::new(command.at.start as usize, end.max(command.at.end) as usize);
    facts.add("command", subject, command.at, build::map(whole, fields));
}

/// A word that is a document of JSON, as the value of an option may be.
fn document<'t>(word: &Word<'t>) -> Option<Value<'t>> {
    word.text.starts_with('{').then(|| build::text(word.span, word.text.clone()))
}

/// Adds the facts of a document that a command is given: a policy, objects of Kubernetes, blocks of HCL.
fn inside<'t>(text: &Value<'t>, source: &'t str, subject: &str, facts: &mut Facts<'t>) {
    let Some(raw) = source.get(text.span.range()) else { return };
    if let Some(document) = json::open(text, source, Holes::Dollar) {
        aws::policies(&document, aws::Owner { kind: "command", subject, property: "" }, facts);
    } else if raw.contains("apiVersion:") && raw.contains("kind:") {
        for mut document in yaml::read(raw).documents {
            document.shift(text.span.start as usize);
            if kubernetes::is_object(&document) {
                kubernetes::facts(document, source, facts);
            }
        }
    } else if raw.contains("path ") && raw.contains("capabilities") {
        terraform::inside(text, source, facts);
    }
}

/// The options with their values, and the names of all options.
fn options<'t>(words: &[Word<'t>]) -> (Vec<Entry<'t>>, Vec<Value<'t>>) {
    let (mut options, mut flags) = (Vec::new(), Vec::new());
    for (index, word) in words.iter().enumerate().skip(1) {
        let Some(option) = word.text.strip_prefix('-').filter(|rest| !rest.is_empty()) else { continue };
        let option = option.trim_start_matches('-');
        let (name, value) = match option.split_once('=') {
            Some((name, _)) => (name, build::pair(word.span, &word.text).map(|(_, value)| value)),
            None => (option, next_value(words, index)),
        };
        flags.push(build::text(word.span, name.to_owned()));
        options.extend(value.map(|value| Entry { at: word.span, key: name.to_owned().into(), value }));
    }
    (options, flags)
}

/// The word behind an option, where it is no option itself.
fn next_value<'t>(words: &[Word<'t>], index: usize) -> Option<Value<'t>> {
    let next = words.get(index + 1)?;
    let is_value = !next.text.starts_with('-') || next.text[1..].starts_with(|c: char| c.is_ascii_digit());
    is_value.then(|| build::text(next.span, next.text.clone()))
}

/// A word of the form `name=value`.
fn pair<'t>(word: &Word<'t>) -> Option<Entry<'t>> {
    let (name, value) = build::pair(word.span, &word.text)?;
    Some(Entry { at: name.span, key: name.text()?.to_owned().into(), value })
}

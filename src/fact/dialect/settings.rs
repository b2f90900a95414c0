//! Settings: every value of a file of configuration by the way of names that leads to it.

use super::build;
use crate::fact::Facts;
use crate::fact::value::{Data, Entry, Span, Value};

/// Settings that one text may have; more is no configuration.
const MOST: usize = 20_000;

/// Adds one fact a setting.
pub fn all<'t>(document: &Value<'t>, facts: &mut Facts<'t>) {
    let is_wanted = facts.settings.is_none();
    Walk { way: String::new(), plain: String::new(), is_wanted, left: MOST, facts }.value(document);
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

/// Goes through a document.
struct Walk<'w, 't> {
    /// The names that lead to where it is, with `.` between them.
    way: String,
    /// The same in small letters, without `_` and `-`.
    plain: String,
    /// Whether somebody may ask for what lies there.
    is_wanted: bool,
    left: usize,
    facts: &'w mut Facts<'t>,
}

impl<'t> Walk<'_, 't> {
    fn value(&mut self, value: &Value<'t>) {
        match &value.data {
            Data::Map(entries) | Data::Block(_, entries) => entries.iter().for_each(|entry| self.entry(entry)),
            Data::List(items) => items.iter().for_each(|item| self.value(item)),
            _ => self.add(value, value.span),
        }
    }

    fn entry(&mut self, entry: &Entry<'t>) {
        let (way, plain, is_wanted) = (self.way.len(), self.plain.len(), self.is_wanted);
        if !self.way.is_empty() {
            self.way.push('.');
            self.plain.push('.');
        }
        self.way.push_str(&entry.key);
        let start = self.plain.len();
        for piece in entry.key.split(['_', '-']) {
            self.plain.push_str(piece);
        }
        self.plain[start..].make_ascii_lowercase();
        self.is_wanted |= self.facts.settings.is_some_and(|wants| wants(&self.plain[start..]));
        if matches!(entry.value.data, Data::Map(_) | Data::Block(..) | Data::List(_)) {
            self.value(&entry.value);
        } else {
            self.add(&entry.value, entry.at);
        }
        self.way.truncate(way);
        self.plain.truncate(plain);
        self.is_wanted = is_wanted;
    }

    fn add(&mut self, value: &Value<'t>, at: Span) {
        if self.left == 0 || !self.is_wanted {
            return;
        }
        self.left -= 1;
        let fields =
            vec![build::entry("key", build::text(at, self.plain.clone())), build::entry("value", value.clone())];
        self.facts.add("setting", self.way.as_str(), at, build::map(at, fields));
    }
}

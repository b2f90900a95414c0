//! What is written once and made several times: `for` and dynamic blocks.

use std::borrow::Cow;

use super::folder::{Binding, Folder};
use super::{operator, path};
use crate::fact::value::{Data, Entry, HOLE, Label, Span, Value};

/// Of how many items a dynamic block is made.
const MOST_BLOCKS: usize = 64;

/// A key and a value.
type Pair<'t> = (Value<'t>, Value<'t>);

impl<'t> Folder<'t> {
    /// The list that a `for` makes.
    pub fn each(&mut self, parts: Vec<Value<'t>>, span: Span, level: usize) -> Value<'t> {
        let mut made = Vec::new();
        let is_known = self.go_through(parts, 1, level, &mut |folder, bodies| {
            if let [body] = bodies {
                let mut item = folder.limits.copy(body, level + 1);
                folder.value(&mut item, level + 1);
                made.push(item);
            }
        });
        Value::new(span, if is_known { Data::List(made) } else { Data::Unknown })
    }

    /// The map that a `for` makes.
    pub fn each_key(&mut self, parts: Vec<Value<'t>>, span: Span, level: usize) -> Value<'t> {
        let mut made = Vec::new();
        let is_known = self.go_through(parts, 2, level, &mut |folder, bodies| {
            if let [key, value] = bodies {
                let (mut key, mut value) = (folder.limits.copy(key, level + 1), folder.limits.copy(value, level + 1));
                folder.value(&mut key, level + 1);
                folder.value(&mut value, level + 1);
                let at = key.span;
                let key = match key.data {
                    Data::Text(text) | Data::Number(text) => text,
                    _ => HOLE.to_string().into(),
                };
                made.push(Entry { at, key, value });
            }
        });
        Value::new(span, if is_known { Data::Map(made) } else { Data::Unknown })
    }

    /// Goes through what a `for` goes through, as far as its condition lets: its names, what it goes through, so many
    /// bodies, and the condition. `false` where it is not known what that is.
    fn go_through(
        &mut self,
        mut parts: Vec<Value<'t>>,
        bodies: usize,
        level: usize,
        make: &mut dyn FnMut(&mut Self, &[Value<'t>]),
    ) -> bool {
        if parts.len() < 2 + bodies {
            return false;
        }
        let mut written = parts.split_off(2);
        let condition = written.split_off(bodies).pop();
        let Some(mut through) = parts.pop() else { return false };
        let Some(Value { data: Data::List(names), .. }) = parts.pop() else { return false };
        self.value(&mut through, level + 1);
        let Some(pairs) = pairs(through) else { return false };
        for (key, value) in pairs {
            let bound = self.bindings.len();
            let values = if names.len() < 2 { vec![value] } else { vec![key, value] };
            let bindings = names.iter().zip(values).filter_map(|(name, value)| match &name.data {
                Data::Text(name) => Some(Binding { name: name.clone(), value }),
                _ => None,
            });
            self.bindings.extend(bindings);
            let holds = condition.as_ref().map_or(Some(true), |condition| {
                let mut condition = self.limits.copy(condition, level + 1);
                self.value(&mut condition, level + 1);
                operator::truth(&condition)
            });
            if holds == Some(true) {
                make(self, &written);
            }
            self.bindings.truncate(bound);
            if holds.is_none() {
                return false;
            }
        }
        true
    }

    /// What `each` stands for in a block that is made for several items: any of their keys and values.
    pub fn repeated(&mut self, body: &[Entry<'t>], level: usize) -> Option<Binding<'t>> {
        let through = body.iter().find(|entry| entry.key == "for_each")?;
        let mut through = self.limits.copy(&through.value, level + 1);
        let span = through.span;
        self.value(&mut through, level + 1);
        let pairs = pairs(through).filter(|pairs| !pairs.is_empty() && pairs.len() <= MOST_BLOCKS)?;
        // The items of a set are their own keys.
        let is_set = pairs.iter().all(|(key, _)| matches!(key.data, Data::Number(_)));
        let (keys, values): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        let keys = if is_set { values.clone() } else { keys };
        let options = [("key", path::one_of(span, keys)), ("value", path::one_of(span, values))];
        let entries = options.map(|(key, value)| Entry { at: value.span, key: Cow::Borrowed(key), value });
        Some(Binding { name: Cow::Borrowed("each"), value: Value::new(span, Data::Map(entries.into())) })
    }

    /// Puts the blocks that a dynamic one makes into a body: one for each item, or one for all, where these are not known.
    pub fn dynamic(&mut self, entry: Entry<'t>, into: &mut Vec<Entry<'t>>, level: usize) {
        let span = entry.value.span;
        let Data::Block(labels, body) = entry.value.data else { return };
        let Some(Label { span: at, text: key }) = labels.into_iter().next() else { return };
        let (mut through, mut content, mut name, mut labels) = (None, None, key.clone(), Vec::new());
        for part in body {
            match (part.key.as_ref(), part.value.data) {
                ("content", Data::Block(_, entries)) => content = Some(entries),
                ("iterator", Data::Reference(iterator) | Data::Text(iterator)) => name = iterator,
                ("labels", Data::List(texts)) => labels = texts.into_iter().filter_map(label).collect(),
                ("for_each", data) => through = Some(Value::new(part.value.span, data)),
                _ => {}
            }
        }
        let Some(content) = content else { return };
        let block =
            |entries| Entry { at, key: key.clone(), value: Value::new(span, Data::Block(labels.clone(), entries)) };
        let before = into.len();
        for (index, value) in self.items(through, level) {
            let entries = if self.limits.add(1) { self.limits.copy_entries(&content, level + 1) } else { None };
            let Some(entries) = entries else { break };
            let pair = [("key", index), ("value", value)];
            let pair = pair.map(|(key, value)| Entry { at: value.span, key: Cow::Borrowed(key), value });
            self.bindings.push(Binding { name: name.clone(), value: Value::new(span, Data::Map(pair.into())) });
            let mut made = block(entries);
            self.value(&mut made.value, level);
            self.bindings.pop();
            into.push(made);
        }
        if into.len() == before {
            let mut made = block(content);
            self.value(&mut made.value, level);
            into.push(made);
        }
    }

    /// The items that a dynamic block is made for.
    fn items(&mut self, through: Option<Value<'t>>, level: usize) -> Vec<Pair<'t>> {
        let Some(mut through) = through else { return Vec::new() };
        self.value(&mut through, level);
        // Of one list or another the one that has items is meant, where only one has.
        if let Data::OneOf(options) = &mut through.data {
            options.retain(|option| !option.each().is_empty() && !matches!(option.data, Data::Null));
            if let [only] = options.as_mut_slice() {
                through.data = std::mem::replace(&mut only.data, Data::Unknown);
            }
        }
        pairs(through).filter(|pairs| pairs.len() <= MOST_BLOCKS).unwrap_or_default()
    }
}

/// The label that a text makes.
fn label(value: Value<'_>) -> Option<Label<'_>> {
    match value.data {
        Data::Text(text) => Some(Label { span: value.span, text }),
        _ => None,
    }
}

/// The keys and values of a list or map.
fn pairs(value: Value<'_>) -> Option<Vec<Pair<'_>>> {
    match value.data {
        Data::List(items) => {
            let keyed = items.into_iter().enumerate().map(|(index, item)| {
                let key = Data::Number(Cow::Owned(index.to_string()));
                (Value::new(item.span, key), item)
            });
            Some(keyed.collect())
        }
        Data::Map(entries) => {
            let keyed = entries.into_iter().map(|entry| (Value::new(entry.at, Data::Text(entry.key)), entry.value));
            Some(keyed.collect())
        }
        _ => None,
    }
}

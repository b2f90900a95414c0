//! Steps into a value: names, indices and splats.

use std::borrow::Cow;

use super::limit::Limits;
use crate::fact::value::{DEEPEST, Data, HOLE, Span, Value};

/// Of how many values one is kept where the index cannot be told.
const MOST_OPTIONS: usize = 64;

/// One step into a value.
#[derive(Clone, Debug)]
pub enum Step<'s> {
    /// `.name`
    Name(&'s str),
    /// `["name"]`, `[0]`
    Index(&'s str),
    /// `[each.key]`
    Open,
    /// `[*]`
    Splat,
}

impl<'s> Step<'s> {
    /// The step that a part of a path means, its index folded.
    pub fn of(part: &'s Value<'_>) -> Self {
        match &part.data {
            Data::Text(name) => Self::Name(name),
            Data::List(index) => match index.first() {
                None => Self::Splat,
                Some(index) => index.known().map_or(Self::Open, Self::Index),
            },
            _ => Self::Open,
        }
    }
}

/// The steps of dotted names, and more behind them.
pub fn steps<'s>(names: &'s str, more: &[Step<'s>]) -> Vec<Step<'s>> {
    names.split('.').filter(|name| !name.is_empty()).map(Step::Name).chain(more.iter().cloned()).collect()
}

/// The reference of a name and more steps: names, and indices that are names.
pub fn joined<'t>(name: &str, steps: &[Step<'_>], limits: &mut Limits) -> Data<'t> {
    let name_of = |step| match step {
        &Step::Name(name) => Some(name),
        &Step::Index(name) => Some(name).filter(|name| !name.bytes().all(|byte| byte.is_ascii_digit())),
        Step::Open | Step::Splat => None,
    };
    let names = || steps.iter().filter_map(name_of);
    if !limits.add(1) || !limits.make(names().fold(name.len(), |length, name| length + 1 + name.len())) {
        return Data::Unknown;
    }
    let mut joined = name.to_owned();
    for name in names() {
        joined.push('.');
        joined.push_str(name);
    }
    Data::Reference(Cow::Owned(joined))
}

/// One of several values; the only one, where there are no others.
pub fn one_of(span: Span, options: Vec<Value<'_>>) -> Value<'_> {
    let mut flat = Vec::with_capacity(options.len());
    for option in options {
        match option.data {
            Data::OneOf(inner) => flat.extend(inner),
            _ => flat.push(option),
        }
    }
    match flat.pop() {
        None => Value::new(span, Data::Unknown),
        Some(only) if flat.is_empty() => only,
        Some(last) => {
            flat.push(last);
            Value::new(span, Data::OneOf(flat))
        }
    }
}

/// How many parts of a value a step looks at.
fn width(value: &Value<'_>, step: &Step<'_>) -> usize {
    match (&value.data, step) {
        (Data::OneOf(items), _) | (Data::List(items), Step::Splat | Step::Open) => items.len(),
        _ => value.entries().len(),
    }
}

/// A copy of what lies at the end of steps; nothing where there is no such thing.
pub fn pick<'t>(value: &Value<'t>, steps: &[Step<'_>], limits: &mut Limits, level: usize) -> Option<Value<'t>> {
    let Some((step, rest)) = steps.split_first() else { return Some(limits.copy(value, level)) };
    if level > DEEPEST || !limits.look(width(value, step)) {
        return Some(Value::new(value.span, Data::Unknown));
    }
    match (&value.data, step) {
        (Data::Reference(name), _) => Some(Value::new(value.span, joined(name, steps, limits))),
        (Data::OneOf(options), _) => {
            let picked = options.iter().filter_map(|option| pick(option, steps, limits, level + 1));
            Some(one_of(value.span, picked.collect()))
        }
        (Data::Map(entries) | Data::Block(_, entries), Step::Name(name) | Step::Index(name)) => {
            // Of equal names the last one counts.
            match entries.iter().rev().find(|entry| entry.key == *name) {
                Some(entry) => pick(&entry.value, rest, limits, level),
                // A name that cannot be told may be this one.
                None => {
                    entries.iter().any(|entry| entry.key.contains(HOLE)).then(|| Value::new(value.span, Data::Unknown))
                }
            }
        }
        (Data::List(items), Step::Name(index) | Step::Index(index)) => {
            pick(items.get(index.parse::<usize>().ok()?)?, rest, limits, level)
        }
        (Data::List(items), Step::Splat) => {
            let picked = items.iter().filter_map(|item| pick(item, rest, limits, level + 1));
            Some(Value::new(value.span, Data::List(picked.collect())))
        }
        (Data::List(items), Step::Open) if items.len() <= MOST_OPTIONS => {
            let picked = items.iter().filter_map(|item| pick(item, rest, limits, level + 1));
            Some(one_of(value.span, picked.collect()))
        }
        (Data::Map(entries), Step::Open) if entries.len() <= MOST_OPTIONS => {
            let picked = entries.iter().filter_map(|entry| pick(&entry.value, rest, limits, level + 1));
            Some(one_of(value.span, picked.collect()))
        }
        (Data::Null, _) => None,
        // A single value is a list of itself.
        (Data::Text(_) | Data::Number(_) | Data::Bool(_) | Data::Map(_), Step::Splat) => {
            let picked = pick(value, rest, limits, level + 1)?;
            Some(Value::new(value.span, Data::List(vec![picked])))
        }
        _ => Some(Value::new(value.span, Data::Unknown)),
    }
}

//! Lists and maps put together.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::fact::value::{DEEPEST, Data, Entry, HOLE, Value};

/// What a function makes of its arguments, or these, where it cannot be told.
pub type Made<'t> = Result<Data<'t>, Vec<Value<'t>>>;

/// The items of several lists. Of a list that is not known, it stands for its items.
pub fn concat(parts: Vec<Value<'_>>) -> Data<'_> {
    let mut all = Vec::new();
    for part in parts {
        match part.data {
            Data::List(items) if all.is_empty() => all = items,
            Data::List(items) => all.extend(items),
            Data::Null => {}
            _ => all.push(part),
        }
    }
    Data::List(all)
}

/// The entries of several maps; of equal names the last one.
pub fn merge(parts: Vec<Value<'_>>) -> Made<'_> {
    if !parts.iter().all(|part| matches!(part.data, Data::Map(_) | Data::Null)) {
        return Err(parts);
    }
    let mut merged: Vec<Entry<'_>> = Vec::new();
    let mut places: HashMap<Cow<'_, str>, usize> = HashMap::new();
    for part in parts {
        let Data::Map(entries) = part.data else { continue };
        for entry in entries {
            // Names that cannot be told are not the same for that.
            let known = (!entry.key.contains(HOLE)).then(|| places.entry(entry.key.clone()).or_insert(merged.len()));
            match known {
                Some(place) if *place < merged.len() => merged[*place] = entry,
                _ => merged.push(entry),
            }
        }
    }
    Ok(Data::Map(merged))
}

/// A list of the items of lists in it.
pub fn flatten(mut parts: Vec<Value<'_>>) -> Made<'_> {
    match parts.pop() {
        Some(Value { data: Data::List(items), .. }) => {
            let mut flat = Vec::with_capacity(items.len());
            flatten_into(items, &mut flat, 0);
            Ok(Data::List(flat))
        }
        other => Err(parts.into_iter().chain(other).collect()),
    }
}

fn flatten_into<'t>(items: Vec<Value<'t>>, flat: &mut Vec<Value<'t>>, level: usize) {
    for item in items {
        match item.data {
            Data::List(inner) if level < DEEPEST => flatten_into(inner, flat, level + 1),
            _ => flat.push(item),
        }
    }
}

/// A list with each text and number only once.
pub fn distinct(parts: Vec<Value<'_>>) -> Made<'_> {
    retained(parts, |items| {
        let mut seen = HashSet::new();
        let is_new: Vec<bool> = items.iter().map(|item| item.known().is_none_or(|text| seen.insert(text))).collect();
        is_new
    })
}

/// A list without empty texts and nulls.
pub fn compact(parts: Vec<Value<'_>>) -> Made<'_> {
    retained(parts, |items| {
        let is_kept = |item: &Value<'_>| !matches!(&item.data, Data::Null) && item.text() != Some("");
        items.iter().map(is_kept).collect()
    })
}

/// The items of a list that are to be kept.
fn retained<'t>(mut parts: Vec<Value<'t>>, keep: fn(&[Value<'t>]) -> Vec<bool>) -> Made<'t> {
    match parts.pop() {
        Some(Value { data: Data::List(mut items), .. }) => {
            let mut kept = keep(&items).into_iter();
            items.retain(|_| kept.next().unwrap_or(true));
            Ok(Data::List(items))
        }
        other => Err(parts.into_iter().chain(other).collect()),
    }
}

/// How many items there are, where each of them is known to be one.
pub fn length(parts: Vec<Value<'_>>) -> Made<'_> {
    let is_one =
        |item: &Value<'_>| !matches!(item.data, Data::Reference(_) | Data::Call(..) | Data::Unknown | Data::OneOf(_));
    let count = match parts.as_slice() {
        [Value { data: Data::List(items), .. }] if items.iter().all(is_one) => items.len(),
        [Value { data: Data::Map(entries), .. }] => entries.len(),
        [Value { data: Data::Text(text), .. }] if !text.contains(HOLE) => text.chars().count(),
        _ => return Err(parts),
    };
    Ok(Data::Number(Cow::Owned(count.to_string())))
}

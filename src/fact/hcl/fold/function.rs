//! Functions over values that are known.

use std::borrow::Cow;

use super::limit::Limits;
use super::path::one_of;
use super::{list, text};
use crate::fact::hcl::cursor::Reader;
use crate::fact::value::{Data, HOLE, Span, Value};

/// What a function makes of its arguments; the call itself, where it cannot be told.
pub fn apply<'t>(name: Cow<'t, str>, parts: Vec<Value<'t>>, span: Span, limits: &mut Limits) -> Value<'t> {
    let made = match name.as_ref() {
        // What is only another form of a value.
        "jsonencode" | "yamlencode" | "sensitive" | "nonsensitive" | "tolist" | "tomap" => return first(parts, span),
        "file" | "filebase64" | "base64encode" => Ok(Data::Unknown),
        "try" => return attempt(parts, span),
        "can" => Ok(parts.first().filter(|part| is_known(part)).map_or(Data::Unknown, |_| Data::Bool(true))),
        "coalesce" => return coalesce(parts, span),
        "lookup" => return lookup(name, parts, span, limits),
        "concat" => Ok(list::concat(parts)),
        "merge" => list::merge(parts),
        "flatten" => list::flatten(parts),
        "distinct" => list::distinct(parts),
        "toset" => match list::distinct(parts) {
            Err(parts) => return first(parts, span),
            made => made,
        },
        "compact" => list::compact(parts),
        "length" => list::length(parts),
        "join" => text::join(&parts, limits).ok_or(parts),
        "split" => text::split(&parts, limits).ok_or(parts),
        "format" => text::format(&parts, limits).ok_or(parts),
        "replace" => text::replace(&parts, limits).ok_or(parts),
        "lower" => text::change(&parts, limits, str::to_lowercase).ok_or(parts),
        "upper" => text::change(&parts, limits, str::to_uppercase).ok_or(parts),
        "trimspace" => text::change(&parts, limits, |text| text.trim().to_owned()).ok_or(parts),
        "tostring" => converted(parts, true),
        "tonumber" => converted(parts, false),
        _ => Err(parts),
    };
    Value::new(span, made.unwrap_or_else(|parts| Data::Call(name, parts)))
}

fn first(parts: Vec<Value<'_>>, span: Span) -> Value<'_> {
    parts.into_iter().next().unwrap_or(Value::new(span, Data::Unknown))
}

fn is_known(value: &Value<'_>) -> bool {
    !matches!(value.data, Data::Reference(_) | Data::Call(..) | Data::OneOf(_) | Data::Unknown)
}

/// The first argument that can be worked out at all.
fn attempt(parts: Vec<Value<'_>>, span: Span) -> Value<'_> {
    let mut last = None;
    for part in parts {
        if !matches!(part.data, Data::Unknown) {
            return part;
        }
        last = Some(part);
    }
    last.unwrap_or(Value::new(span, Data::Unknown))
}

/// The first argument that is neither null nor empty; those that may be it, where that cannot be told.
fn coalesce(parts: Vec<Value<'_>>, span: Span) -> Value<'_> {
    let mut options = Vec::new();
    for part in parts {
        if matches!(part.data, Data::Null) || matches!(&part.data, Data::Text(text) if text.is_empty()) {
            continue;
        }
        let is_last = is_known(&part) && part.text().is_none_or(|text| !text.chars().all(|c| c == HOLE));
        options.push(part);
        if is_last {
            break;
        }
    }
    one_of(span, options)
}

/// The entry of a map, or what stands for one that is missing.
fn lookup<'t>(name: Cow<'t, str>, mut parts: Vec<Value<'t>>, span: Span, limits: &mut Limits) -> Value<'t> {
    if let [Value { data: Data::Map(entries), .. }, key, ..] = parts.as_mut_slice()
        && let Some(key) = key.known()
        && limits.look(entries.len())
    {
        if let Some(place) = entries.iter().rposition(|entry| entry.key == key) {
            return entries.swap_remove(place).value;
        }
        if !entries.iter().any(|entry| entry.key.contains(HOLE)) {
            return parts.into_iter().nth(2).unwrap_or(Value::new(span, Data::Unknown));
        }
    }
    Value::new(span, Data::Call(name, parts))
}

/// What a text of JSON holds, where it stands as it is in the document: JSON is written as values of HCL are.
pub fn decoded<'t>(text: &Value<'t>) -> Option<Value<'t>> {
    let Data::Text(Cow::Borrowed(json)) = &text.data else { return None };
    if text.span.range().len() != json.len() {
        return None;
    }
    let mut reader = Reader::new(json);
    reader.skip_lines();
    let mut value = reader.expression().ok()?;
    reader.skip_lines();
    let is_all = reader.peek().is_none() && reader.problems.is_empty();
    value.shift(text.span.start as usize);
    is_all.then_some(value)
}

/// A text of a number or truth, or a number of a text.
fn converted(mut parts: Vec<Value<'_>>, to_text: bool) -> list::Made<'_> {
    match (parts.pop(), to_text) {
        (Some(Value { data: Data::Number(number), .. }), true) => Ok(Data::Text(number)),
        (Some(Value { data: Data::Bool(is), .. }), true) => {
            Ok(Data::Text(Cow::Borrowed(if is { "true" } else { "false" })))
        }
        (Some(Value { data: Data::Text(text), .. }), false) if text.parse::<f64>().is_ok() => Ok(Data::Number(text)),
        (Some(part), _) if matches!(part.data, Data::Text(_)) == to_text => Ok(part.data),
        (Some(part), false) if matches!(part.data, Data::Number(_)) => Ok(part.data),
        (part, _) => Err(parts.into_iter().chain(part).collect()),
    }
}

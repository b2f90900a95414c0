//! `CloudFormation`, SAM and the output of the CDK: resources with their properties, intrinsic functions folded.

use std::borrow::Cow;
use std::collections::HashMap;

use super::aws::{self, Owner};
use super::build;
use crate::fact::Facts;
use crate::fact::value::{Data, Entry, HOLE, Value};

/// Whether a document is a template.
pub fn is_template(document: &Value<'_>) -> bool {
    document.get("AWSTemplateFormatVersion").is_some()
        || document.get("Resources").is_some_and(|resources| resources.entries().iter().any(is_resource))
}

fn is_resource(entry: &Entry<'_>) -> bool {
    let kind = entry.value.get("Type").and_then(Value::text);
    kind.is_some_and(|kind| kind.starts_with("AWS::") || kind.starts_with("Custom::"))
}

/// Adds the facts of a template.
pub fn facts<'t>(mut document: Value<'t>, facts: &mut Facts<'t>) {
    let parameters = parameters(&document);
    fold(&mut document, &parameters);
    parameters_of(&document, facts);
    outputs(&document, facts);
    let Data::Map(sections) = document.data else { return };
    for section in sections {
        match (section.key.as_ref(), section.value.data) {
            ("Resources", Data::Map(resources)) => {
                for resource in resources {
                    add(resource, facts);
                }
            }
            // What SAM gives to all functions or interfaces.
            ("Globals", Data::Map(kinds)) => {
                for Entry { at, key, value } in kinds {
                    facts.add(format!("AWS::Serverless::{key}"), "Globals", at, value);
                }
            }
            _ => {}
        }
    }
}

/// Parameters as facts: one that holds a secret should say so.
fn parameters_of<'t>(document: &Value<'t>, facts: &mut Facts<'t>) {
    for parameter in document.get("Parameters").map_or(&[][..], Value::entries) {
        let mut fields = parameter.value.entries().to_vec();
        fields.push(build::entry("name", build::text(parameter.at, parameter.key.clone())));
        let fields = build::map(parameter.value.span, fields);
        facts.add("cloudformation.parameter", parameter.key.as_ref(), parameter.at, fields);
    }
}

/// What a stack shows: the names of the attributes that its outputs refer to.
fn outputs<'t>(document: &Value<'t>, facts: &mut Facts<'t>) {
    for output in document.get("Outputs").map_or(&[][..], Value::entries) {
        let Some(value) = output.value.get("Value") else { continue };
        let mut fields = output.value.entries().to_vec();
        if let Data::Reference(name) = &value.data {
            fields.push(build::entry("refers", build::text(value.span, name.clone())));
        }
        facts.add("cloudformation.output", output.key.as_ref(), output.at, build::map(output.value.span, fields));
    }
}

fn add<'t>(resource: Entry<'t>, facts: &mut Facts<'t>) {
    let Entry { at, key, value } = resource;
    let span = value.span;
    let Data::Map(parts) = value.data else { return };
    let mut kind = None;
    let mut properties = Value::new(span, Data::Map(Vec::new()));
    for part in parts {
        match part.key.as_ref() {
            "Type" => kind = part.value.known().map(str::to_owned),
            "Properties" => properties = part.value,
            _ => {}
        }
    }
    let Some(kind) = kind else { return };
    aws::policies(&properties, Owner { kind: &kind, subject: &key, property: "" }, facts);
    facts.add(kind, key, at, properties);
}

/// What parameters are by default.
fn parameters<'t>(document: &Value<'t>) -> HashMap<Cow<'t, str>, Option<Value<'t>>> {
    let entries = document.get("Parameters").map_or(&[][..], Value::entries);
    let default = |entry: &Entry<'t>| entry.value.get("Default").filter(|value| value.text().is_some()).cloned();
    entries.iter().map(|entry| (entry.key.clone(), default(entry))).collect()
}

type Parameters<'t> = HashMap<Cow<'t, str>, Option<Value<'t>>>;

/// Works out the intrinsic functions, in their long and short forms.
fn fold<'t>(value: &mut Value<'t>, parameters: &Parameters<'t>) {
    match &mut value.data {
        Data::Map(entries) => entries.iter_mut().for_each(|entry| fold(&mut entry.value, parameters)),
        Data::List(items) | Data::Call(_, items) => items.iter_mut().for_each(|item| fold(item, parameters)),
        _ => return,
    }
    let folded = match &value.data {
        Data::Call(name, items) => {
            let name = name.strip_prefix('!').unwrap_or(name);
            items.first().and_then(|argument| call(name, argument, value, parameters))
        }
        Data::Map(entries) => match entries.as_slice() {
            [Entry { key, value: argument, .. }] if key.starts_with("Fn::") || key == "Ref" => {
                call(key.strip_prefix("Fn::").unwrap_or(key), argument, value, parameters)
            }
            _ => None,
        },
        _ => None,
    };
    if let Some(data) = folded {
        if let Data::Text(_) | Data::Number(_) | Data::Bool(_) | Data::Reference(_) = data
            && let Some(inner) = place(value)
        {
            value.span = inner;
        }
        value.data = data;
    }
}

/// The place of what a function is given, where that is a plain text.
fn place(value: &Value<'_>) -> Option<crate::fact::value::Span> {
    let argument = match &value.data {
        Data::Call(_, items) => items.first()?,
        Data::Map(entries) => &entries.first()?.value,
        _ => return None,
    };
    match &argument.data {
        Data::Text(_) => Some(argument.span),
        // Of what is put together the longest text.
        Data::List(_) => {
            let pieces =
                argument.each().iter().flat_map(Value::each).filter(|piece| matches!(piece.data, Data::Text(_)));
            pieces.map(|piece| piece.span).max_by_key(|span| span.range().len())
        }
        _ => None,
    }
}

/// What a function gives; `None` where it is none of `CloudFormation`'s.
fn call<'t>(name: &str, argument: &Value<'t>, whole: &Value<'t>, parameters: &Parameters<'t>) -> Option<Data<'t>> {
    Some(match name {
        "Ref" => reference(argument.text()?, parameters),
        "GetAtt" => {
            let parts: Vec<&str> = argument.each().iter().filter_map(Value::text).collect();
            Data::Reference(parts.join(".").into())
        }
        "Sub" => {
            let template = argument.each().first()?;
            substitute(template.text()?, argument.each().get(1), parameters)
        }
        "Join" => match argument.each() {
            [separator, items] => join(separator.text().unwrap_or_default(), items.each()),
            _ => Data::Unknown,
        },
        "If" => match argument.each() {
            [_, yes, no] => Data::OneOf(vec![yes.clone(), no.clone()]),
            _ => Data::Unknown,
        },
        "Base64" => argument.data.clone(),
        "Transform" | "Split" | "Select" | "FindInMap" | "ImportValue" | "GetAZs" | "Cidr" | "ToJsonString"
        | "Length" => {
            if name == "ToJsonString" {
                argument.data.clone()
            } else {
                Data::Unknown
            }
        }
        _ => return matches!(whole.data, Data::Call(..)).then_some(Data::Unknown),
    })
}

fn reference<'t>(name: &str, parameters: &Parameters<'t>) -> Data<'t> {
    match (name, parameters.get(name)) {
        ("AWS::NoValue", _) => Data::Null,
        ("AWS::Partition", _) => Data::Text("aws".into()),
        (_, Some(Some(default))) => default.data.clone(),
        (_, Some(None)) => Data::Reference(format!("var.{name}").into()),
        _ => Data::Reference(name.to_owned().into()),
    }
}

/// A text with its `${…}` filled in where they are known.
fn substitute<'t>(template: &str, own: Option<&Value<'t>>, parameters: &Parameters<'t>) -> Data<'t> {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find("${") {
        out.push_str(&rest[..start]);
        let inner = &rest[start + 2..];
        let Some(end) = inner.find('}') else {
            out.push_str(&rest[start..]);
            return Data::Text(out.into());
        };
        let name = inner[..end].trim();
        rest = &inner[end + 1..];
        if let Some(literal) = name.strip_prefix('!') {
            out.push_str("${");
            out.push_str(literal);
            out.push('}');
            continue;
        }
        let given = own.and_then(|own| own.get(name));
        let value = given.map_or_else(|| reference(name, parameters), |value| value.data.clone());
        match &value {
            Data::Text(text) | Data::Number(text) => out.push_str(text),
            _ => out.push(HOLE),
        }
    }
    out.push_str(rest);
    Data::Text(out.into())
}

fn join<'t>(separator: &str, items: &[Value<'t>]) -> Data<'t> {
    let hole = HOLE.to_string();
    let parts: Vec<&str> = items.iter().map(|item| item.text().unwrap_or(&hole)).collect();
    Data::Text(parts.join(separator).into())
}

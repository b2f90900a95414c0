//! Azure Resource Manager templates, written by hand or compiled from Bicep, and Azure's own role definitions.

use std::collections::HashMap;

use super::build;
use crate::fact::Facts;
use crate::fact::value::{Data, Entry, HOLE, Value};

/// Whether a document is a template.
pub fn is_template(document: &Value<'_>) -> bool {
    let schema = document.get("$schema").and_then(Value::text).unwrap_or_default().to_ascii_lowercase();
    let is_resource = |value: &Value<'_>| {
        value.get("type").and_then(Value::text).is_some_and(|kind| kind.contains('/'))
            && value.get("apiVersion").is_some()
    };
    schema.contains("deploymenttemplate")
        || document.get("resources").is_some_and(|resources| {
            resources.each().iter().chain(resources.entries().iter().map(|entry| &entry.value)).any(is_resource)
        })
}

/// Adds the facts of a template.
pub fn facts<'t>(mut document: Value<'t>, facts: &mut Facts<'t>) {
    let schema = document.get("$schema").and_then(Value::text).unwrap_or_default().to_ascii_lowercase();
    let level = ["subscription", "managementGroup", "tenant"]
        .into_iter()
        .find(|level| schema.contains(&format!("{}deploymenttemplate", level.to_ascii_lowercase())))
        .unwrap_or("resource-group");
    let values = known(&document);
    fold(&mut document, &values);
    for Entry { key, value, .. } in document.into_entries() {
        match key.as_ref() {
            "parameters" => named("arm.parameter", value, facts),
            "outputs" => named("arm.output", value, facts),
            "resources" => all(value, "", level, facts, 0),
            _ => {}
        }
    }
}

/// Adds a fact for each entry, with its name as a field.
fn named<'t>(kind: &'static str, entries: Value<'t>, facts: &mut Facts<'t>) {
    for Entry { at, key, value } in entries.into_entries() {
        let span = value.span;
        let mut fields = value.into_entries();
        fields.push(build::entry("name", build::text(at, key.clone())));
        facts.add(kind, key, at, build::map(span, fields));
    }
}

/// Whether a document holds the values of a template's parameters.
pub fn is_parameters(document: &Value<'_>) -> bool {
    let schema = document.get("$schema").and_then(Value::text).unwrap_or_default();
    schema.to_ascii_lowercase().contains("deploymentparameters")
}

/// Adds the values of a template's parameters.
pub fn parameters<'t>(document: Value<'t>, facts: &mut Facts<'t>) {
    let parameters = document.into_entries().into_iter().find(|entry| entry.key == "parameters");
    if let Some(parameters) = parameters {
        named("arm.value", parameters.value, facts);
    }
}

/// Whether a document is the definition of a role, as the command line takes it.
pub fn is_role_definition(document: &Value<'_>) -> bool {
    let role = document.each().first().unwrap_or(document);
    let has = |names: &[&str]| {
        role.entries().iter().any(|entry| names.iter().any(|name| entry.key.eq_ignore_ascii_case(name)))
    };
    has(&["AssignableScopes"]) && has(&["Actions", "permissions", "DataActions"])
        || role
            .get("properties")
            .is_some_and(|inner| inner.get("assignableScopes").is_some() && inner.get("permissions").is_some())
}

/// Adds the definitions of roles, in the form that templates have them in.
pub fn role_definitions<'t>(document: &Value<'t>, facts: &mut Facts<'t>) {
    for role in document.each() {
        let inner = role.get("properties").unwrap_or(role);
        let find = |name: &str| inner.entries().iter().find(|entry| entry.key.eq_ignore_ascii_case(name));
        let permissions = find("permissions").map_or_else(|| inner.clone(), |entry| entry.value.clone());
        let mut fields = vec![build::entry("permissions", permissions)];
        fields.extend(find("assignableScopes").cloned());
        let properties = build::entry("properties", build::map(inner.span, fields));
        let subject = find("Name")
            .or_else(|| find("roleName"))
            .and_then(|entry| entry.value.known())
            .unwrap_or("role")
            .to_owned();
        facts.add(
            "microsoft.authorization/roledefinitions",
            subject,
            role.span,
            build::map(role.span, vec![properties]),
        );
    }
}

/// The level of a template inside of another one.
fn inner_level<'l>(deployment: &Value<'_>, outer: &'l str) -> &'l str {
    let schema = deployment.at(&["properties", "template", "$schema"]).and_then(Value::text).unwrap_or_default();
    let schema = schema.to_ascii_lowercase();
    if schema.contains("subscriptiondeploymenttemplate") {
        "subscription"
    } else if schema.contains("managementgroupdeploymenttemplate") {
        "managementGroup"
    } else if deployment.get("resourceGroup").is_some() || schema.contains("/deploymenttemplate.json") {
        "resource-group"
    } else if deployment.get("subscriptionId").is_some() {
        "subscription"
    } else {
        outer
    }
}

/// How deep templates may lie in one another.
const DEEPEST: usize = 12;

/// Adds resources, given as a list or by name, and those inside of them.
fn all<'t>(resources: Value<'t>, parent: &str, level: &str, facts: &mut Facts<'t>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    let items = match resources.data {
        Data::Map(entries) => entries.into_iter().map(|entry| entry.value).collect(),
        Data::List(items) => items,
        _ => return,
    };
    for resource in items {
        let Some(kind) = resource.get("type").and_then(Value::known) else { continue };
        let kind = if parent.is_empty() || kind.contains('.') { kind.to_owned() } else { format!("{parent}/{kind}") };
        if let Some(inner) = resource.get("resources") {
            all(inner.clone(), &kind, level, facts, depth + 1);
        }
        if let Some(inner) = resource.at(&["properties", "template", "resources"]) {
            all(inner.clone(), "", inner_level(&resource, level), facts, depth + 1);
        }
        let name = resource.get("name");
        let subject = name.and_then(Value::text).unwrap_or(&kind).replace(HOLE, "…");
        let span = resource.span;
        let at = resource.get("type").map_or(span, |kind| kind.span);
        let mut entries = resource.into_entries();
        entries.push(build::entry("level", build::text(build::NOWHERE, level.to_owned())));
        facts.add(kind.to_ascii_lowercase(), subject, at, build::map(span, entries));
    }
}

/// Parameters and variables by their names, where they are known.
fn known<'t>(document: &Value<'t>) -> HashMap<String, Value<'t>> {
    let mut values = HashMap::new();
    for parameter in document.get("parameters").map_or(&[][..], Value::entries) {
        if let Some(default) = parameter.value.get("defaultValue") {
            values.insert(format!("parameters:{}", parameter.key.to_ascii_lowercase()), default.clone());
        }
    }
    for variable in document.get("variables").map_or(&[][..], Value::entries) {
        values.insert(format!("variables:{}", variable.key.to_ascii_lowercase()), variable.value.clone());
    }
    values
}

/// Works out the expressions that name a parameter or variable; of others, a text of which nothing is known stays.
fn fold<'t>(value: &mut Value<'t>, values: &HashMap<String, Value<'t>>) {
    match &mut value.data {
        Data::Map(entries) => {
            for entry in entries.iter_mut().filter(|entry| !matches!(entry.key.as_ref(), "parameters" | "variables")) {
                fold(&mut entry.value, values);
            }
        }
        Data::List(items) => items.iter_mut().for_each(|item| fold(item, values)),
        Data::Text(text) => {
            if let Some(data) = expression(text, values) {
                value.data = data;
            }
        }
        _ => {}
    }
}

/// What stands between the brackets of an expression.
fn inside(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    (!inner.starts_with('[')).then_some(inner)
}

/// What `[…]` stands for; `None` where a text is no expression.
fn expression<'t>(text: &str, values: &HashMap<String, Value<'t>>) -> Option<Data<'t>> {
    let inner = inside(text)?;
    for function in ["parameters", "variables"] {
        let Some((name, path)) =
            inner.strip_prefix(function).and_then(|rest| rest.strip_prefix("('")?.split_once("')"))
        else {
            continue;
        };
        let names = path.split(['.', '[', ']', '\'']).filter(|name| !name.is_empty());
        if path.contains(['(', ',', ' ']) {
            break;
        }
        let value = values.get(&format!("{function}:{}", name.to_ascii_lowercase()));
        let value = names.fold(value, |value, name| value.and_then(|value| value.get(name)));
        return Some(match value.map(|value| (value, value.text().and_then(inside))) {
            // What stands in another expression says as much as if it stood here.
            Some((_, Some(inner))) => Data::Call(inner.to_owned().into(), Vec::new()),
            Some((value, None)) => value.data.clone(),
            None => Data::Reference(format!("var.{name}").into()),
        });
    }
    // The literals of an expression say enough for the names of roles and scopes: `subscriptionResourceId('…', 'b249…')`.
    Some(Data::Call(inner.to_owned().into(), Vec::new()))
}

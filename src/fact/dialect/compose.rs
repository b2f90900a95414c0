//! Docker Compose: services and what their environment holds.

use super::build;
use crate::fact::Facts;
use crate::fact::value::{Data, Span, Value};

/// Whether a document is a file of Compose.
pub fn is_project(path: &str, document: &Value<'_>) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    let services = document.get("services").map_or(&[][..], Value::entries);
    let is_service = |value: &Value<'_>| value.get("image").is_some() || value.get("build").is_some();
    document.get("apiVersion").is_none()
        && (name.contains("compose") && !services.is_empty() || services.iter().any(|entry| is_service(&entry.value)))
}

/// Adds the facts of a project.
pub fn facts<'t>(document: &Value<'t>, facts: &mut Facts<'t>) {
    for service in document.get("services").map_or(&[][..], Value::entries) {
        environment("compose.env", service.value.get("environment"), &service.key, facts);
        if let Some(arguments) = service.value.at(&["build", "args"]) {
            environment("compose.arg", Some(arguments), &service.key, facts);
        }
        facts.add("compose.service", service.key.as_ref(), service.at, service.value.clone());
    }
}

/// One fact a variable, whether they stand as a map or as `NAME=value`.
fn environment<'t>(kind: &'static str, variables: Option<&Value<'t>>, subject: &str, facts: &mut Facts<'t>) {
    let Some(variables) = variables else { return };
    let mut add = |at: Span, name: Value<'t>, value: Value<'t>| {
        let fields = vec![build::entry("name", name), build::entry("value", value)];
        facts.add(kind, subject, at, build::map(at, fields));
    };
    match &variables.data {
        Data::Map(entries) => {
            for entry in entries {
                add(entry.at, build::text(entry.at, entry.key.clone()), entry.value.clone());
            }
        }
        _ => {
            for item in variables.each() {
                let Some(text) = item.text() else { continue };
                // A name alone takes its value from whoever starts it.
                let alone = || (build::text(item.span, text.to_owned()), build::text(item.span, "${}"));
                let (name, value) = build::pair(item.span, text).unwrap_or_else(alone);
                add(item.span, name, value);
            }
        }
    }
}

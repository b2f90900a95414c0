//! Grants of Google Cloud: a role, given to members, on a project, folder, organisation or resource.

use super::build;
use crate::fact::Facts;
use crate::fact::value::{Data, Span, Value};

/// Adds the grants of a Terraform resource or data source.
pub fn terraform<'t>(kind: &str, subject: &str, at: Span, body: &Value<'t>, facts: &mut Facts<'t>) {
    if kind == "google_iam_policy" {
        // A document for any resource: who is meant is known where it is used.
        let bindings = body.entries().iter().filter(|entry| entry.key == "binding");
        for binding in bindings.flat_map(|entry| entry.value.each()) {
            grant("resource", "google_iam_policy", subject, binding.span, binding, facts);
        }
    } else if kind.ends_with("_iam_member") || kind.ends_with("_iam_binding") {
        grant(level(kind), kind, subject, at, body, facts);
    }
}

/// On what a resource of Terraform grants.
fn level(kind: &str) -> &'static str {
    match kind.strip_prefix("google_").unwrap_or(kind) {
        name if name.starts_with("project_iam") => "project",
        name if name.starts_with("folder_iam") => "folder",
        name if name.starts_with("organization_iam") => "organization",
        name if name.starts_with("service_account_iam") => "service-account",
        name if name.starts_with("billing_account_iam") => "billing-account",
        _ => "resource",
    }
}

/// Whether a value is a policy of Google: bindings of roles to members.
pub fn is_policy(document: &Value<'_>) -> bool {
    let binding = |value: &Value<'_>| value.get("role").is_some() && value.get("members").is_some();
    document.get("bindings").is_some_and(|bindings| bindings.each().iter().any(binding))
}

/// Adds the grants of a policy as `gcloud … get-iam-policy` prints it.
pub fn policy<'t>(document: &Value<'t>, level: &str, owner: &str, subject: &str, facts: &mut Facts<'t>) {
    for binding in document.get("bindings").map_or(&[][..], Value::each) {
        grant(level, owner, subject, binding.span, binding, facts);
    }
}

/// Adds the grants of an object of Config Connector.
pub fn connector<'t>(object: &Value<'t>, kind: &str, subject: &str, at: Span, facts: &mut Facts<'t>) {
    let Some(spec) = object.get("spec") else { return };
    let level = match spec.at(&["resourceRef", "kind"]).and_then(Value::known).unwrap_or_default() {
        "Project" => "project",
        "Folder" => "folder",
        "Organization" => "organization",
        "IAMServiceAccount" => "service-account",
        "BillingAccount" => "billing-account",
        _ => "resource",
    };
    match spec.get("bindings") {
        Some(bindings) => {
            for binding in bindings.each() {
                grant(level, kind, subject, binding.span, binding, facts);
            }
        }
        None => grant(level, kind, subject, at, spec, facts),
    }
}

/// Adds one grant.
pub fn grant<'t>(level: &str, owner: &str, subject: &str, at: Span, body: &Value<'t>, facts: &mut Facts<'t>) {
    let Some(role) = body.get("role").or_else(|| body.get("roles")) else { return };
    let members = ["member", "members"].iter().filter_map(|key| body.get(key)).flat_map(Value::each).cloned().collect();
    let mut fields = vec![
        build::entry("role", role.clone()),
        build::entry("member", build::list(at, members)),
        build::entry("level", build::text(build::NOWHERE, level.to_owned())),
        build::entry("owner", build::text(build::NOWHERE, owner.to_owned())),
    ];
    if let Some(condition) = body.get("condition").filter(|condition| !matches!(condition.data, Data::Null)) {
        fields.push(build::entry("condition", condition.clone()));
    }
    facts.add("gcp.grant", subject, at, build::map(body.span, fields));
}

//! Pulumi's YAML: resources under the names that Terraform has for them.

use std::collections::HashMap;

use super::{aws, build, google};
use crate::fact::Facts;
use crate::fact::value::{Data, Entry, Value};

/// Whether a document is a program of Pulumi.
pub fn is_program(document: &Value<'_>) -> bool {
    let is_resource = |entry: &Entry<'_>| {
        let kind = entry.value.get("type").and_then(Value::text).unwrap_or_default();
        kind.split(':').count() >= 2 && !kind.contains("::") && !kind.contains('/') || kind.matches(':').count() == 2
    };
    document.get("resources").is_some_and(|resources| resources.entries().iter().any(is_resource))
}

/// Adds the facts of a program.
pub fn facts<'t>(mut document: Value<'t>, facts: &mut Facts<'t>) {
    let variables: HashMap<String, String> = document
        .get("variables")
        .map_or(&[][..], Value::entries)
        .iter()
        .filter_map(|entry| Some((entry.key.to_string(), entry.value.known()?.to_owned())))
        .collect();
    fill(&mut document, &variables);
    let Data::Map(sections) = document.data else { return };
    for section in sections.into_iter().filter(|section| section.key == "resources") {
        let Data::Map(resources) = section.value.data else { continue };
        for resource in resources {
            add(resource, facts);
        }
    }
}

/// Whether a document holds the settings of a stack.
pub fn is_settings(path: &str, document: &Value<'_>) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.starts_with("Pulumi.") && document.get("config").is_some()
}

/// Adds the settings of a stack.
pub fn settings<'t>(document: &Value<'t>, facts: &mut Facts<'t>) {
    for entry in document.get("config").map_or(&[][..], Value::entries) {
        let name = entry.key.rsplit(':').next().unwrap_or(&entry.key).to_owned();
        let fields =
            vec![build::entry("name", build::text(entry.at, name)), build::entry("value", entry.value.clone())];
        facts.add("pulumi.config", entry.key.as_ref(), entry.at, build::map(entry.value.span, fields));
    }
}

fn add<'t>(resource: Entry<'t>, facts: &mut Facts<'t>) {
    let Entry { at, key, value } = resource;
    let Some(kind) = value.get("type").and_then(Value::known).map(terraform_kind) else { return };
    let span = value.span;
    let Data::Map(parts) = value.data else { return };
    let properties = parts.into_iter().find(|part| part.key == "properties");
    let mut properties = properties.map_or(Value::new(span, Data::Map(Vec::new())), |part| part.value);
    fold(&mut properties);
    let subject = format!("{kind}.{key}");
    if let Some(kind) = kind.strip_prefix("azure-native_") {
        let level = properties.get("scope").and_then(Value::text).map_or("unknown", level_of);
        let entries = vec![
            Entry { at, key: "properties".into(), value: properties.clone() },
            build::entry("level", build::text(build::NOWHERE, level)),
        ];
        facts.add(kind.to_owned(), subject, at, build::map(properties.span, entries));
        return;
    }
    if kind.starts_with("aws_") {
        aws::policies(&properties, aws::Owner { kind: &kind, subject: &subject, property: "" }, facts);
    } else if kind.starts_with("google_") {
        google::terraform(&kind, &subject, at, &properties, facts);
    }
    facts.add(kind, subject, at, properties);
}

/// Puts the variables in whose texts are known.
fn fill(value: &mut Value<'_>, variables: &HashMap<String, String>) {
    match &mut value.data {
        Data::Map(entries) => entries.iter_mut().for_each(|entry| fill(&mut entry.value, variables)),
        Data::List(items) => items.iter_mut().for_each(|item| fill(item, variables)),
        Data::Text(text) => {
            let name = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
            if let Some(known) = name.and_then(|name| variables.get(name)) {
                *text = known.clone().into();
            }
        }
        _ => {}
    }
}

/// Opens `fn::toJSON`, hides what other functions give, and names references.
fn fold(value: &mut Value<'_>) {
    match &mut value.data {
        Data::Map(entries) => {
            for entry in entries.iter_mut() {
                fold(&mut entry.value);
            }
            if let [entry] = entries.as_mut_slice()
                && entry.key.starts_with("fn::")
            {
                let is_json = entry.key.eq_ignore_ascii_case("fn::toJSON");
                let inner = std::mem::replace(&mut entry.value.data, Data::Unknown);
                value.data = if is_json { inner } else { Data::Unknown };
            }
        }
        Data::List(items) => items.iter_mut().for_each(fold),
        Data::Text(text) if text.contains("${") => {
            let whole =
                text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).filter(|name| !name.contains("${"));
            value.data = match whole {
                Some(name) => Data::Reference(name.to_owned().into()),
                None => Data::Text(with_holes(text).into()),
            };
        }
        _ => {}
    }
}

fn with_holes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        out.push_str(&rest[..start]);
        let Some(end) = rest[start..].find('}') else { break };
        out.push(crate::fact::value::HOLE);
        rest = &rest[start + end + 1..];
    }
    out.push_str(rest);
    out
}

/// The level of a scope of Azure.
fn level_of(scope: &str) -> &'static str {
    match scope.to_ascii_lowercase() {
        scope if scope.contains("/resourcegroups/") => "resource-group",
        scope if scope.contains("managementgroups") => "managementGroup",
        scope if scope.starts_with("/subscriptions/") => "subscription",
        _ => "unknown",
    }
}

/// Terraform's name of a kind: `aws:iam:AccessKey` and `aws:iam/accessKey:AccessKey` are `aws_iam_access_key`.
fn terraform_kind(kind: &str) -> String {
    let mut parts = kind.split(':');
    let (provider, module, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next());
    let (module, name) = match name {
        Some(name) => (module.split('/').next().unwrap_or(module), name),
        None => ("", module),
    };
    if provider == "azure-native" {
        return format!("azure-native_microsoft.{module}/{name}s").to_ascii_lowercase();
    }
    let provider = match provider {
        "gcp" => "google",
        "azure" => "azurerm",
        other => other,
    };
    let snake = snake(name);
    if let Some((_, kind)) = RENAMED.iter().find(|(from, _)| from.split_once(':') == Some((module, name))) {
        return format!("{provider}_{kind}");
    }
    let module = snake_module(provider, module, &snake);
    if module.is_empty() { format!("{provider}_{snake}") } else { format!("{provider}_{module}_{snake}") }
}

/// Kinds that Terraform calls otherwise.
const RENAMED: &[(&str, &str)] = &[
    ("rds:Instance", "db_instance"),
    ("s3:BucketV2", "s3_bucket"),
    ("s3:BucketAclV2", "s3_bucket_acl"),
    ("s3:BucketObjectv2", "s3_object"),
    ("cloudwatch:EventPermission", "cloudwatch_event_permission"),
    ("docdb:Cluster", "docdb_cluster"),
    ("authorization:Assignment", "role_assignment"),
    ("authorization:RoleDefinition", "role_definition"),
    ("storage:Account", "storage_account"),
    ("keyvault:KeyVault", "key_vault"),
    ("containerservice:Registry", "container_registry"),
    ("serviceaccount:Key", "service_account_key"),
    ("serviceaccount:Account", "service_account"),
    ("kms:CryptoKey", "kms_crypto_key"),
    ("sql:User", "sql_user"),
];

/// Services whose name is no part of the names that Terraform gives.
fn snake_module(provider: &str, module: &str, name: &str) -> String {
    let module = snake(module);
    match (provider, module.as_str()) {
        (_, "index" | "core" | "authorization" | "ec2") | ("azurerm", "containerservice") | ("azuread", _) => {
            String::new()
        }
        ("google", "projects") => "project".to_owned(),
        ("google", "organizations") if name.starts_with("iam") => "organization".to_owned(),
        ("google", "folder") => "folder".to_owned(),
        ("google", "serviceaccount" | "service_account") => "service_account".to_owned(),
        ("azurerm", "keyvault") => "key_vault".to_owned(),
        ("google", "cloudrun") => "cloud_run".to_owned(),
        ("google", "cloudfunctions") => "cloudfunctions".to_owned(),
        ("google", "secretmanager") => "secret_manager".to_owned(),
        _ if name.starts_with(&format!("{module}_")) => String::new(),
        _ => module,
    }
}

/// `AccessKey` as `access_key`, `IAMMember` as `iam_member`.
fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 4);
    for (index, letter) in letters.iter().enumerate() {
        let after_small = index > 0 && (letters[index - 1].is_lowercase() || letters[index - 1].is_ascii_digit());
        let before_small = index > 0 && letters.get(index + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && (after_small || before_small && letters[index - 1].is_uppercase()) {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_the_names_of_terraform() {
        for (pulumi, terraform) in [
            ("aws:iam:AccessKey", "aws_iam_access_key"),
            ("aws:iam/accessKey:AccessKey", "aws_iam_access_key"),
            ("aws:s3:BucketPolicy", "aws_s3_bucket_policy"),
            ("aws:sqs:QueuePolicy", "aws_sqs_queue_policy"),
            ("aws:secretsmanager:Secret", "aws_secretsmanager_secret"),
            ("gcp:projects:IAMMember", "google_project_iam_member"),
            ("gcp:serviceaccount:Key", "google_service_account_key"),
            ("gcp:storage:BucketIAMMember", "google_storage_bucket_iam_member"),
            ("azure:keyvault:Secret", "azurerm_key_vault_secret"),
            ("azure:authorization:Assignment", "azurerm_role_assignment"),
            ("azuread:ApplicationPassword", "azuread_application_password"),
        ] {
            assert_eq!(terraform_kind(pulumi), terraform);
        }
    }
}

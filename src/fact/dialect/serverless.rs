//! The Serverless Framework: statements of roles, and the `CloudFormation` resources beside them.

use super::aws::{self, Owner};
use super::cloudformation;
use crate::fact::Facts;
use crate::fact::value::{Data, Value};

/// Whether a document is a service of the framework.
pub fn is_service(document: &Value<'_>) -> bool {
    document.get("service").is_some() && document.get("provider").is_some()
        || document.get("functions").is_some() && document.get("provider").is_some()
        || document.at(&["provider", "iamRoleStatements"]).is_some()
}

/// Adds the facts of a service.
pub fn facts<'t>(document: Value<'t>, facts: &mut Facts<'t>) {
    let Data::Map(sections) = document.data else { return };
    for section in sections {
        match section.key.as_ref() {
            "provider" => {
                for path in [&["iamRoleStatements"][..], &["iam", "role", "statements"]] {
                    statements(section.value.at(path), "provider", facts);
                }
                facts.add("serverless.provider", "provider", section.at, section.value);
            }
            "functions" => {
                for function in section.value.entries() {
                    for path in [&["iamRoleStatements"][..], &["role", "statements"]] {
                        statements(function.value.at(path), &function.key, facts);
                    }
                    facts.add("serverless.function", function.key.as_ref(), function.at, function.value.clone());
                }
            }
            "resources" => {
                for part in section.value.each() {
                    cloudformation::facts(part.clone(), facts);
                }
            }
            _ => {}
        }
    }
}

fn statements<'t>(list: Option<&Value<'t>>, subject: &str, facts: &mut Facts<'t>) {
    if let Some(list) = list {
        aws::statements(list, Owner { kind: "serverless", subject, property: "statements" }, facts);
    }
}

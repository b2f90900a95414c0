//! Policies of AWS, wherever they stand: as documents of JSON, in templates, and in blocks of Terraform.

mod condition;
mod levels;
mod reach;
mod statement;

use crate::fact::Facts;
use crate::fact::value::{Data, Entry, Span, Value};

use super::build;
use statement::{Statement, Use};

/// Where a policy stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Owner<'o> {
    /// The kind of resource that holds it: `aws_sqs_queue_policy`; nothing for a document of its own.
    pub kind: &'o str,
    /// Its name for people.
    pub subject: &'o str,
    /// The property that it is the value of: `AssumeRolePolicyDocument`.
    pub property: &'o str,
}

/// Adds the facts of all policies in a value; `true` where there was one.
pub fn policies<'t>(value: &Value<'t>, owner: Owner<'_>, facts: &mut Facts<'t>) -> bool {
    if let Some(statements) = value.entries().iter().find(|entry| entry.key.eq_ignore_ascii_case("statement"))
        && statements.value.each().iter().any(is_statement)
    {
        policy(value.span, statements.value.each().iter(), owner, facts);
        return true;
    }
    let mut found = false;
    match &value.data {
        Data::Map(entries) | Data::Block(_, entries) => {
            for entry in entries {
                let property = if entry.key.starts_with("Fn::") { owner.property } else { &entry.key };
                found |= policies(&entry.value, Owner { property, ..owner }, facts);
            }
        }
        Data::List(items) | Data::OneOf(items) | Data::Call(_, items) => {
            for item in items {
                found |= policies(item, owner, facts);
            }
        }
        _ => {}
    }
    found
}

/// Adds the facts of a Terraform block whose `statement` blocks make a policy.
pub fn document_block<'t>(block: &Value<'t>, owner: Owner<'_>, facts: &mut Facts<'t>) {
    let statements = block.entries().iter().filter(|entry| entry.key == "statement");
    policy(block.span, statements.flat_map(|entry| entry.value.each()), owner, facts);
}

/// Adds the facts of a list of statements that no document holds.
pub fn statements<'t>(list: &Value<'t>, owner: Owner<'_>, facts: &mut Facts<'t>) {
    if list.each().iter().any(is_statement) {
        policy(list.span, list.each().iter(), owner, facts);
    }
}

/// Whether a value looks like a statement of a policy.
fn is_statement(value: &Value<'_>) -> bool {
    if let Data::OneOf(options) = &value.data {
        return options.iter().any(is_statement);
    }
    let has = |name: &str| value.entries().iter().any(|entry| entry.key.eq_ignore_ascii_case(name));
    has("effect") && ["action", "notaction", "principal", "notprincipal"].into_iter().any(has)
}

/// Adds the facts of one policy: each of its statements, and what they allow together.
fn policy<'a, 't: 'a>(
    span: Span,
    statements: impl Iterator<Item = &'a Value<'t>>,
    owner: Owner<'_>,
    facts: &mut Facts<'t>,
) {
    // Of statements that only a run decides between each may come to be.
    let each = |value: &'a Value<'t>| match &value.data {
        Data::OneOf(options) => options.iter(),
        _ => std::slice::from_ref(value).iter(),
    };
    let statements: Vec<Statement<'t>> =
        statements.flat_map(each).filter(|value| !value.entries().is_empty()).map(Statement::of).collect();
    let usage = Use::of(owner, &statements);
    let mut free = Vec::new();
    let mut denied = Vec::new();
    for statement in &statements {
        if statement.is_free() {
            free.extend(statement.actions.iter().cloned());
        } else if statement.denies_everywhere() {
            denied.extend(statement.actions.iter().cloned());
        }
    }
    for statement in statements {
        let kind = match (statement.allows, usage) {
            (false, _) => "aws.deny",
            (true, Use::Identity) => "aws.allow.identity",
            (true, Use::Resource) => "aws.allow.resource",
            (true, Use::Trust) => "aws.allow.trust",
        };
        let at = statement.span;
        facts.add(kind, owner.subject, at, statement.into_value(owner));
    }
    if usage == Use::Identity {
        let entries: Vec<Entry<'t>> =
            vec![build::entry("action", build::list(span, free)), build::entry("denied", build::list(span, denied))];
        facts.add("aws.policy", owner.subject, span, build::map(span, entries));
    }
}

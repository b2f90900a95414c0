//! Terraform and `OpenTofu`: resources, data sources, providers and modules, as HCL or JSON.

use super::{aws, build, google, nested, shell};
use crate::fact::Facts;
use crate::fact::hcl;
use crate::fact::value::{Data, Entry, Label, Span, Value};

use aws::Owner;

/// Adds the facts of a Terraform file, its values folded.
pub fn facts<'t>(document: Value<'t>, source: &'t str, facts: &mut Facts<'t>) {
    let Data::Map(entries) = document.data else { return };
    for Entry { at, key, value } in entries {
        match value.data {
            Data::Block(labels, body) => {
                block(&key, &labels, at, Value::new(value.span, Data::Block(Vec::new(), body)), source, facts);
            }
            // The form of JSON: kinds of blocks, then labels, then bodies.
            Data::Map(inner) if KEYWORDS.contains(&key.as_ref()) => of_json(&key, inner, source, facts),
            Data::List(items) if KEYWORDS.contains(&key.as_ref()) => {
                let maps = items.into_iter().filter_map(|item| match item.data {
                    Data::Map(inner) => Some(inner),
                    _ => None,
                });
                maps.for_each(|inner| of_json(&key, inner, source, facts));
            }
            data => attribute(Entry { at, key, value: Value::new(value.span, data) }, facts, 0),
        }
    }
}

/// How deep the maps of settings are looked into.
const DEEPEST: usize = 4;

/// Adds what a file of settings says, such as the values of variables, with what lies inside of maps.
fn attribute<'t>(entry: Entry<'t>, facts: &mut Facts<'t>, depth: usize) {
    let Entry { at, key, value } = entry;
    if depth < DEEPEST {
        for inner in value.entries() {
            attribute(inner.clone(), facts, depth + 1);
        }
    }
    let fields = vec![build::entry("name", build::text(at, key.clone())), build::entry("value", value)];
    facts.add("hcl.attribute", key, at, build::map(at, fields));
}

/// Adds the facts of blocks that a text holds, such as the policy of a Vault.
pub fn inside<'t>(text: &Value<'t>, source: &'t str, facts: &mut Facts<'t>) {
    let is_escaped = |raw: &str| raw.contains('\\');
    let raw = source.get(text.span.range()).filter(|raw| matches!(text.data, Data::Text(_)) && !is_escaped(raw));
    for mut document in raw.map(|raw| hcl::read(raw).documents).unwrap_or_default() {
        document.shift(text.span.start as usize);
        self::facts(document, source, facts);
    }
}

/// Blocks that have a form in JSON.
const KEYWORDS: &[&str] = &["resource", "data", "ephemeral", "provider", "module", "variable", "output", "terraform"];

fn block<'t>(keyword: &str, labels: &[Label<'t>], at: Span, body: Value<'t>, source: &'t str, facts: &mut Facts<'t>) {
    let label = |index: usize| labels.get(index).map(|label| label.text.clone()).unwrap_or_default();
    match keyword {
        "resource" | "ephemeral" => resource(label(0), &label(1), at, body, source, facts),
        "data" => {
            let subject = format!("data.{}.{}", label(0), label(1));
            data(&label(0), subject, at, body, facts);
        }
        "provider" => facts.add(format!("provider.{}", label(0)), label(0), at, body),
        "module" | "variable" | "output" => {
            let span = body.span;
            let mut entries = body.into_entries();
            let name = labels.first().map(|label| build::entry("name", build::text(label.span, label.text.clone())));
            entries.extend(name);
            facts.add(keyword.to_owned(), label(0), at, build::map(span, entries));
        }
        "terraform" => backends(body, facts),
        // A policy of Vault, and blocks of other tools that write HCL.
        _ => {
            let span = body.span;
            let mut entries = body.into_entries();
            entries.extend(
                labels
                    .first()
                    .map(|first| build::entry(keyword.to_owned(), build::text(first.span, first.text.clone()))),
            );
            facts.add(format!("hcl.{keyword}"), label(0), at, build::map(span, entries));
        }
    }
}

/// Whether a document of JSON is a policy of Vault.
pub fn is_vault_policy(document: &Value<'_>) -> bool {
    let paths = document.get("path").map_or(&[][..], Value::entries);
    !paths.is_empty() && paths.iter().all(|path| path.value.get("capabilities").is_some())
}

/// One fact a path, as in a policy that is written in HCL.
pub fn vault_policy<'t>(document: &Value<'t>, facts: &mut Facts<'t>) {
    for path in document.get("path").map_or(&[][..], Value::entries) {
        let mut entries = path.value.entries().to_vec();
        entries.push(build::entry("path", build::text(path.at, path.key.clone())));
        facts.add("hcl.path", path.key.as_ref(), path.at, build::map(path.value.span, entries));
    }
}

fn resource<'t>(
    kind: std::borrow::Cow<'t, str>,
    name: &str,
    at: Span,
    mut body: Value<'t>,
    source: &'t str,
    facts: &mut Facts<'t>,
) {
    let subject = [&kind, ".", name].concat();
    nested::open(&mut body, source);
    aws::policies(&body, Owner { kind: &kind, subject: &subject, property: "" }, facts);
    for entry in body.entries() {
        if SCRIPTS.contains(&entry.key.as_ref()) {
            shell::script(Some(&entry.value), source, &subject, facts);
        } else if POLICIES.contains(&entry.key.as_ref()) && !kind.starts_with("aws_") {
            inside(&entry.value, source, facts);
        }
    }
    if kind.starts_with("google_") {
        google::terraform(&kind, &subject, at, &body, facts);
    }
    facts.add(kind, subject, at, body);
}

/// Arguments that hold a script which a machine runs when it starts.
const SCRIPTS: &[&str] = &["user_data", "custom_data", "startup_script", "metadata_startup_script"];

/// Arguments that hold a policy in HCL.
const POLICIES: &[&str] = &["policy", "rules", "rules_hcl"];

/// Where the state is kept: a backend and what it is told.
fn backends<'t>(body: Value<'t>, facts: &mut Facts<'t>) {
    let (Data::Block(_, entries) | Data::Map(entries)) = body.data else { return };
    for Entry { at, key, value } in entries.into_iter().filter(|entry| entry.key == "backend") {
        match value.data {
            Data::Block(labels, inner) => {
                let name = labels.first().map(|label| label.text.clone()).unwrap_or_default();
                facts.add(format!("{key}.{name}"), name, at, Value::new(value.span, Data::Block(Vec::new(), inner)));
            }
            Data::Map(named) => {
                for entry in named {
                    facts.add(format!("{key}.{}", entry.key), entry.key, entry.at, entry.value);
                }
            }
            _ => {}
        }
    }
}

fn data<'t>(kind: &str, subject: String, at: Span, body: Value<'t>, facts: &mut Facts<'t>) {
    match kind {
        "aws_iam_policy_document" => {
            aws::document_block(&body, Owner { kind, subject: &subject, property: "" }, facts);
        }
        "google_iam_policy" => google::terraform(kind, &subject, at, &body, facts),
        _ => {}
    }
    facts.add(format!("data.{kind}"), subject, at, body);
}

/// What stands below a keyword in a Terraform file of JSON.
fn of_json<'t>(keyword: &str, inner: Vec<Entry<'t>>, source: &'t str, facts: &mut Facts<'t>) {
    let depth = match keyword {
        "resource" | "data" | "ephemeral" => 2,
        "provider" | "module" | "variable" | "output" => 1,
        "terraform" => {
            backends(Value::new(Span::default(), Data::Map(inner)), facts);
            return;
        }
        _ => return,
    };
    for outer in inner {
        let first = Label { span: outer.at, text: outer.key };
        if depth == 1 {
            bodies(outer.value)
                .for_each(|body| block(keyword, std::slice::from_ref(&first), first.span, body, source, facts));
            continue;
        }
        let Data::Map(named) = outer.value.data else { continue };
        for entry in named {
            let labels = [first.clone(), Label { span: entry.at, text: entry.key }];
            bodies(entry.value).for_each(|body| block(keyword, &labels, entry.at, body, source, facts));
        }
    }
}

/// A body, or each of several.
fn bodies(value: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    let span = value.span;
    match value.data {
        Data::List(items) => items,
        data => vec![Value::new(span, data)],
    }
    .into_iter()
    .filter(|value| matches!(value.data, Data::Map(_)))
}

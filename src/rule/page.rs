//! Rules for people: one rule in full, the page of the whole catalogue, and the record for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::{Catalogue, Detect, Family, Format, Rule, expand};

/// One rule for programs: stable names.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record<'r> {
    id: &'r str,
    service: Option<&'r str>,
    summary: &'r str,
    why: &'r str,
    fix: &'r str,
    docs: Option<&'r str>,
    severity: &'r str,
    confidence: &'r str,
    lifetime: &'r str,
    builtin: bool,
}

/// The record of a rule.
#[must_use]
pub fn record(rule: &Rule) -> Record<'_> {
    Record {
        id: rule.id.as_str(),
        service: rule.service.as_ref().map(|service| service.name.as_str()),
        summary: &rule.summary,
        why: &rule.why,
        fix: &rule.fix,
        docs: rule.docs.as_deref(),
        severity: rule.severity.name(),
        confidence: rule.confidence.name(),
        lifetime: rule.lifetime.class.name(),
        builtin: rule.builtin,
    }
}

/// All that is known of a rule, for a terminal.
#[must_use]
pub fn show(rule: &Rule) -> String {
    let mut out = format!("{}\n{}\n", rule.id, rule.summary);
    let mut line = |name: &str, text: &str| {
        if !text.is_empty() {
            writeln!(out, "{name:11} {text}").expect("writing to a string");
        }
    };
    line("", "");
    line("severity", &format!("{}, confidence {}", rule.severity.name(), rule.confidence.name()));
    let note = rule.lifetime.note.as_deref().map(|note| format!(": {note}")).unwrap_or_default();
    if rule.id.family() == Family::Secret {
        line("lifetime", &format!("{}{note}", rule.lifetime.class.name()));
    }
    line("why", &rule.why);
    line("fix", &rule.fix);
    line("docs", rule.docs.as_deref().unwrap_or_default());
    for (name, text) in rule.format().map(|format| described(format)).into_iter().flatten() {
        line(name, &text);
    }
    let kinds: Vec<&str> = rule.queries().iter().flat_map(|query| &query.on).map(String::as_str).collect();
    line("asks", &kinds.join(", "));
    line("defined", &format!("{}:{}", rule.defined_at.0, rule.defined_at.1));
    out.push_str("\nfinds\n");
    examples(&mut out, rule, true);
    out.push_str("leaves alone\n");
    examples(&mut out, rule, false);
    out
}

/// What the credentials of a rule look like.
fn described(format: &Format) -> [(&'static str, String); 4] {
    let checks: Vec<String> = format.validate.iter().map(|check| format!("{check:?}")).collect();
    let parts: Vec<String> =
        format.parts.iter().map(|part| format!("{} within {} lines", part.name, part.within_lines)).collect();
    [
        ("keywords", format.keywords.join(", ")),
        ("pattern", format.pattern.clone()),
        ("checks", checks.join(", ")),
        ("parts", parts.join(", ")),
    ]
}

fn examples(out: &mut String, rule: &Rule, matches: bool) {
    let (list, offset) = if matches { (&rule.examples.matches, 0) } else { (&rule.examples.no_match, 1000) };
    for (index, example) in list.iter().enumerate() {
        let text = match rule.detect {
            Detect::Secret(_) => expand(&example.text, &format!("{}#{}", rule.id, index + offset)).unwrap_or_default(),
            Detect::Facts(_) => example.text.clone(),
        };
        for line in text.trim().lines().take(4) {
            writeln!(out, "  {}", line.chars().take(160).collect::<String>()).expect("writing to a string");
        }
    }
}

/// The page `rules/README.md`: every built-in rule by family and service.
#[must_use]
pub fn catalogue(catalogue: &Catalogue) -> String {
    let mut out = String::from("# Rules\n\nGenerated from the files in this folder; do not edit. ");
    let services: std::collections::BTreeSet<&str> = catalogue
        .iter()
        .filter_map(|rule| rule.service.as_ref())
        .flat_map(|service| service.ids.iter().map(String::as_str))
        .collect();
    writeln!(
        out,
        "{} rules, {} services. `credline rules show ID` tells all about one.",
        catalogue.len(),
        services.len()
    )
    .expect("writing to a string");
    for family in Family::ALL {
        let mut by_service: BTreeMap<(String, &str), Vec<&Rule>> = BTreeMap::new();
        for rule in catalogue.iter().filter(|rule| rule.id.family() == family) {
            let service = rule.service.as_ref().map_or("Other", |service| service.name.as_str());
            by_service.entry((service.to_lowercase(), service)).or_default().push(rule);
        }
        if by_service.is_empty() {
            continue;
        }
        writeln!(
            out,
            "\n## {}\n\n| rule | finds | severity | confidence | lifetime |\n|---|---|---|---|---|",
            family.name()
        )
        .expect("writing to a string");
        for rule in by_service.values().flatten() {
            let summary =
                rule.docs.as_ref().map_or_else(|| rule.summary.clone(), |docs| format!("[{}]({docs})", rule.summary));
            writeln!(
                out,
                "| `{}` | {summary} | {} | {} | {} |",
                rule.id,
                rule.severity.name(),
                rule.confidence.name(),
                rule.lifetime.class.name()
            )
            .expect("writing to a string");
        }
    }
    out
}

//! The rules of a run: those that reported, with everything that GitHub shows beside an alert.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use serde_sarif::sarif::{MultiformatMessageString, PropertyBag, ReportingConfiguration, ReportingDescriptor};

use super::properties::{bag, description, integer};
use super::selection::Selection;
use super::taxonomies::{self, Class, Taxonomies};
use crate::report::Report;
use crate::rule::{Rule, RuleId, Severity};

/// Tags that GitHub reads of a rule.
const TAGS: usize = 20;

/// The rules of a run, in the order of their ids.
pub struct Rules<'r> {
    known: Vec<(&'r RuleId, Option<&'r Arc<Rule>>)>,
    indices: BTreeMap<&'r RuleId, i64>,
    taxonomies: Taxonomies,
}

impl<'r> Rules<'r> {
    /// The rules of the selected findings.
    pub fn of(report: &'r Report, selection: &Selection<'r>) -> Self {
        let mut ids: Vec<&RuleId> = selection.findings().map(|finding| &finding.rule).collect();
        ids.sort();
        ids.dedup();
        let known: Vec<_> = ids.into_iter().map(|id| (id, report.rules.get(id))).collect();
        let indices = known.iter().enumerate().map(|(index, (id, _))| (*id, integer(index))).collect();
        let classes: Vec<&'static Class> =
            known.iter().filter_map(|(_, rule)| *rule).flat_map(|rule| taxonomies::classes(rule)).collect();
        Self { known, indices, taxonomies: Taxonomies::of(&classes) }
    }

    /// The frameworks that the rules refer to.
    pub const fn taxonomies(&self) -> &Taxonomies {
        &self.taxonomies
    }

    /// The place of a rule in the list.
    pub fn index(&self, id: &RuleId) -> Option<i64> {
        self.indices.get(id).copied()
    }

    /// The list as the driver holds it.
    pub fn descriptors(&self) -> Vec<ReportingDescriptor> {
        let descriptor = |(id, rule): &(&RuleId, Option<&Arc<Rule>>)| match rule {
            Some(rule) => self.descriptor(rule),
            None => unknown(id),
        };
        self.known.iter().map(descriptor).collect()
    }

    fn descriptor(&self, rule: &Rule) -> ReportingDescriptor {
        let classes = taxonomies::classes(rule);
        let mut descriptor = ReportingDescriptor::builder()
            .id(rule.id.as_str())
            .short_description(description(&rule.summary, rule.id.as_str()))
            .full_description(description(&rule.why, &rule.summary))
            .help(help(rule))
            .default_configuration(ReportingConfiguration::builder().level(json!(rule.severity.name())).build())
            .properties(properties(rule, &classes))
            .build();
        descriptor.help_uri = page(rule).map(str::to_owned);
        let relationships: Vec<_> = classes.iter().filter_map(|class| self.taxonomies.relationship(class)).collect();
        descriptor.relationships = Some(relationships).filter(|relationships| !relationships.is_empty());
        descriptor
    }
}

/// A rule of which the report holds the id alone.
fn unknown(id: &RuleId) -> ReportingDescriptor {
    let text = description(id.as_str(), id.as_str());
    ReportingDescriptor::builder()
        .id(id.as_str())
        .short_description(text.clone())
        .full_description(text.clone())
        .help(text)
        .build()
}

fn properties(rule: &Rule, classes: &[&Class]) -> PropertyBag {
    let mut properties = bag([
        ("security-severity", json!(security_severity(rule.severity))),
        ("precision", json!(rule.confidence.name())),
        ("problem.severity", json!(problem_severity(rule.severity))),
        ("lifetime", json!(rule.lifetime.class.name())),
        ("service", json!(rule.service.as_ref().map(|service| &service.name))),
    ]);
    let tags = ["security", rule.id.family().name()].into_iter().chain(classes.iter().map(|class| class.tag));
    properties.tags = Some(tags.take(TAGS).map(str::to_owned).collect());
    properties
}

/// A score inside the band that GitHub gives the severity's name to: high 7.0–8.9, medium 4.0–6.9, low 0.1–3.9.
const fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "8.5",
        Severity::Warning => "5.5",
        Severity::Note => "2.0",
    }
}

const fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "recommendation",
    }
}

fn help(rule: &Rule) -> MultiformatMessageString {
    let mut text =
        vec![rule.summary.clone(), format!("Why it matters: {}", rule.why), format!("What to do: {}", rule.fix)];
    let mut markdown = vec![
        format!("# {}", rule.summary),
        format!("## Why it matters\n\n{}", rule.why),
        format!("## What to do\n\n{}", rule.fix),
    ];
    if let Some(note) = rule.lifetime.note.as_deref().filter(|note| !note.is_empty()) {
        let class = rule.lifetime.class.name();
        text.push(format!("Lifetime: {class}: {note}"));
        markdown.push(format!("## Lifetime\n\n{class}: {note}"));
    }
    if let Some(page) = page(rule) {
        text.push(format!("More: {page}"));
        markdown.push(format!("[Documentation]({page})"));
    }
    MultiformatMessageString::builder().text(text.join("\n\n")).markdown(markdown.join("\n\n")).build()
}

/// The vendor's page, if it is a link at all: a user's rule may say anything.
fn page(rule: &Rule) -> Option<&str> {
    let own = rule.docs.as_deref();
    let page = own.or_else(|| rule.service.as_ref().map(|service| service.docs.as_str()))?;
    let plain = page.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"\\^`{|}".contains(&byte));
    (plain && (page.starts_with("https://") || page.starts_with("http://"))).then_some(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule;

    fn with_docs(docs: &str) -> Rule {
        let text = include_str!("../../../rules/secret/github.toml");
        let rule = rule::load("github.toml", text, true).unwrap().remove(0);
        Rule { docs: Some(docs.to_owned()), ..rule }
    }

    #[test]
    fn only_a_link_becomes_the_page_of_a_rule() {
        assert_eq!(page(&with_docs("https://example.com/a?b#c")), Some("https://example.com/a?b#c"));
        for other in ["", "see the wiki", "javascript:alert(1)", "https://a b", "https://a/<b>"] {
            assert_eq!(page(&with_docs(other)), None, "{other}");
        }
    }

    #[test]
    fn a_score_lies_in_the_band_of_its_severity() {
        let score = |severity| security_severity(severity).parse::<f64>().unwrap();
        assert!((7.0..9.0).contains(&score(Severity::Error)));
        assert!((4.0..7.0).contains(&score(Severity::Warning)));
        assert!((0.1..4.0).contains(&score(Severity::Note)));
    }
}

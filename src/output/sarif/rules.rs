//! The rules of a run: those that reported, with everything that GitHub shows beside an alert.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use serde_sarif::sarif::{MultiformatMessageString, PropertyBag, ReportingConfiguration, ReportingDescriptor};

use super::properties::{bag, description, integer};
use super::results::Selection;
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
            None => {
                let text = description("", id.as_str());
                ReportingDescriptor::builder().id(id.as_str()).short_description(text).build()
            }
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
    let mut text = format!("{}\n\nWhy it matters: {}\n\nWhat to do: {}", rule.summary, rule.why, rule.fix);
    let mut markdown =
        format!("# {}\n\n## Why it matters\n\n{}\n\n## What to do\n\n{}", rule.summary, rule.why, rule.fix);
    if let Some(note) = rule.lifetime.note.as_deref().filter(|note| !note.is_empty()) {
        let class = rule.lifetime.class.name();
        text.push_str(&format!("\n\nLifetime: {class}: {note}"));
        markdown.push_str(&format!("\n\n## Lifetime\n\n{class}: {note}"));
    }
    if let Some(page) = page(rule) {
        text.push_str(&format!("\n\nMore: {page}"));
        markdown.push_str(&format!("\n\n[Documentation]({page})"));
    }
    MultiformatMessageString::builder().text(text).markdown(markdown).build()
}

/// The vendor's page, if it is a link at all: a user's rule may say anything.
fn page(rule: &Rule) -> Option<&str> {
    let own = rule.docs.as_deref();
    let page = own.or_else(|| rule.service.as_ref().map(|service| service.docs.as_str()))?;
    let plain = page.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"\\^`{|}".contains(&byte));
    (plain && (page.starts_with("https://") || page.starts_with("http://"))).then_some(page)
}

//! A rule that has been checked: what it looks for, and what people have to know of it. Still plain data.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Confidence, Format, LifetimeFact, Query, RuleId, Service, Severity};

/// One rule of the catalogue or of a user.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// `family/name`.
    pub id: RuleId,
    /// Whose credential or access it is.
    pub service: Option<Arc<Service>>,
    /// What is found, as a noun phrase.
    pub summary: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub fix: String,
    /// The vendor's page.
    pub docs: Option<String>,
    /// How bad a finding is.
    pub severity: Severity,
    /// How sure a match is.
    pub confidence: Confidence,
    /// What is known of the kind's lifetime.
    pub lifetime: LifetimeFact,
    /// The classes of others that its findings fall under, beside those of its family.
    pub frameworks: Frameworks,
    /// What it looks for.
    pub detect: Detect,
    /// Texts that show what it does.
    pub examples: ExampleTexts,
    /// The file and line the rule stands at.
    pub defined_at: (Arc<str>, usize),
    /// Whether it is one of ours.
    pub builtin: bool,
}

impl Rule {
    /// What its credentials look like, where it looks for credentials.
    #[must_use]
    pub const fn format(&self) -> Option<&Arc<Format>> {
        match &self.detect {
            Detect::Secret(format) => Some(format),
            Detect::Facts(_) => None,
        }
    }

    /// What it asks of facts, where it looks at them.
    #[must_use]
    pub fn queries(&self) -> &[Query] {
        match &self.detect {
            Detect::Secret(_) => &[],
            Detect::Facts(queries) => queries,
        }
    }
}

/// Classes of the frameworks that security teams report by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frameworks {
    /// The weaknesses of MITRE's list, by number.
    pub cwe: Vec<u32>,
    /// The risks of the OWASP Non-Human Identities Top 10:2025, by number.
    pub nhi: Vec<u32>,
    /// Outcomes of the NIST Cybersecurity Framework 2.0: `PR.AA-05`.
    pub csf: Vec<String>,
}

/// What a rule looks for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Detect {
    /// A credential in a text.
    Secret(Arc<Format>),
    /// Facts that a text holds.
    Facts(Vec<Query>),
}

/// Texts that show what a rule does, their templates not expanded.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ExampleTexts {
    /// Texts in which it finds something.
    pub matches: Vec<ExampleText>,
    /// Texts in which it finds nothing.
    pub no_match: Vec<ExampleText>,
}

/// A text and the path that it stands at.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExampleText {
    /// The path, with `/` separators.
    pub path: String,
    /// The line, from 1, at which a finding has to stand; any, where none is said.
    pub line: Option<usize>,
    /// The text.
    pub text: String,
}

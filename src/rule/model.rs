//! A rule that has been checked: what it looks for, and what people have to know of it. Still plain data.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Confidence, Format, LifetimeFact, RuleId, Service, Severity};

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
        }
    }
}

/// What a rule looks for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Detect {
    /// A credential in a text.
    Secret(Arc<Format>),
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
    /// The text.
    pub text: String,
}

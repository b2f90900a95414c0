//! What is wrong with a text: the trait of all checks.

mod context;
pub mod fact;
mod prefilter;
pub mod secret;

use std::collections::BTreeMap;

use crate::document::Document;
use crate::finding::{Finding, Fingerprint};
use crate::rule::RuleId;
use crate::source::SkipReason;

/// Why a check gave up on a part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GaveUp {
    /// The reason, for the coverage receipt.
    pub reason: SkipReason,
    /// What exactly, and where; empty where there is nothing to add.
    pub detail: String,
}

impl From<SkipReason> for GaveUp {
    fn from(reason: SkipReason) -> Self {
        Self { reason, detail: String::new() }
    }
}

/// What the check for secrets found in a text, all of it.
pub struct Beside<'f> {
    /// The check.
    pub by: &'f secret::SecretCheck,
    /// What it found.
    pub found: &'f [Finding],
}

/// One kind of look at a text.
pub trait Check: Send + Sync {
    /// Adds what is wrong with the text to `found`.
    ///
    /// # Errors
    /// Where the check gave up on a part of the text.
    fn inspect(&self, document: &Document<'_>, found: &mut Vec<Finding>) -> Result<(), GaveUp>;

    /// The same, where it is known which credentials the text holds.
    ///
    /// # Errors
    /// As with [`inspect`](Self::inspect).
    fn inspect_beside(
        &self,
        document: &Document<'_>,
        _secrets: &Beside<'_>,
        found: &mut Vec<Finding>,
    ) -> Result<(), GaveUp> {
        self.inspect(document, found)
    }

    /// Adds the fingerprints of everything that may be wrong with the text, whatever file of whatever name it is of.
    ///
    /// # Errors
    /// As with [`inspect`](Self::inspect).
    fn suspect(&self, document: &Document<'_>, found: &mut Vec<Fingerprint>) -> Result<(), GaveUp> {
        let mut findings = Vec::new();
        let outcome = self.inspect(document, &mut findings);
        found.extend(findings.iter().map(|finding| finding.fingerprint));
        outcome
    }

    /// How often the check could not tell whether something is wrong, by rule: what decides is known to a run alone.
    fn unresolved(&self) -> BTreeMap<RuleId, u64> {
        BTreeMap::new()
    }

    /// The check, where it is the one for secrets: it can look at a version of a text by what changed.
    fn as_secrets(&self) -> Option<&secret::SecretCheck> {
        None
    }
}

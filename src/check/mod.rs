//! What is wrong with a text: the trait of all checks.

pub mod secret;

use crate::document::Document;
use crate::finding::{Finding, Fingerprint};
use crate::source::SkipReason;

/// One kind of look at a text.
pub trait Check: Send + Sync {
    /// Adds what is wrong with the text to `found`.
    ///
    /// # Errors
    /// Where the check gave up on a part of the text: the reason, for the coverage receipt.
    fn inspect(&self, document: &Document<'_>, found: &mut Vec<Finding>) -> Result<(), SkipReason>;

    /// Adds the fingerprints of everything that may be wrong with the text, whatever file of whatever name it is of.
    ///
    /// # Errors
    /// As with [`inspect`](Self::inspect).
    fn suspect(&self, document: &Document<'_>, found: &mut Vec<Fingerprint>) -> Result<(), SkipReason> {
        let mut findings = Vec::new();
        let outcome = self.inspect(document, &mut findings);
        found.extend(findings.iter().map(|finding| finding.fingerprint));
        outcome
    }

    /// The check, where it can look at a version of a text by what changed.
    fn by_versions(&self) -> Option<&secret::SecretCheck> {
        None
    }
}

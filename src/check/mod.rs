//! What is wrong with a text: the trait of all checks.

pub mod secret;

use crate::document::Document;
use crate::finding::Finding;
use crate::source::SkipReason;

/// One kind of look at a text.
pub trait Check: Send + Sync {
    /// Adds what is wrong with the text to `found`.
    ///
    /// # Errors
    /// Where the check gave up on a part of the text: the reason, for the coverage receipt.
    fn inspect(&self, document: &Document<'_>, found: &mut Vec<Finding>) -> Result<(), SkipReason>;

    /// The check, where it can look at a version of a text by what changed.
    fn by_versions(&self) -> Option<&secret::SecretCheck> {
        None
    }
}

//! A file that is no container: its text, and what its format hides in it.

use std::ops::ControlFlow;

use crate::document::{Document, Origin};
use crate::source::{Visitor, text};

use super::sniff::ends_with;
use super::{notebook, pyc, sqlite};

/// Shows a file as it lies, and once more decoded where its format calls for it.
pub(super) fn show(origin: &Origin, bytes: &[u8], visit: &Visitor<'_>) -> ControlFlow<()> {
    text::show(origin, bytes, visit)?;
    let decoded = match decoded_kind(origin, bytes) {
        Some("notebook") => notebook::strings(bytes),
        Some("pyc") => pyc::strings(bytes),
        Some("sqlite") => sqlite::values(bytes),
        _ => return ControlFlow::Continue(()),
    };
    let kind = decoded_kind(origin, bytes).unwrap_or_default();
    decoded.show(&Document::whole(origin, bytes), kind, visit)
}

/// The format that a file is decoded from, besides being shown as it lies.
pub(super) fn decoded_kind(origin: &Origin, head: &[u8]) -> Option<&'static str> {
    let name = origin.name();
    if head.starts_with(sqlite::MAGIC) {
        Some("sqlite")
    } else if ends_with(&name, ".ipynb") {
        Some("notebook")
    } else if (ends_with(&name, ".pyc") || ends_with(&name, ".pyo")) && head.get(2..4) == Some(b"\r\n") {
        Some("pyc")
    } else {
        None
    }
}

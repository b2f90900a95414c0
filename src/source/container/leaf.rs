//! A file that is no container: its text, and what its format hides in it.

use std::ops::ControlFlow;

use crate::document::{Document, Origin};
use crate::source::{Visitor, text};

use super::sniff::ends_with;
use super::{notebook, pyc, sqlite};

/// A format that a file is decoded from, besides being shown as it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Notebook,
    Pyc,
    Sqlite,
}

impl Format {
    /// The format of a file, by its first bytes and its name.
    pub(super) fn of(origin: &Origin, head: &[u8]) -> Option<Self> {
        if head.starts_with(sqlite::MAGIC) {
            return Some(Self::Sqlite);
        }
        let name = origin.name();
        let is_pyc = (ends_with(&name, ".pyc") || ends_with(&name, ".pyo")) && head.get(2..4) == Some(b"\r\n");
        if is_pyc { Some(Self::Pyc) } else { ends_with(&name, ".ipynb").then_some(Self::Notebook) }
    }

    /// What the report calls the decoding.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Notebook => "notebook",
            Self::Pyc => "pyc",
            Self::Sqlite => "sqlite",
        }
    }
}

/// Shows a file as it lies, and once more decoded where its format calls for it.
pub(super) fn show(origin: &Origin, bytes: &[u8], visit: &Visitor<'_>) -> ControlFlow<()> {
    text::show(origin, bytes, visit)?;
    let Some(format) = Format::of(origin, bytes) else { return ControlFlow::Continue(()) };
    let decoded = match format {
        Format::Notebook => notebook::strings(bytes),
        Format::Pyc => pyc::strings(bytes),
        Format::Sqlite => sqlite::values(bytes),
    };
    decoded.show(&Document::whole(origin, bytes), format.name(), visit)
}

//! How a report is written: one file a format, each a pure function of the report.

mod count;
mod json;
mod jsonl;
mod printable;
mod record;
mod sarif;
mod text;

use std::io;

use crate::report::Report;
pub use count::{grouped, plural};

/// A way to write a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object.
    Json,
    /// One JSON object a line: the findings, then the coverage.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

impl Format {
    /// All formats, the default first.
    pub const ALL: [Self; 4] = [Self::Text, Self::Json, Self::Jsonl, Self::Sarif];

    /// The format's name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
        }
    }
}

/// How a report for people looks; the other formats know no style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether ANSI escapes may be used.
    pub color: bool,
    /// Whether everything is shown: each reason again, each accepted finding, each limit.
    pub verbose: bool,
    /// Columns to which prose is wrapped.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, verbose: false, width: 100 }
    }
}

/// Writes a report.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn write(format: Format, report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Text => text::write(report, *style, out),
        Format::Json => json::write(report, out),
        Format::Jsonl => jsonl::write(report, out),
        Format::Sarif => sarif::write(report, out),
    }
}

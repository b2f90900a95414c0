//! The flags that every scanning command shares: which rules, what counts, and how it is reported.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::rule::{Confidence, Severity};

/// Which rules run, what counts, and how it is reported.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is one flag")]
pub struct ReportArgs {
    /// Read this configuration instead of the repository's `credline.toml`
    #[arg(short, long, value_name = "FILE", env = "CREDLINE_CONFIG")]
    pub config: Option<PathBuf>,

    /// How to report: text, json, jsonl or sarif; `FORMAT=FILE` writes to a file; may be given several times
    #[arg(short, long, value_name = "FORMAT[=FILE]")]
    pub format: Vec<String>,

    /// Write the report that has no file of its own here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// The lowest severity that makes the exit code 1 [default: warning]
    #[arg(long, value_name = "SEVERITY", value_parser = severity)]
    pub fail_on: Option<Severity>,

    /// The lowest severity that is reported [default: note]
    #[arg(long, value_name = "SEVERITY", value_parser = severity)]
    pub min_severity: Option<Severity>,

    /// The lowest confidence that is reported [default: low]
    #[arg(long, value_name = "CONFIDENCE", value_parser = confidence)]
    pub min_confidence: Option<Confidence>,

    /// Exit code for findings, instead of 1
    #[arg(long, value_name = "CODE", default_value_t = 1)]
    pub exit_code: u8,

    /// Run only this rule, or family as `secret/*`; may be given several times
    #[arg(long, value_name = "RULE")]
    pub rule: Vec<String>,

    /// Report as an error what lives longer than this, or forever: `90d`, or for some rules `secret/jwt=1h`; may be given
    /// several times
    #[arg(long, value_name = "[RULE=]SPAN")]
    pub max_lifetime: Vec<String>,

    /// Exit with 3 for everything that was left out, because of a known limit or at the user's wish
    #[arg(long)]
    pub require_complete: bool,

    /// Do not exit with 3 for pieces left out for these reasons, such as `unreadable`
    #[arg(long, value_name = "REASON,…", value_delimiter = ',')]
    pub allow_incomplete: Vec<String>,

    /// Show secrets in the clear; refuses to write them to a file that others can read
    #[arg(long)]
    pub show_secrets: bool,

    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,

    /// Show no progress
    #[arg(long)]
    pub no_progress: bool,

    /// Report nothing on the terminal but errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,

    /// Say more: every piece that was left out, and why each rule matters
    #[arg(short, long)]
    pub verbose: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On terminals, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn severity(text: &str) -> Result<Severity, String> {
    [Severity::Note, Severity::Warning, Severity::Error]
        .into_iter()
        .find(|level| level.name() == text)
        .ok_or_else(|| "use note, warning or error".to_owned())
}

fn confidence(text: &str) -> Result<Confidence, String> {
    [Confidence::Low, Confidence::Medium, Confidence::High]
        .into_iter()
        .find(|level| level.name() == text)
        .ok_or_else(|| "use low, medium or high".to_owned())
}

//! The flags as they are written; nothing of this leaves the command line.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::rule::{Confidence, Severity};

const EXAMPLES: &str = "\
Examples:
  credline scan                              scan everything in this repository that could be committed
  credline scan src config.yml               scan a folder and a file
  git show HEAD~3:.env | credline scan -     scan standard input
  credline scan --format sarif=out.sarif     write SARIF beside nothing on the terminal
  credline rules show secret/aws-access-key-id

Exit codes: 0 clean and complete, 1 findings, 2 wrong usage or configuration, 3 error or incomplete scan.";

/// Finds leaked credentials in repositories, and says which they are, how long they live and what to do.
#[derive(Debug, Parser)]
#[command(name = "credline", version, about, after_help = EXAMPLES, max_term_width = 100)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Scan a work tree, files, or standard input
    Scan(ScanArgs),
    /// List, show and check the rules
    Rules(RulesArgs),
    /// Print completions for a shell
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
    /// Print a JSON schema
    Schema {
        /// Of what.
        what: Schema,
    },
}

/// What a schema is printed of.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Schema {
    /// `credline.toml`
    Config,
    /// A rule file
    Rules,
}

const SCAN_EXAMPLES: &str = "\
Examples:
  credline scan
  credline scan services/api --fail-on error
  credline scan --format text --format sarif=credline.sarif --format json=credline.json
  credline scan --no-ignore --min-confidence medium
  cat .env | credline scan -

By default everything that could be committed is looked at: tracked and untracked files, hidden ones too, archives,
notebooks and databases inside; files that git ignores are left out. Secrets are masked in every output.
A line with `credline:allow[family/name] reason` accepts its finding; it is then reported as suppressed.";

/// `credline scan`
#[derive(Debug, ClapArgs)]
#[command(after_help = SCAN_EXAMPLES)]
#[allow(clippy::struct_excessive_bools, reason = "each is one flag")]
pub struct ScanArgs {
    /// Files and folders to scan; `-` is standard input
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,

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

    /// Look at files that git ignores too
    #[arg(long)]
    pub no_ignore: bool,

    /// Leave out paths that match this glob; may be given several times
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,

    /// Leave out files larger than this: bytes, or 10MB, 2GiB
    #[arg(long, value_name = "SIZE")]
    pub max_file_size: Option<String>,

    /// Do not look inside archives
    #[arg(long)]
    pub no_archives: bool,

    /// How often encoded text is decoded and looked at again
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(0..=8))]
    pub max_decode_depth: u8,

    /// How deep archives may be nested
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u8).range(0..=32))]
    pub max_archive_depth: u8,

    /// Exit with 3 also where something was left out because of a known limit
    #[arg(long)]
    pub require_complete: bool,

    /// Do not exit with 3 for pieces left out for these reasons, such as `unreadable`
    #[arg(long, value_name = "REASON,…", value_delimiter = ',')]
    pub allow_incomplete: Vec<String>,

    /// Show secrets in the clear; refuses to write them to a file that others can read
    #[arg(long)]
    pub show_secrets: bool,

    /// Threads to use [default: one for each processor]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<u16>,

    /// Name for standard input, so that rules for certain files apply
    #[arg(long, value_name = "PATH", default_value = "<stdin>")]
    pub stdin_path: String,

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

    /// Print the literals of the first pass, one a line, and stop
    #[arg(long, hide = true)]
    pub print_literals: bool,
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

/// `credline rules`
#[derive(Debug, ClapArgs)]
pub struct RulesArgs {
    /// What to do with the rules.
    #[command(subcommand)]
    pub command: RulesCommand,
}

/// What to do with the rules.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// List the rules, one a line
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
        /// Add the rules of this configuration instead of the repository's `credline.toml`
        #[arg(short, long, value_name = "FILE", env = "CREDLINE_CONFIG")]
        config: Option<PathBuf>,
    },
    /// Show all that is known of a rule
    Show {
        /// The rule, `family/name`
        id: String,
        /// Look among the rules of this configuration too
        #[arg(short, long, value_name = "FILE", env = "CREDLINE_CONFIG")]
        config: Option<PathBuf>,
    },
    /// Run every example of the built-in rules, and of the rules of a configuration or of rule files
    #[command(
        after_help = "Examples:\n  credline rules check\n  credline rules check credline.toml\n  credline rules check our-rules/*.toml"
    )]
    Check {
        /// Configurations or rule files; without any, the built-in rules and the repository's `credline.toml`
        files: Vec<PathBuf>,
    },
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

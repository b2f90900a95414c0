//! The flags as they are written; nothing of this leaves the command line.

mod diff;
mod history;
mod reading;
mod report;
mod scan;
mod staged;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

pub use diff::DiffArgs;
pub use history::HistoryArgs;
pub use reading::ReadingArgs;
pub use report::{Color, ReportArgs};
pub use scan::ScanArgs;
pub use staged::StagedArgs;

const EXAMPLES: &str = "\
Examples:
  credline scan                              scan everything in this repository that could be committed
  credline scan src config.yml               scan a folder and a file
  git show HEAD~3:.env | credline scan -     scan standard input
  credline scan --format sarif=out.sarif     write SARIF beside nothing on the terminal
  credline staged                            scan what the next commit would take
  credline diff origin/main                  scan what this branch adds
  credline history                           scan everything that the repository remembers
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
    /// Scan what is staged: what the next commit would take
    Staged(StagedArgs),
    /// Scan what a branch or pull request adds
    Diff(DiffArgs),
    /// Scan everything that a repository remembers: all commits, messages, stashes, lost objects
    History(HistoryArgs),
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

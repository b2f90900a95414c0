//! The flags of `credline scan`.

use std::path::PathBuf;

use clap::Args;

use super::{ReadingArgs, ReportArgs};

const EXAMPLES: &str = "\
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
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ScanArgs {
    /// Files and folders to scan; `-` is standard input
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub report: ReportArgs,

    /// Look at files that git ignores too
    #[arg(long)]
    pub no_ignore: bool,

    #[command(flatten)]
    pub reading: ReadingArgs,

    /// Name for standard input, so that rules for certain files apply
    #[arg(long, value_name = "PATH", default_value = "<stdin>")]
    pub stdin_path: String,

    /// Print the literals of the first pass, one a line, and stop
    #[arg(long, hide = true)]
    pub print_literals: bool,
}

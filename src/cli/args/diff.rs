//! The flags of `credline diff`.

use clap::Args;

use super::{ReadingArgs, ReportArgs};

const EXAMPLES: &str = "\
Examples:
  credline diff origin/main
  credline diff v1.4 release --format sarif=diff.sarif
  credline diff \"origin/$GITHUB_BASE_REF\" --format text --fail-on error

Looks at everything that the commits leading to HEAD and not to BASE bring, merges among them: each version of each
file, those that a later commit took away again too, and the messages of the commits. A credential that the file has at
the merge base already, under whatever name, is counted and left out. A clone needs the history back to there:
`fetch-depth: 0` in GitHub Actions.";

/// `credline diff`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct DiffArgs {
    /// Where the commits are to go: the branch that a pull request is for
    #[arg(value_name = "BASE")]
    pub base: String,

    /// The last of the commits
    #[arg(value_name = "HEAD", default_value = "HEAD")]
    pub head: String,

    #[command(flatten)]
    pub report: ReportArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

//! The flags of `credline staged`.

use std::path::PathBuf;

use clap::Args;

use super::{ReadingArgs, ReportArgs};

const EXAMPLES: &str = "\
Examples:
  credline staged
  credline staged --fail-on error --quiet
  credline staged -- config/app.env deploy.sh

Looks at what the next commit would take: every version in the index that HEAD does not have at that path, read from
the index, not from the work tree. Only what the change brings is reported: a credential that the file has in HEAD
already, under whatever name, is counted and left out.

With names, exactly these files are scanned: as they are staged, or else as they lie in the work tree, so that
`pre-commit run --all-files` scans all files. A folder stands for what is staged below it.";

/// `credline staged`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct StagedArgs {
    /// Files to scan instead of everything that is staged
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub report: ReportArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

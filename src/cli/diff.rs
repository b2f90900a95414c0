//! `credline diff`: what a pull request adds.

use std::io::Write as _;
use std::path::Path;

use super::args::DiffArgs;
use super::exit::{Exit, Failure};
use super::{interrupt, plan, scan};
use crate::report::Demand;
use crate::source::diff::{Diff, DiffError, RevisionError};

/// Scans what the commits of one side bring against the other.
pub fn run(args: &DiffArgs) -> Result<Exit, Failure> {
    let stop = interrupt::watch();
    let here = Path::new(".");
    let config = plan::configuration(&args.report, Some(here))?;
    let targets = vec![format!("{}..{}", args.base, args.head)];
    let plan = plan::of(&args.report, &args.reading, &config, targets, Demand::Failures)?;
    let (texts, threads) = plan::texts(&args.reading, &config)?;
    let source = Diff::new(here, &args.base, &args.head, texts, threads).map_err(failure)?;
    if source.is_unrelated() && !args.report.quiet {
        // Where standard error is gone there is nobody to tell.
        let _ = writeln!(
            std::io::stderr(),
            "credline: note: `{}` and `{}` have no common history: compared with `{0}` itself",
            args.base,
            args.head
        );
    }
    scan::over("diff", &source, plan, &stop)
}

fn failure(error: DiffError) -> Failure {
    match error {
        DiffError::Open(_) | DiffError::Revision(RevisionError::Unknown { .. } | RevisionError::NoCommit { .. }) => {
            Failure::usage(error)
        }
        DiffError::Revision(_) | DiffError::Walk { .. } => Failure::error(error),
    }
}

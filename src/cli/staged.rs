//! `credline staged`: what the next commit would take.

use std::path::Path;

use super::args::StagedArgs;
use super::exit::{Exit, Failure};
use super::{interrupt, plan, scan};
use crate::report::Demand;
use crate::source::staged::{Staged, StagedError};

/// Scans what is staged, or the files that the user named.
pub fn run(args: &StagedArgs) -> Result<Exit, Failure> {
    let stop = interrupt::watch();
    let here = Path::new(".");
    let config = plan::configuration(&args.report, Some(here))?;
    let targets = args.files.iter().map(|path| path.display().to_string()).collect();
    let (texts, threads) = plan::texts(&args.reading, &config)?;
    // Reading the index takes about as long as reading the rules, and a hook is to answer at once.
    let (source, plan) = std::thread::scope(|scope| {
        let source = scope.spawn(|| Staged::new(here, &args.files, texts, threads));
        let plan = plan::of(&args.report, &args.reading, &config, targets, Demand::Failures);
        (source.join(), plan)
    });
    let source = source.unwrap_or_else(|panic| std::panic::resume_unwind(panic)).map_err(failure)?;
    scan::over("staged", &source, plan?, &stop)
}

fn failure(error: StagedError) -> Failure {
    match error {
        StagedError::Open(_) | StagedError::NoFile { .. } => Failure::usage(error),
        StagedError::Index { .. } | StagedError::Head { .. } => Failure::error(error),
    }
}

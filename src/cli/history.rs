//! `credline history`: everything that a repository remembers.

use std::time::{SystemTime, UNIX_EPOCH};

use super::args::HistoryArgs;
use super::exit::{Exit, Failure};
use super::plan::{self, History};
use super::{interrupt, progress, scan};
use crate::scan::Progress;
use crate::scan::history::{self, HistoryScan, Memory};
use crate::source::git::Repository;
use crate::source::git::repository::Environment;

/// Scans a whole history.
pub fn run(args: &HistoryArgs) -> Result<Exit, Failure> {
    let stop = interrupt::watch();
    let History { plan, repository: path, narrowing, reading, inherit, old_facts, memory_limit } =
        plan::of_history(args)?;
    let mut environment = Environment::of_process();
    if path != std::path::Path::new(".") {
        // A hook's environment speaks of the repository here, not of one that is named.
        environment =
            Environment { objects: environment.objects, alternates: environment.alternates, ..Environment::default() };
    }
    let repository = Repository::open_in(&path, environment).map_err(Failure::usage)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let threads = match reading.threads {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        threads => threads,
    };
    let counts = Progress::default();
    let run = HistoryScan {
        checks: &plan.checks,
        thresholds: plan.thresholds,
        stop: &stop,
        progress: &counts,
        narrowing: &narrowing,
        now: i64::try_from(now).unwrap_or(i64::MAX),
        exclude: &reading.exclude,
        max_size: reading.max_file_size,
        memory: Memory::of(memory_limit, threads),
        limits: &reading.limits,
        threads,
        inherit,
        old_facts,
    };
    let report = progress::show(plan.progress, &counts, || history::run(&run, repository)).map_err(Failure::usage)?;
    scan::conclude("history", report, plan)
}

//! From the flags of `credline history` to a plan: the repository, what of it is looked at, and how.

use std::path::PathBuf;

use super::{Plan, Reading, configuration, of, reading, size};
use crate::cli::args::HistoryArgs;
use crate::cli::exit::Failure;
use crate::report::Demand;
use crate::source::history::narrow::Narrowing;

/// Everything that a scan of a history needs, settled.
pub struct History {
    /// What every run needs.
    pub plan: Plan,
    /// The repository as the user named it.
    pub repository: PathBuf,
    /// What of it is looked at.
    pub narrowing: Narrowing,
    /// What is left out, how deep texts are looked into, with how many threads.
    pub reading: Reading,
    /// Whether findings of an object are inherited by those that are stored as changes of it.
    pub inherit: bool,
    /// Whether what old versions of configuration say is a finding.
    pub old_facts: bool,
    /// The most bytes to use beside the mapped packs.
    pub memory_limit: Option<u64>,
}

/// Settles a scan of a history. Completeness is its point: limits count, but not what the user leaves out himself.
pub fn of_history(args: &HistoryArgs) -> Result<History, Failure> {
    let config = configuration(&args.report, Some(&args.repository))?;
    let targets = vec![args.repository.display().to_string()];
    Ok(History {
        plan: of(&args.report, &args.reading, &config, targets, Demand::Limits)?,
        repository: args.repository.clone(),
        narrowing: Narrowing {
            since: args.since.clone(),
            branches: args.branch.clone(),
            range: args.range.clone(),
            paths: args.path.clone(),
            no_unreachable: args.no_unreachable,
        },
        reading: reading(&args.reading, &config)?,
        inherit: !args.no_delta_inheritance,
        old_facts: args.history_config,
        memory_limit: size(args.memory_limit.as_deref())?,
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::exit::Exit;
    use crate::document::{Origin, RelPath};
    use crate::report::Report;
    use crate::source::{SkipReason, Skipped};

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        args: HistoryArgs,
    }

    fn planned(words: &str) -> Result<History, Failure> {
        // An empty configuration, so that the one of this repository is not looked for.
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("credline.toml");
        std::fs::write(&config, "").unwrap();
        let line = ["history", "--rule", "secret/jwt", "--config", config.to_str().unwrap()];
        of_history(&Line::parse_from(line.into_iter().chain(words.split_whitespace())).args)
    }

    #[test]
    fn flags_become_a_plan() {
        let history =
            planned("x.git --since v1 --path a/ --no-unreachable --no-delta-inheritance --memory-limit 1kB").unwrap();
        assert_eq!(history.repository, PathBuf::from("x.git"));
        assert_eq!(history.plan.targets, ["x.git"]);
        assert_eq!((history.narrowing.since.as_deref(), history.narrowing.no_unreachable), (Some("v1"), true));
        assert_eq!((history.inherit, history.memory_limit), (false, Some(1000)));
        let all = planned("").unwrap();
        assert!(all.inherit && !all.narrowing.no_unreachable && all.memory_limit.is_none());
        assert!(matches!(planned("--memory-limit much"), Err(Failure::Usage(_))));
    }

    /// How a history ends in which this is missing.
    fn exit(words: &str, reason: SkipReason) -> Exit {
        let mut report = Report::default();
        report.coverage.skipped =
            vec![Skipped { origin: Origin::file(RelPath::new("x")), reason, detail: String::new() }];
        let verdict = planned(words).unwrap().plan.verdict;
        verdict.demand_of(&mut report);
        verdict.of(&report)
    }

    #[test]
    fn a_limit_makes_a_history_incomplete_and_can_be_forgiven() {
        for reason in [SkipReason::Shallow, SkipReason::Partial, SkipReason::Submodule, SkipReason::TooLarge] {
            assert_eq!(exit("", reason), Exit::Incomplete, "{reason:?}");
        }
        assert_eq!(exit("--allow-incomplete partial,shallow", SkipReason::Shallow), Exit::Clean);
        assert_eq!(exit("--allow-incomplete partial", SkipReason::Shallow), Exit::Incomplete);
        assert_eq!(exit("--allow-incomplete corrupt", SkipReason::Corrupt), Exit::Clean);
    }

    #[test]
    fn what_the_user_leaves_out_counts_only_where_everything_is_required() {
        for reason in [SkipReason::Narrowed, SkipReason::Excluded] {
            assert_eq!(exit("", reason), Exit::Clean, "{reason:?}");
            assert_eq!(exit("--require-complete", reason), Exit::Incomplete, "{reason:?}");
        }
    }
}

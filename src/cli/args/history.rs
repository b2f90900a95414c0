//! The flags of `credline history`.

use std::path::PathBuf;

use clap::Args;

use super::{ReadingArgs, ReportArgs};

const EXAMPLES: &str = "\
Examples:
  credline history
  credline history ../shop.git --format sarif=history.sarif
  credline history --since v2.0 --path deploy/
  credline history --branch main --branch release
  credline history --range origin/main..HEAD

Everything that a clone can leak is looked at once: each file of each commit, messages of commits and tags, notes,
stashes, what only a reflog holds, and objects that nothing leads to. What could not be looked at makes the exit code
3: a shallow or partial clone, an absent submodule, a file over the size limit; `--allow-incomplete shallow` forgives
one of them. What these options leave out is counted, and is no failure.";

/// `credline history`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct HistoryArgs {
    /// The repository: a work tree or a folder in it, or a bare repository
    #[arg(value_name = "REPO", default_value = ".")]
    pub repository: PathBuf,

    /// Only what came after this commit, tag or branch, or after this date: 2024-05-01, 90d
    #[arg(long, value_name = "COMMIT|DATE", conflicts_with = "range")]
    pub since: Option<String>,

    /// Only what this branch or other reference leads to; may be given several times
    #[arg(long, value_name = "REF", conflicts_with = "range")]
    pub branch: Vec<String>,

    /// Only what these commits bring: `A..B`
    #[arg(long, value_name = "A..B")]
    pub range: Option<String>,

    /// Only paths that match this glob or lie in this folder; may be given several times
    #[arg(long, value_name = "GLOB")]
    pub path: Vec<String>,

    /// Leave out objects that no reference, reflog, stash or index leads to
    #[arg(long)]
    pub no_unreachable: bool,

    /// Scan each object whole: slower, same findings
    #[arg(long)]
    pub no_delta_inheritance: bool,

    /// Report what old versions of configuration granted too, not only what the tree of HEAD does
    #[arg(long)]
    pub history_config: bool,

    /// Memory for the objects beside the mapped packs: bytes, or 500MB, 2GiB. What needs more than a quarter of it is
    /// named, not scanned
    #[arg(long, value_name = "SIZE")]
    pub memory_limit: Option<String>,

    #[command(flatten)]
    pub report: ReportArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        args: HistoryArgs,
    }

    fn parsed(words: &str) -> Result<HistoryArgs, clap::error::ErrorKind> {
        let line = Line::try_parse_from(std::iter::once("history").chain(words.split_whitespace()));
        line.map(|line| line.args).map_err(|error| error.kind())
    }

    #[test]
    fn without_any_flag_all_of_the_repository_here_is_meant() {
        let args = parsed("").unwrap();
        assert_eq!(args.repository, PathBuf::from("."));
        assert!(args.since.is_none() && args.range.is_none() && args.branch.is_empty() && args.path.is_empty());
        assert!(
            !args.no_unreachable && !args.no_delta_inheritance && !args.history_config && args.memory_limit.is_none()
        );
    }

    #[test]
    fn every_flag_is_understood() {
        let args = parsed(
            "../x.git --since v1 --branch main --branch dev --path a/ --path *.env --no-unreachable \
             --no-delta-inheritance --history-config --memory-limit 1GiB --jobs 2 --max-file-size 5MB --exclude vendor/ \
             --require-complete --allow-incomplete shallow,partial --format sarif=x.sarif --quiet",
        )
        .unwrap();
        assert_eq!(args.repository, PathBuf::from("../x.git"));
        assert_eq!((args.since.as_deref(), args.branch), (Some("v1"), vec!["main".to_owned(), "dev".to_owned()]));
        assert_eq!(args.path, ["a/", "*.env"]);
        assert_eq!((args.reading.jobs, args.reading.exclude), (Some(2), vec!["vendor/".to_owned()]));
        assert_eq!(args.report.allow_incomplete, ["shallow", "partial"]);
        assert_eq!(parsed("--range a..b").unwrap().range.as_deref(), Some("a..b"));
    }

    #[test]
    fn a_range_is_all_there_is_to_say_of_commits() {
        for words in ["--range a..b --since c", "--range a..b --branch c"] {
            assert_eq!(parsed(words).unwrap_err(), clap::error::ErrorKind::ArgumentConflict, "{words}");
        }
    }
}

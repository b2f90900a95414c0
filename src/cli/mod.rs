//! The command line: flags in, one plan out, then the run, its reports and the exit code.

mod args;
mod color;
mod diff;
mod exit;
mod generate;
mod history;
mod interrupt;
mod plan;
mod progress;
mod reports;
mod rules;
mod scan;
mod staged;
mod verdict;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
pub use exit::{Exit, Failure};

/// Parses the command line, does what it says, and says how it went.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    interrupt::silence_panics();
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => return exit::of_clap(&error),
    };
    let outcome = match args.command {
        Command::Scan(scan) => scan::run(&scan),
        Command::Staged(staged) => staged::run(&staged),
        Command::Diff(diff) => diff::run(&diff),
        Command::History(history) => history::run(&history),
        Command::Rules(rules) => rules::run(&rules),
        Command::Completions { shell } => generate::completions(shell),
        Command::Man => generate::man(),
        Command::Schema { what } => generate::schema(what),
    };
    exit::report(outcome)
}

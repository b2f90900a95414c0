//! Exit codes and error messages.

use std::error::Error;
use std::fmt::Write as _;
use std::process::ExitCode;

/// How a command went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Clean and complete.
    Clean,
    /// Findings, and the code for them.
    Findings(u8),
    /// Something was not looked at.
    Incomplete,
}

/// Why a command could not be done.
#[derive(Debug)]
pub enum Failure {
    /// The user has to change something: exit code 2.
    Usage(String),
    /// Something went wrong on the way: exit code 3.
    Error(String),
}

impl Failure {
    /// Wrong usage, with all causes.
    pub fn usage(error: impl Error) -> Self {
        Self::Usage(chain(&error))
    }

    /// An error on the way, with all causes.
    pub fn error(error: impl Error) -> Self {
        Self::Error(chain(&error))
    }
}

/// An error and what caused it, outermost first.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        write!(text, ": {error}").expect("writing to a string");
        cause = error.source();
    }
    text
}

/// Says what went wrong, if anything did, and gives the exit code.
pub fn report(outcome: Result<Exit, Failure>) -> ExitCode {
    match outcome {
        Ok(Exit::Clean) => ExitCode::SUCCESS,
        Ok(Exit::Findings(code)) => ExitCode::from(code),
        Ok(Exit::Incomplete) => ExitCode::from(3),
        Err(Failure::Usage(message)) => {
            complain(&message);
            ExitCode::from(2)
        }
        Err(Failure::Error(message)) => {
            complain(&message);
            ExitCode::from(3)
        }
    }
}

fn complain(message: &str) {
    use std::io::Write as _;
    // Where even standard error is gone, the exit code still says it.
    let _ = writeln!(std::io::stderr(), "credline: error: {message}");
}

/// Prints what clap has to say: help and version to standard output with 0, mistakes with 2.
pub fn of_clap(error: &clap::Error) -> ExitCode {
    let printed = error.print();
    match printed {
        _ if error.use_stderr() => ExitCode::from(2),
        Err(cause) if cause.kind() != std::io::ErrorKind::BrokenPipe => {
            complain(&format!("cannot write to standard output: {cause}"));
            ExitCode::from(3)
        }
        _ => ExitCode::SUCCESS,
    }
}

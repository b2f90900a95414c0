//! The `credline` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    credline::cli::run(std::env::args_os())
}

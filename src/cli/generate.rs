//! What is generated from the definitions: completions, the manual page, JSON schemas.

use std::io::Write as _;

use clap::CommandFactory as _;

use super::args::{Args, Schema};
use super::exit::{Exit, Failure};
use crate::config::ConfigFile;
use crate::rule::RuleFile;

/// Prints completions for a shell.
pub fn completions(shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "credline", &mut out);
    print(&out)
}

/// Prints the manual page, all commands in one.
pub fn man() -> Result<Exit, Failure> {
    let mut out = Vec::new();
    let command = Args::command();
    clap_mangen::Man::new(command.clone()).render(&mut out).map_err(Failure::error)?;
    for sub in command.get_subcommands() {
        clap_mangen::Man::new(sub.clone())
            .title(format!("credline-{}", sub.get_name()))
            .render(&mut out)
            .map_err(Failure::error)?;
    }
    print(&out)
}

/// Prints a JSON schema.
pub fn schema(what: Schema) -> Result<Exit, Failure> {
    let schema = match what {
        Schema::Config => schemars::schema_for!(ConfigFile),
        Schema::Rules => schemars::schema_for!(RuleFile),
    };
    let mut text = serde_json::to_string_pretty(&schema).map_err(Failure::error)?;
    text.push('\n');
    print(text.as_bytes())
}

/// Writes to standard output; a reader that has gone away is no error.
pub fn print(bytes: &[u8]) -> Result<Exit, Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::error(error)),
        _ => Ok(Exit::Clean),
    }
}

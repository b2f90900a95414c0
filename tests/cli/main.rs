//! What the command line promises, asked of the real program.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod config;
mod determinism;
mod exit_codes;
mod interrupt;
mod options;
mod pages;
mod reports;
mod rule_commands;
mod secrets;
mod suppression;
mod usage;
mod user_rules;
mod worktree;
#[cfg(unix)]
mod worktree_unix;

#[path = "../support/place.rs"]
mod place;

//! What the command line promises, asked of the real program.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod config;
mod determinism;
mod diff;
mod exit_codes;
mod facts;
mod git;
mod interrupt;
mod lifetime;
mod options;
mod pages;
mod reports;
mod rule_commands;
mod secrets;
mod staged;
mod suppression;
mod usage;
mod user_rules;
mod worktree;
#[cfg(unix)]
mod worktree_unix;

#[path = "../support/place.rs"]
mod place;

//! Plain data from `credline.toml`: what a team has settled for a repository.

mod file;
mod find;

pub use file::{ConfigFile, RulesTable, Size};
pub use find::{Config, ConfigError, find, load, parse_size};

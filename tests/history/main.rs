//! What `credline history` promises, asked of the real program on repositories that git makes while a test runs.
//!
//! Every fixture is checked with plain git first: a test that fails before the program runs has a wrong fixture. Some
//! tests get better with more rounds:
//!
//! - `CREDLINE_HISTORIES=1000` and `CREDLINE_MUTATIONS=1000` ask for the full run;
//! - `CREDLINE_SEED=17` asks for the one history, or the one damage, that a failure has named;
//! - `CREDLINE_REPOSITORIES=/a/clone:/another` asks for clones of yours, which are only read;
//! - `CREDLINE=target/release/credline` lets another build answer.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

#[cfg(target_os = "linux")]
mod corrupt;
mod exact;
mod generated;
mod narrow;
mod partial;
mod plant;
mod provenance;

#[cfg(target_os = "linux")]
#[path = "../support/packs.rs"]
mod packs;
#[path = "../support/place.rs"]
mod place;
#[path = "../support/repository.rs"]
mod repository;

//! What a repository remembers: every commit that held a text, and which part of the past a run looks at.

pub mod current;
pub mod database;
pub mod names;
pub mod narrow;
pub mod provenance;

//! `credline` finds leaked credentials in repositories and says which they are, how long they live and what to do.

pub mod check;
pub mod document;
pub mod finding;
pub mod report;
pub mod rule;
pub mod source;

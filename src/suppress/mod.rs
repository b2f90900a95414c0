//! What a person has accepted: marks in the text, for now.

mod inline;

pub use inline::mark;

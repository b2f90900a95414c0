//! What is allowed: answers, sets of actions and resources, and how they compare.

mod answer;
pub mod iam;

pub use answer::Answer;

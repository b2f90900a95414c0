//! The algebra of AWS IAM: patterns, sets of actions and resources, policies, and which of them lies within which.
//!
//! Everything here works on plain texts and answers with [`Answer`](super::Answer): *yes* and *no* hold for every run,
//! and *unknown* is said where a text has a piece that only a run can tell, or where an exact answer is out of reach.

pub mod actions;

mod action_set;
mod expansion;
mod pattern;
mod policy;
mod set;
mod wildcard;
mod within;

pub use action_set::ActionSet;
pub use expansion::Expansion;
pub use pattern::{HOLE, Pattern};
pub use policy::{Effect, Policy, Statement};
pub use set::Set;
pub use within::{Within, Witness};

#[cfg(test)]
mod tests;

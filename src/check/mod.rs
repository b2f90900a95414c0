//! What is wrong with a text: the trait of all checks.

pub mod secret;

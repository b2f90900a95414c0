//! Reading a repository of git as it lies on disk: where its objects are, what leads to them, what is missing.

mod file;
#[cfg(test)]
mod fixture;
pub mod loose;
pub mod object;
pub mod repository;
pub mod stores;

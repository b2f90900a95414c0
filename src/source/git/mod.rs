//! Reading a repository of git as it lies on disk: where its objects are, what leads to them, what is missing.

mod file;
#[cfg(test)]
mod fixture;
pub mod lfs;
pub mod limits;
pub mod loose;
pub mod object;
pub mod refs;
pub mod reftable;
pub mod repository;
pub mod stores;
pub mod submodules;
pub mod tips;

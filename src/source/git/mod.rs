//! Repositories of git, read without git: where their objects lie, what leads to them, and what is missing. Packs have
//! a reader of our own, so that every object is made once.

mod file;
#[cfg(test)]
pub(crate) mod fixture;
pub mod lfs;
pub mod limits;
pub mod loose;
pub mod map;
pub mod object;
pub mod objects;
pub mod pack;
pub mod refs;
pub mod reftable;
pub mod repository;
mod revision;
pub mod stores;
pub mod submodules;
pub mod tips;

pub use object::{HashKind, Kind};
pub use repository::Repository;

//! Repositories of git, read without git: packs by a reader of our own, so that every object is made once.

pub mod map;
pub mod object;
pub mod objects;
pub mod pack;

pub use object::Kind;

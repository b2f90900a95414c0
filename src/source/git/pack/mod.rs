//! Packs: many objects in one file, most of them as deltas to others.

mod delta;
mod entry;
mod forest;
mod index;
mod inflate;
#[cfg(test)]
mod sample;
mod walk;

use std::io;

pub use delta::{Delta, Step, Steps};
pub use entry::{Form, Header, header};
pub use forest::{Pack, Root};
pub use index::Index;
pub use inflate::{Stream, inflate};
pub use walk::{Base, ROOM, Visit, walk};

/// What is wrong with a pack, its index or one of its objects.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The file cannot be read.
    #[error("cannot be read: {0}")]
    Io(io::Error),
    /// The pack does not begin as one.
    #[error("bad pack: {0}")]
    BadPack(&'static str),
    /// The index cannot be used.
    #[error("bad index: {0}")]
    BadIndex(&'static str),
    /// The bytes end too early.
    #[error("cut off")]
    Truncated,
    /// The header of an object says what cannot be.
    #[error("bad header: {0}")]
    BadHeader(&'static str),
    /// The compressed bytes are damaged.
    #[error("damaged compressed bytes")]
    BadStream,
    /// The object is of another size than its header says.
    #[error("not of the size that its header says: {0} bytes")]
    BadSize(u64),
    /// The delta does not fit its base or itself.
    #[error("bad delta: {0}")]
    BadDelta(&'static str),
    /// The base of a delta is not there.
    #[error("the base of its delta is missing: {0}")]
    NoBase(String),
    /// The deltas lead back to themselves.
    #[error("its deltas lead back to themselves")]
    Loop,
    /// It does not fit into memory.
    #[error("too large: {0} bytes")]
    TooLarge(u64),
    /// What it is made from does not fit into memory.
    #[error("the base of its delta is too large: {0} bytes")]
    LargeBase(u64),
}

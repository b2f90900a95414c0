//! From the bytes of one file to the documents that it holds, through archives in archives, each with a bound.

mod ar;
mod budget;
mod input;
mod leaf;
mod limits;
mod nest;
mod notebook;
mod packed;
mod pyc;
mod sniff;
mod sqlite;
mod tar;
mod unpack;
mod walk;
mod zip;

use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;

use crate::document::Origin;
use crate::source::{SkipReason, Visitor};

pub use limits::Limits;
use nest::Nest as _;
use walk::Walk;

/// Files up to this length are read whole.
pub const HELD_WHOLE: u64 = 64 * 1024 * 1024;

/// Shows everything that the bytes of one file hold: the text itself, or the members of the container that it is.
///
/// The file is reported as opened before its documents; so is each member that is held whole. A member that is read as
/// a stream is reported when it ends, for its length is not known before.
pub fn show(origin: &Origin, bytes: &[u8], limits: &Limits, visit: &Visitor<'_>) -> ControlFlow<()> {
    let walk = Walk::new(limits, visit);
    walk.opened(origin, bytes.len() as u64)?;
    walk.bytes(origin, bytes, 0)
}

/// Shows everything that an open file of `length` bytes holds, without holding it whole where it is large.
pub fn show_file(origin: &Origin, file: File, length: u64, limits: &Limits, visit: &Visitor<'_>) -> ControlFlow<()> {
    let mut bytes = Vec::new();
    if length <= HELD_WHOLE {
        bytes.reserve_exact(usize::try_from(length).unwrap_or_default() + 1);
    }
    let mut file = BufReader::new(file);
    match file.by_ref().take(HELD_WHOLE + 1).read_to_end(&mut bytes) {
        Err(error) => {
            show(origin, &bytes, limits, visit)?;
            Walk::new(limits, visit).skipped(origin, SkipReason::Unreadable, error.to_string())
        }
        Ok(_) if bytes.len() as u64 <= HELD_WHOLE => show(origin, &bytes, limits, visit),
        Ok(_) => {
            let walk = Walk::new(limits, visit);
            walk.opened(origin, length)?;
            walk.file(origin, bytes, &mut file)
        }
    }
}

/// Shows everything that a stream of unknown length holds; held whole up to 64 MiB, else read as it comes.
pub fn show_stream(origin: &Origin, reader: &mut dyn Read, limits: &Limits, visit: &Visitor<'_>) -> ControlFlow<()> {
    let mut bytes = Vec::new();
    let walk = Walk::new(limits, visit);
    match reader.take(HELD_WHOLE + 1).read_to_end(&mut bytes) {
        Err(error) => {
            show(origin, &bytes, limits, visit)?;
            walk.skipped(origin, SkipReason::Unreadable, error.to_string())
        }
        Ok(_) if bytes.len() as u64 <= HELD_WHOLE => show(origin, &bytes, limits, visit),
        Ok(_) => walk.long(origin, &bytes, reader, 0).map_continue(|_| ()),
    }
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

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

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;

use crate::document::Origin;
use crate::source::{SkipReason, Visitor};

pub use limits::Limits;
use nest::Nest as _;
use walk::Walk;

/// Files up to this length are read whole.
pub const HELD_WHOLE: u64 = 64 * 1024 * 1024;

/// Whether a file is shown as the text that it is and nothing else, whatever its name.
#[must_use]
pub fn is_plain_text(bytes: &[u8]) -> bool {
    begins_as_text(bytes) && memchr::memchr(0, bytes).is_none()
}

/// The same for a file that holds no NUL.
#[must_use]
pub fn begins_as_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(sniff::HEAD)];
    sniff::kind(head, "").is_none() && crate::source::text::is_shown_as_it_lies(head)
}

/// Whether a file of this name may be shown in another way than by its bytes alone.
#[must_use]
pub fn reads_by_name(name: &str) -> bool {
    [".ipynb", ".pyc", ".pyo", ".lzma", ".tlz"].iter().any(|end| sniff::ends_with(name, end))
}

/// A read buffer up to this size is kept for the next file.
const KEPT: usize = 4 << 20;

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
pub fn show_file(
    origin: &Origin,
    mut file: File,
    length: u64,
    limits: &Limits,
    visit: &Visitor<'_>,
) -> ControlFlow<()> {
    thread_local! {
        static HELD: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    let mut bytes = HELD.take();
    bytes.clear();
    let flow = match read_head(&mut file, length, &mut bytes) {
        Err(error) => {
            show(origin, &bytes, limits, visit)?;
            Walk::new(limits, visit).skipped(origin, SkipReason::Unreadable, error.to_string())
        }
        Ok(()) if bytes.len() as u64 <= HELD_WHOLE => show(origin, &bytes, limits, visit),
        Ok(()) => {
            let walk = Walk::new(limits, visit);
            walk.opened(origin, length)?;
            return walk.file(origin, bytes, &mut BufReader::new(file));
        }
    };
    if bytes.capacity() <= KEPT {
        HELD.set(bytes);
    }
    flow
}

/// Reads a file, or one byte more than is held whole; a file that is as long as it says costs two reads.
fn read_head(file: &mut File, length: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
    let expected = usize::try_from(length.min(HELD_WHOLE)).unwrap_or_default() + 1;
    bytes.resize(expected, 0);
    let mut filled = 0;
    loop {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                bytes.truncate(filled);
                return Err(error);
            }
        }
        if filled as u64 > HELD_WHOLE {
            break;
        }
        if filled == bytes.len() {
            // The file has grown, or is one of those that do not know their length.
            bytes.resize(filled * 2 + 4096, 0);
        }
    }
    bytes.truncate(filled);
    Ok(())
}

/// Shows everything that a stream of unknown length holds; held whole up to so many bytes, else read as it comes.
pub fn show_stream(
    origin: &Origin,
    reader: &mut dyn Read,
    held_whole: u64,
    limits: &Limits,
    visit: &Visitor<'_>,
) -> ControlFlow<()> {
    let mut bytes = Vec::new();
    let walk = Walk::new(limits, visit);
    match reader.take(held_whole + 1).read_to_end(&mut bytes) {
        Err(error) => {
            show(origin, &bytes, limits, visit)?;
            walk.skipped(origin, SkipReason::Unreadable, error.to_string())
        }
        Ok(_) if bytes.len() as u64 <= held_whole => show(origin, &bytes, limits, visit),
        Ok(_) => walk.long(origin, &bytes, reader, 0).map_continue(|_| ()),
    }
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

//! Small readers that the container formats share.

use std::io::{self, Read, Seek};

/// Something that can be read at any place.
pub(super) trait Input: Read + Seek {}

impl<T: Read + Seek> Input for T {}

/// Fills the buffer as far as the reader goes; says how far that was, and the error that ended it.
pub(super) fn fill(reader: &mut dyn Read, buffer: &mut [u8]) -> (usize, Option<io::Error>) {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (filled, Some(error)),
        }
    }
    (filled, None)
}

/// Reads past so many bytes; says how many of them there were.
pub(super) fn skip(reader: &mut dyn Read, count: u64) -> io::Result<u64> {
    io::copy(&mut reader.take(count), &mut io::sink())
}

/// A reader whose first bytes were already taken, and perhaps failed behind them.
pub(super) struct Replay<'r> {
    pub(super) head: &'r [u8],
    pub(super) error: Option<io::Error>,
    pub(super) rest: &'r mut dyn Read,
}

impl Read for Replay<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.head.is_empty() {
            return self.head.read(buffer);
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => self.rest.read(buffer),
        }
    }
}

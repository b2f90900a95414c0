//! The lines of headers that commits and tags begin with.

use std::ops::Range;

use memchr::memchr;

/// The header lines of a commit or tag: each a key and a value; the lines of a value that go on are left out.
#[derive(Clone, Debug)]
pub struct Headers<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// One header line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header<'a> {
    /// What stands before the first space.
    pub key: &'a [u8],
    /// The rest of the line.
    pub value: &'a [u8],
}

impl<'a> Headers<'a> {
    /// The headers of an object.
    #[must_use]
    pub const fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Where the next line begins; after the last header, where the empty line before the message does.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.at
    }

    /// The next header, where it has this key; else it stays the next one.
    pub fn next_of(&mut self, key: &[u8]) -> Option<&'a [u8]> {
        let mut ahead = self.clone();
        let header = ahead.next().filter(|header| header.key == key)?;
        *self = ahead;
        Some(header.value)
    }

    /// The message: what follows the empty line after all headers that are left.
    #[must_use]
    pub fn message(mut self) -> Range<usize> {
        while self.line().is_some() {}
        (self.at + 1).min(self.bytes.len())..self.bytes.len()
    }

    /// The next line; none at the empty line and at the end.
    fn line(&mut self) -> Option<&'a [u8]> {
        let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = memchr(b'\n', rest).unwrap_or(rest.len());
        if length == 0 {
            return None;
        }
        self.at = (self.at + length + 1).min(self.bytes.len());
        Some(&rest[..length])
    }
}

impl<'a> Iterator for Headers<'a> {
    type Item = Header<'a>;

    fn next(&mut self) -> Option<Header<'a>> {
        loop {
            let line = self.line()?;
            // A line that begins with a space goes on with the value before it: signatures, merged tags.
            if line[0] != b' ' {
                let space = memchr(b' ', line).unwrap_or(line.len());
                return Some(Header { key: &line[..space], value: line.get(space + 1..).unwrap_or_default() });
            }
        }
    }
}

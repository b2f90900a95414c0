//! Objects that lie in a file each: which there are, and what they hold.

mod inflate;
mod list;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

pub use list::{LooseObjects, is_unfinished, loose};

use super::object::Kind;
use inflate::Inflate;

/// The longest header: `commit`, a space, twenty digits and a zero.
const LONGEST_HEADER: usize = 28;

/// What is set aside at first for the content of an object, whatever it claims to be long.
const FIRST_ALLOCATION: u64 = 1 << 16;

/// Why an object could not be read, or not wholly.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    /// The file could not be read.
    #[error("the object cannot be read")]
    Unreadable(#[source] io::Error),
    /// The compressed data is damaged.
    #[error("the compressed data of the object is damaged")]
    Compression,
    /// It does not begin with its kind and size.
    #[error("the object does not begin with its kind and size")]
    Header,
    /// It ends before its content does.
    #[error("the object ends after {read} of {size} bytes")]
    Truncated {
        /// How many bytes of content there are.
        read: u64,
        /// How many it claims to have.
        size: u64,
    },
    /// Its content goes on after the end that it claims.
    #[error("the object is longer than the {size} bytes that it claims")]
    Longer {
        /// How many bytes it claims to have.
        size: u64,
    },
    /// Bytes follow the compressed data.
    #[error("bytes follow the end of the object")]
    Trailing,
    /// It is longer than the limit.
    #[error("the object has {size} bytes, more than the limit of {limit}")]
    TooLarge {
        /// How many bytes it claims to have.
        size: u64,
        /// The limit.
        limit: u64,
    },
}

/// A loose object that is read bit by bit.
pub struct LooseObject<R> {
    inflate: Inflate<R>,
    kind: Kind,
    size: u64,
    given: u64,
    checked: bool,
}

impl LooseObject<BufReader<File>> {
    /// Opens an object's file and reads its header.
    pub fn open(path: &Path) -> Result<Self, ObjectError> {
        // Opening a FIFO would wait for whoever writes to it.
        if !path.metadata().map_err(ObjectError::Unreadable)?.is_file() {
            return Err(ObjectError::Unreadable(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")));
        }
        Self::new(BufReader::new(File::open(path).map_err(ObjectError::Unreadable)?))
    }
}

impl<R: BufRead> LooseObject<R> {
    /// Reads the header of an object from its compressed bytes.
    pub fn new(input: R) -> Result<Self, ObjectError> {
        let mut inflate = Inflate::new(input);
        let mut header = [0; LONGEST_HEADER];
        for length in 0..LONGEST_HEADER {
            if inflate.read(&mut header[length..=length])? == 0 {
                return Err(ObjectError::Header);
            }
            if header[length] == 0 {
                let (kind, size) = header_of(&header[..length]).ok_or(ObjectError::Header)?;
                return Ok(Self { inflate, kind, size, given: 0, checked: false });
            }
        }
        Err(ObjectError::Header)
    }

    /// What it is.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// How many bytes of content it claims to have.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The next bytes of its content; 0 at the end, once that has been found to be one.
    pub fn read_next(&mut self, out: &mut [u8]) -> Result<usize, ObjectError> {
        let left = usize::try_from(self.size - self.given).unwrap_or(usize::MAX);
        if left == 0 {
            return self.check_end().map(|()| 0);
        }
        let most = out.len().min(left);
        let count = self.inflate.read(&mut out[..most])?;
        if count == 0 && most > 0 {
            return Err(ObjectError::Truncated { read: self.given, size: self.size });
        }
        self.given += count as u64;
        Ok(count)
    }

    /// That content, compressed data and file end together.
    fn check_end(&mut self) -> Result<(), ObjectError> {
        if self.checked {
            return Ok(());
        }
        if self.inflate.read(&mut [0])? > 0 {
            return Err(ObjectError::Longer { size: self.size });
        }
        if !self.inflate.ended() {
            return Err(ObjectError::Truncated { read: self.given, size: self.size });
        }
        if self.inflate.has_more_input()? {
            return Err(ObjectError::Trailing);
        }
        self.checked = true;
        Ok(())
    }

    /// Everything that is left, into a buffer; what was read before an error stays in it.
    fn rest(&mut self, content: &mut Vec<u8>) -> Result<(), ObjectError> {
        content.reserve(usize::try_from(self.size.min(FIRST_ALLOCATION)).unwrap_or(0));
        let mut chunk = [0; 1 << 13];
        loop {
            match self.read_next(&mut chunk)? {
                0 => return Ok(()),
                count => content.extend_from_slice(&chunk[..count]),
            }
        }
    }
}

impl<R: BufRead> Read for LooseObject<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.read_next(out).map_err(|error| match error {
            ObjectError::Unreadable(error) => error,
            other => io::Error::new(io::ErrorKind::InvalidData, other),
        })
    }
}

/// What could be read of an object's file.
#[derive(Debug)]
pub struct Salvaged {
    /// What it is, and what it holds as far as it could be read; none where not even the header could be.
    pub content: Option<(Kind, Vec<u8>)>,
    /// What is wrong with it.
    pub error: Option<ObjectError>,
}

/// Reads as much of an object as there is; nothing of one that claims to be longer than `limit` bytes.
#[must_use]
pub fn salvage(path: &Path, limit: u64) -> Salvaged {
    match LooseObject::open(path) {
        Ok(object) => salvage_from(object, limit),
        Err(error) => Salvaged { content: None, error: Some(error) },
    }
}

fn salvage_from<R: BufRead>(mut object: LooseObject<R>, limit: u64) -> Salvaged {
    if object.size > limit {
        return Salvaged { content: None, error: Some(ObjectError::TooLarge { size: object.size, limit }) };
    }
    let mut content = Vec::new();
    let error = object.rest(&mut content).err();
    Salvaged { content: Some((object.kind, content)), error }
}

/// Reads an object of at most `limit` bytes.
pub fn read_loose(path: &Path, limit: u64) -> Result<(Kind, Vec<u8>), ObjectError> {
    whole(salvage(path, limit))
}

/// Reads an object of at most `limit` bytes from the bytes of its file.
pub fn read_loose_bytes(file: &[u8], limit: u64) -> Result<(Kind, Vec<u8>), ObjectError> {
    whole(salvage_from(LooseObject::new(file)?, limit))
}

fn whole(salvaged: Salvaged) -> Result<(Kind, Vec<u8>), ObjectError> {
    match salvaged.error {
        Some(error) => Err(error),
        None => salvaged.content.ok_or(ObjectError::Header),
    }
}

/// What an object's file claims to hold, and how many bytes of it.
pub fn header(path: &Path) -> Result<(Kind, u64), ObjectError> {
    LooseObject::open(path).map(|object| (object.kind, object.size))
}

/// `blob 12`, as strictly as git has it: one space, no sign, no leading zero.
fn header_of(line: &[u8]) -> Option<(Kind, u64)> {
    let space = line.iter().position(|&byte| byte == b' ')?;
    let digits = &line[space + 1..];
    let plain = digits.iter().all(u8::is_ascii_digit) && (digits.len() == 1 || digits.first() != Some(&b'0'));
    let size = std::str::from_utf8(digits).ok().filter(|_| plain)?.parse().ok()?;
    Some((Kind::of(&line[..space])?, size))
}

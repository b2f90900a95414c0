//! The records of a block: names that share their beginnings with the name before, and values of several kinds.

use super::table::TableError;

/// The most bytes of a name: git's own limit lies far below.
const LONGEST_NAME: usize = 1 << 16;

/// Bytes that are read from the front.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub const fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next bytes.
    pub fn bytes(&mut self, length: usize) -> Result<&'a [u8], TableError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(TableError::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next number of variable length: seven bits a byte, the first ones first, each further byte adding one.
    pub fn number(&mut self) -> Result<u64, TableError> {
        let mut value: u64 = 0;
        loop {
            let byte = self.bytes(1)?[0];
            value |= u64::from(byte & 0x7f);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
            value = value.checked_add(1).and_then(|value| value.checked_mul(128)).ok_or(TableError::Record)?;
        }
    }

    /// The next bytes, after the number of them.
    pub fn counted(&mut self) -> Result<&'a [u8], TableError> {
        let length = usize::try_from(self.number()?).map_err(|_| TableError::Truncated)?;
        self.bytes(length)
    }

    /// The next record's name, which may begin as the one before, and the kind of its value.
    pub fn name(&mut self, name: &mut Vec<u8>) -> Result<u8, TableError> {
        let shared = usize::try_from(self.number()?).map_err(|_| TableError::Record)?;
        let coded = self.number()?;
        let added = usize::try_from(coded >> 3).map_err(|_| TableError::Record)?;
        if shared > name.len() || added > LONGEST_NAME || shared + added > LONGEST_NAME {
            return Err(TableError::Record);
        }
        name.truncate(shared);
        name.extend_from_slice(self.bytes(added)?);
        Ok((coded & 7) as u8)
    }
}

/// The records of a block, between its header and the list of places at its end.
pub fn records(block: &[u8], header: usize) -> Result<Cursor<'_>, TableError> {
    let count = block.last_chunk::<2>().map(|count| usize::from(u16::from_be_bytes(*count)));
    let end = count.and_then(|count| block.len().checked_sub(count * 3 + 2)).ok_or(TableError::Block)?;
    block.get(header..end).map(Cursor::of).ok_or(TableError::Block)
}

//! One table: blocks of references, then blocks of logs, and a footer that says where these begin.

use flate2::{Decompress, FlushDecompress, Status};

use super::block::{Cursor, records};
use crate::document::ObjectId;
use crate::source::git::object::HashKind;
use crate::source::git::refs::Value;
use crate::source::git::refs::reflog::Moved;

/// The bytes of the positions and the checksum that the footer has more than the header.
const FOOTER_MORE: usize = 44;

/// Where the position of the logs stands in the footer, after the header.
const LOGS_AT: usize = 24;

/// Something that a table says.
#[derive(Debug, PartialEq, Eq)]
pub enum Record<'a> {
    /// What a reference holds; nothing where it was deleted.
    Ref {
        /// Its full name.
        name: &'a [u8],
        /// What it holds.
        value: Option<Value>,
    },
    /// A line of a log; nothing where it was deleted.
    Log {
        /// The reference's full name.
        name: &'a [u8],
        /// The number of the change.
        number: u64,
        /// What changed.
        moved: Option<Moved>,
    },
}

/// Why a table could not be read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// It does not begin as a table does, or names objects by another hash.
    #[error("the table does not begin as one of this repository does")]
    Header,
    /// The footer is not as the header says, or its checksum is wrong.
    #[error("the footer of the table is damaged")]
    Footer,
    /// A block is damaged.
    #[error("a block of the table is damaged")]
    Block,
    /// A record is damaged.
    #[error("a record of the table is damaged")]
    Record,
    /// It ends too early.
    #[error("the table ends inside a record")]
    Truncated,
}

/// Shows what a table says; what stands before an error is shown.
pub fn read(bytes: &[u8], hash: HashKind, show: &mut dyn FnMut(Record<'_>)) -> Result<(), TableError> {
    let table = Table::of(bytes, hash)?;
    table.references(show)?;
    table.logs(show)
}

struct Table<'a> {
    /// All but the footer.
    body: &'a [u8],
    header: usize,
    block_size: usize,
    logs: usize,
    hash: HashKind,
}

impl<'a> Table<'a> {
    fn of(bytes: &'a [u8], hash: HashKind) -> Result<Self, TableError> {
        let start = bytes.first_chunk::<28>().ok_or(TableError::Header)?;
        let header = match (start[4], hash, &start[24..28]) {
            (1, HashKind::Sha1, _) => 24,
            (2, HashKind::Sha1, b"sha1") | (2, HashKind::Sha256, b"s256") => 28,
            _ => return Err(TableError::Header),
        };
        if !start.starts_with(b"REFT") {
            return Err(TableError::Header);
        }
        let split = bytes.len().checked_sub(header + FOOTER_MORE).filter(|&at| at >= header);
        let (body, footer) = bytes.split_at(split.ok_or(TableError::Footer)?);
        let (checked, checksum) = footer.split_at(footer.len() - 4);
        if footer[..header] != bytes[..header] || crc32fast::hash(checked).to_be_bytes() != *checksum {
            return Err(TableError::Footer);
        }
        let logs = checked[header + LOGS_AT..].first_chunk::<8>().ok_or(TableError::Footer)?;
        let logs = usize::try_from(u64::from_be_bytes(*logs)).map_err(|_| TableError::Footer)?;
        Ok(Self { body, header, block_size: number24(&bytes[5..8]), logs, hash })
    }

    /// The blocks of references, which are the first.
    fn references(&self, show: &mut dyn FnMut(Record<'_>)) -> Result<(), TableError> {
        let mut at = 0;
        while let Some((b'r', length)) = self.block_at(at) {
            let block = self.body.get(at..).and_then(|rest| rest.get(..length)).ok_or(TableError::Block)?;
            let mut cursor = records(block, self.front(at) + 4)?;
            let mut name = Vec::new();
            while !cursor.is_empty() {
                let kind = cursor.name(&mut name)?;
                cursor.number()?;
                let value = self.value(&mut cursor, kind)?;
                show(Record::Ref { name: &name, value });
            }
            // Blocks are padded to a common size, unless the next one begins at once.
            let padded = self.block_size > length && self.body.get(at + length).is_none_or(|&byte| byte == 0);
            at += if padded { self.block_size } else { length };
        }
        Ok(())
    }

    fn value(&self, cursor: &mut Cursor<'_>, kind: u8) -> Result<Option<Value>, TableError> {
        Ok(match kind {
            0 => None,
            1 => self.object(cursor)?.map(Value::Object),
            2 => {
                let id = self.object(cursor)?;
                self.object(cursor)?;
                id.map(Value::Object)
            }
            3 => Some(Value::Symbolic(cursor.counted()?.to_vec())),
            _ => return Err(TableError::Record),
        })
    }

    /// The blocks of logs, each compressed by itself, one right after the other.
    fn logs(&self, show: &mut dyn FnMut(Record<'_>)) -> Result<(), TableError> {
        // A table of logs alone has its first block after the header, and may leave the position out.
        let mut at =
            if self.logs == 0 && self.block_at(0).is_some_and(|(kind, _)| kind == b'g') { 0 } else { self.logs };
        if at == 0 && self.block_at(0).is_none_or(|(kind, _)| kind != b'g') {
            return Ok(());
        }
        while let Some((b'g', length)) = self.block_at(at) {
            let front = self.front(at) + 4;
            let packed = self.body.get(at + front..).ok_or(TableError::Block)?;
            let (block, consumed) = inflate(packed, length.checked_sub(front).ok_or(TableError::Block)?)?;
            let mut cursor = records(&block, 0)?;
            let mut key = Vec::new();
            while !cursor.is_empty() {
                let kind = cursor.name(&mut key)?;
                let moved = self.moved(&mut cursor, kind)?;
                let (name, number) = key.split_last_chunk::<8>().ok_or(TableError::Record)?;
                let name = name.strip_suffix(b"\0").ok_or(TableError::Record)?;
                // Numbers are turned round, so that the newest stands first.
                show(Record::Log { name, number: u64::MAX - u64::from_be_bytes(*number), moved });
            }
            at += front + consumed;
        }
        Ok(())
    }

    fn moved(&self, cursor: &mut Cursor<'_>, kind: u8) -> Result<Option<Moved>, TableError> {
        match kind {
            0 => return Ok(None),
            1 => {}
            _ => return Err(TableError::Record),
        }
        let moved = Moved { old: self.object(cursor)?, new: self.object(cursor)? };
        // Name, address, time, offset and message say nothing of objects.
        cursor.counted()?;
        cursor.counted()?;
        cursor.number()?;
        cursor.bytes(2)?;
        cursor.counted()?;
        Ok(Some(moved))
    }

    /// The next object; none for the name of nothing.
    fn object(&self, cursor: &mut Cursor<'_>) -> Result<Option<ObjectId>, TableError> {
        let id = ObjectId::new(cursor.bytes(self.hash.length())?).ok_or(TableError::Record)?;
        Ok((!id.is_null()).then_some(id))
    }

    /// The kind and the length of the block at a place.
    fn block_at(&self, at: usize) -> Option<(u8, usize)> {
        let front = self.body.get(at.checked_add(self.front(at))?..)?.first_chunk::<4>()?;
        let length = number24(&front[1..]);
        (length > self.front(at) + 4).then_some((front[0], length))
    }

    /// The first block begins with the header of the table.
    const fn front(&self, at: usize) -> usize {
        if at == 0 { self.header } else { 0 }
    }
}

fn number24(bytes: &[u8]) -> usize {
    bytes.iter().take(3).fold(0, |value, &byte| (value << 8) | usize::from(byte))
}

/// The content of a compressed block of a known length below 16 MiB, and how many bytes it took.
fn inflate(packed: &[u8], length: usize) -> Result<(Vec<u8>, usize), TableError> {
    let mut block = vec![0; length];
    let mut state = Decompress::new(true);
    let status = state.decompress(packed, &mut block, FlushDecompress::Finish).map_err(|_| TableError::Block)?;
    let whole = status == Status::StreamEnd && state.total_out() == length as u64;
    let consumed = usize::try_from(state.total_in()).map_err(|_| TableError::Block)?;
    if whole { Ok((block, consumed)) } else { Err(TableError::Block) }
}

//! What a zip archive says about one member, in its directory or in front of the member.

use std::io::{self, SeekFrom};

use super::super::input::{Input, fill};

/// The mark of a header in front of a member.
pub(super) const LOCAL: [u8; 4] = *b"PK\x03\x04";
/// The mark of an entry of the directory.
pub(super) const CENTRAL: [u8; 4] = *b"PK\x01\x02";

const LOCAL_LENGTH: usize = 30;
const CENTRAL_LENGTH: usize = 46;
/// The extra field that holds sizes of more than 32 bits.
const ZIP64: u16 = 1;
/// The extra field that says how AES was applied.
const AES: u16 = 99;
/// Bytes that are searched in one step.
const STEP: usize = 64 * 1024;

/// One member.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    pub(super) method: u16,
    pub(super) flags: u16,
    pub(super) checksum: Option<u32>,
    pub(super) packed_size: Option<u64>,
    pub(super) size: Option<u64>,
    /// Where the header in front of the member begins.
    pub(super) header_at: u64,
    /// Where the archive says that it begins, bytes in front of the archive left out.
    pub(super) stated_at: u64,
    /// Where the member's data begin, where that is known without a look at its header.
    pub(super) data_at: Option<u64>,
}

impl Entry {
    pub(super) fn is_folder(&self) -> bool {
        self.name.ends_with(b"/") && self.size.unwrap_or_default() == 0
    }

    /// Encrypted in the old way, strongly, with AES, or with its header masked.
    pub(super) const fn is_encrypted(&self) -> bool {
        self.flags & (1 | 1 << 6 | 1 << 13) != 0 || self.method == AES
    }

    /// The size that LZMA needs to know where it has no end mark.
    pub(super) fn stated_size(&self) -> Option<u64> {
        self.size.filter(|_| self.flags & 1 << 1 == 0)
    }

    /// Where the data end, if both begin and length are known.
    pub(super) fn data_end(&self) -> Option<u64> {
        self.data_at?.checked_add(self.packed_size?)
    }
}

/// Reads the entry of the directory at `at`, and says where the next one begins.
pub(super) fn read_central(input: &mut dyn Input, at: u64) -> io::Result<(Entry, u64)> {
    let mut fixed = [0; CENTRAL_LENGTH];
    input.seek(SeekFrom::Start(at))?;
    input.read_exact(&mut fixed)?;
    if !fixed.starts_with(&CENTRAL) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "its directory of members is damaged"));
    }
    let mut name = vec![0; usize::from(u16_at(&fixed, 28))];
    let mut extra = vec![0; usize::from(u16_at(&fixed, 30))];
    input.read_exact(&mut name)?;
    input.read_exact(&mut extra)?;
    let next = at + (CENTRAL_LENGTH + name.len() + extra.len()) as u64 + u64::from(u16_at(&fixed, 32));
    let mut wide = zip64(&extra);
    let size = widen(u32_at(&fixed, 24), &mut wide);
    let packed_size = widen(u32_at(&fixed, 20), &mut wide);
    let header_at = widen(u32_at(&fixed, 42), &mut wide);
    let entry = Entry {
        name,
        method: u16_at(&fixed, 10),
        flags: u16_at(&fixed, 8),
        checksum: Some(u32_at(&fixed, 16)),
        packed_size: Some(packed_size),
        size: Some(size),
        header_at,
        stated_at: header_at,
        data_at: None,
    };
    Ok((entry, next))
}

/// Reads the header in front of a member; sizes that only follow the member are not known.
pub(super) fn read_local(input: &mut dyn Input, at: u64) -> io::Result<Entry> {
    let mut fixed = [0; LOCAL_LENGTH];
    input.seek(SeekFrom::Start(at))?;
    input.read_exact(&mut fixed)?;
    let mut name = vec![0; usize::from(u16_at(&fixed, 26))];
    let mut extra = vec![0; usize::from(u16_at(&fixed, 28))];
    input.read_exact(&mut name)?;
    input.read_exact(&mut extra)?;
    let data_at = at + (LOCAL_LENGTH + name.len() + extra.len()) as u64;
    let flags = u16_at(&fixed, 6);
    let is_known = flags & 1 << 3 == 0;
    let mut wide = zip64(&extra);
    let size = widen(u32_at(&fixed, 22), &mut wide);
    let packed_size = widen(u32_at(&fixed, 18), &mut wide);
    Ok(Entry {
        name,
        method: u16_at(&fixed, 8),
        flags,
        checksum: is_known.then(|| u32_at(&fixed, 14)),
        packed_size: is_known.then_some(packed_size),
        size: is_known.then_some(size),
        header_at: at,
        stated_at: at,
        data_at: Some(data_at),
    })
}

/// Where the data of the member begin whose header is at `at`.
pub(super) fn data_of(input: &mut dyn Input, at: u64) -> io::Result<u64> {
    let mut fixed = [0; LOCAL_LENGTH];
    input.seek(SeekFrom::Start(at))?;
    input.read_exact(&mut fixed)?;
    if !fixed.starts_with(&LOCAL) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "its header is damaged"));
    }
    Ok(at + LOCAL_LENGTH as u64 + u64::from(u16_at(&fixed, 26)) + u64::from(u16_at(&fixed, 28)))
}

/// The first place from `from` on at which these bytes lie.
pub(super) fn find(input: &mut dyn Input, mut from: u64, needle: [u8; 4]) -> io::Result<Option<u64>> {
    // The next header is mostly near.
    let mut buffer = vec![0; STEP / 64];
    loop {
        input.seek(SeekFrom::Start(from))?;
        let (filled, error) = fill(input, &mut buffer);
        if let Some(error) = error {
            return Err(error);
        }
        if let Some(at) = memchr::memmem::find(&buffer[..filled], &needle) {
            return Ok(Some(from + at as u64));
        }
        if filled < buffer.len() {
            return Ok(None);
        }
        from += (filled - needle.len() + 1) as u64;
        buffer.resize(STEP, 0);
    }
}

/// The values of the extra field for large files, in their order.
fn zip64(mut extra: &[u8]) -> impl Iterator<Item = u64> {
    let mut values: &[u8] = &[];
    while let [k0, k1, l0, l1, rest @ ..] = extra {
        let length = usize::from(u16::from_le_bytes([*l0, *l1])).min(rest.len());
        if u16::from_le_bytes([*k0, *k1]) == ZIP64 {
            values = &rest[..length];
        }
        extra = &rest[length..];
    }
    values.as_chunks::<8>().0.iter().map(|value| u64::from_le_bytes(*value))
}

/// A value of 32 bits, or the next one of the extra field where it says so.
fn widen(value: u32, wide: &mut impl Iterator<Item = u64>) -> u64 {
    if value == u32::MAX { wide.next().unwrap_or_else(|| u64::from(value)) } else { u64::from(value) }
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u16::from_le_bytes(*bytes))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

//! Members of tar archives, read in one pass from any stream.

use std::io::{self, Read};
use std::ops::ControlFlow;

use ::tar::Header;

use crate::document::{Origin, RelPath};
use crate::source::SkipReason;

use super::input::{fill, skip};
use super::nest::{Ended, Nest};

const BLOCK: usize = 512;
/// Bytes of a long name or of extended headers that are read at most.
const LONGEST_HEADER: u64 = 64 * 1024;

/// What the headers before an entry say about it.
#[derive(Debug, Default)]
struct Announced {
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

/// Shows the members of an archive.
pub(super) fn show(nest: &dyn Nest, origin: &Origin, input: &mut dyn Read, depth: usize) -> ControlFlow<(), Ended> {
    let mut announced = Announced::default();
    let mut lost = false;
    loop {
        let mut block = [0; BLOCK];
        let (filled, error) = fill(input, &mut block);
        if let Some(error) = error {
            nest.broke(origin, &error)?;
            return ControlFlow::Continue(Ended::Broken);
        }
        if filled < BLOCK {
            if block[..filled].iter().any(|&byte| byte != 0) && !lost {
                nest.skipped(origin, SkipReason::Damaged, "ends within a header".to_owned())?;
            }
            return ControlFlow::Continue(Ended::Whole);
        }
        if block.iter().all(|&byte| byte == 0) {
            // Archives that were joined to one go on behind their end marks.
            continue;
        }
        if !has_checksum(&block) {
            if !lost {
                nest.skipped(origin, SkipReason::Damaged, "holds bytes that are no header".to_owned())?;
            }
            lost = true;
            continue;
        }
        if entry(nest, origin, &block, &mut announced, input, depth)? == Ended::Broken {
            return ControlFlow::Continue(Ended::Broken);
        }
    }
}

/// Whether the checksum of a header holds, counted with unsigned bytes or, as some writers do, with signed ones.
pub(super) fn has_checksum(block: &[u8; BLOCK]) -> bool {
    if !block[148..156].iter().all(|byte| matches!(byte, b'0'..=b'7' | b' ' | 0)) {
        return false;
    }
    let Ok(stated) = Header::from_byte_slice(block).cksum() else { return false };
    let counted = || block[..148].iter().chain(&block[156..]);
    let unsigned = counted().map(|&byte| u32::from(byte)).sum::<u32>() + 8 * 32;
    let signed = counted().map(|&byte| i32::from(byte.cast_signed())).sum::<i32>() + 8 * 32;
    stated == unsigned || i64::from(stated) == i64::from(signed)
}

fn entry(
    nest: &dyn Nest,
    origin: &Origin,
    block: &[u8; BLOCK],
    announced: &mut Announced,
    input: &mut dyn Read,
    depth: usize,
) -> ControlFlow<(), Ended> {
    let header = Header::from_byte_slice(block);
    let Ok(stated) = header.entry_size() else {
        nest.left_out(&member_of(origin, header, announced.name.take()), SkipReason::Damaged, "states no size")?;
        return ControlFlow::Continue(Ended::Whole);
    };
    match header.entry_type().as_byte() {
        b'L' => {
            let name = extension(nest, origin, stated, input)?;
            announced.name = name.map(|name| name.split(|&byte| byte == 0).next().unwrap_or_default().to_vec());
        }
        b'x' | b'X' => {
            if let Some(records) = extension(nest, origin, stated, input)? {
                read_records(&records, announced);
            }
        }
        b'g' | b'K' | b'V' => return pass(nest, origin, stated, stated, input),
        b'2'..=b'6' => *announced = Announced::default(),
        kind => {
            let Announced { name, size } = std::mem::take(announced);
            let size = size.unwrap_or(stated);
            if kind == b'S' && !pass_sparse_blocks(header, input) {
                return ControlFlow::Continue(Ended::Broken);
            }
            return file(nest, &member_of(origin, header, name), size, input, depth);
        }
    }
    ControlFlow::Continue(Ended::Whole)
}

fn member_of(origin: &Origin, header: &Header, name: Option<Vec<u8>>) -> Origin {
    let name = name.unwrap_or_else(|| header.path_bytes().into_owned());
    let name = RelPath::new(name).display().into_owned();
    origin.inside(name.strip_prefix("./").unwrap_or(&name))
}

/// Shows one file; what of it nobody reads is passed over.
fn file(nest: &dyn Nest, member: &Origin, size: u64, input: &mut dyn Read, depth: usize) -> ControlFlow<(), Ended> {
    let mut data = input.take(size);
    if nest.member(member, &mut data, depth + 1)? == Ended::Broken {
        return ControlFlow::Continue(Ended::Broken);
    }
    let left = data.limit();
    pass(nest, member, size, left, input)
}

/// Passes over the `left` bytes that are left of an entry of `size` bytes, and over its padding.
fn pass(nest: &dyn Nest, member: &Origin, size: u64, left: u64, input: &mut dyn Read) -> ControlFlow<(), Ended> {
    let padding = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
    let missing = match skip(input, left) {
        Ok(passed) if passed < left => Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
        Ok(_) => skip(input, padding),
        Err(error) => Err(error),
    };
    match missing {
        Ok(_) => ControlFlow::Continue(Ended::Whole),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            nest.skipped(member, SkipReason::Damaged, "the archive ends within it".to_owned())?;
            ControlFlow::Continue(Ended::Broken)
        }
        Err(error) => {
            nest.broke(member, &error)?;
            ControlFlow::Continue(Ended::Broken)
        }
    }
}

/// The content of an extending header, unless it is too long to be one.
fn extension(nest: &dyn Nest, origin: &Origin, size: u64, input: &mut dyn Read) -> ControlFlow<(), Option<Vec<u8>>> {
    let mut content = Vec::new();
    if size <= LONGEST_HEADER
        && let Err(error) = input.take(size).read_to_end(&mut content)
    {
        nest.broke(origin, &error)?;
    }
    let left = size - content.len() as u64;
    let ended = pass(nest, origin, size, left, input)?;
    ControlFlow::Continue((ended == Ended::Whole && size <= LONGEST_HEADER).then_some(content))
}

/// Reads `path` and `size` from records of the form `27 path=some/long/name.env`, each with a line end.
fn read_records(mut records: &[u8], announced: &mut Announced) {
    while let Some(space) = memchr::memchr(b' ', records) {
        let length = std::str::from_utf8(&records[..space]).ok().and_then(|length| length.parse::<usize>().ok());
        let Some(record) = length.and_then(|length| records.get(space + 1..length)) else { return };
        let record = record.strip_suffix(b"\n").unwrap_or(record);
        if let Some(path) = record.strip_prefix(b"path=").or_else(|| record.strip_prefix(b"GNU.sparse.name=")) {
            announced.name = Some(path.to_vec());
        } else if let Some(size) = record.strip_prefix(b"size=") {
            announced.size = std::str::from_utf8(size).ok().and_then(|size| size.parse().ok());
        }
        records = &records[length.unwrap_or(records.len())..];
    }
}

/// The map of a sparse file may go on in blocks behind its header.
fn pass_sparse_blocks(header: &Header, input: &mut dyn Read) -> bool {
    let mut is_continued = header.as_bytes()[482] != 0;
    while is_continued {
        let mut block = [0; BLOCK];
        let (filled, _) = fill(input, &mut block);
        if filled < BLOCK {
            return false;
        }
        is_continued = block[504] != 0;
    }
    true
}

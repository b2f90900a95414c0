//! Pages, cells and overflow chains of a `SQLite` file (<https://www.sqlite.org/fileformat2.html>).

use std::borrow::Cow;
use std::ops::Range;

use crate::source::text::Encoding;

use super::record::varint;

const FILE_HEADER: usize = 100;
const LEAF_TABLE: u8 = 0x0d;
const LEAF_INDEX: u8 = 0x0a;
/// The inner pages of an index hold records of their own, those of a table do not.
const INNER_INDEX: u8 = 0x02;

/// A database file.
pub(super) struct Database<'f> {
    file: &'f [u8],
    page_size: usize,
    /// Bytes of a page without what extensions keep at its end.
    usable: usize,
    /// The encoding of texts; `None` for UTF-8.
    pub(super) encoding: Option<Encoding>,
}

/// A cell of a page that holds a record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// Where the payload begins in the file.
    at: usize,
    /// Bytes of the payload.
    size: usize,
    /// Bytes of it that lie in this page.
    local: usize,
}

/// The bytes of a record, put together.
pub(super) struct Payload<'f> {
    pub(super) bytes: Cow<'f, [u8]>,
    /// Where it begins in the file.
    pub(super) at: usize,
    /// How many of its bytes lie there, in one piece.
    pub(super) local: usize,
}

impl<'f> Database<'f> {
    /// The database of a file, if its header makes sense.
    pub(super) fn of(file: &'f [u8]) -> Option<Self> {
        let page_size = match u16_at(file, 16)? {
            1 => 65536,
            size => usize::from(size),
        };
        let usable = page_size.checked_sub(usize::from(*file.get(20)?))?;
        let encoding = match u32_at(file, 56)? {
            2 => Some(Encoding::Utf16Le),
            3 => Some(Encoding::Utf16Be),
            _ => None,
        };
        // Below 480 usable bytes the format itself does not work.
        (page_size.is_power_of_two() && usable >= 480).then_some(Self { file, page_size, usable, encoding })
    }

    /// Bytes of the file.
    pub(super) const fn length(&self) -> usize {
        self.file.len()
    }

    /// How many pages there are, a last one that is cut off included.
    pub(super) const fn pages(&self) -> usize {
        self.file.len().div_ceil(self.page_size)
    }

    fn page(&self, number: usize) -> Option<&'f [u8]> {
        let start = number.checked_mul(self.page_size)?;
        self.file.get(start..self.file.len().min(start.checked_add(self.page_size)?))
    }

    /// The payload of a cell, its overflow pages included; as far as they can be read.
    pub(super) fn payload(&self, cell: &Cell) -> Payload<'f> {
        let end = self.file.len().min(cell.at + cell.local);
        let start = cell.at.min(end);
        let local = &self.file[start..end];
        let whole = Payload { bytes: Cow::Borrowed(local), at: start, local: local.len() };
        if cell.local >= cell.size || local.len() < cell.local {
            return whole;
        }
        let mut bytes = local.to_vec();
        let mut next = u32_at(self.file, end);
        for _ in 0..self.pages() {
            let Some(page) = next.and_then(|next| self.page((next as usize).checked_sub(1)?)) else { break };
            let Some(content) = page.get(4..page.len().min(self.usable)) else { break };
            let wanted = (cell.size - bytes.len()).min(content.len());
            bytes.extend_from_slice(&content[..wanted]);
            if bytes.len() >= cell.size {
                break;
            }
            next = u32_at(page, 0);
        }
        Payload { bytes: Cow::Owned(bytes), ..whole }
    }
}

impl Payload<'_> {
    /// The place in the file that stands for a range of the payload: the part of it that lies in the cell's page.
    pub(super) fn place(&self, range: &Range<usize>) -> Range<usize> {
        self.at + range.start.min(self.local)..self.at + range.end.min(self.local)
    }
}

/// The cells of one page, if it is one that holds records.
pub(super) struct Cells<'d> {
    database: &'d Database<'d>,
    page: &'d [u8],
    start: usize,
    kind: u8,
    pointers: Range<usize>,
}

impl<'d> Cells<'d> {
    /// The cells of the page with this number, from 0.
    pub(super) fn of(database: &'d Database<'d>, number: usize) -> Self {
        let page = database.page(number).unwrap_or_default();
        let header = if number == 0 { FILE_HEADER } else { 0 };
        let kind = page.get(header).copied().unwrap_or_default();
        let count = usize::from(u16_at(page, header + 3).unwrap_or_default());
        let first = match kind {
            LEAF_TABLE | LEAF_INDEX => header + 8,
            INNER_INDEX => header + 12,
            _ => page.len(),
        };
        let last = first.saturating_add(count * 2).min(page.len());
        Self { database, page, start: number * database.page_size, kind, pointers: first..last }
    }

    fn cell(&self, pointer: usize) -> Option<Cell> {
        let mut at = usize::from(u16_at(self.page, pointer)?);
        if self.kind == INNER_INDEX {
            at += 4;
        }
        let (size, after) = varint(self.page, at)?;
        let after = if self.kind == LEAF_TABLE { varint(self.page, after)?.1 } else { after };
        let size = usize::try_from(size).ok()?;
        let local = local_size(size, self.database.usable, self.kind == LEAF_TABLE);
        Some(Cell { at: self.start + after, size, local })
    }
}

impl Iterator for Cells<'_> {
    type Item = Cell;

    fn next(&mut self) -> Option<Cell> {
        loop {
            let pointer = self.pointers.start;
            if pointer + 2 > self.pointers.end {
                return None;
            }
            self.pointers.start += 2;
            if let Some(cell) = self.cell(pointer) {
                return Some(cell);
            }
        }
    }
}

/// Bytes of a payload that lie in the page of its cell.
const fn local_size(size: usize, usable: usize, is_table: bool) -> usize {
    let most = if is_table { usable - 35 } else { (usable - 12) * 64 / 255 - 23 };
    if size <= most {
        return size;
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let fitting = least + (size - least) % (usable - 4);
    if fitting <= most { fitting } else { least }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

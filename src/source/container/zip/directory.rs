//! The directory at the end of a zip archive, read one entry at a time.

use std::io::{self, Read, SeekFrom};

use super::super::input::Input;
use super::header::{self, CENTRAL, Entry, u16_at, u32_at, u64_at};

const END: &[u8; 4] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
const LONGEST_COMMENT: usize = 0xffff;
const LOCATOR: &[u8; 4] = b"PK\x06\x07";
const LOCATOR_LENGTH: usize = 20;
const END64: &[u8; 4] = b"PK\x06\x06";
const END64_LENGTH: usize = 56;

/// The directory of an archive.
#[derive(Debug)]
pub(super) struct Directory {
    /// Members that are still to come, as the archive has it.
    pub(super) count: u64,
    /// Where the next entry begins.
    at: u64,
    /// Behind the last entry.
    end: u64,
    /// Bytes in front of the archive that its own places leave out.
    before: u64,
}

/// What the record at the end of an archive says.
struct EndRecord {
    count: u64,
    size: u64,
    start: u64,
    /// Where the record itself begins.
    at: u64,
}

impl Directory {
    /// Finds the directory; `None` where the end of the archive is lost.
    pub(super) fn find(input: &mut dyn Input) -> io::Result<Option<Self>> {
        let length = input.seek(SeekFrom::End(0))?;
        let from = length.saturating_sub((END_LENGTH + LONGEST_COMMENT) as u64);
        input.seek(SeekFrom::Start(from))?;
        let mut tail = Vec::new();
        input.take((END_LENGTH + LONGEST_COMMENT) as u64).read_to_end(&mut tail)?;
        for at in memchr::memmem::rfind_iter(&tail, END) {
            let Some(record) = tail.get(at..at + END_LENGTH) else { continue };
            let record = EndRecord {
                count: u64::from(u16_at(record, 10)),
                size: u64::from(u32_at(record, 12)),
                start: u64::from(u32_at(record, 16)),
                at: from + at as u64,
            };
            let record = widened(input, &record)?.unwrap_or(record);
            if let Some(directory) = Self::of(input, &record)? {
                return Ok(Some(directory));
            }
        }
        Ok(None)
    }

    /// The directory that lies in front of its record, or else where the record says; checked by its first bytes.
    fn of(input: &mut dyn Input, record: &EndRecord) -> io::Result<Option<Self>> {
        let adjoining = record.at.checked_sub(record.size).filter(|&at| at >= record.start);
        for at in [adjoining, Some(record.start).filter(|&at| at <= record.at)].into_iter().flatten() {
            let directory = Self { count: record.count, at, end: record.at, before: at - record.start };
            let mut mark = [0; 4];
            input.seek(SeekFrom::Start(at))?;
            if record.count == 0 && record.size == 0 || input.read_exact(&mut mark).is_ok() && mark == CENTRAL {
                return Ok(Some(directory));
            }
        }
        Ok(None)
    }

    /// The next entry. The stated count is not believed: entries go on while there are bytes that look like one.
    pub(super) fn next(&mut self, input: &mut dyn Input) -> io::Result<Option<Entry>> {
        if self.at >= self.end {
            return Ok(None);
        }
        match header::read_central(input, self.at) {
            Ok((mut entry, next)) => {
                entry.header_at = entry.header_at.saturating_add(self.before);
                self.at = next;
                self.count = self.count.saturating_sub(1);
                Ok(Some(entry))
            }
            // A signature may stand between the last entry and the end.
            Err(error) if self.count == 0 && error.raw_os_error().is_none() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The record for large archives, if there is one.
fn widened(input: &mut dyn Input, record: &EndRecord) -> io::Result<Option<EndRecord>> {
    let Some(locator_at) = record.at.checked_sub(LOCATOR_LENGTH as u64) else { return Ok(None) };
    let mut locator = [0; LOCATOR_LENGTH];
    input.seek(SeekFrom::Start(locator_at))?;
    input.read_exact(&mut locator)?;
    if !locator.starts_with(LOCATOR) {
        return Ok(None);
    }
    let adjoining = locator_at.checked_sub(END64_LENGTH as u64);
    for at in [Some(u64_at(&locator, 8)), adjoining].into_iter().flatten().filter(|&at| at < locator_at) {
        let mut wide = [0; END64_LENGTH];
        input.seek(SeekFrom::Start(at))?;
        if input.read_exact(&mut wide).is_ok() && wide.starts_with(END64) {
            let (count, size, start) = (u64_at(&wide, 32), u64_at(&wide, 40), u64_at(&wide, 48));
            return Ok(Some(EndRecord { count, size, start, at }));
        }
    }
    Ok(None)
}

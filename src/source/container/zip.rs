//! Members of zip archives: by the central directory, or one after the other where that is lost.

mod directory;
mod header;

use std::cell::Cell;
use std::io::{self, Read, SeekFrom};
use std::ops::ControlFlow;

use crate::document::{Origin, RelPath};
use crate::source::SkipReason;

use super::budget::{Packed, Unpacked};
use super::input::Input;
use super::nest::{Ended, Nest};
use super::unpack;
use directory::Directory;
use header::{Entry, LOCAL};

/// Whether the file ends in a directory of members, whatever it begins with.
pub(super) fn has_directory(input: &mut dyn Input) -> bool {
    Directory::find(input).is_ok_and(|directory| directory.is_some_and(|directory| directory.count > 0))
}

/// Shows the members of an archive, and what lies in front of the first one.
pub(super) fn show(nest: &dyn Nest, origin: &Origin, input: &mut dyn Input, depth: usize) -> ControlFlow<()> {
    let directory = match Directory::find(input) {
        Ok(directory) => directory,
        Err(error) => return nest.broke(origin, &error),
    };
    let archive = Archive { nest, origin, depth };
    match directory {
        Some(directory) => archive.listed(directory, input),
        None => archive.scanned(0, input),
    }
}

struct Archive<'a> {
    nest: &'a dyn Nest,
    origin: &'a Origin,
    depth: usize,
}

impl Archive<'_> {
    /// Shows the members that the directory lists.
    fn listed(&self, mut directory: Directory, input: &mut dyn Input) -> ControlFlow<()> {
        let (mut first, mut last) = (u64::MAX, 0);
        while !self.nest.budget().is_closed() {
            let entry = match directory.next(input) {
                Ok(Some(entry)) => entry,
                Ok(None) => break,
                Err(error) if error.raw_os_error().is_some() => return self.nest.broke(self.origin, &error),
                Err(_) => return self.scanned(last, input),
            };
            first = first.min(entry.header_at);
            last = last.max(entry.header_at.saturating_add(4));
            self.entry(&entry, input)?;
        }
        if first != u64::MAX && first > 0 && !self.nest.budget().is_closed() {
            self.front(first, input)
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Shows the members from here on in the order of their own headers: the directory does not tell of them.
    fn scanned(&self, mut from: u64, input: &mut dyn Input) -> ControlFlow<()> {
        while !self.nest.budget().is_closed() {
            let found = header::find(input, from, LOCAL)
                .and_then(|at| at.map(|at| header::read_local(input, at).map(|entry| (at, entry))).transpose());
            match found {
                Ok(Some((at, entry))) => {
                    self.entry(&entry, input)?;
                    from = (at + 4).max(entry.data_end().unwrap_or_default());
                }
                // A header that the file ends within: there is none behind it.
                Ok(None) => break,
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break,
                Err(error) => return self.nest.broke(self.origin, &error),
            }
        }
        if self.nest.budget().is_closed() {
            return ControlFlow::Continue(());
        }
        self.nest.skipped(self.origin, SkipReason::Damaged, "its directory of members is damaged or lost".to_owned())
    }

    fn entry(&self, entry: &Entry, input: &mut dyn Input) -> ControlFlow<()> {
        let member = self.origin.inside(&RelPath::new(&entry.name).display());
        if entry.is_folder() {
            return self.nest.admit(&member).map_continue(|_| ());
        }
        if entry.is_encrypted() {
            return self.nest.left_out(&member, SkipReason::Encrypted, "");
        }
        let start = match entry.data_at {
            Some(start) => Ok(start),
            // Some writers count the bytes in front of the archive although their directory leaves them out.
            None => header::data_of(input, entry.header_at).or_else(|_| header::data_of(input, entry.stated_at)),
        };
        match start.and_then(|start| input.seek(SeekFrom::Start(start))) {
            Ok(_) => self.content(entry, &member, input),
            Err(error) => self.nest.broke(&member, &error),
        }
    }

    fn content(&self, entry: &Entry, member: &Origin, input: &mut dyn Input) -> ControlFlow<()> {
        let taken = Cell::new(0);
        let data = input.take(entry.packed_size.unwrap_or(u64::MAX));
        let packed = Packed { inner: data, taken: &taken, budget: self.nest.budget() };
        let inner = match unpack::member(entry.method, packed, entry.stated_size()) {
            Ok(inner) => inner,
            Err(error) => return self.nest.broke(member, &error),
        };
        let unpacked = Unpacked { inner, made: 0, taken: &taken, budget: self.nest.budget() };
        let mut checked = Checked { inner: unpacked, sum: crc32fast::Hasher::new(), length: 0, at_end: false };
        let ended = self.nest.member(member, &mut checked, self.depth + 1)?;
        let (sum, length, at_end) = (checked.sum.finalize(), checked.length, checked.at_end);
        match (entry.checksum, entry.size) {
            _ if ended == Ended::Broken || !at_end => ControlFlow::Continue(()),
            (_, Some(size)) if length < size => {
                self.nest.skipped(member, SkipReason::Damaged, format!("{length} of {size} bytes"))
            }
            (Some(stated), Some(size)) if length == size && stated != sum => {
                self.nest.skipped(member, SkipReason::Damaged, "its checksum does not match".to_owned())
            }
            _ => ControlFlow::Continue(()),
        }
    }

    /// Shows the program or signature in front of an archive.
    fn front(&self, length: u64, input: &mut dyn Input) -> ControlFlow<()> {
        if let Err(error) = input.rewind() {
            return self.nest.broke(self.origin, &error);
        }
        self.nest.front(self.origin, &mut input.take(length))
    }
}

/// Counts and sums what is read from a member.
struct Checked<R> {
    inner: R,
    sum: crc32fast::Hasher,
    length: u64,
    /// Whether the member was read to its end.
    at_end: bool,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.sum.update(&buffer[..count]);
        self.length += count as u64;
        self.at_end |= count == 0 && !buffer.is_empty();
        Ok(count)
    }
}

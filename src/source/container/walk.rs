//! The walk through one file: what each of its parts is, and where it goes from there.

use std::cell::Cell;
use std::io::{self, Cursor, Read, SeekFrom};
use std::ops::ControlFlow;

use crate::document::Origin;
use crate::source::{SkipReason, Skipped, Visited, Visitor, text};

use super::budget::Budget;
use super::input::{Input, Replay};
use super::leaf::{self, Format};
use super::limits::Limits;
use super::nest::{Ended, Nest};
use super::sniff::{self, Kind};
use super::{ar, packed, sqlite, tar, zip};

/// One file on its way to the checks.
pub(super) struct Walk<'w> {
    budget: Budget,
    limits: &'w Limits,
    visit: &'w Visitor<'w>,
    /// Members that were opened so far.
    members: Cell<u64>,
    /// Containers so far that were damaged or are of a format that is not read.
    losses: Cell<u64>,
}

impl<'w> Walk<'w> {
    pub(super) const fn new(limits: &'w Limits, visit: &'w Visitor<'w>) -> Self {
        Self { budget: Budget::new(limits), limits, visit, members: Cell::new(0), losses: Cell::new(0) }
    }

    pub(super) fn opened(&self, origin: &Origin, length: u64) -> ControlFlow<()> {
        (self.visit)(Visited::Opened(origin, length))
    }

    /// Shows what these bytes hold.
    pub(super) fn bytes(&self, origin: &Origin, bytes: &[u8], depth: usize) -> ControlFlow<()> {
        let mut input = Cursor::new(bytes);
        let Some(kind) = self.kind(origin, bytes, &mut input) else { return self.leaf(origin, bytes, depth) };
        let (members, losses) = (self.members.get(), self.losses.get());
        self.container(kind, origin, &mut input, depth)?;
        if self.members.get() == members && self.losses.get() > losses {
            text::show(origin, bytes, self.visit)?;
        }
        ControlFlow::Continue(())
    }

    fn leaf(&self, origin: &Origin, bytes: &[u8], depth: usize) -> ControlFlow<()> {
        leaf::show(origin, bytes, self.visit)?;
        if !self.limits.archives || depth >= self.limits.depth || Format::of(origin, bytes) != Some(Format::Sqlite) {
            return ControlFlow::Continue(());
        }
        sqlite::blobs(bytes, |number, mut blob| {
            if sniff::kind(blob, "").is_some() {
                self.member(&origin.inside(&format!("value-{number}")), &mut blob, depth + 1)?;
            }
            ControlFlow::Continue(())
        })
    }

    /// Shows what a file on disk holds that is too long to be held; `head` are its first bytes.
    pub(super) fn file(&self, origin: &Origin, mut head: Vec<u8>, input: &mut dyn Input) -> ControlFlow<()> {
        if let Some(kind @ Kind::Zip) = self.kind(origin, &head, input) {
            drop(head);
            return self.container(kind, origin, input, 0);
        }
        if let Err(error) = input.seek(SeekFrom::Start(head.len() as u64)) {
            return self.skipped(origin, SkipReason::Unreadable, error.to_string());
        }
        if Format::of(origin, &head).is_some() {
            // These are decoded as a whole or not at all.
            let most = self.limits.member_bytes.saturating_sub(head.len() as u64);
            match input.take(most).read_to_end(&mut head) {
                Ok(count) if (count as u64) < most => return self.bytes(origin, &head, 0),
                Ok(_) => {}
                Err(error) => return self.skipped(origin, SkipReason::Unreadable, error.to_string()),
            }
        }
        self.long_opened(origin, &head, input, 0).map_continue(|_| ())
    }

    fn kind(&self, origin: &Origin, head: &[u8], input: &mut dyn Input) -> Option<Kind> {
        if !self.limits.archives {
            return None;
        }
        let name = origin.name();
        sniff::kind(head, &name).or_else(|| {
            let is_zip = sniff::may_end_in_zip(head, &name) && zip::has_directory(input);
            is_zip.then_some(Kind::Zip)
        })
    }

    fn container(&self, kind: Kind, origin: &Origin, input: &mut dyn Input, depth: usize) -> ControlFlow<()> {
        if depth >= self.limits.depth {
            let detail = format!("more than {} containers in one another", self.limits.depth);
            return self.skipped(origin, SkipReason::TooDeep, detail);
        }
        if let Err(error) = input.rewind() {
            return self.broke(origin, &error);
        }
        match kind {
            Kind::Zip => zip::show(self, origin, input, depth),
            Kind::Tar => tar::show(self, origin, input, depth).map_continue(|_| ()),
            Kind::Ar => ar::show(self, origin, input, depth).map_continue(|_| ()),
            Kind::Packed(packing) => packed::show(self, origin, packing, input, depth).map_continue(|_| ()),
            Kind::Closed(what) => self.skipped(origin, SkipReason::Unsupported, what.to_owned()),
        }
    }

    /// Shows a stream that is too long to be held, and reports it as opened when it ends.
    pub(super) fn long(
        &self,
        origin: &Origin,
        head: &[u8],
        rest: &mut dyn Read,
        depth: usize,
    ) -> ControlFlow<(), Ended> {
        let count = Cell::new(head.len() as u64);
        let mut rest = Counted { inner: rest, count: &count };
        let ended = self.long_opened(origin, head, &mut rest, depth)?;
        self.opened(origin, count.get())?;
        ControlFlow::Continue(ended)
    }

    fn long_opened(&self, origin: &Origin, head: &[u8], rest: &mut dyn Read, depth: usize) -> ControlFlow<(), Ended> {
        let kind = if self.limits.archives { sniff::kind(head, &origin.name()) } else { None };
        let mut whole = Replay { head, error: None, rest };
        match kind {
            Some(_) if depth >= self.limits.depth => {
                let detail = format!("more than {} containers in one another", self.limits.depth);
                self.skipped(origin, SkipReason::TooDeep, detail)?;
                ControlFlow::Continue(Ended::Whole)
            }
            Some(Kind::Tar) => tar::show(self, origin, &mut whole, depth),
            Some(Kind::Ar) => ar::show(self, origin, &mut whole, depth),
            Some(Kind::Packed(packing)) => packed::show(self, origin, packing, &mut whole, depth),
            Some(Kind::Zip) => {
                let detail = format!("a zip archive of more than {} bytes that is no file on disk", head.len());
                self.skipped(origin, SkipReason::TooLarge, detail)?;
                ControlFlow::Continue(Ended::Whole)
            }
            Some(Kind::Closed(what)) => {
                self.skipped(origin, SkipReason::Unsupported, what.to_owned())?;
                self.pieces(origin, &mut whole)
            }
            None => {
                if let Some(format) = Format::of(origin, head) {
                    let detail = format!("shown as it lies: too long to be decoded as {}", format.name());
                    self.skipped(origin, SkipReason::TooLarge, detail)?;
                }
                self.pieces(origin, &mut whole)
            }
        }
    }

    fn pieces(&self, origin: &Origin, reader: &mut dyn Read) -> ControlFlow<(), Ended> {
        let (_, error) = text::show_pieces(origin, reader, self.visit)?;
        match error {
            None => ControlFlow::Continue(Ended::Whole),
            Some(error) => {
                self.broke(origin, &error)?;
                ControlFlow::Continue(Ended::Broken)
            }
        }
    }
}

impl Nest for Walk<'_> {
    fn budget(&self) -> &Budget {
        &self.budget
    }

    fn member(&self, origin: &Origin, reader: &mut dyn Read, depth: usize) -> ControlFlow<(), Ended> {
        if !self.admit(origin)? {
            return ControlFlow::Continue(Ended::Broken);
        }
        let mut bytes = Vec::new();
        let most = self.limits.member_bytes.max(sniff::HEAD as u64);
        let read = reader.take(most).read_to_end(&mut bytes);
        if read.is_ok() && bytes.len() as u64 >= most {
            self.members.set(self.members.get() + 1);
            return self.long(origin, &bytes, reader, depth);
        }
        if read.is_ok() || !bytes.is_empty() {
            self.members.set(self.members.get() + 1);
            self.opened(origin, bytes.len() as u64)?;
            self.bytes(origin, &bytes, depth)?;
        }
        match read {
            Ok(_) => ControlFlow::Continue(Ended::Whole),
            Err(error) => {
                self.broke(origin, &error)?;
                ControlFlow::Continue(Ended::Broken)
            }
        }
    }

    fn front(&self, origin: &Origin, reader: &mut dyn Read) -> ControlFlow<()> {
        self.pieces(origin, reader).map_continue(|_| ())
    }

    fn skipped(&self, origin: &Origin, reason: SkipReason, detail: String) -> ControlFlow<()> {
        if matches!(reason, SkipReason::Damaged | SkipReason::Unsupported) {
            self.losses.set(self.losses.get() + 1);
        }
        (self.visit)(Visited::Skipped(Skipped { origin: origin.clone(), reason, detail }))
    }
}

/// A reader that knows how many bytes went through it.
struct Counted<'r> {
    inner: &'r mut dyn Read,
    count: &'r Cell<u64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}

//! What one walk may still spend, and the readers that keep to it.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};

use super::Limits;

/// Expanded bytes up to which no ratio is too high.
const RATIO_FROM: u64 = 16 * 1024 * 1024;

/// What one walk may still spend.
#[derive(Debug)]
pub(super) struct Budget {
    limits: Limits,
    members: Cell<u64>,
    expanded: Cell<u64>,
    consumed: Cell<u64>,
    /// What was exceeded, until somebody reports it.
    excess: RefCell<Option<String>>,
    /// Set when nothing more may be read at all.
    closed: Cell<bool>,
}

impl Budget {
    pub(super) const fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            members: Cell::new(0),
            expanded: Cell::new(0),
            consumed: Cell::new(0),
            excess: RefCell::new(None),
            closed: Cell::new(false),
        }
    }

    /// Whether the walk has spent everything.
    pub(super) fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// What was exceeded since it was last asked.
    pub(super) fn take_excess(&self) -> Option<String> {
        self.excess.borrow_mut().take()
    }

    /// Counts one more member; `false` if it is one too many.
    pub(super) fn admit(&self) -> bool {
        self.members.set(self.members.get() + 1);
        if self.members.get() > self.limits.members {
            self.close(format!("more than {} members; the rest was not read", self.limits.members));
        }
        !self.is_closed()
    }

    fn close(&self, excess: String) {
        if !self.closed.replace(true) {
            *self.excess.borrow_mut() = Some(excess);
        }
    }

    fn expand(&self, count: u64, made: u64, taken: u64) -> io::Result<()> {
        self.expanded.set(self.expanded.get().saturating_add(count));
        if self.expanded.get() > self.limits.bytes {
            self.close(format!("expands to more than {} bytes; the rest was not read", self.limits.bytes));
        } else if made > RATIO_FROM && made / self.limits.ratio.max(1) > taken {
            *self.excess.borrow_mut() = Some(format!("expands to more than {} times its size", self.limits.ratio));
            return Err(spent());
        }
        self.check()
    }

    /// Overlapping members can make the same bytes be read over and over without expanding to anything.
    fn consume(&self, count: u64) -> io::Result<()> {
        self.consumed.set(self.consumed.get().saturating_add(count));
        if self.consumed.get() > self.limits.bytes.saturating_mul(2) {
            self.close("its members overlap; the rest was not read".to_owned());
        }
        self.check()
    }

    fn check(&self) -> io::Result<()> {
        if self.is_closed() { Err(spent()) } else { Ok(()) }
    }
}

fn spent() -> io::Error {
    io::Error::other("the limit is reached")
}

/// Counts the packed bytes that a decoder takes.
pub(super) struct Packed<'b, R> {
    pub(super) inner: R,
    pub(super) taken: &'b Cell<u64>,
    pub(super) budget: &'b Budget,
}

impl<R: Read> Read for Packed<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.taken.set(self.taken.get() + count as u64);
        self.budget.consume(count as u64)?;
        Ok(count)
    }
}

/// Counts the bytes that a decoder makes, and fails when they are too many.
pub(super) struct Unpacked<'b, R> {
    pub(super) inner: R,
    pub(super) made: u64,
    pub(super) taken: &'b Cell<u64>,
    pub(super) budget: &'b Budget,
}

impl<R: Read> Read for Unpacked<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.made += count as u64;
        self.budget.expand(count as u64, self.made, self.taken.get())?;
        Ok(count)
    }
}

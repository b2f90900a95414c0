//! What the reader of a container format asks of the walk that it serves: it knows members, the walk knows what they are.

use std::io::{self, Read};
use std::ops::ControlFlow;

use crate::document::Origin;
use crate::source::SkipReason;

use super::budget::Budget;

/// How the reading of a member ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Where the member ends.
    Whole,
    /// Before it; nothing behind it in the same stream can be read.
    Broken,
}

/// A place for the members of a container.
pub(super) trait Nest {
    /// What may still be spent.
    fn budget(&self) -> &Budget;

    /// Shows a member at this depth, which is read to its end unless that is broken.
    fn member(&self, origin: &Origin, reader: &mut dyn Read, depth: usize) -> ControlFlow<(), Ended>;

    /// Shows what lies in front of an archive, as a text of the file itself.
    fn front(&self, origin: &Origin, reader: &mut dyn Read) -> ControlFlow<()>;

    /// Reports what is not looked at, or not wholly.
    fn skipped(&self, origin: &Origin, reason: SkipReason, detail: String) -> ControlFlow<()>;

    /// Counts a member; where it is one too many, reports that and says `false`.
    fn admit(&self, member: &Origin) -> ControlFlow<(), bool> {
        let is_admitted = self.budget().admit();
        if !is_admitted {
            self.broke(member, &io::Error::other("too many members"))?;
        }
        ControlFlow::Continue(is_admitted)
    }

    /// Reports a member that is not read, for a reason known before.
    fn left_out(&self, member: &Origin, reason: SkipReason, detail: &str) -> ControlFlow<()> {
        if self.admit(member)? { self.skipped(member, reason, detail.to_owned()) } else { ControlFlow::Continue(()) }
    }

    /// Reports why the reading of a member or container ended before its end.
    fn broke(&self, origin: &Origin, error: &io::Error) -> ControlFlow<()> {
        if let Some(excess) = self.budget().take_excess() {
            return self.skipped(origin, SkipReason::TooMuch, excess);
        }
        if self.budget().is_closed() {
            return ControlFlow::Continue(());
        }
        let reason = match error.kind() {
            io::ErrorKind::OutOfMemory => SkipReason::TooMuch,
            io::ErrorKind::Unsupported => SkipReason::Unsupported,
            _ if error.raw_os_error().is_some() => SkipReason::Unreadable,
            _ => SkipReason::Damaged,
        };
        self.skipped(origin, reason, error.to_string())
    }
}

//! What a scan has done so far: counted by its threads, shown by whoever watches.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use crate::document::Origin;
use crate::report::Coverage;
use crate::source::Skipped;

/// What has been done so far.
#[derive(Debug, Default)]
pub struct Progress {
    /// Files opened.
    pub files: AtomicU64,
    /// Bytes of them, or of the objects of this phase.
    pub bytes: AtomicU64,
    /// Members of archives opened.
    pub members: AtomicU64,
    /// Bytes of them.
    pub member_bytes: AtomicU64,
    /// Findings before they are merged.
    pub findings: AtomicU64,
    /// Objects of this phase that are done.
    pub objects: AtomicU64,
    /// Objects that this phase has to do; 0 where it is not known.
    pub total_objects: AtomicU64,
    /// Bytes that this phase has to do; 0 where it is not known.
    pub total_bytes: AtomicU64,
    phase: AtomicU8,
}

/// What a scan is at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Files, of which nobody knows how many there are.
    #[default]
    Files,
    /// The repository is opened: its packs, references and reflogs.
    Opening,
    /// Commits, tags and trees are read.
    Trees,
    /// Blobs are scanned.
    Objects,
    /// The history of what was found is looked up.
    Provenance,
}

impl Phase {
    const ALL: [Self; 5] = [Self::Files, Self::Opening, Self::Trees, Self::Objects, Self::Provenance];

    /// The phase in the words of the progress line.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Files | Self::Objects => "scanning",
            Self::Opening => "opening the repository",
            Self::Trees => "reading commits and trees",
            Self::Provenance => "provenance",
        }
    }
}

impl Progress {
    /// What the scan is at.
    #[must_use]
    pub fn phase(&self) -> Phase {
        Phase::ALL.get(usize::from(self.phase.load(Ordering::Relaxed))).copied().unwrap_or_default()
    }

    /// Begins a phase with so many objects and bytes to do, 0 where that is not known; counts begin anew.
    pub fn begin(&self, phase: Phase, objects: u64, bytes: u64) {
        self.objects.store(0, Ordering::Relaxed);
        self.bytes.store(0, Ordering::Relaxed);
        self.total_objects.store(objects, Ordering::Relaxed);
        self.total_bytes.store(bytes, Ordering::Relaxed);
        self.phase.store(phase as u8, Ordering::Relaxed);
    }

    /// Counts objects of this phase that are done, and their bytes.
    pub fn advance(&self, objects: u64, bytes: u64) {
        self.objects.fetch_add(objects, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn opened(&self, origin: &Origin, bytes: u64) {
        let (count, sum) =
            if origin.member.is_none() { (&self.files, &self.bytes) } else { (&self.members, &self.member_bytes) };
        count.fetch_add(1, Ordering::Relaxed);
        sum.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn coverage(&self, mut skipped: Vec<Skipped>) -> Coverage {
        skipped.sort();
        skipped.dedup();
        Coverage {
            files: self.files.load(Ordering::Relaxed),
            members: self.members.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            member_bytes: self.member_bytes.load(Ordering::Relaxed),
            skipped,
            ..Coverage::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phase_begins_with_nothing_done() {
        let progress = Progress::default();
        assert_eq!(progress.phase(), Phase::Files);
        for phase in Phase::ALL {
            progress.begin(phase, 10, 1_000);
            assert_eq!((progress.phase(), progress.objects.load(Ordering::Relaxed)), (phase, 0));
            progress.advance(1, 100);
            assert_eq!(progress.bytes.load(Ordering::Relaxed), 100);
        }
    }
}

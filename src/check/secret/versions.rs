//! Looks at a version of a text by what changed since the version that it is made from.
//!
//! Everything that has a say in a hit lies near it: the window that its rule ran on, and a margin around that. Where a
//! stretch of the base was copied with all of it, the hit is copied as well; where not, the rules that a literal near the
//! change wakes run again, on the same windows as they would on the whole text. So the hits of a version are those of
//! the whole text, by construction.

use std::cell::RefCell;
use std::ops::Range;

use super::decode::{DecodeLimits, Encoding, decoded_views_in};
use super::engine::{Again, Paths, Wake, parts};
use super::hit::Hit;
use super::{SecretCheck, resolve};
use crate::document::{Document, Origin, RelPath};
use crate::finding::Fingerprint;

/// A stretch of a version that was copied from its base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Where it stands in the base.
    pub from: usize,
    /// Where it stands in the version.
    pub to: usize,
    /// How many bytes it has.
    pub length: usize,
}

/// What is kept of a text for the versions that are made from it.
pub struct Memory {
    length: usize,
    /// Where promising literals stand, sorted.
    wakes: Vec<Wake>,
    /// The hits, in the order of their windows.
    hits: Vec<Kept>,
    /// Whether something that is shared by all of the text had a say, so that nothing can be copied.
    is_closed: bool,
    is_full: bool,
}

/// A hit and what had a say in it.
struct Kept {
    hit: Hit,
    reason: Reason,
}

/// What had a say in a hit.
#[derive(Clone, Debug)]
enum Reason {
    /// All that was read around the window that its rule ran on.
    Read(Range<usize>),
    /// Something encoded that begins here; gaps keep such things apart.
    Encoded(Encoding, usize),
}

impl Reason {
    const fn start(&self) -> usize {
        match self {
            Self::Read(range) => range.start,
            Self::Encoded(_, start) => *start,
        }
    }
}

/// Copied stretches shorter than this are taken for new.
const SHORTEST_COPY: usize = 800;

impl SecretCheck {
    /// Whether a file of this name is looked at whole by a rule that has no keyword.
    pub fn looks_at_whole(&self, name: &str) -> bool {
        self.engine.looks_at_whole(name)
    }

    /// Looks at a text that is made from no other.
    pub fn first_version(&self, text: &[u8]) -> Memory {
        let changes = Changes::all(text.len());
        let mut wakes = Vec::new();
        self.wakes_of(text, &(0..text.len()), &mut wakes);
        let mut memory = Memory { length: text.len(), wakes, hits: Vec::new(), is_closed: false, is_full: false };
        let encoded = Encoding::ALL.map(|_| changes.zones.clone());
        self.look(text, &changes, &encoded, &mut memory);
        memory
    }

    /// Looks at a text by what changed; `copied` are the stretches that it has from its base, in order and apart.
    pub fn next_version(&self, text: &[u8], base: &Memory, copied: &[Copied]) -> Memory {
        if base.is_closed {
            return self.first_version(text);
        }
        let changes = Changes::of(text.len(), base.length, copied);
        let encoded = Encoding::ALL.map(|encoding| changes.between_gaps(text, encoding));
        let mut memory = Memory {
            length: text.len(),
            wakes: self.next_wakes(text, base, &changes),
            hits: copied_hits(base, &changes, &encoded),
            is_closed: false,
            is_full: false,
        };
        self.look(text, &changes, &encoded, &mut memory);
        memory
    }

    /// Where promising literals stand: those that no change is near to are known.
    fn next_wakes(&self, text: &[u8], base: &Memory, changes: &Changes) -> Vec<Wake> {
        let mut wakes = Vec::with_capacity(base.wakes.len() + 16);
        let mut at = 0;
        let mut zones = changes.zones.iter().map(|zone| self.engine.glance_before(text, zone)).peekable();
        while let Some(mut stretch) = zones.next() {
            while let Some(next) = zones.next_if(|next| next.start <= stretch.end) {
                stretch.end = stretch.end.max(next.end);
            }
            changes.known_wakes(base, at..stretch.start, &mut wakes);
            self.wakes_of(text, &stretch, &mut wakes);
            at = stretch.end;
        }
        changes.known_wakes(base, at..text.len(), &mut wakes);
        wakes
    }

    /// Adds the promising literals that begin in a stretch.
    fn wakes_of(&self, text: &[u8], stretch: &Range<usize>, wakes: &mut Vec<Wake>) {
        for part in parts(stretch.clone()) {
            let first = wakes.len();
            self.engine.wakes_in(text, &part, wakes);
            self.engine.keep_promising(text, wakes, first);
        }
    }

    /// Adds the hits that the changes have a say in.
    fn look(&self, text: &[u8], changes: &Changes, encoded: &Encoded, memory: &mut Memory) {
        thread_local! {
            static AGAIN: RefCell<Again> = RefCell::default();
        }
        let origin = Origin::file(RelPath::new(""));
        let document = Document::whole(&origin, text);
        let most = self.settings.most_findings;
        let hits = &mut memory.hits;
        let mut again = AGAIN.take();
        let has_say = |read: &Range<usize>| !changes.has_copied(read);
        self.engine.search_again(&document, &memory.wakes, &changes.zones, &mut again, has_say, |hit, read| {
            hits.push(Kept { hit, reason: Reason::Read(read) });
            hits.len() < most
        });
        AGAIN.set(again);
        if self.settings.decode_depth > 0 && hits.len() < most {
            memory.is_closed |= self.look_behind_encodings(&document, encoded, hits);
        }
        memory.is_full = memory.hits.len() >= most;
        memory.is_closed |= memory.is_full;
        memory.hits.sort_by_key(|kept| kept.reason.start());
    }

    /// Adds the hits in what is encoded; says whether something had to be expanded, for which a text has one limit.
    fn look_behind_encodings(&self, document: &Document<'_>, within: &Encoded, hits: &mut Vec<Kept>) -> bool {
        let mut inner = Vec::new();
        let mut is_expanded = false;
        for (encoding, within) in Encoding::ALL.into_iter().zip(within) {
            is_expanded |= decoded_views_in(document, encoding, within, &DecodeLimits::default(), &mut |view| {
                self.collect(view, Paths::Any, &mut inner);
                let start = view.outer.map_or(0, |outer| outer.map.first_encoded());
                hits.extend(inner.drain(..).map(|hit| Kept { hit, reason: Reason::Encoded(encoding, start) }));
            });
        }
        is_expanded
    }
}

/// The ranges of each encoding in which it is undone again.
type Encoded = [Vec<Range<usize>>; Encoding::ALL.len()];

impl Memory {
    /// Whether there were more hits than are kept.
    pub const fn is_full(&self) -> bool {
        self.is_full
    }

    /// The fingerprints of what a text holds, one for each hit that stays when they are settled.
    pub fn fingerprints(&self) -> Vec<Fingerprint> {
        resolve::fingerprints(self.hits.iter().map(|kept| &kept.hit))
    }
}

/// The hits of the base that nothing changed about.
fn copied_hits(base: &Memory, changes: &Changes, encoded: &Encoded) -> Vec<Kept> {
    let mut hits = Vec::new();
    if base.hits.is_empty() {
        return hits;
    }
    let is_read_again = |encoding: Encoding, start: usize| {
        let encoded = &encoded[encoding as usize];
        let next = encoded.partition_point(|range| range.end <= start);
        encoded.get(next).is_some_and(|range| range.start <= start)
    };
    for copy in &changes.copies {
        let first = base.hits.partition_point(|kept| kept.reason.start() < copy.from);
        let inside = base.hits[first..].iter().take_while(|kept| kept.reason.start() < copy.from + copy.length);
        let by = copy.to.cast_signed() - copy.from.cast_signed();
        for kept in inside {
            let reason = match &kept.reason {
                Reason::Read(read) => {
                    let read = read.start.wrapping_add_signed(by)..read.end.wrapping_add_signed(by);
                    if !changes.has_copied(&read) {
                        continue;
                    }
                    Reason::Read(read)
                }
                Reason::Encoded(encoding, start) => {
                    let start = start.wrapping_add_signed(by);
                    if is_read_again(*encoding, start) {
                        continue;
                    }
                    Reason::Encoded(*encoding, start)
                }
            };
            hits.push(Kept { hit: kept.hit.shifted(by), reason });
        }
    }
    hits
}

/// What a version has from its base, and what lies between.
#[derive(Debug, Default)]
struct Changes {
    length: usize,
    base_length: usize,
    copies: Vec<Copied>,
    /// What is new or cut; empty ranges are places where two copies meet that were no neighbours.
    zones: Vec<Range<usize>>,
}

impl Changes {
    /// Everything is new.
    fn all(length: usize) -> Self {
        let whole = 0..length;
        Self { length, base_length: 0, copies: Vec::new(), zones: vec![whole] }
    }

    fn of(length: usize, base_length: usize, copied: &[Copied]) -> Self {
        let mut joined: Vec<Copied> = Vec::with_capacity(copied.len());
        for &copy in copied {
            match joined.last_mut() {
                Some(last) if last.to + last.length == copy.to && last.from + last.length == copy.from => {
                    last.length += copy.length;
                }
                _ => joined.push(copy),
            }
        }
        joined.retain(|copy| copy.length >= SHORTEST_COPY);
        let mut changes = Self { length, base_length, copies: joined, zones: Vec::new() };
        let mut at = 0;
        for index in 0..changes.copies.len() {
            let copy = changes.copies[index];
            if !(copy.to == 0 && copy.from == 0) {
                changes.zones.push(at..copy.to);
            }
            at = copy.to + copy.length;
        }
        if changes.copies.last().is_none_or(|last| !changes.reaches_the_end(last)) {
            changes.zones.push(at..length);
        }
        changes
    }

    /// Adds the literals of the base in a range of the text to which no change is near.
    fn known_wakes(&self, base: &Memory, range: Range<usize>, wakes: &mut Vec<Wake>) {
        let behind = self.copies.partition_point(|copy| copy.to <= range.start);
        let Some(copy) = behind.checked_sub(1).map(|index| &self.copies[index]).filter(|_| !range.is_empty()) else {
            return;
        };
        let from = range.start - copy.to + copy.from;
        let first = base.wakes.partition_point(|wake| (wake.at as usize) < from);
        let inside = base.wakes[first..].iter().take_while(|wake| (wake.at as usize) < from + range.len());
        let shift = |at: u32| u32::try_from(at as usize - copy.from + copy.to).expect("within the text");
        wakes.extend(inside.map(|wake| Wake { at: shift(wake.at), literal: wake.literal }));
    }

    /// Whether a copied stretch ends both texts.
    const fn reaches_the_end(&self, copy: &Copied) -> bool {
        copy.to + copy.length == self.length && copy.from + copy.length == self.base_length
    }

    /// Whether a range was copied with the bytes next to it, or with the ends of the text.
    fn has_copied(&self, range: &Range<usize>) -> bool {
        let behind = self.copies.partition_point(|copy| copy.to <= range.start);
        let Some(copy) = behind.checked_sub(1).map(|index| &self.copies[index]) else { return false };
        let begins = copy.to == 0 && copy.from == 0 || range.start > copy.to;
        let ends = range.end < copy.to + copy.length || self.reaches_the_end(copy);
        begins && ends
    }

    /// The ranges around what is new in which an encoding is undone again: they end at gaps.
    fn between_gaps(&self, text: &[u8], encoding: Encoding) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::with_capacity(self.zones.len());
        for zone in &self.zones {
            let next = self.copies.partition_point(|copy| copy.to + copy.length <= zone.start);
            let (before, after) = (next.checked_sub(1).map(|last| &self.copies[last]), self.copies.get(next));
            let start = before.map_or(Some(0), |copy| encoding.gap_before(text, zone.start, &range_of(copy)));
            let end = after.map_or(Some(self.length), |copy| encoding.gap_behind(text, zone.end, &range_of(copy)));
            let start = start.or_else(|| ranges.last().map(|last| last.start)).unwrap_or(0);
            let end = end.unwrap_or_else(|| after.map_or(self.length, |copy| copy.to + copy.length));
            match ranges.last_mut() {
                Some(last) if start <= last.end => last.end = last.end.max(end),
                _ => ranges.push(start..end),
            }
        }
        ranges
    }
}

const fn range_of(copy: &Copied) -> Range<usize> {
    copy.to..copy.to + copy.length
}

#[cfg(test)]
mod tests;

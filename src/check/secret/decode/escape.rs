//! Escapes of URLs, of string literals and of HTML: shows the text around them with the escapes undone.

mod entity;
pub(super) mod undo;

use std::ops::Range;

use super::Viewer;
use crate::document::{OffsetMap, Piece};

use undo::Escape;

/// Bytes of plain text that are shown on either side of escapes; escapes that are nearer to each other belong together.
pub(super) const AROUND: usize = 256;

/// The longest stretch, in bytes of the outer text.
const LONGEST: usize = 64 << 10;

/// Bytes that a stretch shares with the one that goes on where it ended.
const OVERLAP: usize = 1024;

/// Shows every stretch in which escapes stand for printable ASCII.
pub fn views(viewer: &mut Viewer<'_, '_>, within: &Range<usize>) {
    let bytes = viewer.document.bytes;
    let mut stretch = Stretch::default();
    let mut at = within.start;
    while let Some(found) = memchr::memchr3(b'%', b'\\', b'&', &bytes[at..within.end]) {
        at += found;
        let Some((escape, length)) = undo::escape(&bytes[at..]) else {
            // an escaped backslash is no beginning of an escape
            at += if bytes[at..].starts_with(b"\\\\") { 2 } else { 1 };
            continue;
        };
        let place = at..at + length;
        at = place.end;
        if stretch.ends_before(place.start) {
            std::mem::take(&mut stretch).show(viewer);
        } else if stretch.is_full(place.end) {
            let full = std::mem::take(&mut stretch);
            stretch = full.shared_with_next();
            full.show(viewer);
        }
        stretch.add(place, escape);
    }
    stretch.show(viewer);
}

/// Escapes that belong together.
#[derive(Default)]
struct Stretch {
    escapes: Vec<(Range<usize>, Escape)>,
    /// Whether one of them hides what a rule could look for.
    hides: bool,
}

impl Stretch {
    fn ends_before(&self, start: usize) -> bool {
        self.escapes.last().is_some_and(|(last, _)| last.end + AROUND < start)
    }

    fn is_full(&self, end: usize) -> bool {
        self.escapes.first().is_some_and(|(first, _)| end - first.start > LONGEST - 2 * AROUND)
    }

    /// Adds an escape.
    fn add(&mut self, place: Range<usize>, escape: Escape) {
        self.hides |= escape.hides();
        self.escapes.push((place, escape));
    }

    /// The escapes in the end of a full stretch, with which the next one begins.
    fn shared_with_next(&self) -> Self {
        let end = self.escapes.last().map_or(0, |(last, _)| last.end);
        let from = self.escapes.partition_point(|(place, _)| place.start + OVERLAP < end);
        let escapes = self.escapes[from..].to_vec();
        let hides = escapes.iter().any(|(_, escape)| escape.hides());
        Self { escapes, hides }
    }

    /// Shows the text from before the first escape to behind the last.
    fn show(self, viewer: &mut Viewer<'_, '_>) {
        let bytes = viewer.document.bytes;
        let (Some((first, _)), Some((last, _)), true) = (self.escapes.first(), self.escapes.last(), self.hides) else {
            return;
        };
        let range = start_of(bytes, first.start)..end_of(bytes, last.end);
        let mut text = Vec::with_capacity(range.len());
        let mut map = OffsetMap::default();
        let mut at = range.start;
        for (place, escape) in &self.escapes {
            plain(bytes, at..place.start, &mut text, &mut map);
            map.push(Piece { inner: text.len(), outer: place.start, outer_length: place.len(), linear: false });
            escape.append(&mut text);
            at = place.end;
        }
        plain(bytes, at..range.end, &mut text, &mut map);
        viewer.view(&text, &map, self.escapes[0].1.name());
    }
}

fn plain(bytes: &[u8], range: Range<usize>, text: &mut Vec<u8>, map: &mut OffsetMap) {
    if !range.is_empty() {
        map.push(Piece { inner: text.len(), outer: range.start, outer_length: range.len(), linear: true });
        text.extend_from_slice(&bytes[range]);
    }
}

/// The earliest line start that is near enough, else a place in the middle of the line.
fn start_of(bytes: &[u8], first: usize) -> usize {
    let from = first.saturating_sub(AROUND);
    if from == 0 {
        return 0;
    }
    memchr::memchr(b'\n', &bytes[from..first]).map_or(from, |at| from + at + 1)
}

/// The last line end that is near enough, else a place in the middle of the line.
fn end_of(bytes: &[u8], last: usize) -> usize {
    let to = last.saturating_add(AROUND).min(bytes.len());
    if to == bytes.len() {
        return to;
    }
    memchr::memrchr(b'\n', &bytes[last..to]).map_or(to, |at| last + at + 1)
}

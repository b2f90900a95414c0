//! Undoes what encodings hide: finds encoded stretches of a text and shows what they stand for.

pub mod alphabet;
mod base64;
mod escape;
mod gzip;
mod hex;
mod runs;
mod text;

use std::ops::Range;

use crate::document::{Document, OffsetMap, Outer};

/// How much decoding may bring forth.
#[derive(Clone, Copy, Debug)]
pub struct DecodeLimits {
    /// The most bytes that the compressed stretches of one text are expanded to, all of them together.
    pub gzip_bytes: usize,
}

impl Default for DecodeLimits {
    fn default() -> Self {
        Self { gzip_bytes: 16 << 20 }
    }
}

/// Bytes around a fresh range that are searched with it, so that a stretch that a change cut is found whole.
const AROUND_FRESH: usize = 4096;

/// Shows every text that stretches of the document stand for; what is encoded in those is the caller's to ask for again.
pub fn decoded_views(document: &Document<'_>, limits: &DecodeLimits, show: &mut dyn FnMut(&Document<'_>)) {
    let mut viewer = Viewer { document, expandable: limits.gzip_bytes, show };
    for range in searched(document) {
        base64::views(&mut viewer, &range);
        hex::lists(&mut viewer, &range);
        escape::views(&mut viewer, &range);
    }
}

/// The document under the eyes of the decoders, and where they show what they found.
struct Viewer<'a, 'd> {
    document: &'a Document<'d>,
    /// How many bytes may still be expanded.
    expandable: usize,
    show: &'a mut dyn FnMut(&Document<'_>),
}

impl Viewer<'_, '_> {
    /// Shows a decoded text.
    fn view(&mut self, bytes: &[u8], map: &OffsetMap, decoding: &'static str) {
        let document = Document::decoded(bytes, Outer { document: self.document, map, decoding });
        (self.show)(&document);
    }

    /// Whether a stretch has anything that no earlier document has shown.
    fn is_fresh(&self, stretch: &Range<usize>) -> bool {
        let fresh = self.document.fresh;
        let next = fresh.partition_point(|range| range.end <= stretch.start);
        fresh.is_empty() || fresh.get(next).is_some_and(|range| range.start < stretch.end)
    }
}

/// The parts of the document that are searched: all of it, or what lies around its fresh ranges.
fn searched(document: &Document<'_>) -> Vec<Range<usize>> {
    let length = document.bytes.len();
    let whole = 0..length;
    if document.fresh.is_empty() {
        return vec![whole];
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for fresh in document.fresh {
        let wide = fresh.start.saturating_sub(AROUND_FRESH)..fresh.end.saturating_add(AROUND_FRESH).min(length);
        match ranges.last_mut() {
            Some(last) if wide.start <= last.end => last.end = last.end.max(wide.end),
            _ => ranges.push(wide),
        }
    }
    ranges
}

#[cfg(test)]
mod tests;

//! Undoes what encodings hide: finds encoded stretches of a text and shows what they stand for.

pub mod alphabet;
mod base64;
mod escape;
mod gap;
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

/// Ways to write a text as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Digits of base64, hexadecimal digits, lists of numbers.
    Digits,
    /// Escapes, with the plain text around them.
    Escapes,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Digits, Self::Escapes];
}

/// Shows every text that stretches of the document stand for; what is encoded in those is the caller's to ask for again.
pub fn decoded_views(document: &Document<'_>, limits: &DecodeLimits, show: &mut dyn FnMut(&Document<'_>)) {
    let whole = 0..document.bytes.len();
    for encoding in Encoding::ALL {
        decoded_views_in(document, encoding, std::slice::from_ref(&whole), limits, show);
    }
}

/// The same for the stretches of one encoding that begin in some ranges; says whether anything had to be expanded, which
/// all ranges of a text share one limit for. Where a range is cut at [gaps](gap), it shows what the whole text shows there.
pub fn decoded_views_in(
    document: &Document<'_>,
    encoding: Encoding,
    within: &[Range<usize>],
    limits: &DecodeLimits,
    show: &mut dyn FnMut(&Document<'_>),
) -> bool {
    let mut viewer = Viewer { document, expandable: limits.gzip_bytes, show };
    for range in within {
        match encoding {
            Encoding::Digits => {
                base64::views(&mut viewer, range);
                hex::lists(&mut viewer, range);
            }
            Encoding::Escapes => escape::views(&mut viewer, range),
        }
    }
    viewer.expandable < limits.gzip_bytes
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
}

#[cfg(test)]
mod tests;

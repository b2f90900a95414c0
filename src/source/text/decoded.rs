//! A decoded text while it grows, together with the map to the bytes that it was decoded from.

use std::ops::{ControlFlow, Range};

use crate::document::{Document, OffsetMap, Outer, Piece};
use crate::source::{Visited, Visitor};

/// Pieces that a map holds at most; what lies behind the last one is only known to lie somewhere in the outer text.
const PIECES: usize = 1 << 20;

/// A decoded text and its map.
#[derive(Debug)]
pub struct Decoded {
    text: Vec<u8>,
    map: OffsetMap,
    pieces: usize,
    outer_length: usize,
    last: Option<Piece>,
}

impl Decoded {
    /// Nothing yet, decoded from a text of this length.
    #[must_use]
    pub fn new(outer_length: usize) -> Self {
        Self { text: Vec::new(), map: OffsetMap::default(), pieces: 0, outer_length, last: None }
    }

    /// The text so far.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Adds bytes that lie in the outer text as they are, from `outer` on.
    pub fn linear(&mut self, bytes: &[u8], outer: usize) {
        self.add(bytes, outer..outer + bytes.len(), true);
    }

    /// Adds bytes that stand for a range of the outer text as a whole.
    pub fn whole(&mut self, bytes: &[u8], outer: Range<usize>) {
        self.add(bytes, outer, false);
    }

    /// Ends the line, if one is begun.
    pub fn end_line(&mut self) {
        if self.text.last().is_some_and(|&last| last != b'\n') {
            self.text.push(b'\n');
        }
    }

    fn add(&mut self, bytes: &[u8], outer: Range<usize>, linear: bool) {
        if bytes.is_empty() {
            return;
        }
        let piece = Piece { inner: self.text.len(), outer: outer.start, outer_length: outer.len(), linear };
        self.text.extend_from_slice(bytes);
        match &mut self.last {
            Some(last) if continues(*last, piece) => last.outer_length += piece.outer_length,
            _ => self.begin(piece),
        }
    }

    fn begin(&mut self, piece: Piece) {
        if self.pieces > PIECES {
            return;
        }
        if let Some(last) = self.last.take() {
            self.map.push(last);
        }
        self.pieces += 1;
        let somewhere = Piece { outer: 0, outer_length: self.outer_length, linear: false, ..piece };
        self.last = Some(if self.pieces > PIECES { somewhere } else { piece });
    }

    /// Shows the text as decoded from `outer`, unless it is empty.
    pub fn show(mut self, outer: &Document<'_>, decoding: &'static str, visit: &Visitor<'_>) -> ControlFlow<()> {
        let Some(last) = self.last.take() else { return ControlFlow::Continue(()) };
        self.map.push(last);
        visit(Visited::Document(Document::decoded(&self.text, Outer { document: outer, map: &self.map, decoding })))
    }
}

/// Whether a linear piece goes on where the linear piece before it ends, on both sides.
fn continues(last: Piece, piece: Piece) -> bool {
    let ends = |last: Piece| (last.inner + last.outer_length, last.outer + last.outer_length);
    last.linear && piece.linear && ends(last) == (piece.inner, piece.outer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map_of(mut decoded: Decoded) -> OffsetMap {
        decoded.map.push(decoded.last.take().expect("a text was added"));
        decoded.map
    }

    #[test]
    fn adjoining_linear_pieces_become_one() {
        let mut decoded = Decoded::new(100);
        decoded.linear(b"abc", 10);
        decoded.linear(b"def", 13);
        decoded.end_line();
        decoded.linear(b"ghi", 20);
        assert_eq!(decoded.text(), b"abcdef\nghi");
        assert_eq!(decoded.pieces, 2);
        let map = map_of(decoded);
        assert_eq!(map.outer(2..5), 12..15);
        assert_eq!(map.outer(7..10), 20..23);
    }

    #[test]
    fn a_text_of_very_many_pieces_keeps_a_map_of_bounded_size() {
        let mut decoded = Decoded::new(usize::MAX);
        for at in 0..PIECES + 5 {
            decoded.linear(b"x", at * 2);
        }
        let end = decoded.text().len();
        let map = map_of(decoded);
        assert_eq!(map.outer(10..11), 20..21);
        assert_eq!(map.outer(end - 1..end), 0..usize::MAX);
    }
}

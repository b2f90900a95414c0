//! How a decoded text lies to the text that it was decoded from.

use std::ops::Range;

/// A stretch of the decoded text and what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where the stretch begins in the decoded text.
    pub inner: usize,
    /// Where it begins in the outer text.
    pub outer: usize,
    /// How long it is in the outer text.
    pub outer_length: usize,
    /// Whether each byte stands for one byte; otherwise the stretch stands for all of its outer text.
    pub linear: bool,
}

/// The pieces of a decoded text, in its order, without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

impl OffsetMap {
    /// Where the first encoded piece begins in the outer text; where there is none, the first piece.
    #[must_use]
    pub fn first_encoded(&self) -> usize {
        let encoded = self.pieces.iter().find(|piece| !piece.linear);
        encoded.or(self.pieces.first()).map_or(0, |piece| piece.outer)
    }

    /// A decoded text that stands for one outer range as a whole.
    #[must_use]
    pub fn whole(outer: Range<usize>) -> Self {
        let mut map = Self::default();
        map.push(Piece { inner: 0, outer: outer.start, outer_length: outer.len(), linear: false });
        map
    }

    /// Adds the next piece; its `inner` is not below that of the piece before.
    pub fn push(&mut self, piece: Piece) {
        debug_assert!(self.pieces.last().is_none_or(|last| last.inner <= piece.inner));
        self.pieces.push(piece);
    }

    /// The range of the outer text that a range of the decoded text stands for.
    #[must_use]
    pub fn outer(&self, inner: Range<usize>) -> Range<usize> {
        let (Some(first), Some(last)) =
            (self.piece(inner.start), self.piece(inner.end.saturating_sub(1).max(inner.start)))
        else {
            return 0..0;
        };
        let start = if first.linear { first.at(inner.start) } else { first.outer };
        let end = if last.linear { last.at(inner.end) } else { last.outer + last.outer_length };
        start..end.max(start)
    }

    fn piece(&self, inner: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.inner <= inner);
        self.pieces.get(after.saturating_sub(1))
    }
}

impl Piece {
    fn at(&self, inner: usize) -> usize {
        self.outer + inner.saturating_sub(self.inner).min(self.outer_length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_maps_through_linear_and_whole_pieces() {
        // `ab%41cd` → `abAcd`
        let mut map = OffsetMap::default();
        map.push(Piece { inner: 0, outer: 10, outer_length: 2, linear: true });
        map.push(Piece { inner: 2, outer: 12, outer_length: 3, linear: false });
        map.push(Piece { inner: 3, outer: 15, outer_length: 2, linear: true });
        assert_eq!(map.outer(0..5), 10..17);
        assert_eq!(map.outer(2..3), 12..15);
        assert_eq!(map.outer(3..4), 15..16);
    }

    #[test]
    fn a_whole_text_maps_to_its_whole_outer_range() {
        assert_eq!(OffsetMap::whole(5..30).outer(3..7), 5..30);
    }
}

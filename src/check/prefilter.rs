//! One pass over the bytes that says where a literal of any rule stands.
//!
//! Of every literal one piece of four bytes is known to a [`Filter`]; only where that one wakes is a literal compared.
//! The filter fits into the first-level cache and the pass hardly depends on how many rules there are.

mod filter;
mod pieces;

use filter::{Filter, TILE, TILES, Woken};
use pieces::{Commonness, folded};

/// A text that is looked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Literal {
    /// Its bytes, at least three; lower-case where `exact` is not set.
    pub bytes: Vec<u8>,
    /// Whether its case has to be right.
    pub exact: bool,
}

/// Where a literal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Offset of its first byte.
    pub at: usize,
    /// Which literal, by its index.
    pub literal: usize,
}

/// The literals of all rules, ready to be looked for.
#[derive(Debug)]
pub struct Prefilter {
    filter: Filter,
    /// The slots that have candidates.
    bitmap: Box<[u64; WORDS]>,
    /// For each coarse slot, where its candidates begin in `candidates`.
    starts: Box<[u32; STARTS]>,
    candidates: Vec<Candidate>,
    /// The bytes of all literals, one behind the other.
    bytes: Vec<u8>,
}

/// A literal that may stand where its piece does.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    /// The piece, its case folded; of a literal of three bytes, those and nothing.
    folded: u32,
    literal: u32,
    /// Where the bytes of the literal begin, and how many there are.
    start: u32,
    length: u32,
    /// Where the piece lies in the literal.
    piece: u16,
    exact: bool,
}

/// How many bits of a hash choose a slot; its uppermost ones choose where the candidates lie.
const SLOT_BITS: u32 = 16;
const COARSE_BITS: u32 = 12;
/// Bytes that are searched before what was found is looked at.
const STRETCH: usize = TILES * TILE;
const WORDS: usize = 1 << (SLOT_BITS - 6);
const STARTS: usize = (1 << COARSE_BITS) + 1;

impl Prefilter {
    /// Prepares for literals of at least three bytes each; longer ones cost less.
    #[must_use]
    pub fn new(literals: &[Literal]) -> Self {
        let commonness = Commonness::known();
        let mut filter = Filter::default();
        let mut bitmap = Box::new([0; WORDS]);
        let mut bytes = Vec::with_capacity(literals.iter().map(|literal| literal.bytes.len()).sum());
        let mut candidates: Vec<Candidate> = Vec::with_capacity(literals.len());
        let narrow = |number| u32::try_from(number).expect("all literals together are short");
        for (literal, index) in literals.iter().zip(0..) {
            let piece = commonness.rarest_piece(&literal.bytes, literal.exact);
            filter.add(&literal.bytes[piece.clone()]);
            let folded = folded(&literal.bytes[piece.clone()]);
            let slot = slot(folded);
            bitmap[(slot >> 6) as usize] |= 1_u64 << (slot & 63);
            candidates.push(Candidate {
                folded,
                literal: index,
                start: narrow(bytes.len()),
                length: narrow(literal.bytes.len()),
                piece: u16::try_from(piece.start).expect("the first pieces alone are chosen from"),
                exact: literal.exact,
            });
            bytes.extend_from_slice(&literal.bytes);
        }
        candidates.sort_unstable_by_key(|candidate| (slot(candidate.folded), candidate.literal));
        let mut starts: Box<[u32; STARTS]> = vec![0; STARTS].try_into().expect("as long as it was made");
        for candidate in &candidates {
            starts[coarse(slot(candidate.folded)) + 1] += 1;
        }
        for index in 1..starts.len() {
            starts[index] += starts[index - 1];
        }
        Self { filter, bitmap, starts, candidates, bytes }
    }

    /// Shows every place of every literal, in no particular order of literals at one place.
    pub fn find(&self, text: &[u8], mut hit: impl FnMut(Hit)) {
        let mut woken = Woken::default();
        let mut start = 0;
        while start + 3 <= text.len() {
            let block = &text[start..];
            let block = &block[..block.len().min(STRETCH + 3)];
            self.filter.wakes(block, &mut woken);
            woken.drain(|at| self.look(text, start + at, &mut hit));
            start += STRETCH;
        }
    }

    /// Whether one of the literals that `counts` means stands in a text; no more of it is read than it takes.
    #[must_use]
    pub fn has(&self, text: &[u8], counts: impl Fn(usize) -> bool) -> bool {
        let mut woken = Woken::default();
        let mut is_there = false;
        for start in (0..text.len().saturating_sub(2)).step_by(STRETCH) {
            let block = &text[start..text.len().min(start + STRETCH + 3)];
            self.filter.wakes(block, &mut woken);
            woken.drain(|at| self.look(text, start + at, &mut |hit: Hit| is_there |= counts(hit.literal)));
            if is_there {
                return true;
            }
        }
        false
    }

    /// Looks closer at a place where a piece may stand.
    #[inline]
    fn look(&self, text: &[u8], at: usize, hit: &mut impl FnMut(Hit)) {
        let piece = piece_at(text, at);
        for folded in [piece, without_fourth(piece)] {
            if self.has_candidates(folded) {
                self.compare(text, at, folded, hit);
            }
        }
    }

    #[inline]
    fn has_candidates(&self, folded: u32) -> bool {
        let slot = slot(folded);
        self.bitmap[(slot >> 6) as usize & (WORDS - 1)] >> (slot & 63) & 1 == 1
    }

    /// Compares the literals whose piece stands at `at`.
    #[inline(never)]
    fn compare(&self, text: &[u8], at: usize, folded: u32, hit: &mut impl FnMut(Hit)) {
        let slot = coarse(slot(folded));
        let range = self.starts[slot] as usize..self.starts[slot + 1] as usize;
        for candidate in self.candidates[range].iter().filter(|candidate| candidate.folded == folded) {
            let Some(start) = at.checked_sub(usize::from(candidate.piece)) else { continue };
            let length = candidate.length as usize;
            let Some(found) = text.get(start..start + length) else { continue };
            let literal = &self.bytes[candidate.start as usize..][..length];
            if if candidate.exact { found == literal } else { found.eq_ignore_ascii_case(literal) } {
                hit(Hit { at: start, literal: candidate.literal as usize });
            }
        }
    }
}

/// The folded piece of three bytes that a longer one begins with.
const fn without_fourth(folded: u32) -> u32 {
    folded & 0x00ff_ffff
}

/// The folded piece at a place of a text; behind its end there are blanks.
#[inline]
fn piece_at(text: &[u8], at: usize) -> u32 {
    let byte = |at: usize| text.get(at).copied().unwrap_or(0);
    text.get(at..at + 4).map_or_else(|| folded(&[byte(at), byte(at + 1), byte(at + 2), byte(at + 3)]), folded)
}

/// The slot of the candidates with this folded piece.
const fn slot(folded: u32) -> u32 {
    folded.wrapping_mul(0x9e37_79b1) >> (32 - SLOT_BITS)
}

const fn coarse(slot: u32) -> usize {
    (slot >> (SLOT_BITS - COARSE_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn literals(words: &[(&str, bool)]) -> Vec<Literal> {
        words.iter().map(|(word, exact)| Literal { bytes: word.as_bytes().to_vec(), exact: *exact }).collect()
    }

    fn found(words: &[(&str, bool)], text: &[u8]) -> Vec<Hit> {
        let mut hits = Vec::new();
        Prefilter::new(&literals(words)).find(text, |hit| hits.push(hit));
        hits.sort_unstable();
        hits
    }

    fn naive(words: &[(&str, bool)], text: &[u8]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (literal, (word, exact)) in words.iter().enumerate() {
            for (at, window) in text.windows(word.len()).enumerate() {
                let same = window == word.as_bytes();
                if same || !exact && window.eq_ignore_ascii_case(word.as_bytes()) {
                    hits.push(Hit { at, literal });
                }
            }
        }
        hits.sort_unstable();
        hits
    }

    #[test]
    fn a_literal_is_there_wherever_it_stands() {
        let filter = Prefilter::new(&literals(&[("token", false), ("ghp_", true)]));
        for at in [0, 1, STRETCH - 6, STRETCH - 3, STRETCH, 3 * STRETCH - 1] {
            let mut text = vec![b'.'; at];
            text.extend_from_slice(b"TOKEN");
            assert!(filter.has(&text, |literal| literal == 0), "{at}");
            assert!(!filter.has(&text, |literal| literal == 1), "{at}");
            assert!(!filter.has(&text[..text.len() - 1], |_| true), "{at}");
        }
        assert!(!filter.has(b"", |_| true) && !filter.has(b"gh", |_| true));
    }

    #[test]
    fn a_literal_is_found_at_the_very_start_and_end_and_inside_another() {
        let words = [("key", false), ("api_key", false), ("ghp_", true), ("AKI", true)];
        for text in ["key", "API_KEY", "xGHP_", "ghp_", "a key", "apikey", "ke", "AKIA", "akia"] {
            assert_eq!(found(&words, text.as_bytes()), naive(&words, text.as_bytes()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_place_of_every_literal_is_found(text in "[abkeyKEY_pi ]{0,80}") {
            let words = [("key", false), ("api_key", false), ("pike", true), ("yaba", true), ("___", false)];
            prop_assert_eq!(found(&words, text.as_bytes()), naive(&words, text.as_bytes()));
        }

        #[test]
        fn literals_on_the_borders_of_tiles_and_blocks_are_found(text in "[a-cA-C_]{0,700}", words in prop::collection::btree_set(("[a-c_]{3,7}", any::<bool>()), 1..9)) {
            let words: Vec<(&str, bool)> = words.iter().map(|(word, exact)| (word.as_str(), *exact)).collect();
            prop_assert_eq!(found(&words, text.as_bytes()), naive(&words, text.as_bytes()));
        }

        #[test]
        fn any_bytes_are_looked_at(text in prop::collection::vec(any::<u8>(), 0..400), at in 0_usize..400, length in 3_usize..9) {
            let word = text[at.min(text.len())..(at + length).min(text.len())].to_vec();
            if word.len() >= 3 {
                let mut hits = Vec::new();
                let literal = Literal { bytes: word.clone(), exact: true };
                Prefilter::new(&[literal]).find(&text, |hit| hits.push(hit.at));
                hits.sort_unstable();
                let places = text.windows(word.len()).enumerate().filter(|(_, window)| *window == word.as_slice());
                prop_assert_eq!(hits, places.map(|(at, _)| at).collect::<Vec<_>>());
            }
        }
    }
}

//! One pass over the bytes that says where a literal of any rule stands.
//!
//! Four neighbouring bytes, their case folded, are hashed into a bitmap that knows one four-byte piece of every
//! literal; only where the bit is set is a literal compared. The bitmap fits into the first-level cache and the
//! pass hardly depends on how many rules there are.

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
    bitmap: Box<[u64; WORDS]>,
    /// For each hash, where its candidates begin in `candidates`.
    starts: Box<[u32]>,
    candidates: Vec<Candidate>,
    literals: Vec<Literal>,
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    literal: u32,
    /// Where the looked-up piece lies in the literal.
    piece: u32,
    /// The piece, its case folded: most candidates are dismissed by it.
    folded: u32,
}

const HASH_BITS: u32 = 16;
const WORDS: usize = 1 << (HASH_BITS - 6);

/// Bytes looked at together before a branch.
const STRIDE: usize = 8;

impl Prefilter {
    /// Prepares for literals of at least three bytes each; longer ones cost less.
    #[must_use]
    pub fn new(literals: Vec<Literal>) -> Self {
        let mut entries: Vec<(u32, Candidate)> = Vec::new();
        for (index, literal) in literals.iter().enumerate() {
            let index = u32::try_from(index).expect("fewer than four thousand million literals");
            entries.extend(
                pieces_of(&literal.bytes)
                    .into_iter()
                    .map(|(folded, piece)| (hash(folded), Candidate { literal: index, piece, folded })),
            );
        }
        entries.sort_by_key(|(hash, candidate)| (*hash, candidate.literal));
        let mut bitmap = Box::new([0; WORDS]);
        let mut starts = vec![0; (1 << HASH_BITS) + 1].into_boxed_slice();
        for (hash, _) in &entries {
            bitmap[(hash >> 6) as usize] |= 1 << (hash & 63);
            starts[*hash as usize + 1] += 1;
        }
        for index in 1..starts.len() {
            starts[index] += starts[index - 1];
        }
        Self { bitmap, starts, candidates: entries.into_iter().map(|(_, candidate)| candidate).collect(), literals }
    }

    /// Shows every place of every keyword, in no particular order of keywords at one place.
    pub fn find(&self, text: &[u8], mut hit: impl FnMut(Hit)) {
        let mut at = 0;
        while let Some(block) = text.get(at..at + STRIDE + 3) {
            let mut woken = 0_u32;
            for offset in 0..STRIDE {
                let hash = hash(fold(block[offset], block[offset + 1], block[offset + 2], block[offset + 3]));
                woken |= self.bit(hash) << offset;
            }
            while woken != 0 {
                self.compare(text, at + woken.trailing_zeros() as usize, &mut hit);
                woken &= woken - 1;
            }
            at += STRIDE;
        }
        while at + 3 <= text.len() {
            self.compare(text, at, &mut hit);
            at += 1;
        }
    }

    fn bit(&self, hash: u32) -> u32 {
        u32::from(self.bitmap[(hash >> 6) as usize & (WORDS - 1)] >> (hash & 63) & 1 == 1)
    }

    /// Compares the literals whose piece may stand at `at`.
    fn compare(&self, text: &[u8], at: usize, hit: &mut impl FnMut(Hit)) {
        let fourth = text.get(at + 3).copied().unwrap_or(0);
        let folded = fold(text[at], text[at + 1], text[at + 2], fourth);
        let hash = hash(folded) as usize;
        let range = self.starts[hash] as usize..self.starts[hash + 1] as usize;
        for candidate in self.candidates[range].iter().filter(|candidate| candidate.folded == folded) {
            let literal = &self.literals[candidate.literal as usize];
            let Some(start) = at.checked_sub(candidate.piece as usize) else { continue };
            let Some(found) = text.get(start..start + literal.bytes.len()) else { continue };
            if if literal.exact { found == literal.bytes } else { found.eq_ignore_ascii_case(&literal.bytes) } {
                hit(Hit { at: start, literal: candidate.literal as usize });
            }
        }
    }
}

/// The folded pieces under which a literal is found, and where in it each lies.
fn pieces_of(literal: &[u8]) -> Vec<(u32, u32)> {
    if let [first, second, third] = *literal {
        let mut pieces: Vec<u32> = (0..=255).map(|fourth| fold(first, second, third, fourth)).collect();
        pieces.sort_unstable();
        pieces.dedup();
        return pieces.into_iter().map(|piece| (piece, 0)).collect();
    }
    let cost = |piece: &[u8]| piece.iter().map(|&byte| commonness(byte)).sum::<u32>();
    let rarest = literal.windows(4).enumerate().min_by_key(|(_, piece)| cost(piece));
    let place = |at| u32::try_from(at).expect("literals are short");
    rarest.map(|(at, piece)| (fold(piece[0], piece[1], piece[2], piece[3]), place(at))).into_iter().collect()
}

/// How common a byte is in source text, coarsely; a piece of rare bytes wakes fewer comparisons.
fn commonness(byte: u8) -> u32 {
    match byte.to_ascii_lowercase() {
        b'e' | b't' | b' ' => 12,
        b's' | b'r' | b'n' | b'i' | b'a' | b'o' => 10,
        b'l' | b'c' | b'd' | b'u' | b'p' | b'm' => 7,
        b'.' | b'_' | b'-' | b'/' | b'f' | b'h' | b'g' | b'b' | b'"' | b':' => 5,
        b'y' | b'w' | b'v' | b'k' | b'=' | b'0' | b'1' => 3,
        _ => 1,
    }
}

const fn fold(a: u8, b: u8, c: u8, d: u8) -> u32 {
    u32::from_le_bytes([a, b, c, d]) | 0x2020_2020
}

const fn hash(folded: u32) -> u32 {
    folded.wrapping_mul(0x9e37_79b1) >> (32 - HASH_BITS)
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
        Prefilter::new(literals(words)).find(text, |hit| hits.push(hit));
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
    }
}

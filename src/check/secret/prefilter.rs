//! One pass over the bytes that says where a keyword of any rule stands, without regard to case.
//!
//! Four neighbouring bytes, their case folded, are hashed into a bitmap that knows one four-byte piece of every
//! keyword; only where the bit is set is a keyword compared. The bitmap fits into the first-level cache and the
//! pass does not depend on how many rules there are.

/// Where a keyword stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Offset of its first byte.
    pub at: usize,
    /// Which keyword, by its index.
    pub keyword: usize,
}

/// The literals of all rules, ready to be looked for.
#[derive(Debug)]
pub struct Prefilter {
    bitmap: Box<[u64; WORDS]>,
    /// For each hash, where its candidates begin in `candidates`.
    starts: Box<[u32]>,
    candidates: Vec<Candidate>,
    keywords: Vec<Box<[u8]>>,
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    keyword: u32,
    /// Where the looked-up piece lies in the keyword.
    piece: u32,
}

const HASH_BITS: u32 = 16;
const WORDS: usize = 1 << (HASH_BITS - 6);

/// Bytes looked at together before a branch.
const STRIDE: usize = 8;

impl Prefilter {
    /// Prepares for keywords of at least three bytes each; longer ones cost less.
    #[must_use]
    pub fn new(keywords: &[String]) -> Self {
        let keywords: Vec<Box<[u8]>> =
            keywords.iter().map(|word| word.to_ascii_lowercase().into_bytes().into()).collect();
        let mut entries: Vec<(u32, Candidate)> = Vec::new();
        for (index, word) in keywords.iter().enumerate() {
            let keyword = u32::try_from(index).expect("fewer than four thousand million keywords");
            entries.extend(pieces_of(word).into_iter().map(|(hash, piece)| (hash, Candidate { keyword, piece })));
        }
        entries.sort_by_key(|(hash, candidate)| (*hash, candidate.keyword));
        let mut bitmap = Box::new([0; WORDS]);
        let mut starts = vec![0; (1 << HASH_BITS) + 1].into_boxed_slice();
        for (hash, _) in &entries {
            bitmap[(hash >> 6) as usize] |= 1 << (hash & 63);
            starts[*hash as usize + 1] += 1;
        }
        for index in 1..starts.len() {
            starts[index] += starts[index - 1];
        }
        Self { bitmap, starts, candidates: entries.into_iter().map(|(_, candidate)| candidate).collect(), keywords }
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

    /// Compares the keywords whose piece may stand at `at`.
    fn compare(&self, text: &[u8], at: usize, hit: &mut impl FnMut(Hit)) {
        let fourth = text.get(at + 3).copied().unwrap_or(0);
        let hash = hash(fold(text[at], text[at + 1], text[at + 2], fourth)) as usize;
        let range = self.starts[hash] as usize..self.starts[hash + 1] as usize;
        for candidate in &self.candidates[range] {
            let word = &self.keywords[candidate.keyword as usize];
            let Some(start) = at.checked_sub(candidate.piece as usize) else { continue };
            if text.get(start..start + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word)) {
                hit(Hit { at: start, keyword: candidate.keyword as usize });
            }
        }
    }
}

/// The hashes under which a keyword is found, and where in it each piece lies.
fn pieces_of(word: &[u8]) -> Vec<(u32, u32)> {
    if let [first, second, third] = *word {
        let mut hashes: Vec<u32> = (0..=255).map(|fourth| hash(fold(first, second, third, fourth))).collect();
        hashes.sort_unstable();
        hashes.dedup();
        return hashes.into_iter().map(|hash| (hash, 0)).collect();
    }
    let rarest =
        word.windows(4).enumerate().min_by_key(|(_, piece)| piece.iter().map(|&byte| commonness(byte)).sum::<u32>());
    rarest
        .map(|(at, piece)| (hash(fold(piece[0], piece[1], piece[2], piece[3])), u32::try_from(at).unwrap_or(0)))
        .into_iter()
        .collect()
}

/// How common a byte is in source text, coarsely; a piece of rare bytes wakes fewer comparisons.
fn commonness(byte: u8) -> u32 {
    match byte {
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

    fn found(keywords: &[&str], text: &[u8]) -> Vec<Hit> {
        let keywords: Vec<String> = keywords.iter().map(ToString::to_string).collect();
        let mut hits = Vec::new();
        Prefilter::new(&keywords).find(text, |hit| hits.push(hit));
        hits.sort_unstable();
        hits
    }

    fn naive(keywords: &[&str], text: &[u8]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (keyword, word) in keywords.iter().enumerate() {
            for (at, window) in text.windows(word.len()).enumerate() {
                if window.eq_ignore_ascii_case(word.as_bytes()) {
                    hits.push(Hit { at, keyword });
                }
            }
        }
        hits.sort_unstable();
        hits
    }

    #[test]
    fn a_keyword_is_found_at_the_very_start_and_end_and_inside_another() {
        let keywords = ["key", "api_key", "ghp_"];
        for text in ["key", "API_KEY", "xGHP_", "a key", "apikey", "ke"] {
            assert_eq!(found(&keywords, text.as_bytes()), naive(&keywords, text.as_bytes()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_place_of_every_keyword_is_found(text in "[abkeyKEY_pi ]{0,80}") {
            let keywords = ["key", "api_key", "pike", "yaba", "___"];
            prop_assert_eq!(found(&keywords, text.as_bytes()), naive(&keywords, text.as_bytes()));
        }
    }
}

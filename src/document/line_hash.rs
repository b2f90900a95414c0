//! The hash by which GitHub's code scanning knows a line again after the lines above it have moved.
//!
//! The value has to be the one that GitHub's upload action computes for itself (`primaryLocationLineHash`), or an alert
//! is closed and opened anew. It is a polynomial hash, factor 37, modulo 2⁶⁴, over the 100 UTF-16 code units that follow
//! the start of the line: blanks and tabs left out, every line end a line feed, 65535 for the end of the file and zeros
//! behind it. A counter tells lines of the same hash apart.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// Code units that one hash covers.
const BLOCK: usize = 100;

/// The factor of the polynomial.
const FACTOR: u64 = 37;

/// Stands for the end of the file.
const END_OF_FILE: u16 = 65535;

/// The hashes of the given lines of a whole file, counted from 1; lines that the file does not have are left out.
///
/// Lines are counted as the upload action counts them: a lone carriage return ends a line too. Time is linear in the
/// text, memory in the number of its lines.
#[must_use]
pub fn line_hashes(text: &[u8], lines: &[usize]) -> BTreeMap<usize, String> {
    // Nearly all files are ASCII, whose bytes are their units.
    if text.is_ascii() {
        of_units(text.iter().map(|byte| u16::from(*byte)), lines)
    } else {
        of_units(units(text), lines)
    }
}

fn of_units(units: impl Iterator<Item = u16>, lines: &[usize]) -> BTreeMap<usize, String> {
    let mut hasher = Hasher::new(lines);
    let mut after_return = false;
    for unit in units {
        let joined = after_return && unit == u16::from(b'\n');
        after_return = unit == u16::from(b'\r');
        if joined || unit == u16::from(b' ') || unit == u16::from(b'\t') {
            continue;
        }
        hasher.push(if after_return { u16::from(b'\n') } else { unit });
        if hasher.is_done {
            return hasher.found;
        }
    }
    hasher.push(END_OF_FILE);
    hasher.fill();
    hasher.found
}

/// The text in UTF-16; what is not UTF-8 becomes replacement characters.
fn units(text: &[u8]) -> impl Iterator<Item = u16> {
    text.utf8_chunks().flat_map(|chunk| {
        let broken = (!chunk.invalid().is_empty()).then_some(0xfffd);
        chunk.valid().encode_utf16().chain(broken)
    })
}

struct Hasher {
    wanted: BTreeSet<usize>,
    found: BTreeMap<usize, String>,
    /// How often each hash has been seen.
    seen: HashMap<u64, usize>,
    window: [u16; BLOCK],
    /// Where the next unit goes in the window.
    slot: usize,
    hash: u64,
    /// Code units hashed so far.
    count: usize,
    /// Lines begun so far, and whether the next unit begins another.
    line: usize,
    at_start: bool,
    /// The lines whose hashes are not yet complete, and where each began.
    open: VecDeque<(usize, usize)>,
    /// How many units complete the hash of the first of them.
    closes_at: usize,
    /// Whether all wanted lines are found.
    is_done: bool,
    /// What a unit weighs when it leaves the window.
    oldest: u64,
}

impl Hasher {
    fn new(lines: &[usize]) -> Self {
        Self {
            wanted: lines.iter().copied().collect(),
            found: BTreeMap::new(),
            seen: HashMap::new(),
            window: [0; BLOCK],
            slot: 0,
            hash: 0,
            count: 0,
            line: 0,
            at_start: true,
            open: VecDeque::new(),
            closes_at: usize::MAX,
            is_done: lines.is_empty(),
            oldest: (0..BLOCK).fold(1, |power: u64, _| power.wrapping_mul(FACTOR)),
        }
    }

    /// Hashes a unit of the file.
    fn push(&mut self, unit: u16) {
        if self.at_start {
            self.line += 1;
            self.open.push_back((self.line, self.count));
            self.closes_at = self.closes_at.min(self.count + BLOCK);
        }
        self.at_start = unit == u16::from(b'\n');
        self.roll(unit);
    }

    /// Hashes zeros until no line is open.
    fn fill(&mut self) {
        while !self.open.is_empty() {
            self.roll(0);
        }
    }

    fn roll(&mut self, unit: u16) {
        let slot = &mut self.window[self.slot];
        let leaving = u64::from(std::mem::replace(slot, unit)).wrapping_mul(self.oldest);
        self.hash = self.hash.wrapping_mul(FACTOR).wrapping_add(u64::from(unit)).wrapping_sub(leaving);
        self.slot = if self.slot + 1 == BLOCK { 0 } else { self.slot + 1 };
        self.count += 1;
        if self.count == self.closes_at {
            if let Some((line, _)) = self.open.pop_front() {
                self.close(line);
            }
            self.closes_at = self.open.front().map_or(usize::MAX, |(_, start)| start + BLOCK);
        }
    }

    /// Notes the hash of a line; all are counted, since the counter is part of the hash of a wanted one.
    fn close(&mut self, line: usize) {
        let seen = self.seen.entry(self.hash).or_default();
        *seen += 1;
        if self.wanted.contains(&line) {
            self.found.insert(line, format!("{:x}:{seen}", self.hash));
            self.is_done = self.found.len() == self.wanted.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Vec<String> {
        line_hashes(text, &(1..100).collect::<Vec<_>>()).into_values().collect()
    }

    #[test]
    fn an_empty_file_has_one_line_that_is_its_end() {
        // 65535 × 37⁹⁹ modulo 2⁶⁴
        assert_eq!(all(b""), ["c129715d7a2bc9a3:1"]);
    }

    #[test]
    fn blanks_and_tabs_do_not_count() {
        let hashes = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];
        assert_eq!(all(b" a\nb\n  \t\tc\n d"), hashes);
        assert_eq!(all(b"a\nb\nc\nd"), hashes);
    }

    #[test]
    fn every_line_end_counts_as_a_line_feed() {
        let hashes = [
            "60c469652c9ac601:1",
            "6d21a3ee00875e7d:1",
            "7d2325de22e4ec95:1",
            "d7f9d9fd98d18bc7:1",
            "3efc5ba11728a159:1",
            "c129715d7a2bc9a3:1",
        ];
        assert_eq!(all(b"one\r\ntwo\r three\n\rfour\n"), hashes);
        assert_eq!(all(b"one\ntwo\nthree\n\nfour\n"), hashes);
        assert_eq!(all(b"a\r \nb"), ["67c066a59e652f5e:1", "cc4c43d77869440f:1", "8ee5a81e681643c1:1"]);
    }

    #[test]
    fn lines_of_one_hash_are_told_apart_by_a_counter() {
        let hashes = [
            "89b25e16b6b19d8d:1",
            "89b25e16b6b19d8d:2",
            "89b25e16b6b19d8d:3",
            "45dbc4170cd52804:1",
            "e82c022a4941469:1",
            "1658e5f13bfa589e:1",
            "c129715d7a2bc9a3:1",
        ];
        let text = "same line of text, twenty-eight\n".repeat(6);
        assert_eq!(all(text.as_bytes()), hashes);
        let third = line_hashes(text.as_bytes(), &[3]);
        assert_eq!(third, BTreeMap::from([(3, hashes[2].to_owned())]));
    }

    #[test]
    fn units_are_those_of_utf16_and_broken_bytes_are_replaced() {
        assert_eq!(all("é😀 x\nü\n".as_bytes()), ["fcd4e9c140b2ff1:1", "7e5808d75a269561:1", "c129715d7a2bc9a3:1"]);
        assert_eq!(all(b"caf\xe9 \xf0\x9f\nend\xff"), ["8f940f8e8306f499:1", "197eb12564c506b3:1"]);
        assert_eq!(all("\u{feff}key=1\n".as_bytes()), ["85f6e9e1bc60fb3b:1", "c129715d7a2bc9a3:1"]);
    }

    #[test]
    fn only_a_hundred_units_count() {
        let line = "x".repeat(250);
        assert_eq!(all(format!("{line}\ny").as_bytes()), ["52b56201ffb58620:1", "ed3261245082261c:1"]);
        assert_eq!(all(format!("{line}zz\nabc").as_bytes())[0], "52b56201ffb58620:1");
    }

    #[test]
    fn a_line_that_the_file_does_not_have_is_left_out() {
        assert_eq!(line_hashes(b"a\nb", &[0, 7]), BTreeMap::new());
        assert_eq!(line_hashes(b"a\nb", &[]), BTreeMap::new());
    }
}

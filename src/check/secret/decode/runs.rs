//! Finds long runs of digits at the speed of a plain search.

use std::ops::Range;

use multiversion::multiversion;

use super::alphabet::{BASE64, HEX, NONE};

/// Iterates over the runs of at least `least` hexadecimal digits that begin in `within`, looking at few of the bytes between them.
pub struct HexRuns<'a> {
    bytes: &'a [u8],
    least: usize,
    at: usize,
    end: usize,
}

impl<'a> HexRuns<'a> {
    /// Searches `within`; a run is followed to its true end.
    pub fn new(bytes: &'a [u8], least: usize, within: &Range<usize>) -> Self {
        Self { bytes, least, at: within.start, end: within.end.min(bytes.len()) }
    }
}

impl Iterator for HexRuns<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let is_digit = |byte: &u8| HEX[usize::from(*byte)] != NONE;
        while self.at + self.least <= self.end {
            // a run that is long enough and begins here fills this window: its last stranger says where to go on
            let window = &self.bytes[self.at..self.at + self.least];
            if let Some(last) = window.iter().rposition(|byte| !is_digit(byte)) {
                self.at += last + 1;
                continue;
            }
            let end = self.at + self.least;
            let end = end + self.bytes[end..].iter().take_while(|byte| is_digit(byte)).count();
            let run = self.at..end;
            self.at = end + 1;
            return Some(run);
        }
        None
    }
}

/// Digits in the shortest base64 run that is always found: it holds [`JOINED`] whole words of [`WORD`] bytes.
const LEAST: usize = 20;
const WORD: usize = 4;
const JOINED: usize = 4;

/// Bytes that are classified at once; the compiler makes vector code of loops over them.
const TILE: usize = 1024;
const WORDS: usize = TILE / WORD;

/// Words that two tiles have in common, so that a run on their border is seen.
const SHARED: usize = JOINED - 1;

/// Words of a tile that are marked in one number.
const GROUP: usize = 32;
const GROUPS: usize = WORDS / GROUP;

/// Shows every run of at least [`LEAST`] base64 digits that begins in `within`; a run is followed to its true end.
pub fn base64_runs(bytes: &[u8], within: &Range<usize>, mut show: impl FnMut(Range<usize>)) {
    let end = within.end.min(bytes.len());
    let mut done = within.start;
    let mut tile = within.start;
    while tile < end {
        let joined = if let Some(whole) = bytes[tile..end].first_chunk() {
            joined_words(whole)
        } else {
            let mut rest = [0; TILE];
            rest[..end - tile].copy_from_slice(&bytes[tile..end]);
            joined_words(&rest)
        };
        for (mut marks, group) in joined.into_iter().zip((tile..).step_by(GROUP * WORD)) {
            while marks != 0 {
                let at = group + marks.trailing_zeros() as usize * WORD;
                marks &= marks - 1;
                if at < done {
                    continue;
                }
                let run = around(bytes, at, done);
                done = run.end;
                if run.len() >= LEAST {
                    show(run);
                }
            }
        }
        tile += (WORDS - SHARED) * WORD;
    }
}

/// Marks each word of a tile that consists of digits, as do the three behind it. Compiled for what many processors can do,
/// and for what all can.
#[multiversion(targets("x86_64+avx2+bmi1+bmi2+lzcnt+popcnt"))]
fn joined_words(tile: &[u8; TILE]) -> [u32; GROUPS] {
    let full = full_words(tile);
    let mut joined = [0; WORDS];
    for at in 0..WORDS - SHARED {
        joined[at] = full[at] & full[at + 1] & full[at + 2] & full[at + 3];
    }
    let mut marks = [0; GROUPS];
    for (marks, group) in marks.iter_mut().zip(joined.chunks_exact(GROUP)) {
        for (word, at) in group.iter().zip(0..) {
            *marks |= u32::from(*word == u32::MAX) << at;
        }
    }
    marks
}

/// For each word of a tile all bits, where all its bytes are digits.
#[inline]
fn full_words(tile: &[u8; TILE]) -> [u32; WORDS] {
    let mut digits = [0; TILE];
    for (digit, byte) in digits.iter_mut().zip(tile) {
        *digit = all_bits_if_digit(*byte);
    }
    let mut words = [0; WORDS];
    for (word, bytes) in words.iter_mut().zip(digits.chunks_exact(WORD)) {
        *word = u32::from_ne_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    }
    words
}

/// Arithmetic instead of a table and of branches, for the sake of vector code.
#[inline]
fn all_bits_if_digit(byte: u8) -> u8 {
    let letter = u8::from((byte | 0x20).wrapping_sub(b'a') < 26);
    let digit_or_slash = u8::from(byte.wrapping_sub(b'/') < 11);
    let sign = u8::from(byte == b'+') | u8::from(byte == b'-') | u8::from(byte == b'_');
    (letter | digit_or_slash | sign).wrapping_neg()
}

/// The run around the joined words at `at`, as far back as `floor`.
fn around(bytes: &[u8], at: usize, floor: usize) -> Range<usize> {
    let is_digit = |byte: &&u8| BASE64[usize::from(**byte)] != NONE;
    let before = bytes[floor..at].iter().rev().take_while(is_digit).count();
    let known = at + JOINED * WORD;
    let behind = bytes[known..].iter().take_while(is_digit).count();
    at - before..known + behind
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plainly(bytes: &[u8], table: &[u8; 256], least: usize) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        let mut start = 0;
        for at in 0..=bytes.len() {
            if at == bytes.len() || table[usize::from(bytes[at])] == NONE {
                if at - start >= least {
                    runs.push(start..at);
                }
                start = at + 1;
            }
        }
        runs
    }

    fn base64(bytes: &[u8]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        base64_runs(bytes, &(0..bytes.len()), |run| found.push(run));
        found
    }

    #[test]
    fn the_arithmetic_knows_the_digits_of_the_table() {
        for byte in 0..=255 {
            assert_eq!(all_bits_if_digit(byte) != 0, BASE64[usize::from(byte)] != NONE, "{byte}");
        }
    }

    #[test]
    fn runs_on_the_borders_of_tiles_are_found_whole() {
        for before in 960..1100 {
            for length in [19, 20, 21, 40, 3000] {
                let text = format!("{} {} {}", ".".repeat(before), "a".repeat(length), ".".repeat(50));
                let run = before + 1..before + 1 + length;
                let expected: Vec<_> = Some(run).filter(|run| run.len() >= LEAST).into_iter().collect();
                assert_eq!(base64(text.as_bytes()), expected, "{before} {length}");
            }
        }
    }

    proptest! {
        #[test]
        fn fast_passes_find_what_a_plain_pass_finds(text in "[0-9a-f]{0,40}([ .xyz][0-9a-f]{0,40}){0,80}") {
            let bytes = text.as_bytes();
            let found: Vec<_> = HexRuns::new(bytes, 16, &(0..bytes.len())).collect();
            prop_assert_eq!(found, plainly(bytes, &HEX, 16));
            prop_assert_eq!(base64(bytes), plainly(bytes, &BASE64, LEAST));
        }
    }
}

//! Finds long runs of bytes of one class while it looks at few of the bytes between them.

use std::ops::Range;

use super::alphabet::NONE;

/// Iterates over the runs of at least `least` digits that begin in `within`; a run is followed to its true ends.
pub struct Runs<'a> {
    bytes: &'a [u8],
    digits: &'static [u8; 256],
    least: usize,
    at: usize,
    end: usize,
}

impl<'a> Runs<'a> {
    /// Searches `within` for runs of the digits that the table knows.
    pub fn new(bytes: &'a [u8], digits: &'static [u8; 256], least: usize, within: &Range<usize>) -> Self {
        Self { bytes, digits, least, at: within.start, end: within.end.min(bytes.len()) }
    }

    fn is_digit(&self, at: usize) -> bool {
        self.digits[usize::from(self.bytes[at])] != NONE
    }
}

impl Iterator for Runs<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        while self.at + self.least <= self.end {
            // every run that begins here or later and is long enough holds all of this window, or begins inside it
            let window = &self.bytes[self.at..self.at + self.least];
            if let Some(last) = window.iter().rposition(|byte| self.digits[usize::from(*byte)] == NONE) {
                self.at += last + 1;
                continue;
            }
            let mut end = self.at + self.least;
            while end < self.bytes.len() && self.is_digit(end) {
                end += 1;
            }
            let run = self.at..end;
            self.at = end + 1;
            return Some(run);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::alphabet::{BASE64, HEX};
    use super::*;
    use proptest::prelude::*;

    fn plainly(bytes: &[u8], least: usize) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        let mut start = 0;
        for at in 0..=bytes.len() {
            if at == bytes.len() || HEX[usize::from(bytes[at])] == NONE {
                if at - start >= least {
                    runs.push(start..at);
                }
                start = at + 1;
            }
        }
        runs
    }

    #[test]
    fn runs_are_found_whole() {
        let text = b"short abcdefghijklmnopqrstuvwxyz0123 x abcdefghijklmnopqrst";
        let found: Vec<_> = Runs::new(text, &BASE64, 20, &(0..text.len())).collect();
        assert_eq!(found, [6..36, 39..59]);
    }

    proptest! {
        #[test]
        fn skipping_finds_what_a_plain_pass_finds(text in "[0-9a-f]{0,40}([ xyz][0-9a-f]{0,40}){0,8}") {
            let found: Vec<_> = Runs::new(text.as_bytes(), &HEX, 16, &(0..text.len())).collect();
            prop_assert_eq!(found, plainly(text.as_bytes(), 16));
        }
    }
}

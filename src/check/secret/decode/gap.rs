//! Places between which decoders know nothing of each other: a text cut there shows the same views in its parts.

use std::ops::Range;

use super::Encoding;
use super::alphabet::{BASE64, NONE};
use super::escape::{AROUND, undo};

/// What parts the members of a list, at the most.
const BETWEEN: usize = 64;

impl Encoding {
    /// Bytes around a change that a view may show from outside of its own encoded bytes.
    pub const fn reach(self) -> usize {
        match self {
            Self::Digits => 1,
            Self::Escapes => AROUND + 64,
        }
    }

    /// Bytes in front of a gap in which nothing may stand that could go on behind it. Longer than any escape and the
    /// plain text around it, and than what parts the members of a list.
    const fn clear(self) -> usize {
        match self {
            Self::Digits => BETWEEN + 32,
            Self::Escapes => AROUND + 32,
        }
    }

    /// The last gap that lies at least as far before `at` as a view may reach; only bytes of `known` are looked at.
    /// `None` where there is none.
    pub fn gap_before(self, text: &[u8], at: usize, known: &Range<usize>) -> Option<usize> {
        let mut end = at.saturating_sub(self.reach());
        loop {
            if known.start == 0 && end == 0 {
                return Some(0);
            }
            let searched = text.get(known.start..end)?;
            match memchr::memrchr(b'\n', searched) {
                Some(line_end) => {
                    let gap = known.start + line_end + 1;
                    if self.is_gap(text, gap, known) {
                        return Some(gap);
                    }
                    end = gap - 1;
                }
                None => return (known.start == 0).then_some(0),
            }
        }
    }

    /// The first gap that lies at least as far behind `at`; the end of the text is one.
    pub fn gap_behind(self, text: &[u8], at: usize, known: &Range<usize>) -> Option<usize> {
        let mut start = at.saturating_add(self.reach());
        loop {
            let searched = text.get(start..known.end).unwrap_or_default();
            match memchr::memchr(b'\n', searched) {
                Some(line_end) => {
                    let gap = start + line_end + 1;
                    if self.is_gap(text, gap, known) {
                        return Some(gap);
                    }
                    start = gap;
                }
                None => return (known.end == text.len()).then_some(text.len()),
            }
        }
    }

    /// Whether nothing that stands before the beginning of a line can go on in it.
    fn is_gap(self, text: &[u8], gap: usize, known: &Range<usize>) -> bool {
        let from = gap.saturating_sub(self.clear());
        if from < known.start && known.start > 0 {
            return false;
        }
        let clear = from.max(known.start)..gap;
        match self {
            Self::Digits => ends_no_run(&text[clear.clone()]) && !begins_list(&text[clear]),
            Self::Escapes => !holds_escape(text, clear),
        }
    }
}

/// Whether the last character before the line end belongs to no base64 that could go on in the next line.
fn ends_no_run(clear: &[u8]) -> bool {
    let last = clear.iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    last.is_some_and(|byte| BASE64[usize::from(*byte)] == NONE && *byte != b'\\')
}

fn begins_list(clear: &[u8]) -> bool {
    memchr::memchr2_iter(b'x', b'X', clear).any(|at| at > 0 && clear[at - 1] == b'0')
}

fn holds_escape(text: &[u8], range: Range<usize>) -> bool {
    let bytes = &text[range.clone()];
    memchr::memchr3_iter(b'%', b'\\', b'&', bytes).any(|at| undo::escape(&text[range.start + at..]).is_some())
}

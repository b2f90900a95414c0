//! What every secret of a pattern has in common, so that a text without one is dismissed before the pattern is tried.

use std::ops::Range;

use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

/// How far runs of a shape are known in a text.
#[derive(Clone, Debug, Default)]
pub struct Cursor {
    /// Where the last window began.
    from: usize,
    /// The last run that was found.
    run: Range<usize>,
}

/// A necessary condition: somewhere stands a run of so many bytes, all of one class.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Bytes that the shortest secret has; 0 where nothing is known.
    pub least: usize,
    /// The bytes that occur in secrets, one bit each.
    class: [u64; 4],
    /// Whether one of them is a digit.
    pub digit: bool,
}

impl Shape {
    /// The shape of the `secret` group of a parsed pattern; `digit` where the rule asks for one.
    #[must_use]
    pub fn of_secret(hir: &Hir, digit: bool) -> Self {
        let mut shape = Self { least: usize::MAX, class: [0; 4], digit };
        shape.add_groups(hir);
        if shape.least == usize::MAX { Self::default() } else { shape }
    }

    /// Whether a byte occurs in secrets.
    #[must_use]
    pub fn holds(&self, byte: u8) -> bool {
        self.class[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }

    /// Whether a text holds a run that a secret could stand in.
    #[must_use]
    pub fn occurs_in(&self, text: &[u8]) -> bool {
        self.occurs_in_window(text, &(0..text.len()), &mut Cursor::default())
    }

    /// Whether a window of a text holds, wholly, a run that a secret could stand in; of windows that begin one behind
    /// the other the same bytes are looked at once, by the help of `cursor`.
    #[must_use]
    pub fn occurs_in_window(&self, text: &[u8], window: &Range<usize>, cursor: &mut Cursor) -> bool {
        if self.least < 2 {
            return true;
        }
        if window.start < cursor.from {
            *cursor = Cursor { from: window.start, run: window.start..window.start };
        }
        loop {
            let shared = cursor.run.start.max(window.start)..cursor.run.end.min(window.end);
            if shared.len() >= self.least && (!self.digit || text[shared].iter().any(u8::is_ascii_digit)) {
                return true;
            }
            if cursor.run.end >= window.end || !self.next_run(text, window, cursor) {
                return false;
            }
        }
    }

    /// Moves on to the next run that is long enough and begins in the window; says whether there is one. Looks at every
    /// `least`-th byte, and closer only where that one is of the class.
    fn next_run(&self, text: &[u8], window: &Range<usize>, cursor: &mut Cursor) -> bool {
        let floor = cursor.run.end.max(window.start);
        let mut probe = floor + self.least - 1;
        while probe < window.end {
            if !self.holds(text[probe]) {
                probe += self.least;
                continue;
            }
            let before = text[floor..probe].iter().rev().take_while(|&&byte| self.holds(byte)).count();
            let behind = text[probe..].iter().take_while(|&&byte| self.holds(byte)).count();
            if before + behind >= self.least {
                *cursor = Cursor { from: window.start, run: probe - before..probe + behind };
                return true;
            }
            probe += behind + self.least;
        }
        // No run begins before here: it would hold one of the bytes that were looked at.
        let clear = probe + 1 - self.least;
        *cursor = Cursor { from: window.start, run: clear..clear };
        false
    }

    fn add_groups(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Capture(capture) if capture.name.as_deref() == Some("secret") => {
                self.least = self.least.min(capture.sub.properties().minimum_len().unwrap_or(0));
                self.add_bytes(&capture.sub);
            }
            HirKind::Capture(capture) => self.add_groups(&capture.sub),
            HirKind::Repetition(repetition) => self.add_groups(&repetition.sub),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => {
                for part in parts {
                    self.add_groups(part);
                }
            }
            HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => {}
        }
    }

    fn add_bytes(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Literal(literal) => literal.0.iter().for_each(|&byte| self.add(byte)),
            HirKind::Class(Class::Bytes(class)) => {
                class.ranges().iter().flat_map(|range| range.start()..=range.end()).for_each(|byte| self.add(byte));
            }
            HirKind::Class(Class::Unicode(class)) => {
                let ascii = |character: char| u8::try_from(character).ok().filter(u8::is_ascii);
                for range in class.ranges() {
                    (range.start()..=range.end().min('\x7f')).filter_map(ascii).for_each(|byte| self.add(byte));
                    if !range.end().is_ascii() {
                        (0x80..=0xff).for_each(|byte| self.add(byte));
                    }
                }
            }
            HirKind::Capture(capture) => self.add_bytes(&capture.sub),
            HirKind::Repetition(repetition) => self.add_bytes(&repetition.sub),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().for_each(|part| self.add_bytes(part)),
            HirKind::Empty | HirKind::Look(_) => {}
        }
    }

    fn add(&mut self, byte: u8) {
        self.class[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rule::pattern::parse;

    fn shape(pattern: &str, digit: bool) -> Shape {
        Shape::of_secret(&parse(pattern).unwrap(), digit)
    }

    #[test]
    fn a_shape_is_the_shortest_run_of_the_bytes_of_the_secret() {
        let hex = shape("key=(?<secret>[0-9a-f]{8,40})", true);
        assert_eq!(hex.least, 8);
        for (text, expected) in [
            (&b"key=0123abcd"[..], true),
            (b"0123abcd", true),
            (b"key=0123abc", false),
            (b"key=abcdefab", false),
            (b"the key of the house", false),
            (b"zzzzzzz 0123abcdz", true),
            (b"", false),
        ] {
            assert_eq!(hex.occurs_in(text), expected, "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn a_short_or_open_secret_dismisses_nothing() {
        assert!(shape("(?<secret>.)", false).occurs_in(b"x"));
        assert!(shape("(?:a(?<secret>[0-9]{9})|b(?<secret2>x))", false).occurs_in(b"123456789"));
    }

    proptest! {
        #[test]
        fn windows_one_behind_the_other_are_judged_as_alone(text in "([a-f0-9]{0,12}[ xyz]{0,3}){0,30}", windows in prop::collection::vec((0_usize..300, 0_usize..80), 0..20), digit in any::<bool>()) {
            let shape = shape("x(?<secret>[a-f0-9]{6,})", digit);
            let mut windows = windows;
            windows.sort_unstable();
            let mut cursor = Cursor::default();
            for (start, length) in windows {
                let window = start.min(text.len())..(start + length).min(text.len());
                let plainly = text.as_bytes()[window.clone()]
                    .split(|byte| !shape.holds(*byte))
                    .any(|run| run.len() >= 6 && (!digit || run.iter().any(u8::is_ascii_digit)));
                prop_assert_eq!(shape.occurs_in_window(text.as_bytes(), &window, &mut cursor), plainly, "{:?}", window);
            }
        }

        #[test]
        fn no_text_with_a_secret_is_dismissed(head in "[ -~\n]{0,40}", secret in "[a-z0-9_-]{6,30}", tail in "[ -~\n]{0,40}") {
            let text = format!("{head}{secret}{tail}");
            let found = shape("x(?<secret>[a-z0-9_-]{6,})", false).occurs_in(text.as_bytes());
            prop_assert!(found);
        }
    }
}

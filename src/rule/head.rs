//! Which bytes can stand at the beginning of a match, place by place, worked out when a rule is loaded.

use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

/// The most places that are looked at.
const PLACES: usize = 48;

/// Steps after which a pattern is taken for too tangled.
const MOST_STEPS: usize = 20_000;

/// A necessary condition: what every match begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// How many places one behind the other have the same bytes, and those, one bit each.
    runs: Vec<(u8, Bytes)>,
}

type Bytes = [u64; 4];

impl Head {
    /// The head of all matches of a parsed pattern; empty where nothing is known.
    #[must_use]
    pub fn of(hir: &Hir) -> Self {
        let mut places = Places { bytes: [[0; 4]; PLACES], steps: 0 };
        let length = hir.properties().minimum_len().unwrap_or(0).min(PLACES);
        places.walk(hir, 1);
        if places.steps > MOST_STEPS {
            return Self::default();
        }
        let runs = places.bytes[..length].chunk_by(|one, other| one == other);
        let known: Vec<(u8, Bytes)> = runs.map(|run| (u8::try_from(run.len()).unwrap_or(u8::MAX), run[0])).collect();
        Self { runs: known }
    }

    /// How many bytes have a say.
    #[must_use]
    pub fn length(&self) -> usize {
        self.runs.iter().map(|(length, _)| usize::from(*length)).sum()
    }

    /// Whether a match may begin where this text does.
    #[must_use]
    pub fn fits(&self, text: &[u8]) -> bool {
        let mut rest = text;
        self.runs.iter().all(|(length, bytes)| {
            let Some((places, behind)) = rest.split_at_checked(usize::from(*length)) else { return false };
            rest = behind;
            places.iter().all(|byte| bytes[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1)
        })
    }
}

/// The bytes that can stand at each place, while they are collected.
struct Places {
    bytes: [Bytes; PLACES],
    steps: usize,
}

impl Places {
    /// Notes what an expression can have at the places that it begins at, one bit each; returns where it can end.
    fn walk(&mut self, hir: &Hir, starts: u64) -> u64 {
        self.steps += 1;
        if starts == 0 || self.steps > MOST_STEPS {
            return 0;
        }
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => starts,
            HirKind::Literal(literal) => literal.0.iter().fold(starts, |starts, byte| {
                let mut only = [0; 4];
                add(&mut only, *byte);
                self.note(starts, &only)
            }),
            HirKind::Class(class) => self.note(starts, &bytes_of(class)),
            HirKind::Capture(capture) => self.walk(&capture.sub, starts),
            HirKind::Concat(parts) => parts.iter().fold(starts, |starts, part| self.walk(part, starts)),
            HirKind::Alternation(parts) => parts.iter().fold(0, |ends, part| ends | self.walk(part, starts)),
            HirKind::Repetition(repetition) => {
                self.repeat(&repetition.sub, starts, repetition.min, repetition.max.unwrap_or(u32::MAX))
            }
        }
    }

    fn repeat(&mut self, hir: &Hir, starts: u64, least: u32, most: u32) -> u64 {
        let mut current = starts;
        for _ in 0..least {
            let next = self.walk(hir, current);
            if next == current {
                break;
            }
            current = next;
        }
        let mut ends = current;
        for _ in least..most {
            current = self.walk(hir, current);
            if current & !ends == 0 {
                break;
            }
            ends |= current;
        }
        ends
    }

    /// Notes bytes at some places; returns the places behind them.
    fn note(&mut self, places: u64, bytes: &Bytes) -> u64 {
        for (_, noted) in self.bytes.iter_mut().enumerate().filter(|(place, _)| places >> place & 1 == 1) {
            noted.iter_mut().zip(bytes).for_each(|(noted, bytes)| *noted |= bytes);
        }
        places << 1 & ((1 << PLACES) - 1)
    }
}

/// The bytes of a class; all that are no ASCII where one of its characters is none.
fn bytes_of(class: &Class) -> Bytes {
    let mut bytes = [0; 4];
    match class {
        Class::Bytes(class) => {
            class.ranges().iter().flat_map(|range| range.start()..=range.end()).for_each(|byte| add(&mut bytes, byte));
        }
        // Characters of several bytes take several places; where one can stand, nothing is known.
        Class::Unicode(class) if !class.is_ascii() => bytes = [u64::MAX; 4],
        Class::Unicode(class) => {
            let characters = class.ranges().iter().flat_map(|range| range.start()..=range.end());
            characters.filter_map(|character| u8::try_from(character).ok()).for_each(|byte| add(&mut bytes, byte));
        }
    }
    bytes
}

fn add(bytes: &mut Bytes, byte: u8) {
    bytes[usize::from(byte >> 6)] |= 1 << (byte & 63);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::Input;

    use super::*;
    use crate::rule::pattern::parse;

    fn head(pattern: &str) -> Head {
        Head::of(&parse(pattern).unwrap())
    }

    #[test]
    fn a_head_is_as_long_as_the_shortest_match_and_knows_every_place_of_it() {
        let token = head(r"\b(?<secret>to_[0-9]{4,8}(?:-[a-f]{2}){1,3})");
        assert_eq!(token.length(), 10);
        for (text, expected) in [
            ("to_1234-ab", true),
            ("to_1234567-ab-cd rest", true),
            ("to_123a-ab", false),
            ("to_12345678-abcd", true),
            ("to_1234-ag", false),
            ("to_1234-a", false),
            ("", false),
        ] {
            assert_eq!(token.fits(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn a_tangled_pattern_has_no_head() {
        let tangled = head("a(?:(?:(?:(?:(?:b?c?)*d?)*e?)*f?)*g?)*h");
        assert!(tangled.fits(b"ah") && tangled.fits(b"abcdefgh"));
        assert_eq!(head("(?:x{0,1000}){0,1000}").length(), 0);
    }

    proptest! {
        #[test]
        fn every_match_begins_with_the_head_of_its_pattern(text in "[ab_0-9x.]{0,60}", which in 0_usize..5) {
            let pattern = [
                "a(?:b|x_)*[0-9]{2,4}x?",
                r"(?:ab?){2}_?\b[^x]{3}",
                "(?:a|b{2,}|[0-9]x)(?:_|[.])+?[0-9]",
                "(?:a{0,3}b?){2}x",
                "(?i:AB)[0-9]?(?:(?:a?b?)*_){2}",
            ][which];
            let regex = regex_automata::meta::Regex::new(pattern).unwrap();
            let head = head(pattern);
            for start in 0..text.len() {
                let input = Input::new(&text).range(start..).anchored(regex_automata::Anchored::Yes);
                if regex.is_match(input) {
                    prop_assert!(head.fits(&text.as_bytes()[start..]), "{} at {}", pattern, start);
                }
            }
        }
    }
}

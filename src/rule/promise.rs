//! What a match has beside its secret, so that a literal without it is dismissed at a glance: what follows the name in
//! an assignment, and a byte that stands in every match.

use std::ops::Range;

use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Bytes([u64; 4]);

impl Bytes {
    const fn has(&self, byte: u8) -> bool {
        self.0[(byte >> 6) as usize] >> (byte & 63) & 1 == 1
    }

    fn add(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }

    fn add_class(&mut self, class: &Class) {
        match class {
            Class::Bytes(class) => {
                class.ranges().iter().flat_map(|range| range.start()..=range.end()).for_each(|byte| self.add(byte));
            }
            // Patterns are over bytes; should one hold characters all the same, any byte may be part of one.
            Class::Unicode(_) => (0..=255).for_each(|byte| self.add(byte)),
        }
    }

    /// Adds every byte that a pattern can match.
    fn add_all(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => literal.0.iter().for_each(|&byte| self.add(byte)),
            HirKind::Class(class) => self.add_class(class),
            HirKind::Capture(capture) => self.add_all(&capture.sub),
            HirKind::Repetition(repetition) => self.add_all(&repetition.sub),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().for_each(|part| self.add_all(part)),
        }
    }

    /// Adds every byte that a match can begin with; says whether a match may be empty.
    fn add_first(&mut self, hir: &Hir) -> bool {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => true,
            HirKind::Literal(literal) => {
                literal.0.first().iter().for_each(|&&byte| self.add(byte));
                literal.0.is_empty()
            }
            HirKind::Class(class) => {
                self.add_class(class);
                false
            }
            HirKind::Capture(capture) => self.add_first(&capture.sub),
            HirKind::Repetition(repetition) => {
                let is_empty = self.add_first(&repetition.sub);
                is_empty || repetition.min == 0
            }
            HirKind::Concat(parts) => parts.iter().all(|part| self.add_first(part)),
            HirKind::Alternation(parts) => parts.iter().filter(|part| self.add_first(part)).count() > 0,
        }
    }
}

/// What stands in every match beside its secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// For an assignment the bytes that its name goes on with behind a keyword, and those that end it.
    name: Option<(Bytes, Bytes)>,
    /// A byte that stands in every match.
    byte: Option<u8>,
}

impl Promise {
    /// What can be said of a pattern: `name` are the patterns of an assignment's key and of what ends it, where every
    /// keyword stands in the key.
    #[must_use]
    pub fn of(hir: &Hir, name: Option<(&Hir, &Hir)>, keywords: &[String]) -> Self {
        let name = name.and_then(|(key, separator)| {
            let (mut through, mut stop) = (Bytes::default(), Bytes::default());
            through.add_all(key);
            (!stop.add_first(separator)).then_some((through, stop))
        });
        let mut singles = Vec::new();
        add_singles(hir, &mut singles);
        let is_new = |byte: &u8| !keywords.iter().any(|keyword| keyword.as_bytes().contains(byte));
        let byte = [b'@', b'#', b'|', b'&', b'$'].into_iter().find(|byte| singles.contains(byte) && is_new(byte));
        Self { name, byte }
    }

    /// Whether a match is possible in a window of a text, by what stands behind a keyword that ends at `end`.
    #[must_use]
    pub fn holds(&self, text: &[u8], window: &Range<usize>, end: usize) -> bool {
        self.name.is_none_or(|(through, stop)| {
            let behind = text.get(end..window.end).unwrap_or_default();
            let ends = behind.iter().find(|byte| stop.has(**byte) || !through.has(**byte));
            ends.is_some_and(|byte| stop.has(*byte))
        }) && self.byte.is_none_or(|byte| memchr::memchr(byte, &text[window.clone()]).is_some())
    }
}

/// Adds the bytes that stand in every match.
fn add_singles(hir: &Hir, singles: &mut Vec<u8>) {
    match hir.kind() {
        HirKind::Literal(literal) => singles.extend_from_slice(&literal.0),
        HirKind::Capture(capture) => add_singles(&capture.sub, singles),
        HirKind::Repetition(repetition) if repetition.min > 0 => add_singles(&repetition.sub, singles),
        HirKind::Concat(parts) => parts.iter().for_each(|part| add_singles(part, singles)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::pattern::parse;

    #[test]
    fn a_name_goes_on_until_something_ends_it() {
        let (key, separator) = (parse(r"(?i:github[\w.]{0,20})").unwrap(), parse(r"[ \t]{0,8}(?:=|: )").unwrap());
        let promise = Promise::of(&parse("x").unwrap(), Some((&key, &separator)), &["github".to_owned()]);
        let holds = |text: &str| promise.holds(text.as_bytes(), &(0..text.len()), 6);
        for text in ["github=", "github_token = 1", "github.token: x", "GITHUB x"] {
            assert!(holds(text), "{text}");
        }
        for text in ["github/owner", "github", "github_token", "github-x=1"] {
            assert!(!holds(text), "{text}");
        }
    }

    #[test]
    fn a_byte_of_every_match_is_asked_for() {
        let of = |pattern: &str, keyword: &str| Promise::of(&parse(pattern).unwrap(), None, &[keyword.to_owned()]).byte;
        assert_eq!(of("https://[^@]+:(?<secret>x+)@[a-z]", "https://"), Some(b'@'));
        assert_eq!(of("https://(?:[^@]+@)?x", "https://"), None);
        assert_eq!(of("(?:a@|b)c", "c"), None);
        assert_eq!(of("x@y=(?<secret>z)", "x@y"), None);
    }
}

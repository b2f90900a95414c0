//! Tells from the bytes of a file, before it is read, that it holds no fact that anybody asks for.
//!
//! Every kind of fact has words one of which stands in each text that makes such a fact. A text without any of the words
//! of the kinds that rules ask for is left alone; so most files cost one fast pass.

mod words;

use std::collections::BTreeMap;

use crate::check::prefilter::{Literal, Prefilter};
use crate::fact::FileKind;
use crate::rule::Query;

use words::Words;

pub use words::names;

/// What lets a file be read.
pub struct Gate {
    prefilter: Prefilter,
    /// For each literal the formats in which it counts.
    counts_in: Vec<Formats>,
    /// The formats of which every file is read: a kind is asked for of which no words are known.
    open: Formats,
}

/// A set of formats, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Formats(u8);

impl Formats {
    const ALL: Self = Self(u8::MAX);

    const fn of(kind: FileKind) -> Self {
        Self(1 << kind as u8)
    }

    const fn has(self, kind: FileKind) -> bool {
        self.0 & Self::of(kind).0 != 0
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Gate {
    /// The gate for the facts that queries ask for.
    pub fn new<'q>(queries: impl Iterator<Item = &'q Query>) -> Self {
        let mut words = Words::default();
        for query in queries {
            for kind in &query.on {
                words.add(kind, query);
            }
        }
        let Words { literals, open } = words;
        let by_literal: BTreeMap<Literal, Formats> = literals;
        let (literals, counts_in): (Vec<Literal>, Vec<Formats>) = by_literal.into_iter().unzip();
        Self { prefilter: Prefilter::new(&literals), counts_in, open }
    }

    /// Whether a text may hold a fact that is asked for.
    pub fn lets_through(&self, kind: FileKind, path: &str, text: &[u8]) -> bool {
        if self.open.has(kind) {
            return true;
        }
        self.prefilter.has(text, |literal| self.counts_in[literal].has(kind)) || words::is_known_name(path)
    }
}

#[cfg(test)]
mod tests {
    use super::{Formats, Gate};
    use crate::rule;

    #[test]
    fn the_rules_that_are_built_in_leave_no_format_open() {
        let catalogue = rule::builtin();
        for rule in catalogue.iter() {
            for query in rule.queries() {
                let gate = Gate::new(std::iter::once(query));
                assert_eq!(gate.open, Formats::default(), "{}: no words are known of {:?}", rule.id, query.on);
            }
        }
    }
}

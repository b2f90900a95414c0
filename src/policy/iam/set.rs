//! Sets of texts by patterns: what some pattern matches (`Resource`), or all the rest (`NotResource`).

use std::sync::LazyLock;

use super::pattern::Pattern;
use crate::policy::Answer;

/// Characters and patterns of the largest set that is looked at; AWS takes no policy that long. Of a larger one nothing
/// is told, so that the time of a comparison has a bound.
const LARGEST: (usize, usize) = (16 * 1024, 1024);

static EVERYTHING: LazyLock<Pattern> = LazyLock::new(Pattern::everything);

/// What some of the patterns match, or what none of them matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    patterns: Vec<Pattern>,
    is_rest: bool,
}

impl Set {
    /// The resources that these patterns match: `Resource`.
    pub fn resources<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::new(texts, Pattern::resource, false)
    }

    /// The resources that none of these patterns matches: `NotResource`.
    pub fn not_resources<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::new(texts, Pattern::resource, true)
    }

    /// Everything there is.
    pub fn everything() -> Self {
        Self { patterns: vec![Pattern::everything()], is_rest: false }
    }

    pub(super) fn new<T: AsRef<str>>(
        texts: impl IntoIterator<Item = T>,
        read: fn(&str) -> Pattern,
        is_rest: bool,
    ) -> Self {
        let (mut room, most) = LARGEST;
        let mut patterns = Vec::new();
        for text in texts {
            let left = room.checked_sub(text.as_ref().len());
            let Some(left) = left.filter(|_| patterns.len() < most) else {
                return Self { patterns: vec![Pattern::unknown()], is_rest: false };
            };
            room = left;
            patterns.push(read(text.as_ref()));
        }
        Self { patterns, is_rest }
    }

    /// The patterns, as they are written.
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// Whether it is what none of the patterns matches.
    pub fn is_rest(&self) -> bool {
        self.is_rest
    }

    /// Whether a text is in it.
    pub fn has(&self, text: &str) -> Answer {
        let mut sum = Answer::No;
        for pattern in &self.patterns {
            sum = sum.or(pattern.matches(text));
            if sum == Answer::Yes {
                break;
            }
        }
        if self.is_rest { sum.not() } else { sum }
    }

    /// Whether all of the other set is certainly in this one; `false` may also be for want of a proof.
    pub fn surely_covers(&self, other: &Self) -> bool {
        other.parts().all(|part| self.has_all(&part))
    }

    /// The parts that it is made of, one a pattern.
    pub(super) fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let rest = self.is_rest.then(|| Part { pattern: &EVERYTHING, without: self.patterns.iter().collect() });
        let named = if self.is_rest { &[][..] } else { &self.patterns };
        rest.into_iter().chain(named.iter().map(|pattern| Part { pattern, without: Vec::new() }))
    }

    /// Whether all of a part is certainly in the set.
    pub(super) fn has_all(&self, part: &Part<'_>) -> bool {
        if self.is_rest { part.is_clear_of(&self.patterns) } else { part.is_in_one_of(&self.patterns) }
    }

    /// Whether certainly nothing of a part is in the set.
    pub(super) fn has_none(&self, part: &Part<'_>) -> bool {
        if self.is_rest { part.is_in_one_of(&self.patterns) } else { part.is_clear_of(&self.patterns) }
    }
}

/// What a pattern matches, without what others match.
#[derive(Clone, Debug)]
pub(super) struct Part<'s> {
    /// What it is at most.
    pub pattern: &'s Pattern,
    /// What is taken out.
    pub without: Vec<&'s Pattern>,
}

impl Part<'_> {
    /// Whether certainly nothing is left.
    pub fn is_empty(&self) -> bool {
        self.leaves_out(self.pattern)
    }

    /// Characters of its patterns.
    pub fn size(&self) -> usize {
        let without: usize = self.without.iter().map(|pattern| pattern.text().len() + 1).sum();
        self.pattern.text().len() + 1 + without
    }

    fn is_in_one_of(&self, patterns: &[Pattern]) -> bool {
        self.is_empty() || patterns.iter().any(|pattern| pattern.covers(self.pattern) == Answer::Yes)
    }

    fn is_clear_of(&self, patterns: &[Pattern]) -> bool {
        let misses = |pattern: &Pattern| pattern.overlaps(self.pattern) == Answer::No || self.leaves_out(pattern);
        self.is_empty() || patterns.iter().all(misses)
    }

    fn leaves_out(&self, pattern: &Pattern) -> bool {
        self.without.iter().any(|out| out.covers(pattern) == Answer::Yes)
    }
}

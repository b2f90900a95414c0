//! Runs rules again only where a change of the text can have a say in their hits.

use std::ops::Range;

use super::windows::{Window, add};
use super::{Engine, Margin, Wake, judge};
use crate::check::secret::hit::Hit;
use crate::document::Document;
use crate::rule::Cursor;

/// Rules that look at more lines or bytes around than these are looked for in the whole text.
const MOST_LINES: usize = 16;
const MOST_BYTES: usize = 3072;

/// Whether a rule that reaches so far is looked for in the whole text.
pub(super) fn is_far(reach: Margin) -> bool {
    reach.lines.map_or(reach.bytes > MOST_BYTES, |lines| lines as usize >= MOST_LINES)
}

/// What is needed again for every version of a text.
#[derive(Default)]
pub struct Again {
    /// The rules that have to run again, each with the place in the list of a literal that wakes it.
    pairs: Vec<(u32, u32)>,
    windows: Vec<Window>,
}

impl Engine {
    /// Adds the hits of all windows that are `wanted` by what is read for them, which holds for those alone that read
    /// something of `changes`. Shows each hit with what was read, until `found` has enough.
    pub fn search_again(
        &self,
        document: &Document<'_>,
        wakes: &[Wake],
        changes: &[Range<usize>],
        again: &mut Again,
        wanted: impl Fn(&Range<usize>) -> bool,
        mut found: impl FnMut(Hit, Range<usize>) -> bool,
    ) {
        self.pair(document.bytes, wakes, changes, &mut again.pairs);
        // Generic rules last, so that in a flood of findings the specific ones are there.
        let key = |&(rule, wake): &(u32, u32)| (self.rules[rule as usize].format.generic, rule, wake);
        again.pairs.sort_unstable_by_key(key);
        again.pairs.dedup();
        for pairs in again.pairs.chunk_by(|one, other| one.0 == other.0) {
            if !self.rule_again(document, wakes, pairs, &mut again.windows, &wanted, &mut found) {
                break;
            }
        }
        again.pairs.clear();
    }

    /// Runs one rule again near the literals of its pairs; says whether more is wanted.
    fn rule_again(
        &self,
        document: &Document<'_>,
        wakes: &[Wake],
        pairs: &[(u32, u32)],
        windows: &mut Vec<Window>,
        wanted: &impl Fn(&Range<usize>) -> bool,
        found: &mut impl FnMut(Hit, Range<usize>) -> bool,
    ) -> bool {
        let (text, rule) = (document.bytes, pairs[0].0);
        let near = pairs.iter().map(|(_, wake)| wakes[*wake as usize]);
        self.windows_of(rule, near, text, windows);
        let is_wanted = |window: &Window| wanted(&self.reads(&window.range, rule, text));
        windows.retain(is_wanted);
        if windows.iter().any(|window| self.goes_on(rule, &window.range, wakes, pairs, text)) {
            self.windows_of(rule, wakes.iter().copied(), text, windows);
            windows.retain(is_wanted);
        }
        windows.iter().all(|window| {
            let read = self.reads(&window.range, rule, text);
            super::run(&self.rules[rule as usize], document, window, &mut |hit| found(hit, read.clone()))
        })
    }

    /// The windows of one rule around sorted places of literals.
    fn windows_of(&self, rule: u32, wakes: impl Iterator<Item = Wake>, text: &[u8], windows: &mut Vec<Window>) {
        windows.clear();
        let mut cursor = Cursor::default();
        for wake in wakes {
            let (length, woken) = &self.wakes[wake.literal as usize];
            for woken in woken.iter().filter(|woken| woken.rule == rule) {
                if let Some(range) = self.promising(wake, *length, *woken, text, &mut cursor) {
                    add(windows, Window { range, anchored: woken.anchored });
                }
            }
        }
    }

    /// Whether a literal that is not among the pairs has a window that overlaps this one.
    fn goes_on(&self, rule: u32, window: &Range<usize>, wakes: &[Wake], pairs: &[(u32, u32)], text: &[u8]) -> bool {
        let facts = &self.rules[rule as usize].format;
        let start = window.start.saturating_sub(facts.reach + self.longest);
        let first = wakes.partition_point(|wake| (wake.at as usize) < start);
        let around = wakes[first..].iter().take_while(|wake| wake.at as usize <= window.end + facts.before);
        let mut cursor = Cursor::default();
        around.zip(first..).any(|(wake, index)| {
            let (length, woken) = &self.wakes[wake.literal as usize];
            let mut same = woken.iter().filter(|woken| woken.rule == rule);
            same.any(|woken| {
                let is_other = pairs.binary_search_by_key(&index, |(_, wake)| *wake as usize).is_err();
                if !is_other {
                    return false;
                }
                let other = self.window(*wake, *length, rule, woken.anchored, text);
                let overlaps = other.start < window.end && window.start < other.end;
                overlaps && self.promising(*wake, *length, *woken, text, &mut cursor).is_some()
            })
        })
    }

    /// Pairs each rule with the literals that stand so near to a change that this may have a say in its hits.
    fn pair(&self, text: &[u8], wakes: &[Wake], changes: &[Range<usize>], pairs: &mut Vec<(u32, u32)>) {
        pairs.clear();
        for change in changes {
            let mut around = Around::of(text, change);
            let first = wakes.partition_point(|wake| (wake.at as usize) < change.start.saturating_sub(MOST_BYTES));
            let near = wakes[first..].iter().take_while(|wake| wake.at as usize <= change.end + MOST_BYTES);
            for (wake, index) in near.zip(first..) {
                self.pair_near(*wake, index, &mut around, pairs);
            }
        }
        for (index, wake) in wakes.iter().enumerate().filter(|(_, wake)| self.wakes_far[wake.literal as usize]) {
            let at = wake.at as usize;
            let behind = changes.partition_point(|change| change.end < at);
            let before = behind.checked_sub(1).map(|before| at - changes[before].end);
            let distance =
                changes.get(behind).map(|change| change.start.saturating_sub(at)).into_iter().chain(before).min();
            for woken in &self.wakes[wake.literal as usize].1 {
                let reach = self.reaches[woken.rule as usize];
                if is_far(reach) && distance.is_some_and(|distance| distance <= reach.bytes) {
                    pairs.push((woken.rule, to_u32(index)));
                }
            }
        }
    }

    fn pair_near(&self, wake: Wake, index: usize, around: &mut Around<'_>, pairs: &mut Vec<(u32, u32)>) {
        let bytes = around.bytes_to(wake.at as usize);
        for woken in &self.wakes[wake.literal as usize].1 {
            let reach = self.reaches[woken.rule as usize];
            let in_reach = !is_far(reach) && bytes <= reach.bytes;
            if in_reach && reach.lines.is_none_or(|most| around.lines_to(wake.at as usize) <= most as usize) {
                pairs.push((woken.rule, to_u32(index)));
            }
        }
    }
}

/// What lies around a change.
struct Around<'t> {
    text: &'t [u8],
    stretch: Range<usize>,
    /// How many line ends lie between the change and a place, for the last place that was asked for.
    known: Option<(usize, usize)>,
}

impl<'t> Around<'t> {
    fn of(text: &'t [u8], change: &Range<usize>) -> Self {
        let stretch = change.start.saturating_sub(judge::CLOSE)..(change.end + judge::CLOSE).min(text.len());
        Self { text, stretch, known: None }
    }

    /// How many bytes a place lies away.
    fn bytes_to(&self, at: usize) -> usize {
        if at < self.stretch.start { self.stretch.start - at } else { at.saturating_sub(self.stretch.end) }
    }

    /// How many lines a place lies away.
    fn lines_to(&mut self, at: usize) -> usize {
        if let Some((_, lines)) = self.known.filter(|(known, _)| *known == at) {
            return lines;
        }
        let between = if at < self.stretch.start { at..self.stretch.start } else { self.stretch.end.min(at)..at };
        let lines = memchr::memchr_iter(b'\n', &self.text[between]).count();
        self.known = Some((at, lines));
        lines
    }
}

fn to_u32(index: usize) -> u32 {
    u32::try_from(index).expect("as many literals as there are places for them in 32 bits")
}

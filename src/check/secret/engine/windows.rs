//! The stretches of a text on which rules run, around the literals that wake them.

use std::cell::RefCell;
use std::ops::Range;

use super::{Engine, Wake, Woken, judge};
use crate::rule::Cursor;

/// A stretch of a text on which one rule runs.
#[derive(Clone, Debug)]
pub(super) struct Window {
    pub(super) range: Range<usize>,
    /// Whether a match can only begin where the window does.
    pub(super) anchored: bool,
}

/// The windows of one text, by rule.
#[derive(Default)]
pub(super) struct Windows {
    pub(super) by_rule: Vec<Vec<Window>>,
    pub(super) woken: Vec<u32>,
    /// For each rule, how far the text was looked at for what its secrets have in common.
    cursors: Vec<Cursor>,
    /// The rules whose cursor has moved.
    moved: Vec<u32>,
}

impl Engine {
    /// Room for the windows of a text.
    pub(super) fn no_windows(&self) -> Windows {
        let mut windows = SPARE_WINDOWS.take();
        windows.by_rule.resize_with(self.rules.len(), Vec::new);
        windows.cursors.resize_with(self.rules.len(), Cursor::default);
        windows
    }

    /// Adds the windows around sorted places of literals, where what the secrets of their rules have in common occurs;
    /// neighbours are merged.
    pub(super) fn add_windows(&self, wakes: &[Wake], text: &[u8], windows: &mut Windows) {
        for &wake in wakes {
            let (length, woken) = &self.wakes[wake.literal as usize];
            for &woken in woken {
                let Woken { rule, anchored } = woken;
                let cursor = &mut windows.cursors[rule as usize];
                windows.moved.push(rule);
                let Some(range) = self.promising(wake, *length, woken, text, cursor) else { continue };
                let ranges = &mut windows.by_rule[rule as usize];
                if ranges.is_empty() {
                    windows.woken.push(rule);
                }
                add(ranges, Window { range, anchored });
            }
        }
        windows.moved.sort_unstable();
        windows.moved.dedup();
    }

    /// The window of a rule around a literal of so many bytes, unless no match can have that in it: what it would begin
    /// with, go on with or have in common with every other is not there.
    pub(super) fn promising(
        &self,
        wake: Wake,
        length: usize,
        woken: Woken,
        text: &[u8],
        cursor: &mut Cursor,
    ) -> Option<Range<usize>> {
        let rule = &self.rules[woken.rule as usize].format;
        let (at, end) = (wake.at as usize, wake.at as usize + length);
        let goes_on = || {
            let behind = at..(end + rule.reach).min(text.len());
            self.tails.read(woken.rule, text, behind).is_none_or(|read| read.goes_on)
        };
        if !rule.head.fits(&text[at..]) {
            return None;
        }
        // At first a tail is compiled only where the rest holds.
        let is_spared = self.tails.is_to_be_spared(woken.rule);
        if !is_spared && !goes_on() {
            return None;
        }
        let window = self.window(wake, length, woken.rule, woken.anchored, text);
        let holds = rule.shape.occurs_in_window(text, &window, cursor);
        (holds && (!is_spared || goes_on())).then_some(window)
    }

    /// Where a match of a rule can stand that has this literal in it.
    pub(super) fn window(&self, wake: Wake, length: usize, rule: u32, anchored: bool, text: &[u8]) -> Range<usize> {
        let facts = &self.rules[rule as usize].format;
        let (at, end) = (wake.at as usize, wake.at as usize + length);
        let before = if anchored { 0 } else { facts.before };
        let floor = at.saturating_sub(before);
        let ceiling = (end + facts.reach).min(text.len());
        match facts.lines {
            None => floor..ceiling,
            Some(lines) => {
                let start = if before == 0 { at } else { lines_before(text, at, lines.before, floor) };
                start..lines_behind(text, end, lines.behind, ceiling)
            }
        }
    }

    /// A window with the bytes around it that have a say in the hits in it: they are looked at to judge a match, or
    /// another literal there would make the window longer.
    pub(super) fn reads(&self, window: &Range<usize>, rule: u32, text: &[u8]) -> Range<usize> {
        let margin = self.margins[rule as usize];
        let floor = window.start.saturating_sub(margin.bytes);
        let ceiling = (window.end + margin.bytes).min(text.len());
        let Some(lines) = margin.lines else { return floor..ceiling };
        let start = lines_before(text, window.start, lines, floor).min(window.start.saturating_sub(judge::CLOSE));
        let end = lines_behind(text, window.end, lines, ceiling).max((window.end + judge::CLOSE).min(text.len()));
        start..end
    }
}

impl Windows {
    /// Keeps the memory of the lists for the next text.
    pub(super) fn spare(mut self) {
        for rule in self.moved.drain(..) {
            self.cursors[rule as usize] = Cursor::default();
        }
        SPARE_WINDOWS.set(self);
    }
}

thread_local! {
    /// Lists that keep their memory from text to text.
    static SPARE_WINDOWS: RefCell<Windows> = RefCell::default();
}

/// Where the line begins that so many lines stand before the one of `at`; no less than `floor`.
pub(super) fn lines_before(text: &[u8], at: usize, lines: u32, floor: usize) -> usize {
    memchr::memrchr_iter(b'\n', &text[floor..at]).nth(lines as usize).map_or(floor, |place| floor + place + 1)
}

/// Where the line ends that stands so many lines behind the one of `at`, its line end included; no more than `ceiling`.
pub(super) fn lines_behind(text: &[u8], at: usize, lines: u32, ceiling: usize) -> usize {
    memchr::memchr_iter(b'\n', &text[at..ceiling]).nth(lines as usize).map_or(ceiling, |place| at + place + 1)
}

/// Adds a window; one that overlaps the last is merged with it, so that no byte is searched twice. Literals are found
/// by their rarest piece, so a window may come after one that begins behind it.
pub(super) fn add(windows: &mut Vec<Window>, window: Window) {
    match windows.last_mut() {
        Some(last) if window.range.start < last.range.end => {
            last.anchored &= window.anchored && window.range.start == last.range.start;
            last.range = last.range.start.min(window.range.start)..last.range.end.max(window.range.end);
        }
        _ => windows.push(window),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(range: Range<usize>, anchored: bool) -> Window {
        Window { range, anchored }
    }

    #[test]
    fn windows_that_touch_are_one_in_whatever_order_they_come() {
        let mut windows = vec![window(20..60, true)];
        add(&mut windows, window(13..53, true));
        assert_eq!((windows.len(), windows[0].range.clone(), windows[0].anchored), (1, 13..60, false));
        add(&mut windows, window(70..80, true));
        assert_eq!(windows.len(), 2);
    }
}

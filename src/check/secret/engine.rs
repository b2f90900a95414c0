//! Runs the rules that a text wakes, each only on the windows around its keywords.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input};

use super::compiled::{Compiled, Pattern};
use super::hit::Hit;
use super::judge::{self, judge};
use super::prefilter::{Literal, Prefilter};
use crate::document::Document;
use crate::rule::strict::{Problem, Problems};
use crate::rule::{Catalogue, Rule};

/// All rules of a run behind one prefilter.
pub struct Engine {
    prefilter: Prefilter,
    rules: Vec<Compiled>,
    /// For each literal of the prefilter, its length and the rules it wakes.
    wakes: Vec<(usize, Vec<Woken>)>,
    /// Rules without a keyword, which run on the whole of the files that they look at.
    by_path: Vec<u32>,
    keywords: Vec<String>,
    /// For each rule, how far around a window the text can have a say in its hits.
    margins: Vec<u32>,
    /// For each literal, how far from it the text can have a say in the hits of the rules that it wakes.
    farthest: Vec<u32>,
    /// Bytes of the longest literal.
    longest: usize,
}

/// A rule that a literal wakes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Woken {
    rule: u32,
    /// Whether a match can only begin where the literal does.
    anchored: bool,
}

/// A place at which a literal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wake {
    /// Offset of its first byte.
    pub at: u32,
    /// Which literal.
    pub literal: u32,
}

/// A stretch of a text on which one rule runs.
#[derive(Clone, Debug)]
struct Window {
    range: Range<usize>,
    /// Whether a match can only begin where the window does.
    anchored: bool,
}

/// The windows of one text, by rule.
#[derive(Default)]
struct Windows {
    by_rule: Vec<Vec<Window>>,
    woken: Vec<u32>,
}

/// A hit, and the bytes of the text that had a say in it: where none of them changes, neither does the hit.
pub struct Reasoned {
    /// The hit.
    pub hit: Hit,
    /// The window that the rule ran on.
    pub window: Range<usize>,
    /// How far around the window the text had a say.
    pub margin: usize,
}

impl Engine {
    /// Prepares the rules of a catalogue; compiles only the patterns of a user, to know that they can be.
    ///
    /// # Errors
    /// Where a user's pattern is too large to be compiled.
    pub fn new(catalogue: &Catalogue) -> Result<Self, Problems> {
        let rules: Vec<Compiled> = catalogue.iter().map(|rule| Compiled::new(Arc::clone(rule))).collect();
        let too_large: Vec<Problem> = rules
            .iter()
            .filter(|rule| !rule.rule.builtin && !rule.compiles())
            .map(|rule| too_large(&rule.rule))
            .collect();
        if !too_large.is_empty() {
            return Err(Problems(too_large));
        }
        let mut wanted: Vec<(Literal, Woken)> = Vec::new();
        let mut by_path = Vec::new();
        for (rule, index) in rules.iter().zip(0_u32..) {
            let woken = literals_of(&rule.rule).map(|(literal, anchored)| (literal, Woken { rule: index, anchored }));
            wanted.extend(woken);
            if rule.rule.keywords.is_empty() {
                by_path.push(index);
            }
        }
        wanted.sort_unstable();
        let mut literals: Vec<Literal> = Vec::new();
        let mut wakes: Vec<(usize, Vec<Woken>)> = Vec::new();
        for (literal, woken) in wanted {
            if literals.last() != Some(&literal) {
                wakes.push((literal.bytes.len(), Vec::new()));
                literals.push(literal);
            }
            wakes.last_mut().expect("pushed with the first literal").1.push(woken);
        }
        let mut keywords: Vec<String> = rules.iter().flat_map(|rule| rule.rule.keywords.iter().cloned()).collect();
        keywords.sort_unstable();
        keywords.dedup();
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        // Another literal of the same rule, just out of sight, would make the window longer.
        let longest = wakes.iter().map(|(length, _)| *length).max().unwrap_or(0);
        let margins: Vec<u32> = rules
            .iter()
            .map(|rule| narrow(judge::context(&rule.rule) + rule.rule.before + rule.rule.reach + longest))
            .collect();
        let far = |woken: &Woken| {
            let facts = &rules[woken.rule as usize].rule;
            facts.before.max(longest + facts.reach) + margins[woken.rule as usize] as usize
        };
        let farthest = wakes.iter().map(|(_, woken)| narrow(woken.iter().map(far).max().unwrap_or(0))).collect();
        Ok(Self { prefilter: Prefilter::new(literals), rules, wakes, by_path, keywords, margins, farthest, longest })
    }

    /// The keywords of all rules, sorted.
    pub fn keywords(&self) -> &[String] {
        &self.keywords
    }

    /// The rules, sorted by id.
    pub fn rules(&self) -> impl Iterator<Item = &Arc<Rule>> {
        self.rules.iter().map(|rule| &rule.rule)
    }

    /// The ids of rules a pattern of which cannot be compiled.
    pub fn uncompilable(&self) -> Vec<String> {
        self.rules.iter().filter(|rule| !rule.compiles()).map(|rule| rule.rule.id.to_string()).collect()
    }

    /// Whether a rule without keywords looks at files of this path, so that all of such a file has a say in its hits.
    pub fn looks_at_whole(&self, path: &str) -> bool {
        self.by_path.iter().any(|&rule| self.rules[rule as usize].looks_at(path))
    }

    /// The rule of an index.
    pub fn rule(&self, rule: u32) -> &Compiled {
        &self.rules[rule as usize]
    }

    /// The length of a literal.
    pub fn literal_length(&self, literal: u32) -> usize {
        self.wakes[literal as usize].0
    }

    /// The length of the longest literal.
    pub fn longest_literal(&self) -> usize {
        self.longest
    }

    /// How far from a literal the text can have a say in a hit of a rule that it wakes.
    pub fn farthest(&self, literal: u32) -> usize {
        self.farthest[literal as usize] as usize
    }

    /// Adds the hits of one text, until there are `most`.
    pub fn search(&self, document: &Document<'_>, most: usize, hits: &mut Vec<Hit>) {
        thread_local! {
            static WAKES: RefCell<Vec<Wake>> = const { RefCell::new(Vec::new()) };
        }
        let mut wakes = WAKES.take();
        wakes.clear();
        self.wakes_in(document.bytes, 0, &mut wakes);
        // What a text was decoded to is no file of that name.
        let by_path = if document.outer.is_none() { self.by_path.as_slice() } else { &[] };
        if !wakes.is_empty() || !by_path.is_empty() {
            wakes.sort_unstable();
            let name = document.origin.name();
            let mut windows = self.windows(&wakes, document.bytes.len(), |_| true);
            for &rule in by_path {
                let whole = Window { range: 0..document.bytes.len(), anchored: false };
                windows.by_rule[rule as usize].push(whole);
                windows.woken.push(rule);
            }
            self.run(
                document,
                windows,
                |rule| self.rules[rule as usize].looks_at(&name),
                |_, _| true,
                |hit, _, _| {
                    hits.push(hit);
                    hits.len() < most
                },
            );
        }
        WAKES.set(wakes);
    }

    /// Adds every place of every literal in a stretch of a text that begins at `start`, in no particular order.
    pub fn wakes_in(&self, stretch: &[u8], start: usize, wakes: &mut Vec<Wake>) {
        let narrow = |number: usize| u32::try_from(number).expect("texts are held whole only below four gigabytes");
        self.prefilter.find(stretch, |found| {
            wakes.push(Wake { at: narrow(start + found.at), literal: narrow(found.literal) });
        });
    }

    /// Notes the rules that a literal wakes at a place, where what changed has a say in a hit of them.
    pub fn mark(&self, wake: Wake, changed: impl Fn(&Range<usize>, usize) -> bool, marked: &mut Marked) {
        marked.by_rule.resize(self.rules.len(), false);
        let (length, woken) = &self.wakes[wake.literal as usize];
        for &Woken { rule, anchored } in woken {
            if marked.by_rule[rule as usize] {
                continue;
            }
            let window = self.window(wake, *length, rule, anchored, usize::MAX);
            let margin = self.margins[rule as usize] as usize;
            if changed(&window, margin) {
                marked.by_rule[rule as usize] = true;
                marked.rules.push(rule);
            }
        }
    }

    /// Runs the marked rules on those of their windows that `wanted` holds for, with the margin that has a say in them.
    pub fn search_marked(
        &self,
        document: &Document<'_>,
        wakes: &[Wake],
        marked: &mut Marked,
        wanted: impl Fn(&Range<usize>, usize) -> bool,
        mut found: impl FnMut(Reasoned) -> bool,
    ) {
        let windows = self.windows(wakes, document.bytes.len(), |rule| marked.by_rule[rule as usize]);
        let margin = |rule: u32| self.margins[rule as usize] as usize;
        self.run(
            document,
            windows,
            |_| true,
            |rule, window| wanted(window, margin(rule)),
            |hit, rule, window| found(Reasoned { hit, window, margin: margin(rule) }),
        );
        for rule in marked.rules.drain(..) {
            marked.by_rule[rule as usize] = false;
        }
    }

    /// The windows of the wanted rules, around sorted places of literals; neighbours are merged.
    fn windows(&self, wakes: &[Wake], length: usize, wanted: impl Fn(u32) -> bool) -> Windows {
        let mut windows = SPARE_WINDOWS.take();
        windows.by_rule.resize_with(self.rules.len(), Vec::new);
        for &wake in wakes {
            let (literal_length, woken) = &self.wakes[wake.literal as usize];
            for &Woken { rule, anchored } in woken {
                if !wanted(rule) {
                    continue;
                }
                let range = self.window(wake, *literal_length, rule, anchored, length);
                let ranges = &mut windows.by_rule[rule as usize];
                if ranges.is_empty() {
                    windows.woken.push(rule);
                }
                add(ranges, Window { range, anchored });
            }
        }
        windows
    }

    fn window(&self, wake: Wake, length: usize, rule: u32, anchored: bool, text: usize) -> Range<usize> {
        let facts = &self.rules[rule as usize].rule;
        let at = wake.at as usize;
        let before = if anchored { 0 } else { facts.before };
        at.saturating_sub(before)..(at + length + facts.reach).min(text)
    }

    /// Runs rules on their windows, until `found` has enough.
    fn run(
        &self,
        document: &Document<'_>,
        mut windows: Windows,
        looks_at: impl Fn(u32) -> bool,
        wanted: impl Fn(u32, &Range<usize>) -> bool,
        mut found: impl FnMut(Hit, u32, Range<usize>) -> bool,
    ) {
        // Generic rules last, so that in a flood of findings the specific ones are there.
        windows.woken.sort_unstable_by_key(|&rule| (self.rules[rule as usize].rule.generic, rule));
        let mut goes_on = true;
        for rule in windows.woken.drain(..) {
            let ranges = &mut windows.by_rule[rule as usize];
            let compiled = &self.rules[rule as usize];
            if goes_on && looks_at(rule) {
                for window in ranges.iter().filter(|window| wanted(rule, &window.range)) {
                    goes_on = run(compiled, document, window, &mut |hit| found(hit, rule, window.range.clone()));
                    if !goes_on {
                        break;
                    }
                }
            }
            ranges.clear();
        }
        SPARE_WINDOWS.set(windows);
    }
}

thread_local! {
    /// Lists that keep their memory from text to text.
    static SPARE_WINDOWS: RefCell<Windows> = RefCell::default();
}

/// Rules that have to look again.
#[derive(Default)]
pub struct Marked {
    by_rule: Vec<bool>,
    rules: Vec<u32>,
}

impl Marked {
    /// Whether no rule is marked.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }
}

/// Adds a window; one that touches the last is merged with it, so that no byte is searched twice. Literals are found
/// by their rarest piece, so a window may come after one that begins behind it.
fn add(windows: &mut Vec<Window>, window: Window) {
    match windows.last_mut() {
        Some(last) if window.range.start <= last.range.end => {
            last.anchored &= window.anchored && window.range.start == last.range.start;
            last.range = last.range.start.min(window.range.start)..last.range.end.max(window.range.end);
        }
        _ => windows.push(window),
    }
}

/// What wakes a rule: its anchors where it has any, else its keywords; and whether a match begins there.
fn literals_of(rule: &Rule) -> impl Iterator<Item = (Literal, bool)> {
    let keywords = if rule.anchors.is_empty() { rule.keywords.as_slice() } else { &[] };
    let plain = keywords.iter().map(|word| (Literal { bytes: word.clone().into_bytes(), exact: false }, false));
    let anchored = rule.anchors.iter().map(|anchor| Literal { bytes: anchor.bytes.clone(), exact: anchor.exact });
    plain.chain(anchored.map(|literal| (literal, true)))
}

fn too_large(rule: &Rule) -> Problem {
    Problem {
        file: rule.defined_at.0.to_string(),
        line: rule.defined_at.1,
        column: 1,
        message: format!("the pattern of `{}` is too large when compiled: lower its repetition bounds", rule.id),
    }
}

/// Runs one rule over a window; says whether `found` wants more.
fn run(
    rule: &Compiled,
    document: &Document<'_>,
    Window { range: window, anchored }: &Window,
    found: &mut dyn FnMut(Hit) -> bool,
) -> bool {
    if !rule.rule.shape.occurs_in(&document.bytes[window.clone()]) {
        return true;
    }
    let Some(Pattern { regex, group }) = rule.pattern() else { return true };
    let mut slots: Vec<Option<NonMaxUsize>> = vec![None; (group + 1) * 2];
    let mut at = window.start;
    while at < window.end {
        let anchor = if *anchored { Anchored::Yes } else { Anchored::No };
        let input = Input::new(document.bytes).range(at..window.end).anchored(anchor);
        if regex.search_slots(&input, &mut slots).is_none() {
            break;
        }
        let bound = |slot: usize| slots[slot].map(NonMaxUsize::get);
        let (Some(start), Some(end)) = (bound(group * 2), bound(group * 2 + 1)) else {
            at = bound(1).unwrap_or(window.end).max(at + 1);
            continue;
        };
        let whole = bound(0).unwrap_or(start)..bound(1).unwrap_or(end);
        if end > start
            && let Some(hit) = judge(rule, document, start..end, &whole)
            && !found(hit)
        {
            return false;
        }
        // The next match may begin with the character that ended this one.
        at = end.max(at + 1);
    }
    true
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

    #[test]
    fn a_literal_inside_another_does_not_cut_the_match_of_the_longer_one() {
        let text = r#"
            [[rule]]
            id = "secret/nested"
            summary = "s"
            why = "w."
            fix = "f."
            keywords = ["auth_salt"]
            pattern = '\b(?:(?:SECURE_)?AUTH)_SALT=(?<secret>[a-z]{8})'
            [rule.examples]
            match = ["SECURE_AUTH_SALT=qwertzui"]
            no-match = ["x"]
        "#;
        let mut catalogue = Catalogue::default();
        catalogue.add(crate::rule::load("own.toml", text, false).unwrap()).unwrap();
        let outcome = super::super::examples::run(&catalogue, |_| true).unwrap();
        assert!(outcome.failures.is_empty(), "{:?}", outcome.failures);
    }
}

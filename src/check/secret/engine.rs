//! Runs the rules that a text wakes, each only on the windows around its keywords.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input};

use super::compiled::{Compiled, Pattern};
use super::hit::Hit;
use super::judge::judge;
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
}

/// A rule that a literal wakes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Woken {
    rule: u32,
    /// Whether a match can only begin where the literal does.
    anchored: bool,
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
        Ok(Self { prefilter: Prefilter::new(literals), rules, wakes, by_path, keywords })
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

    /// Adds the hits of one text, until there are `most`.
    pub fn search(&self, document: &Document<'_>, most: usize, hits: &mut Vec<Hit>) {
        thread_local! {
            static WINDOWS: RefCell<Windows> = RefCell::default();
        }
        let mut windows = WINDOWS.take();
        self.wake(document.bytes, &mut windows);
        // What a text was decoded to is no file of that name.
        let by_path = if document.outer.is_none() { self.by_path.as_slice() } else { &[] };
        if !windows.woken.is_empty() || !by_path.is_empty() {
            let name = document.origin.name();
            for &rule in by_path {
                let whole = Window { range: 0..document.bytes.len(), anchored: false };
                windows.by_rule[rule as usize].push(whole);
                windows.woken.push(rule);
            }
            // Generic rules last, so that in a flood of findings the specific ones are there.
            windows.woken.sort_unstable_by_key(|&rule| (self.rules[rule as usize].rule.generic, rule));
            for rule in std::mem::take(&mut windows.woken) {
                let ranges = &mut windows.by_rule[rule as usize];
                let compiled = &self.rules[rule as usize];
                if compiled.looks_at(&name) {
                    run(compiled, document, ranges, most, hits);
                }
                ranges.clear();
            }
        }
        WINDOWS.set(windows);
    }

    /// Notes, for every rule a literal of which stands in the text, the windows around it; neighbours are merged.
    fn wake(&self, text: &[u8], windows: &mut Windows) {
        windows.by_rule.resize_with(self.rules.len(), Vec::new);
        self.prefilter.find(text, |found| {
            let (length, woken) = &self.wakes[found.literal];
            for &Woken { rule, anchored } in woken {
                let facts = &self.rules[rule as usize].rule;
                let before = if anchored { 0 } else { facts.before };
                let end = (found.at + length + facts.reach).min(text.len());
                let range = found.at.saturating_sub(before)..end;
                let ranges = &mut windows.by_rule[rule as usize];
                if ranges.is_empty() {
                    windows.woken.push(rule);
                }
                add(ranges, Window { range, anchored });
            }
        });
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

/// Runs one rule over its windows.
fn run(rule: &Compiled, document: &Document<'_>, windows: &[Window], most: usize, hits: &mut Vec<Hit>) {
    for Window { range: window, anchored } in windows {
        if !rule.rule.shape.occurs_in(&document.bytes[window.clone()]) {
            continue;
        }
        let Some(Pattern { regex, group }) = rule.pattern() else { return };
        let mut slots: Vec<Option<NonMaxUsize>> = vec![None; (group + 1) * 2];
        let mut at = window.start;
        while at < window.end && hits.len() < most {
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
            {
                hits.push(hit);
            }
            // The next match may begin with the character that ended this one.
            at = end.max(at + 1);
        }
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

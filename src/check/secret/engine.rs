//! Runs the rules that a text wakes, each only on the windows around its keywords.

mod again;
mod duds;
mod tails;
mod windows;

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input};

use super::compiled::{Compiled, Pattern};
use super::hit::Hit;
use super::judge::{self, judge};
use crate::check::prefilter::{Literal, Prefilter};
use crate::document::Document;
use crate::rule::strict::{Problem, Problems};
use crate::rule::{Catalogue, Format, Lines, Rule};

/// All rules of a run behind one prefilter.
pub struct Engine {
    prefilter: Prefilter,
    rules: Vec<Compiled>,
    /// For each literal of the prefilter, its length and the rules it wakes.
    wakes: Vec<(usize, Vec<Woken>)>,
    /// Rules without a keyword, which run on the whole of the files that they look at.
    by_path: Vec<u32>,
    keywords: Vec<String>,
    /// For each rule, how many bytes around a window can have a say in its hits, and how many lines for its parts.
    margins: Vec<Margin>,
    /// For each rule, how far from a literal of it a change can have a say in its hits.
    reaches: Vec<Margin>,
    /// For each literal, whether it wakes a rule that looks far around.
    wakes_far: Vec<bool>,
    /// How matches go on behind the literals of each rule.
    tails: Tails,
    /// The most bytes that have a say in whether a literal wakes anything.
    longest: usize,
}

/// How far around a window the text can have a say in the hits of a rule.
#[derive(Clone, Copy, Debug)]
struct Margin {
    bytes: usize,
    /// Lines, for rules whose matches reach over few of them.
    lines: Option<u32>,
}

/// Which rules run on a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paths {
    /// Those that look at files of its path.
    ItsOwn,
    /// All of them, for nobody knows yet of what path it is.
    Any,
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

pub use again::Again;
use duds::Duds;
use tails::Tails;
use windows::{Window, Windows, lines_before};

impl Engine {
    /// Prepares the rules of a catalogue; compiles only the patterns of a user, to know that they can be.
    ///
    /// # Errors
    /// Where a user's pattern is too large to be compiled.
    pub fn new(catalogue: &Catalogue) -> Result<Self, Problems> {
        let rules: Vec<Compiled> = catalogue.iter().filter_map(|rule| Compiled::new(Arc::clone(rule))).collect();
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
            let woken = literals_of(&rule.format).map(|(literal, anchored)| (literal, Woken { rule: index, anchored }));
            wanted.extend(woken);
            if rule.format.keywords.is_empty() {
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
        let mut keywords: Vec<String> = rules.iter().flat_map(|rule| rule.format.keywords.iter().cloned()).collect();
        keywords.sort_unstable();
        keywords.dedup();
        let head = |woken: &Woken| rules[woken.rule as usize].format.head.length();
        let heads = |woken: &[Woken]| woken.iter().map(head).max().unwrap_or(0);
        let longest = wakes.iter().map(|(length, woken)| heads(woken).max(*length)).max().unwrap_or(0);
        let margins: Vec<Margin> = rules.iter().map(|rule| margin(&rule.format, longest)).collect();
        let reaches: Vec<Margin> =
            rules.iter().zip(&margins).map(|(rule, by)| reach(&rule.format, *by, longest)).collect();
        let is_far = |woken: &Woken| again::is_far(reaches[woken.rule as usize]);
        let tails = Tails::of(rules.iter().map(|rule| Arc::clone(&rule.format)));
        let wakes_far = wakes.iter().map(|(_, woken)| woken.iter().any(is_far)).collect();
        Ok(Self {
            prefilter: Prefilter::new(&literals),
            rules,
            wakes,
            by_path,
            keywords,
            margins,
            reaches,
            wakes_far,
            tails,
            longest,
        })
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

    /// Whether a rule without keywords may look at a file of this name, so that all of it has a say in its hits.
    pub fn looks_at_whole(&self, name: &str) -> bool {
        self.by_path.iter().any(|&rule| self.rules[rule as usize].may_look_at(name))
    }

    /// Adds the hits of one text, until there are `most`.
    pub fn search(&self, document: &Document<'_>, at: Paths, most: usize, hits: &mut Vec<Hit>) {
        thread_local! {
            static WAKES: RefCell<Vec<Wake>> = const { RefCell::new(Vec::new()) };
        }
        let mut wakes = WAKES.take();
        let mut windows = self.no_windows();
        for part in parts(0..document.bytes.len()) {
            self.wakes_in(document.bytes, &part, &mut wakes);
            self.add_windows(&wakes, document.bytes, &mut windows);
            wakes.clear();
        }
        // What a text was decoded to is no file of that name.
        let by_path = if document.outer.is_none() { self.by_path.as_slice() } else { &[] };
        for &rule in by_path {
            let whole = Window { range: 0..document.bytes.len(), anchored: false };
            windows.by_rule[rule as usize].push(whole);
            windows.woken.push(rule);
        }
        let name = if windows.woken.is_empty() { Cow::Borrowed("") } else { document.origin.name() };
        let _ = self.run(
            document,
            windows,
            |rule| at == Paths::Any || self.rules[rule as usize].looks_at(&name),
            |_, _| true,
            &mut |hit, _, _| {
                hits.push(hit);
                hits.len() < most
            },
        );
        WAKES.set(wakes);
    }

    /// Adds, in their order, the places in a part of a text at which a literal stands, unless no match of its rules can
    /// begin there.
    pub fn wakes_in(&self, text: &[u8], part: &Range<usize>, wakes: &mut Vec<Wake>) {
        let first = wakes.len();
        let narrow = |number: usize| u32::try_from(number).expect("texts are held whole only below four gigabytes");
        let stretch = &text[part.start..part.end.saturating_add(self.longest).min(text.len())];
        self.prefilter.find(stretch, |found| {
            let fits = |woken: &Woken| self.rules[woken.rule as usize].format.head.fits(&stretch[found.at..]);
            if found.at < part.len() && self.wakes[found.literal].1.iter().any(fits) {
                wakes.push(Wake { at: narrow(part.start + found.at), literal: narrow(found.literal) });
            }
        });
        wakes[first..].sort_unstable();
    }

    /// Drops, of the places from `first` on, those at which no rule can find anything, for what its matches have behind a
    /// literal does not stand there. To see that a [`GLANCE`] has to be enough, so that a change farther away is no matter.
    pub fn keep_promising(&self, text: &[u8], wakes: &mut Vec<Wake>, first: usize) {
        let mut kept = first;
        self.tails.with_duds(|duds| {
            for index in first..wakes.len() {
                let wake = wakes[index];
                if !duds.has(wake.literal, &text[wake.at as usize..]) && self.is_to_be_kept(wake, text, duds) {
                    wakes[kept] = wake;
                    kept += 1;
                }
            }
        });
        wakes.truncate(kept);
    }

    /// Whether a rule may find something around a literal, now or after a change that lies far away.
    fn is_to_be_kept(&self, wake: Wake, text: &[u8], duds: &mut Duds) -> bool {
        let (length, woken) = &self.wakes[wake.literal as usize];
        let at = wake.at as usize;
        let mut farthest = 0;
        let is_kept = woken.iter().any(|woken| {
            let rule = &self.rules[woken.rule as usize].format;
            // Where nothing is known of how matches go on, all of the text would have to be looked at.
            self.tails.read(woken.rule, text, at..(at + length + rule.reach).min(text.len())).is_none_or(|read| {
                farthest = farthest.max(read.end - at);
                read.goes_on || !is_glance(&text[at..read.end.min(text.len())])
            })
        });
        if !is_kept {
            duds.add(wake.literal, &text[at..], farthest);
        }
        is_kept
    }

    /// Where literals may begin of which a change in a stretch of a text has a say in whether they are promising.
    pub fn glance_before(&self, text: &[u8], stretch: &Range<usize>) -> Range<usize> {
        let start = lines_before(text, stretch.start, GLANCE.lines, stretch.start.saturating_sub(GLANCE.bytes));
        start.min(stretch.start.saturating_sub(self.longest))..stretch.end
    }

    /// Runs rules on their windows, until `found` has enough; says whether it wants more.
    fn run(
        &self,
        document: &Document<'_>,
        mut windows: Windows,
        looks_at: impl Fn(u32) -> bool,
        wanted: impl Fn(u32, &Range<usize>) -> bool,
        found: &mut dyn FnMut(Hit, u32, Range<usize>) -> bool,
    ) -> bool {
        // Generic rules last, so that in a flood of findings the specific ones are there.
        windows.woken.sort_unstable_by_key(|&rule| (self.rules[rule as usize].format.generic, rule));
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
        windows.spare();
        goes_on
    }
}

/// A long text is looked at in parts of so many bytes, for in a hostile one a literal may stand at every byte.
const PART: usize = 1 << 20;

/// The parts of a stretch.
pub fn parts(stretch: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    stretch.clone().step_by(PART).map(move |start| start..stretch.end.min(start + PART))
}

/// How far behind a literal is looked to see whether it is promising.
const GLANCE: Glance = Glance { lines: 2, bytes: 768 };

struct Glance {
    lines: u32,
    bytes: usize,
}

/// Whether so much of a text can be seen at a glance.
fn is_glance(text: &[u8]) -> bool {
    text.len() < GLANCE.bytes && memchr::memchr_iter(b'\n', text).count() <= GLANCE.lines as usize
}

/// How far around a window of a rule another literal of the rule makes it longer, or a hit in it is judged by.
fn margin(rule: &Format, longest: usize) -> Margin {
    let others = rule.before + rule.reach + longest;
    let parts = rule.parts.iter().map(|part| part.within_lines).max().unwrap_or(0);
    let parts = u32::try_from(parts).unwrap_or(u32::MAX).saturating_add(1);
    let lines = rule.lines.map(|lines| (lines.before + lines.behind + 1).max(parts));
    Margin { bytes: judge::context(rule).max(others) + 1, lines }
}

/// How far from a literal of a rule a change can have a say in its hits.
fn reach(rule: &Format, margin: Margin, longest: usize) -> Margin {
    let lines = margin.lines.zip(rule.lines).map(|(around, Lines { before, behind })| around + before.max(behind) + 1);
    Margin { bytes: margin.bytes + rule.before.max(longest + rule.reach), lines }
}

/// What wakes a rule: its anchors where it has any, else its keywords; and whether a match begins there.
fn literals_of(rule: &Format) -> impl Iterator<Item = (Literal, bool)> {
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

//! Reads on behind a literal for as long as a match of its rule is possible, which is seldom far.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use regex_automata::hybrid::dfa::{Cache, Config, DFA};
use regex_automata::nfa::thompson;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};

use super::duds::Duds;
use crate::rule::Format;

/// The most memory, in bytes, that one compiled tail may take, and the states of it that a thread has met.
const TAIL_SIZE: usize = 8 << 20;
const STATES_SIZE: usize = 1 << 20;

/// How often a tail is left alone before it is compiled.
const MOST_SPARED: u32 = 100;

/// Bytes behind which no more is read, so that a text full of literals is not read over and over: what goes on for so
/// long may be a match.
const LONGEST: usize = 96;

/// Bytes from which on a read is remembered.
const LONG: usize = 32;

/// The tails of all rules, each compiled only when a text first needs it.
pub struct Tails {
    /// Tells the caches of this engine from those of another.
    engine: u64,
    rules: Vec<Arc<Format>>,
    compiled: Vec<OnceLock<Option<DFA>>>,
    /// How often each was not compiled where it could have been read.
    spared: Vec<AtomicU32>,
}

/// How far a text was read from a literal on.
pub struct Read {
    /// Whether a match can go on.
    pub goes_on: bool,
    /// Behind the last byte that has a say in that; behind the text, where its end has one.
    pub end: usize,
}

/// A read that took long.
struct Last {
    /// What stood there.
    begin: [u8; LONGEST],
    /// How many bytes were to be read, but for those behind which no more is.
    wanted: usize,
    goes_on: bool,
    /// How many bytes have a say.
    length: usize,
}

/// What a thread knows of an engine.
#[derive(Default)]
struct Known {
    engine: u64,
    /// The states of each tail that it has met.
    states: Vec<Option<Cache>>,
    /// The last long read of each tail.
    last: Vec<Option<Box<Last>>>,
    duds: Duds,
}

impl Known {
    /// Forgets what it knows of another engine.
    fn of(&mut self, tails: &Tails) -> &mut Self {
        if self.engine != tails.engine {
            *self = Self { engine: tails.engine, ..Self::default() };
            self.states.resize_with(tails.rules.len(), || None);
            self.last.resize_with(tails.rules.len(), || None);
        }
        self
    }
}

impl Tails {
    /// Those of some rules.
    pub fn of(rules: impl Iterator<Item = Arc<Format>>) -> Self {
        static ENGINES: AtomicU64 = AtomicU64::new(1);
        let rules: Vec<Arc<Format>> = rules.collect();
        let compiled = rules.iter().map(|_| OnceLock::new()).collect();
        let spared = rules.iter().map(|_| AtomicU32::new(0)).collect();
        Self { engine: ENGINES.fetch_add(1, Ordering::Relaxed), rules, compiled, spared }
    }

    /// Whether a tail would have to be compiled before it is read, and is not asked for so often that this pays.
    pub fn is_to_be_spared(&self, rule: u32) -> bool {
        let (tail, compiled) = (&self.rules[rule as usize].tail, &self.compiled[rule as usize]);
        tail.is_some()
            && compiled.get().is_none()
            && self.spared[rule as usize].fetch_add(1, Ordering::Relaxed) < MOST_SPARED
    }

    /// Reads a text from the beginning of a literal on; `None` where nothing is known of how matches go on.
    pub fn read(&self, rule: u32, text: &[u8], mut range: Range<usize>) -> Option<Read> {
        let dfa = self.compiled[rule as usize].get_or_init(|| compile(self.rules[rule as usize].tail.as_ref()?));
        let dfa = dfa.as_ref()?;
        KNOWN.with_borrow_mut(|known| {
            let known = known.of(self);
            let start = range.start;
            // In a text that repeats itself a read is like the last one, by all bytes that can have a say.
            let begin: Option<&[u8; LONGEST]> = text[start..].first_chunk();
            let last = &mut known.last[rule as usize];
            let wanted = range.len().min(LONGEST + 1);
            let is_same = |last: &&Last| begin == Some(&last.begin) && wanted == last.wanted;
            if let Some(last) = last.as_deref().filter(is_same) {
                return Some(Read { goes_on: last.goes_on, end: start + last.length });
            }
            let cache = known.states[rule as usize].get_or_insert_with(|| dfa.create_cache());
            let is_cut = range.len() > LONGEST;
            range.end = range.end.min(start + LONGEST);
            let read = read(dfa, cache, text, range, is_cut)?;
            if let Some(begin) = begin.filter(|_| (LONG..=LONGEST).contains(&(read.end - start))) {
                *last = Some(Box::new(Last { begin: *begin, wanted, goes_on: read.goes_on, length: read.end - start }));
            }
            Some(read)
        })
    }

    /// Lends the duds that this thread knows.
    pub fn with_duds<T>(&self, look: impl FnOnce(&mut Duds) -> T) -> T {
        let mut duds = KNOWN.with_borrow_mut(|known| std::mem::take(&mut known.of(self).duds));
        let result = look(&mut duds);
        KNOWN.with_borrow_mut(|known| known.of(self).duds = duds);
        result
    }
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

fn compile(tail: &str) -> Option<DFA> {
    DFA::builder()
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .thompson(thompson::Config::new().utf8(false).nfa_size_limit(Some(TAIL_SIZE)))
        .configure(Config::new().cache_capacity(STATES_SIZE).skip_cache_capacity_check(true))
        .build(tail)
        .ok()
}

/// Steps through a text until no match or one is certain; `None` where the tail cannot tell. Where the range is cut short
/// of what a match may take, one that was not ruled out is possible.
fn read(dfa: &DFA, cache: &mut Cache, text: &[u8], range: Range<usize>, is_cut: bool) -> Option<Read> {
    let input = Input::new(text).range(range.clone()).anchored(Anchored::Yes);
    let mut state = dfa.start_state_forward(cache, &input).ok()?;
    for (at, &byte) in range.clone().zip(&text[range.clone()]) {
        state = dfa.next_state(cache, state, byte).ok()?;
        if state.is_tagged() {
            if state.is_match() || state.is_dead() {
                return Some(Read { goes_on: state.is_match(), end: at + 1 });
            }
            if state.is_quit() {
                return None;
            }
        }
    }
    if is_cut {
        return Some(Read { goes_on: true, end: range.end });
    }
    // A match is only known one byte behind its end.
    state = match text.get(range.end) {
        Some(&byte) => dfa.next_state(cache, state, byte).ok()?,
        None => dfa.next_eoi_state(cache, state).ok()?,
    };
    Some(Read { goes_on: state.is_match(), end: range.end + 1 })
}

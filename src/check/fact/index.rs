//! The questions that are asked of a kind of fact, found by what the name of a fact has in it.

use aho_corasick::AhoCorasick;

use super::Question;
use super::gate::names;
use super::walk::walk;
use crate::fact::Fact;
use crate::rule::Way;

/// The questions of one kind.
#[derive(Default)]
pub struct Questions {
    all: Vec<Question>,
    /// For kinds of which there are many facts: which questions the name of one may be meant by.
    by_name: Option<ByName>,
}

/// Questions by pieces of names.
struct ByName {
    /// The field that holds the name.
    field: Way,
    pieces: AhoCorasick,
    /// For each piece the questions whose patterns have it.
    meant: Vec<Vec<usize>>,
    /// Questions that say nothing about the name.
    others: Vec<usize>,
}

/// Kinds of which there are many facts, the field by which they are named, and the paths by which rules ask for it.
const NAMED: &[(&str, &str, &[&str])] = &[("setting", "key", &["key"]), ("command", "line", &["name", "line"])];

/// The longest piece of a pattern that stands for itself and lies between two `.`, where it has more than one letter.
fn part(pattern: &str) -> Option<&str> {
    let parts = pattern.split(['*', '?', '\\', '.']).filter(|part| part.len() > 1);
    parts.max_by_key(|part| part.len())
}

impl Questions {
    /// Adds a question.
    pub fn add(&mut self, question: Question) {
        self.all.push(question);
    }

    /// Orders the questions by names, where the kind is one of which there are many facts.
    pub fn order(&mut self, kind: &str) {
        let Some((_, field, paths)) = NAMED.iter().find(|(named, ..)| *named == kind) else { return };
        let mut pieces: Vec<(String, usize)> = Vec::new();
        let mut others = Vec::new();
        for (index, question) in self.all.iter().enumerate() {
            let patterns = paths.iter().find_map(|path| names(&question.query().when, path));
            let known: Option<Vec<String>> =
                patterns.and_then(|all| all.iter().map(|pattern| part(pattern).map(str::to_owned)).collect());
            match known {
                Some(known) => pieces.extend(known.into_iter().map(|piece| (piece, index))),
                None => others.push(index),
            }
        }
        pieces.sort();
        let mut texts: Vec<String> = Vec::new();
        let mut meant: Vec<Vec<usize>> = Vec::new();
        for (piece, index) in pieces {
            if texts.last() != Some(&piece) {
                texts.push(piece);
                meant.push(Vec::new());
            }
            meant.last_mut().expect("pushed with the first text").push(index);
        }
        let pieces = AhoCorasick::builder().ascii_case_insensitive(true).build(&texts);
        self.by_name = pieces.ok().map(|pieces| ByName { field: Way::from(*field), pieces, meant, others });
    }

    /// Whether a question may be meant by a fact whose name has this part, of those that `.` stands between.
    pub fn may_mean(&self, name: &str) -> bool {
        match &self.by_name {
            Some(by_name) => !by_name.others.is_empty() || by_name.pieces.is_match(name),
            None => !self.all.is_empty(),
        }
    }

    /// Shows the questions that may be meant by a fact.
    pub fn of<'q>(&'q self, fact: &Fact<'_>, show: &mut dyn FnMut(&'q Question)) {
        let Some(by_name) = &self.by_name else { return self.all.iter().for_each(show) };
        let mut meant = by_name.others.clone();
        for reach in walk(&fact.value, &by_name.field).values {
            let Some(name) = reach.value.text() else { return self.all.iter().for_each(show) };
            for hit in by_name.pieces.find_overlapping_iter(name) {
                meant.extend(&by_name.meant[hit.pattern().as_usize()]);
            }
        }
        meant.sort_unstable();
        meant.dedup();
        for index in meant {
            show(&self.all[index]);
        }
    }
}

//! The check of facts: what a text grants, makes and asks for, held against the rules on scopes and lifetimes.

mod ask;
pub mod examples;
mod found;
mod literal;
mod measure;
mod walk;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use crate::check::secret::SecretCheck;
use crate::check::{Check, GaveUp};
use crate::document::Document;
use crate::fact::{self, FileKind};
use crate::finding::{Finding, Reveal};
use crate::policy::Answer;
use crate::rule::{Catalogue, Query, Rule, RuleId};
use crate::source::SkipReason;

use ask::Asked;
use found::Found;

/// Larger files are no configuration.
const LARGEST: usize = 8 << 20;

/// Holds facts against rules.
pub struct FactCheck {
    /// The questions that are asked of each kind of fact.
    by_kind: HashMap<String, Vec<Question>>,
    /// Finds the credentials that a snippet must not show.
    secrets: Arc<SecretCheck>,
    reveal: Reveal,
    /// Seconds since 1970 at which the run takes place.
    now: i64,
    /// How often nobody could tell, by rule.
    unresolved: Mutex<BTreeMap<RuleId, u64>>,
}

/// A query of a rule.
struct Question {
    rule: Arc<Rule>,
    query: usize,
}

impl Question {
    fn query(&self) -> &Query {
        &self.rule.queries()[self.query]
    }
}

impl FactCheck {
    /// Prepares the rules of a catalogue; `now` is the time of the run in seconds since 1970.
    #[must_use]
    pub fn new(catalogue: &Catalogue, secrets: Arc<SecretCheck>, reveal: Reveal, now: i64) -> Self {
        let mut by_kind: HashMap<String, Vec<Question>> = HashMap::new();
        for rule in catalogue.iter() {
            for (query, asked) in rule.queries().iter().enumerate() {
                for kind in &asked.on {
                    let question = Question { rule: Arc::clone(rule), query };
                    by_kind.entry(kind.clone()).or_default().push(question);
                }
            }
        }
        Self { by_kind, secrets, reveal, now, unresolved: Mutex::default() }
    }

    /// What is wrong with the facts of a text.
    fn look(
        &self,
        kind: FileKind,
        document: &Document<'_>,
        text: &str,
        found: &mut Vec<Finding>,
    ) -> Result<(), GaveUp> {
        let facts = fact::read(kind, &document.origin.name(), text);
        let mut hits: Vec<Found<'_>> = Vec::new();
        for fact in &facts.list {
            for question in self.by_kind.get(fact.kind.as_ref()).into_iter().flatten() {
                let asked = Asked { facts: &facts.list, now: self.now };
                for outcome in asked.matches(question.query(), fact) {
                    match outcome.answer {
                        Answer::Yes => hits.push(Found::new(&question.rule, question.query(), fact, outcome.place)),
                        Answer::Unknown => self.count_unresolved(&question.rule.id),
                        Answer::No => {}
                    }
                }
            }
        }
        found::report(hits, document, self.secrets.as_ref(), self.reveal, found);
        facts.problems.first().map_or(Ok(()), |problem| {
            let position = document.position(problem.at.start as usize);
            let detail = format!("line {}, column {}: {}", position.line, position.column, problem.what);
            Err(GaveUp { reason: SkipReason::Malformed, detail })
        })
    }

    fn count_unresolved(&self, rule: &RuleId) {
        let mut counts = self.unresolved.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(rule.clone()).or_default() += 1;
    }
}

impl Check for FactCheck {
    fn inspect(&self, document: &Document<'_>, found: &mut Vec<Finding>) -> Result<(), GaveUp> {
        // A piece of a longer file, or a text decoded from another one, is no file of configuration.
        let is_whole = document.start == crate::document::Start::default() && document.outer.is_none();
        let is_asked = is_whole && !self.by_kind.is_empty();
        let Some(kind) = fact::kind_of(&document.origin.name()).filter(|_| is_asked) else { return Ok(()) };
        if document.bytes.len() > LARGEST {
            return Ok(());
        }
        let Ok(text) = std::str::from_utf8(document.bytes) else { return Ok(()) };
        self.look(kind, document, text, found)
    }

    fn unresolved(&self) -> BTreeMap<RuleId, u64> {
        self.unresolved.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

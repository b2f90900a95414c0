//! The check of facts: what a text grants, makes and asks for, held against the rules on scopes and lifetimes.

mod ask;
pub mod examples;
mod found;
mod gate;
mod index;
mod literal;
mod masks;
mod measure;
mod walk;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use crate::check::secret::SecretCheck;
use crate::check::{Beside, Check, GaveUp};
use crate::document::Document;
use crate::fact::{self, Facts, FileKind};
use crate::finding::{Finding, Reveal};
use crate::policy::Answer;
use crate::rule::{Catalogue, Query, Rule, RuleId};
use crate::source::SkipReason;

use ask::Asked;
use found::Found;
use gate::Gate;
use index::Questions;
use masks::Masks;

/// Larger files are no configuration.
const LARGEST: usize = 8 << 20;

/// What rules ask of facts, prepared.
pub struct Prepared {
    /// The questions that are asked of each kind of fact.
    by_kind: HashMap<String, Questions>,
    /// Tells which texts are worth reading.
    gate: Gate,
}

/// Holds facts against rules.
pub struct FactCheck {
    rules: Prepared,
    /// Finds the credentials that must not be shown, whatever rules are in use.
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
    /// Whether all that is asked is what texts stand at the end of a way.
    is_of_texts: bool,
    /// Whether it asks for credentials that stand in the text.
    is_of_secrets: bool,
}

impl Question {
    fn query(&self) -> &Query {
        &self.rule.queries()[self.query]
    }
}

impl Prepared {
    /// Prepares the rules of a catalogue.
    #[must_use]
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut by_kind: HashMap<String, Questions> = HashMap::new();
        for rule in catalogue.iter() {
            for (query, asked) in rule.queries().iter().enumerate() {
                for kind in &asked.on {
                    let (is_of_texts, is_of_secrets) = (asked.is_of_texts(), asked.is_of_secrets());
                    let question = Question { rule: Arc::clone(rule), query, is_of_texts, is_of_secrets };
                    by_kind.entry(kind.clone()).or_default().add(question);
                }
            }
        }
        for (kind, questions) in &mut by_kind {
            questions.order(kind);
        }
        let gate = Gate::new(catalogue.iter().flat_map(|rule| rule.queries()));
        Self { by_kind, gate }
    }
}

impl FactCheck {
    /// A check by these rules; `now` is the time of the run in seconds since 1970.
    #[must_use]
    pub fn new(rules: Prepared, secrets: Arc<SecretCheck>, reveal: Reveal, now: i64) -> Self {
        Self { rules, secrets, reveal, now, unresolved: Mutex::default() }
    }

    /// What is wrong with the facts of a text.
    fn look(
        &self,
        kind: FileKind,
        path: &str,
        document: &Document<'_>,
        secrets: Option<&Beside<'_>>,
        text: &str,
        found: &mut Vec<Finding>,
    ) -> Result<(), GaveUp> {
        let settings = self.rules.by_kind.get("setting");
        let wants = |name: &str| settings.is_some_and(|questions| questions.may_mean(name));
        let Facts { list, problems, .. } = fact::read(kind, path, text, &wants);
        let mut hits: Vec<Found<'_>> = Vec::new();
        let mut unresolved: Vec<&RuleId> = Vec::new();
        let asked = Asked { facts: &list, now: self.now };
        for fact in &list {
            let Some(questions) = self.rules.by_kind.get(fact.kind.as_ref()) else { continue };
            questions.of(fact, &mut |question| {
                asked.matches(question, fact, &mut |outcome| match outcome.answer {
                    Answer::Yes => hits.push(Found::new(question, fact, outcome.place, self.reveal)),
                    Answer::Unknown => unresolved.push(&question.rule.id),
                    Answer::No => {}
                });
            });
        }
        // What is found stays, so its memory is taken where the facts lay.
        drop(list);
        self.count(&unresolved);
        if !hits.is_empty() {
            let masks = Masks::of(self, secrets, document, &hits);
            found::report(hits, document, &masks, found);
        }
        problems.first().map_or(Ok(()), |problem| {
            let position = document.position(problem.at.start as usize);
            let detail = format!("line {}, column {}: {}", position.line, position.column, problem.what);
            Err(GaveUp { reason: SkipReason::Malformed, detail })
        })
    }

    fn count(&self, unresolved: &[&RuleId]) {
        if unresolved.is_empty() {
            return;
        }
        let mut counts = self.unresolved.lock().unwrap_or_else(PoisonError::into_inner);
        for &rule in unresolved {
            match counts.get_mut(rule) {
                Some(count) => *count += 1,
                None => drop(counts.insert(rule.clone(), 1)),
            }
        }
    }
}

/// The bytes as text, in which each place stays where it is: what is not UTF-8 becomes question marks.
fn readable(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}

impl FactCheck {
    fn of(
        &self,
        document: &Document<'_>,
        secrets: Option<&Beside<'_>>,
        found: &mut Vec<Finding>,
    ) -> Result<(), GaveUp> {
        // A piece of a longer file, or a text decoded from another one, is no file of configuration.
        let is_whole = document.start == crate::document::Start::default() && document.outer.is_none();
        let is_asked = is_whole && !self.rules.by_kind.is_empty();
        if !is_asked {
            return Ok(());
        }
        let path = document.origin.name();
        let Some(kind) = fact::kind_of(&path) else { return Ok(()) };
        if !self.rules.gate.lets_through(kind, &path, document.bytes) {
            return Ok(());
        }
        if document.bytes.len() > LARGEST {
            let detail = format!("{} bytes: configuration is read up to {LARGEST}", document.bytes.len());
            return Err(GaveUp { reason: SkipReason::Malformed, detail });
        }
        self.look(kind, &path, document, secrets, &readable(document.bytes), found)
    }
}

impl Check for FactCheck {
    fn inspect(&self, document: &Document<'_>, found: &mut Vec<Finding>) -> Result<(), GaveUp> {
        self.of(document, None, found)
    }

    fn inspect_beside(
        &self,
        document: &Document<'_>,
        secrets: &Beside<'_>,
        found: &mut Vec<Finding>,
    ) -> Result<(), GaveUp> {
        self.of(document, Some(secrets), found)
    }

    fn unresolved(&self) -> BTreeMap<RuleId, u64> {
        self.unresolved.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

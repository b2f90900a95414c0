//! Whether the conditions of a query hold of a fact: yes, no, or only a run can tell.

use std::sync::LazyLock;

use super::Question;
use super::literal::{is_literal, is_stand_in};
use super::measure;
use super::walk::{Reach, may_match, walk};
use crate::fact::Fact;
use crate::fact::value::{Data, Span, Value, has_hole};
use crate::policy::Answer;
use crate::rule::like::is_match;
use crate::rule::{Condition, Link, Way};

/// What a question is asked in: the other facts of the text, and the time.
#[derive(Clone, Copy)]
pub struct Asked<'v, 't> {
    /// All facts of the text.
    pub facts: &'v [Fact<'t>],
    /// Seconds since 1970.
    pub now: i64,
}

/// An answer, and the place of the value that decided.
#[derive(Clone, Copy)]
pub struct Outcome {
    /// The answer.
    pub answer: Answer,
    /// Where the value stands.
    pub place: Option<Span>,
}

impl Outcome {
    const fn of(answer: Answer) -> Self {
        Self { answer, place: None }
    }

    /// Both hold; the first place stays.
    fn and(self, other: Self) -> Self {
        Self { answer: self.answer.and(other.answer), place: self.place.or(other.place) }
    }

    /// One holds; the place is that of the one that does.
    fn or(self, other: Self) -> Self {
        let answer = self.answer.or(other.answer);
        let place = if self.answer == Answer::Yes { self.place.or(other.place) } else { other.place.or(self.place) };
        Self { answer, place }
    }
}

impl<'v, 't> Asked<'v, 't> {
    /// Whether a fact is what a query looks for, or each of its values that is asked about: shows the answers, with the
    /// places to point at.
    pub fn matches(&self, question: &Question, fact: &'v Fact<'t>, show: &mut dyn FnMut(Outcome)) {
        let query = question.query();
        if let [only] = query.when.as_slice()
            && question.is_of_texts
        {
            return each_text(only, fact, show);
        }
        let whole = self.all(&query.when, &fact.value, fact);
        if whole.answer == Answer::No {
            return;
        }
        if query.each.is_empty() {
            return show(pointing(whole, &query.at, &fact.value, None));
        }
        let reached = walk(&fact.value, &query.each);
        for reach in &reached.values {
            let inner = self.all(&query.that, reach.value, fact);
            // As with values of a path: one that may be taken is enough.
            let answer = whole.answer.and(inner.answer);
            show(pointing(Outcome { answer, ..inner }, &query.at, reach.value, reach.place()));
        }
        if reached.may_be_more {
            show(Outcome::of(Answer::Unknown));
        }
    }

    fn all(&self, conditions: &[Condition], value: &'v Value<'t>, fact: &'v Fact<'t>) -> Outcome {
        let mut sum = Outcome::of(Answer::Yes);
        let mut first = usize::MAX;
        // Actions are many, so what they cover is asked last. The first condition that has a place says it all the same.
        let asked = |dear: bool| {
            let numbered = conditions.iter().enumerate();
            numbered.filter(move |(_, condition)| condition.grants.is_empty() != dear)
        };
        for (number, condition) in asked(false).chain(asked(true)) {
            let Outcome { answer, place } = self.one(condition, value, fact);
            sum.answer = sum.answer.and(answer);
            if sum.answer == Answer::No {
                break;
            }
            if place.is_some() && number < first {
                (sum.place, first) = (place, number);
            }
        }
        sum
    }

    fn one(&self, condition: &Condition, value: &'v Value<'t>, fact: &'v Fact<'t>) -> Outcome {
        let mut sum = self.of_values(condition, value, fact);
        if sum.answer == Answer::No {
            return sum;
        }
        if !condition.grants.is_empty() {
            sum = sum.and(grants(&condition.grants, value));
        }
        sum = sum.and(self.all(&condition.all, value, fact));
        if !condition.any.is_empty() {
            let any = condition.any.iter().map(|one| self.one(one, value, fact));
            sum = sum.and(any.reduce(Outcome::or).unwrap_or(Outcome::of(Answer::No)));
        }
        for one in &condition.none {
            sum = sum.and(Outcome::of(self.one(one, value, fact).answer.not()));
        }
        for link in &condition.linked {
            sum = sum.and(Outcome::of(self.is_linked(link, fact)));
        }
        sum
    }

    /// What is asked of the values at the path.
    fn of_values(&self, condition: &Condition, value: &'v Value<'t>, fact: &'v Fact<'t>) -> Outcome {
        let mut sum = Outcome::of(Answer::Yes);
        if !asks_values(condition) {
            return sum;
        }
        let reached = walk(value, &condition.path);
        let more = if reached.may_be_more { Answer::Unknown } else { Answer::No };
        let there = reached.values.iter().filter(|reach| !says_nothing(reach.value));
        if condition.absent {
            let is_there = there.clone().map(|reach| certain(Answer::Yes, *reach)).fold(more, Answer::or);
            sum = sum.and(Outcome::of(is_there.not()));
        }
        if condition.present {
            let place = there.clone().next().and_then(Reach::place);
            let is_there = there.clone().map(|reach| certain(Answer::Yes, *reach)).fold(more, Answer::or);
            sum = sum.and(Outcome { answer: is_there, place });
        }
        if condition.known {
            let says = |text: &str| is_literal(text) && !is_stand_in(text);
            let known = there.clone().find(|reach| reach.value.known().is_some_and(says));
            sum = sum.and(Outcome { answer: Answer::from(known.is_some()), place: known.and_then(Reach::place) });
        }
        if condition.at_least > 0 {
            let is_enough = Answer::from(there.count() >= condition.at_least);
            sum = sum.and(Outcome::of(is_enough.or(more)));
        }
        // Of values that only a run decides between one is enough: it stands in the text, and will be taken.
        let some = |test: &dyn Fn(&'v Value<'t>) -> Outcome| {
            let outcomes = reached.values.iter().map(|reach| test(reach.value));
            outcomes.fold(Outcome::of(more), Outcome::or)
        };
        if !condition.is.is_empty() {
            sum = sum.and(some(&|value| at(value, is_one_of(&condition.is, value))));
        }
        if !condition.like.is_empty() {
            sum = sum.and(some(&|value| at(value, is_like(&condition.like, value))));
        }
        for (bound, is_over) in [(&condition.over, true), (&condition.under, false)] {
            let Some(bound) = bound else { continue };
            sum = sum.and(some(&|value| at(value, measure::compare(value, bound, condition.unit, self.now, is_over))));
        }
        if !condition.some.is_empty() {
            sum = sum.and(some(&|value| self.all(&condition.some, value, fact)));
        }
        if !condition.every.is_empty() {
            let each = reached.values.iter().map(|reach| self.all(&condition.every, reach.value, fact));
            let every = each.reduce(Outcome::and).unwrap_or(Outcome::of(Answer::No));
            let open = if reached.may_be_more { Answer::Unknown } else { Answer::Yes };
            sum = sum.and(Outcome { answer: every.answer.and(open), ..every });
        }
        sum
    }

    /// Whether another fact of the text names this one.
    fn is_linked(&self, link: &Link, fact: &'v Fact<'t>) -> Answer {
        let others = self.facts.iter().filter(|other| link.on.iter().any(|kind| *kind == other.kind));
        let names = |other: &&'v Fact<'t>| {
            let reached = walk(&other.value, &link.path);
            reached.values.iter().any(|reach| mentions(reach.value, fact))
                || link.path.is_empty() && mentions(&other.value, fact)
        };
        let answers = others.filter(names).map(|other| self.all(&link.when, &other.value, other).answer);
        answers.fold(Answer::No, Answer::or)
    }
}

/// Where all that is asked is what texts stand at the end of a way, each that is meant is shown.
fn each_text(condition: &Condition, fact: &Fact<'_>, show: &mut dyn FnMut(Outcome)) {
    let reached = walk(&fact.value, &condition.path);
    let mut sum = if reached.may_be_more { Answer::Unknown } else { Answer::No };
    for reach in &reached.values {
        let answer = is_one_of(&condition.is, reach.value).or(is_like(&condition.like, reach.value));
        if answer == Answer::Yes {
            show(at(reach.value, answer));
        }
        sum = sum.or(answer);
    }
    if sum == Answer::Unknown {
        show(Outcome::of(sum));
    }
}

/// An outcome that points at what a query says, else at what decided, else at `otherwise`.
fn pointing(outcome: Outcome, at: &Way, value: &Value<'_>, otherwise: Option<Span>) -> Outcome {
    let place = match at.as_str() {
        "" => outcome.place.or(otherwise),
        "." => None,
        _ => walk(value, at).values.first().and_then(Reach::place).or(outcome.place),
    };
    Outcome { place, ..outcome }
}

/// Whether a condition asks anything of the values at its path.
fn asks_values(condition: &Condition) -> bool {
    condition.absent
        || condition.present
        || condition.known
        || condition.at_least > 0
        || !condition.is.is_empty()
        || !condition.like.is_empty()
        || condition.over.is_some()
        || condition.under.is_some()
        || !condition.some.is_empty()
        || !condition.every.is_empty()
}

fn at(value: &Value<'_>, answer: Answer) -> Outcome {
    Outcome { answer, place: Some(value.span).filter(|place| *place != Span::default()) }
}

/// An answer of a value that may not be there at all.
fn certain(answer: Answer, reach: Reach<'_, '_>) -> Answer {
    if reach.maybe && answer == Answer::Yes { Answer::Unknown } else { answer }
}

fn says_nothing(value: &Value<'_>) -> bool {
    match &value.data {
        Data::Null => true,
        Data::Text(text) => text.trim().is_empty(),
        Data::List(items) => items.is_empty(),
        _ => false,
    }
}

fn is_unknown(value: &Value<'_>) -> bool {
    matches!(value.data, Data::Unknown | Data::Reference(_) | Data::Call(..) | Data::OneOf(_))
}

fn is_one_of(wanted: &[String], value: &Value<'_>) -> Answer {
    match value.text() {
        Some(text) if wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(text)) => Answer::Yes,
        Some(text) if has_hole(text) => Answer::Unknown,
        None if is_unknown(value) => Answer::Unknown,
        Some(_) | None => Answer::No,
    }
}

fn is_like(patterns: &[String], value: &Value<'_>) -> Answer {
    let text = match &value.data {
        // The name of a reference, or the text of an expression, may say enough.
        Data::Reference(name) | Data::Call(name, _) => {
            let is_said = patterns.iter().any(|pattern| glob(pattern, name) == Answer::Yes);
            return if is_said { Answer::Yes } else { Answer::Unknown };
        }
        _ => value.text(),
    };
    let Some(text) = text else { return if is_unknown(value) { Answer::Unknown } else { Answer::No } };
    if patterns.iter().any(|pattern| is_match(pattern.as_bytes(), text.as_bytes())) {
        return Answer::Yes;
    }
    let may_be = has_hole(text) && patterns.iter().any(|pattern| may_match(pattern, text));
    if may_be { Answer::Unknown } else { Answer::No }
}

/// Whether a text is like a pattern, `*` standing for anything, without regard to case.
fn glob(pattern: &str, text: &str) -> Answer {
    let answer = Answer::from(is_match(pattern.as_bytes(), text.as_bytes()));
    if answer == Answer::No && has_hole(text) && may_match(pattern, text) { Answer::Unknown } else { answer }
}

/// What a policy allows, leaves out, and denies.
static OF_POLICIES: LazyLock<[Way; 3]> = LazyLock::new(|| ["action", "notaction", "denied"].map(Way::from));

/// Whether the actions of a statement or policy cover one of the wanted; `a + b` asks for both.
fn grants(wanted: &[String], value: &Value<'_>) -> Outcome {
    let named = |way: &Way| {
        let reached = walk(value, way).values.into_iter();
        reached.filter(|reach| !says_nothing(reach.value)).collect::<Vec<_>>()
    };
    let [actions, excluded, denied] = OF_POLICIES.each_ref().map(named);
    let one = |action: &str| -> Outcome {
        let covered = |list: &[Reach<'_, '_>]| {
            list.iter()
                .map(|reach| at(reach.value, covers(reach.value, action)))
                .fold(Outcome::of(Answer::No), Outcome::or)
        };
        let mut granted = covered(&actions);
        if !excluded.is_empty() {
            let left = covered(&excluded);
            granted = granted.or(Outcome { answer: left.answer.not(), place: excluded.first().and_then(Reach::place) });
        }
        granted.and(Outcome::of(covered(&denied).answer.not()))
    };
    let together = |combination: &String| {
        if memchr::memchr(b'+', combination.as_bytes()).is_none() {
            return one(combination);
        }
        combination.split('+').map(|action| one(action.trim())).reduce(Outcome::and).unwrap_or(Outcome::of(Answer::No))
    };
    wanted
        .iter()
        .map(together)
        .fold(Outcome::of(Answer::No), |sum, next| if sum.answer == Answer::Yes { sum } else { sum.or(next) })
}

/// Whether a pattern of an action covers an action.
fn covers(pattern: &Value<'_>, action: &str) -> Answer {
    match pattern.text() {
        Some(text) => {
            let answer = Answer::from(is_match(text.as_bytes(), action.as_bytes()));
            if answer == Answer::No && has_hole(text) { Answer::Unknown } else { answer }
        }
        None => Answer::Unknown,
    }
}

/// Where a fact says its name.
static NAMES: LazyLock<[Way; 4]> = LazyLock::new(|| ["name", "metadata.name", "user", "username"].map(Way::from));

/// Whether a value names a fact: by a reference to it, or by its name.
fn mentions(value: &Value<'_>, fact: &Fact<'_>) -> bool {
    let is_it = |text: &str| {
        text == fact.subject
            || text.strip_prefix(fact.subject.as_str()).is_some_and(|rest| rest.starts_with(['.', '[']))
            || NAMES
                .iter()
                .any(|way| walk(&fact.value, way).values.iter().any(|reach| reach.value.known() == Some(text)))
    };
    match &value.data {
        Data::Text(text) | Data::Reference(text) => is_it(text),
        Data::List(items) | Data::OneOf(items) | Data::Call(_, items) => items.iter().any(|item| mentions(item, fact)),
        Data::Map(entries) | Data::Block(_, entries) => entries.iter().any(|entry| mentions(&entry.value, fact)),
        _ => false,
    }
}

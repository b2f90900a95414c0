//! The credentials of a text, none of which is shown.

use std::ops::Range;

use super::FactCheck;
use super::found::Found;
use super::literal::is_literal;
use super::walk::walk;
use crate::check::{Beside, Check as _};
use crate::document::Document;
use crate::fact::value::{Data, Span, Value};
use crate::finding::{Finding, Reveal};
use crate::rule::{Condition, Query};

/// Stretches of a text that are not shown, in their order and apart from each other.
pub struct Masks(Vec<Range<usize>>);

impl Masks {
    /// The credentials of a text: those that are asked for, and all others that the check for secrets knows.
    pub fn of(check: &FactCheck, known: Option<&Beside<'_>>, document: &Document<'_>, hits: &[Found<'_>]) -> Self {
        if check.reveal == Reveal::Everything {
            return Self(Vec::new());
        }
        let asked_for = hits.iter().flat_map(|hit| &hit.secrets).map(|place| place.range());
        let all = if let Some(known) = known.filter(|known| std::ptr::eq(known.by, check.secrets.as_ref())) {
            asked_for.chain(hidden(known.found)).collect()
        } else {
            let mut found = Vec::new();
            let outcome = check.secrets.inspect(document, &mut found);
            // A flood of findings leaves nothing to show.
            let rest = outcome.err().map(|_| 0..document.bytes.len());
            asked_for.chain(hidden(&found)).chain(rest).collect()
        };
        Self::new(all)
    }

    fn new(mut all: Vec<Range<usize>>) -> Self {
        all.retain(|mask| !mask.is_empty());
        all.sort_by_key(|mask| (mask.start, mask.end));
        all.dedup_by(|next, kept| {
            let is_within = next.start <= kept.end;
            if is_within {
                kept.end = kept.end.max(next.end);
            }
            is_within
        });
        Self(all)
    }

    /// A stretch of the text with its credentials unreadable.
    pub fn shown(&self, text: &[u8], stretch: &Range<usize>) -> String {
        let mut out = String::new();
        let mut at = stretch.start;
        let first = self.0.partition_point(|mask| mask.end <= stretch.start);
        for mask in self.0[first..].iter().take_while(|mask| mask.start < stretch.end) {
            if mask.start > at {
                out.push_str(&String::from_utf8_lossy(&text[at..mask.start]));
            }
            out.push('…');
            at = mask.end.min(stretch.end);
        }
        out.push_str(&String::from_utf8_lossy(&text[at..stretch.end]));
        out
    }
}

/// Where the credentials of findings stand.
fn hidden(found: &[Finding]) -> impl Iterator<Item = Range<usize>> {
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    found.iter().flat_map(|finding| &finding.hidden).map(move |range| place(range.start)..place(range.end))
}

/// Where the credentials stand that a query looks for in a fact.
pub fn secrets(query: &Query, value: &Value<'_>) -> Vec<Span> {
    let mut places = Vec::new();
    of_conditions(&query.when, value, &mut places);
    for reach in walk(value, &query.each).values {
        of_conditions(&query.that, reach.value, &mut places);
    }
    if !query.hide.is_empty() {
        let all = walk(value, &query.hide).values;
        // What only names a secret, such as `${{ secrets.TOKEN }}`, may be seen.
        let literals = all.iter().filter(|reach| reach.value.known().is_some_and(is_literal));
        literals.for_each(|reach| texts(reach.value, &mut places));
    }
    places
}

fn of_conditions(conditions: &[Condition], value: &Value<'_>, places: &mut Vec<Span>) {
    for condition in conditions {
        if condition.known || !condition.some.is_empty() || !condition.every.is_empty() {
            for reach in walk(value, &condition.path).values {
                if condition.known && reach.value.known().is_some() {
                    texts(reach.value, places);
                }
                of_conditions(&condition.some, reach.value, places);
                of_conditions(&condition.every, reach.value, places);
            }
        }
        of_conditions(&condition.all, value, places);
        of_conditions(&condition.any, value, places);
    }
}

/// Where the texts of a value stand.
fn texts(value: &Value<'_>, places: &mut Vec<Span>) {
    match &value.data {
        Data::Text(_) | Data::Number(_) => places.push(value.span),
        Data::List(items) | Data::OneOf(items) => items.iter().for_each(|item| texts(item, places)),
        _ => {}
    }
}

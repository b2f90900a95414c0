//! From a fact that is wrong to a finding: its place, what is shown of it, and what it is known by.

use std::collections::HashMap;
use std::ops::Range;

use super::Question;
use super::masks::{self, Masks};
use crate::check::context;
use crate::document::Document;
use crate::fact::Fact;
use crate::fact::value::{Data, Span, Value};
use crate::finding::{Finding, Fingerprint, Lifetime, Location, Masked, Reveal};
use crate::rule::{Query, Rule};

/// A fact that is wrong.
pub struct Found<'f> {
    rule: &'f Rule,
    query: &'f Query,
    subject: String,
    kind: String,
    place: Span,
    /// The credentials that it asks for.
    pub secrets: Vec<Span>,
}

impl<'f> Found<'f> {
    /// Notes a fact that a query of a rule looks for; `place` is that of the value that decided.
    pub fn new(question: &'f Question, fact: &Fact<'_>, place: Option<Span>, reveal: Reveal) -> Self {
        let place = place.map_or(fact.at, |place| site(&fact.value, place).unwrap_or(place));
        let (subject, kind) = (fact.subject.clone(), fact.kind.clone().into_owned());
        let query = question.query();
        let is_hiding = question.is_of_secrets && reveal != Reveal::Everything;
        let secrets = if is_hiding { masks::secrets(query, &fact.value) } else { Vec::new() };
        Self { rule: &question.rule, query, subject, kind, place, secrets }
    }
}

/// Where a fact takes up what stands elsewhere, such as the value of a local: the entry that names it. None where the
/// place lies in the fact.
fn site(value: &Value<'_>, place: Span) -> Option<Span> {
    let within = value.span;
    let is_inside = |span: Span| within.start <= span.start && span.end <= within.end;
    if is_inside(place) {
        return None;
    }
    way_to(value, place, &is_inside)?.through
}

/// A way to a place.
struct Way {
    /// The name of the last entry on it that lies inside.
    through: Option<Span>,
}

/// The way from a value to a place; `None` where there is none.
fn way_to(value: &Value<'_>, place: Span, is_inside: &dyn Fn(Span) -> bool) -> Option<Way> {
    if value.span == place {
        return Some(Way { through: None });
    }
    match &value.data {
        Data::List(items) | Data::OneOf(items) | Data::Call(_, items) => {
            items.iter().find_map(|item| way_to(item, place, is_inside))
        }
        Data::Map(entries) | Data::Block(_, entries) => entries.iter().find_map(|entry| {
            let is_end = entry.at == place;
            let way = if is_end { Some(Way { through: None }) } else { way_to(&entry.value, place, is_inside) };
            way.map(|way| Way { through: way.through.or_else(|| is_inside(entry.at).then_some(entry.at)) })
        }),
        _ => None,
    }
}

/// The most that is shown of a value.
const LONGEST_SHOWN: usize = 120;

/// Adds the findings of one text. Of several queries of a rule that look at one place, one speaks.
pub fn report(mut hits: Vec<Found<'_>>, document: &Document<'_>, masks: &Masks, out: &mut Vec<Finding>) {
    hits.sort_by(|a, b| (a.place, &a.rule.id).cmp(&(b.place, &b.rule.id)));
    hits.dedup_by(|next, kept| next.place == kept.place && next.rule.id == kept.rule.id);
    let weighs_less = context::of(document.origin);
    let mut seen: HashMap<Vec<u8>, usize> = HashMap::new();
    for hit in &hits {
        let (range, line) = stretches(document, hit.place);
        let value = masks.shown(document.bytes, &range);
        let mut content = [hit.kind.as_str(), "\0", &hit.subject, "\0", value.as_str()].concat().into_bytes();
        // Things that are alike in one file are told apart by their order.
        let turn = seen.entry([hit.rule.id.as_str().as_bytes(), content.as_slice()].concat()).or_default();
        if *turn > 0 {
            content.extend_from_slice(format!("\0{turn}").as_bytes());
        }
        *turn += 1;
        let snippet = masks.shown(document.bytes, &line);
        out.push(finding(hit, document, &range, &value, &snippet, &content, weighs_less));
    }
}

fn finding(
    hit: &Found<'_>,
    document: &Document<'_>,
    range: &Range<usize>,
    value: &str,
    snippet: &str,
    content: &[u8],
    weighs_less: Option<&str>,
) -> Finding {
    let rule = hit.rule;
    let confidence = if weighs_less.is_some() { rule.confidence.lowered() } else { rule.confidence };
    let of = if hit.subject.is_empty() { String::new() } else { format!(" in `{}`", hit.subject) };
    Finding {
        rule: rule.id.clone(),
        severity: hit.query.severity.unwrap_or(rule.severity),
        confidence,
        message: format!("{}{of}", rule.summary),
        at: Location::of(document, range),
        evidence: Masked::plain(value),
        lifetime: Lifetime::default(),
        parts: Vec::new(),
        hidden: hit.secrets.iter().map(|place| place.start.into()..place.end.into()).collect(),
        related: Vec::new(),
        fingerprint: Fingerprint::of(&rule.id, content),
        line_hash: None,
        notes: weighs_less.map(str::to_owned).into_iter().collect(),
        decodings: Vec::new(),
        snippet: snippet.trim().to_owned(),
        suppression: None,
        provenance: None,
    }
}

/// What is shown of a place: its first line, and no more than a glance of it.
fn shown(text: &[u8], place: Span) -> Range<usize> {
    let range = place.range();
    let range = range.start.min(text.len())..range.end.min(text.len());
    let end = memchr::memchr2(b'\n', b'\r', &text[range.clone()]).map_or(range.end, |at| range.start + at);
    range.start..floor(text, end.min(range.start + LONGEST_SHOWN)).max(range.start)
}

/// The last place at or before `at` at which a character begins.
fn floor(text: &[u8], mut at: usize) -> usize {
    while at > 0 && at < text.len() && text[at] & 0xC0 == 0x80 {
        at -= 1;
    }
    at
}

/// What is shown of a place, and of the line that it stands in.
fn stretches(document: &Document<'_>, place: Span) -> (Range<usize>, Range<usize>) {
    let range = shown(document.bytes, place);
    let line = document.line_range(range.start);
    let start = line.start.max(range.start.saturating_sub(LONGEST_SHOWN));
    let end = line.end.min(range.end + LONGEST_SHOWN).max(range.end);
    (range, start..end)
}

//! A match on its way to become a finding: the only place where a secret is held in the clear.

use std::ops::Range;
use std::sync::Arc;

use super::compiled::Compiled;
use super::{Settings, life};
use crate::document::Document;
use crate::finding::{Finding, Fingerprint, Location, Masked, Reveal};
use crate::rule::{Confidence, Format, Rule, Severity};

/// A match of a rule, its place already in terms of the text as it lies in the file.
#[derive(Clone)]
pub struct Hit {
    /// The rule.
    pub rule: Arc<Rule>,
    /// What its credentials look like.
    pub format: Arc<Format>,
    /// Its range in the outermost text.
    pub range: Range<usize>,
    /// How often the text it stands in was decoded.
    pub depth: usize,
    secret: Arc<[u8]>,
    parts: Vec<PartText>,
    notes: Vec<&'static str>,
    doubt: bool,
    decodings: Vec<&'static str>,
}

/// A further part of a credential, and where it stands in the outermost text.
#[derive(Clone)]
struct PartText {
    name: String,
    text: Vec<u8>,
    secret: bool,
    range: Range<usize>,
}

/// A further part of a credential: its place in the text that was searched.
pub struct Part {
    /// What it is.
    pub name: String,
    /// Where it stands.
    pub range: Range<usize>,
    /// Whether it is a secret too.
    pub secret: bool,
}

impl Hit {
    /// Notes a match at a span of `document`.
    pub fn new(
        rule: &Compiled,
        document: &Document<'_>,
        span: Range<usize>,
        parts: Vec<Part>,
        notes: Vec<&'static str>,
        doubt: bool,
    ) -> Self {
        let text = |range: &Range<usize>| document.bytes[range.clone()].to_vec();
        let parts = parts.into_iter().map(|part| PartText {
            name: part.name,
            text: text(&part.range),
            secret: part.secret,
            range: document.outermost(part.range).1,
        });
        Self {
            rule: Arc::clone(&rule.rule),
            format: Arc::clone(&rule.format),
            depth: document.depth(),
            secret: text(&span).into(),
            parts: parts.collect(),
            notes,
            doubt,
            decodings: document.decodings(),
            range: document.outermost(span).1,
        }
    }

    /// The same hit in a version of its text in which it stands so many bytes further on.
    pub fn shifted(&self, by: isize) -> Self {
        let shift = |range: &Range<usize>| range.start.wrapping_add_signed(by)..range.end.wrapping_add_signed(by);
        let mut hit = self.clone();
        hit.range = shift(&self.range);
        for part in &mut hit.parts {
            part.range = shift(&part.range);
        }
        hit
    }

    /// The order of the text; no two different hits are equal in it.
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        let key = |hit: &Self| (hit.range.start, hit.range.end, hit.depth);
        let texts = |hit: &Self| (Arc::clone(&hit.secret), hit.decodings.clone());
        key(self)
            .cmp(&key(other))
            .then_with(|| self.rule.id.cmp(&other.rule.id))
            .then_with(|| texts(self).cmp(&texts(other)))
    }

    /// Whether the rule looks at some paths only.
    pub fn depends_on_path(&self) -> bool {
        !self.format.include.is_empty() || !self.format.exclude.is_empty()
    }

    /// What the credential is known by.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.rule.id, &self.secret)
    }

    /// How the hit ranks among hits of the same text; the higher one stays.
    pub fn rank(&self) -> (bool, Confidence, usize, usize, std::cmp::Reverse<usize>) {
        let longest = self.format.keywords.iter().map(String::len).max().unwrap_or(0);
        (!self.format.generic, self.rule.confidence, self.parts.len(), longest, std::cmp::Reverse(self.depth))
    }

    /// The ranges of the outermost text that hold something secret: the hit's own and those of its secret parts.
    pub fn masks(&self) -> impl Iterator<Item = Range<usize>> {
        let parts = self.parts.iter().filter(|part| part.secret).map(|part| part.range.clone());
        std::iter::once(self.range.clone()).chain(parts)
    }

    /// Whether both hits are of the same secret text.
    pub fn same_secret(&self, other: &Self) -> bool {
        self.secret == other.secret
    }

    fn finding(&self, document: &Document<'_>, snippet: String, settings: &Settings) -> Finding {
        let (rule, reveal) = (&self.rule, settings.reveal);
        let place = crate::check::context::of(document.origin);
        let (mut severity, mut confidence) = (rule.severity, rule.confidence);
        let mut notes: Vec<String> = self.notes.iter().map(ToString::to_string).collect();
        if self.doubt {
            (severity, confidence) = (severity.lowered(), Confidence::Low);
        }
        if let Some(note) = place {
            (severity, confidence) = (severity.lowered(), confidence.lowered());
            notes.push(note.to_owned());
        }
        let lifetime = life::of(rule, &self.secret, around(document, &self.range), settings.now);
        severity = life::severity(severity, &lifetime);
        if let Some(limit) = settings.limits.exceeded(rule.id.as_str(), &lifetime) {
            severity = Severity::Error;
            notes.push(limit);
        }
        let evidence = Masked::of(&self.secret, reveal);
        Finding {
            rule: rule.id.clone(),
            severity: severity.max(Severity::Note),
            confidence,
            message: format!("{} `{evidence}`", rule.summary),
            at: Location::of(document, &self.range),
            evidence,
            lifetime,
            parts: self.parts.iter().map(|part| (part.name.clone(), part.masked(reveal))).collect(),
            hidden: self.masks().map(|mask| in_file(document, &mask)).collect(),
            related: Vec::new(),
            fingerprint: self.fingerprint(),
            line_hash: None,
            notes,
            decodings: self.decodings.clone(),
            snippet,
            suppression: None,
            provenance: None,
        }
    }
}

impl PartText {
    fn masked(&self, reveal: Reveal) -> Masked {
        if self.secret { Masked::of(&self.text, reveal) } else { Masked::plain(&String::from_utf8_lossy(&self.text)) }
    }
}

/// The findings of one text; its hits have been settled.
pub fn findings(document: &Document<'_>, hits: &[Hit], settings: &Settings) -> Vec<Finding> {
    let mut masks: Vec<Range<usize>> = hits.iter().flat_map(Hit::masks).collect();
    masks.sort_by_key(|mask| (mask.start, mask.end));
    let shown = |hit: &Hit| snippet(document, &hit.range, &masks, settings.reveal);
    hits.iter().map(|hit| hit.finding(document, shown(hit), settings)).collect()
}

fn in_file(document: &Document<'_>, range: &Range<usize>) -> Range<u64> {
    document.start.offset + range.start as u64..document.start.offset + range.end as u64
}

/// Bytes on either side of a credential in which other parts of the same thing stand: parameters, certificates.
const BESIDE: usize = 4_096;

/// The text that a credential stands in.
fn around<'d>(document: &'d Document<'_>, range: &Range<usize>) -> &'d [u8] {
    let text = document.bytes;
    &text[range.start.saturating_sub(BESIDE)..(range.end + BESIDE).min(text.len())]
}

/// Bytes of context shown on either side of a secret.
const CONTEXT: usize = 80;

/// The line in which a range begins, with every masked range of it unreadable.
fn snippet(document: &Document<'_>, range: &Range<usize>, masks: &[Range<usize>], reveal: Reveal) -> String {
    let line = document.line_range(range.start);
    let from = line.start.max(range.start.saturating_sub(CONTEXT));
    let to = line.end.min(range.end.min(line.end) + CONTEXT).max(from);
    let mut out = String::new();
    let mut at = from;
    let first = masks.partition_point(|mask| mask.start + 65_536 < from);
    for mask in masks[first..].iter().take_while(|mask| mask.start < to).filter(|mask| mask.end > from) {
        if mask.start > at {
            out.push_str(&String::from_utf8_lossy(&document.bytes[at..mask.start]));
        }
        if mask.end > at {
            let shown = Masked::of(&document.bytes[mask.clone()], reveal);
            out.push_str(shown.as_str());
            at = mask.end;
        }
    }
    if at < to {
        out.push_str(&String::from_utf8_lossy(&document.bytes[at..to]));
    }
    out.trim().to_owned()
}

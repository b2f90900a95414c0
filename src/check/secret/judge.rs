//! Whether a match is a credential: its characters, its checksum, what the user allows, and the parts that stand near.

use std::ops::Range;

use regex_automata::Input;
use regex_automata::util::primitives::NonMaxUsize;

use super::compiled::{Compiled, Pattern};
use super::hit::{Hit, Part};
use super::validate::{Verdict, is_encoded_words, validate};
use super::{entropy, placeholder};
use crate::document::Document;
use crate::rule::{CharacterClass, Format};

/// Turns a match into a hit, unless something speaks against it.
pub fn judge(rule: &Compiled, document: &Document<'_>, span: Range<usize>, whole: &Range<usize>) -> Option<Hit> {
    let secret = &document.bytes[span.clone()];
    let facts = &rule.format;
    if !facts.needs.iter().all(|&class| holds(secret, class))
        || facts.entropy.is_some_and(|least| entropy::shannon(secret) < least)
        || rule.allows_value(secret)
        || facts.generic && facts.validate.is_empty() && is_encoded_words(secret)
        || !facts.keep_placeholders && is_filled_in_later(&document.bytes[..span.start])
    {
        return None;
    }
    let mut notes = Vec::new();
    let mut doubt = false;
    let mut proven = false;
    for &validator in &facts.validate {
        match validate(validator, secret) {
            Verdict::Plausible => {}
            Verdict::Proven(note) => {
                proven = true;
                notes.push(note);
            }
            Verdict::Doubtful(note) => {
                doubt = true;
                notes.push(note);
            }
            Verdict::Impossible => return None,
        }
    }
    if !facts.keep_placeholders && !proven && placeholder::is_placeholder(secret) {
        return None;
    }
    if !facts.allow.lines.is_empty() && rule.allows_line(line_of(document.bytes, &span)) {
        return None;
    }
    let parts = parts_near(rule, document.bytes, whole, &span)?;
    Some(Hit::new(rule, document, span, parts, notes, doubt))
}

/// How many bytes before and behind a match have a say in whether it is a credential.
pub fn context(rule: &Format) -> usize {
    let lines = if rule.allow.lines.is_empty() { 0 } else { LINE };
    let parts = if rule.parts.is_empty() { 0 } else { NEIGHBOURHOOD };
    // Patterns look at one character more.
    TEMPLATE.max(lines).max(parts) + 1
}

/// How many bytes before and behind a match have a say in it whatever the rule.
pub const CLOSE: usize = TEMPLATE + 1;

/// White space, in bytes, that may stand between the opening of a template and a match, the opening included.
const TEMPLATE: usize = 64;

/// Bytes before and behind a match that its line reaches at the most.
const LINE: usize = 1024;

/// Bytes before and behind a match in which the parts of its credential may stand.
const NEIGHBOURHOOD: usize = 4096;

/// Whether what stands before a match opens a template, so that the text is a name and not a value: `{{`, `${`, `<%=`.
fn is_filled_in_later(before: &[u8]) -> bool {
    let before = before[before.len().saturating_sub(TEMPLATE)..].trim_ascii_end();
    [&b"{{"[..], b"{{-", b"${", b"#{", b"<%=", b"$("].iter().any(|open| before.ends_with(open))
}

/// The parts of a credential that stand near it; `None` where a required one is missing.
fn parts_near(rule: &Compiled, text: &[u8], whole: &Range<usize>, span: &Range<usize>) -> Option<Vec<Part>> {
    let mut found = Vec::new();
    for (part, Pattern { regex, group }) in rule.parts() {
        let near = lines_around(text, whole, part.within_lines);
        let mut slots: Vec<Option<NonMaxUsize>> = vec![None; (group + 1) * 2];
        let mut best: Option<Range<usize>> = None;
        let mut at = near.start;
        while at < near.end {
            if regex.search_slots(&Input::new(text).range(at..near.end), &mut slots).is_none() {
                break;
            }
            let (Some(start), Some(end)) = (slots[group * 2], slots[group * 2 + 1]) else { break };
            let candidate = start.get()..end.get();
            at = candidate.end.max(at + 1);
            let apart = candidate.end <= span.start || candidate.start >= span.end;
            if apart && best.as_ref().is_none_or(|best| distance(&candidate, span) < distance(best, span)) {
                best = Some(candidate);
            }
        }
        match best {
            Some(range) => found.push(Part { name: part.name.clone(), range, secret: part.secret }),
            None if part.required => return None,
            None => {}
        }
    }
    Some(found)
}

fn distance(one: &Range<usize>, other: &Range<usize>) -> usize {
    one.start.abs_diff(other.start)
}

/// The range of so many lines before and behind a match, and no more than 4 KiB either way.
fn lines_around(text: &[u8], whole: &Range<usize>, lines: usize) -> Range<usize> {
    let floor = whole.start.saturating_sub(NEIGHBOURHOOD);
    let ceiling = (whole.end + NEIGHBOURHOOD).min(text.len());
    let start = memchr::memrchr_iter(b'\n', &text[floor..whole.start]).nth(lines).map_or(floor, |at| floor + at + 1);
    let end = memchr::memchr_iter(b'\n', &text[whole.end..ceiling]).nth(lines).map_or(ceiling, |at| whole.end + at);
    start..end
}

/// The line of a match, and no more than 1 KiB either way.
fn line_of<'t>(text: &'t [u8], span: &Range<usize>) -> &'t [u8] {
    let floor = span.start.saturating_sub(LINE);
    let ceiling = (span.end + LINE).min(text.len());
    let start = memchr::memrchr(b'\n', &text[floor..span.start]).map_or(floor, |at| floor + at + 1);
    let end = memchr::memchr(b'\n', &text[span.end..ceiling]).map_or(ceiling, |at| span.end + at);
    &text[start..end]
}

fn holds(secret: &[u8], class: CharacterClass) -> bool {
    let is_member: fn(&u8) -> bool = match class {
        CharacterClass::Digit => u8::is_ascii_digit,
        CharacterClass::Upper => u8::is_ascii_uppercase,
        CharacterClass::Lower => u8::is_ascii_lowercase,
        CharacterClass::Letter => u8::is_ascii_alphabetic,
        CharacterClass::Symbol => u8::is_ascii_punctuation,
    };
    secret.iter().any(is_member)
}

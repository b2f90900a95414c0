//! Goes through a text by its lines, and reads the value of a name, which may take several of them.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2};

use super::bare::data;
use super::hole::{Style, told};
use super::key::{is_end, key, trimmed};
use crate::fact::value::{Data, Entry, Span, Value};

/// How far the end of a quote is looked for, in bytes: keys and certificates take less.
const LONGEST: usize = 1 << 14;

/// A text, and how far it has been read.
pub(super) struct Reader<'t> {
    text: &'t str,
    /// Where the next line begins.
    pos: usize,
    /// Behind the last thing that has been read.
    end: usize,
    /// How far quotes end with their line, as one that did not has told.
    barred: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let pos = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        Self { text, pos, end: 0, barred: 0 }
    }

    /// Behind the last value.
    pub(super) fn end(&self) -> u32 {
        Span::new(0, self.end).end
    }

    /// The next line, without what ends it.
    pub(super) fn line(&mut self) -> Option<Range<usize>> {
        let start = self.pos;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let length = memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        self.pos = start + length + 1;
        let line = rest[..length].strip_suffix('\r').unwrap_or(&rest[..length]);
        Some(start..start + line.len())
    }

    /// Reads what a line names, if it does.
    pub(super) fn entry(&mut self, line: Range<usize>, in_section: bool) -> Option<Entry<'t>> {
        let key = key(self.text, line.clone())?;
        let value = self.value(trimmed(self.text, key.behind..line.end), in_section);
        self.end = line.end.max(value.span.end as usize);
        Some(Entry { at: key.at, key: key.name, value })
    }

    /// Reads the value at a place of a line.
    fn value(&mut self, place: Range<usize>, in_section: bool) -> Value<'t> {
        let written = &self.text[place.clone()];
        if let Some(quote @ (b'"' | b'\'')) = written.bytes().next()
            && let Some(end) = self.quote_end(quote, place.clone())
        {
            let inner = place.start + 1..end;
            let style = if quote == b'"' { Style::Double } else { Style::Single };
            let text = told(&self.text[inner.clone()], style);
            return Value::new(Span::new(inner.start, inner.end), Data::Text(text));
        }
        let kept = without_comment(written, in_section);
        if kept.len() == written.len() && is_continued(written) {
            return self.continued(place);
        }
        Value::new(Span::new(place.start, place.start + kept.len()), data(kept))
    }

    /// Where the text ends that a quote begins; it may do so in a later line. None, if it is no more than a sign.
    fn quote_end(&mut self, quote: u8, place: Range<usize>) -> Option<usize> {
        let from = place.start + 1;
        if let Some(end) = closing(self.text, quote, from..place.end) {
            return is_behind_quote(&self.text[end + 1..place.end]).then_some(end);
        }
        if place.start >= self.barred
            && let Some(end) = self.later_end(quote, from)
        {
            return Some(end);
        }
        // A path may end with a backslash, which is none of an escape then.
        let is_quoted = place.len() > 1 && self.text.as_bytes()[place.end - 1] == quote;
        is_quoted.then_some(place.end - 1)
    }

    /// Where a text of several lines ends.
    fn later_end(&mut self, quote: u8, from: usize) -> Option<usize> {
        let until = self.text.len().min(from + LONGEST);
        let found = closing(self.text, quote, from..until);
        let end = found.filter(|&end| {
            let rest = &self.text.as_bytes()[end + 1..];
            let rest = &self.text[end + 1..end + 1 + memchr(b'\n', rest).unwrap_or(rest.len())];
            is_behind_quote(rest)
        });
        match end {
            Some(end) => {
                let rest = &self.text.as_bytes()[end..];
                self.pos = end + memchr(b'\n', rest).map_or(rest.len(), |length| length + 1);
            }
            None => self.barred = found.unwrap_or(until),
        }
        end
    }

    /// Reads a value whose lines end with a backslash, but for the last.
    fn continued(&mut self, place: Range<usize>) -> Value<'t> {
        let mut whole = self.text[place.start..place.end - 1].to_owned();
        let mut end = place.end;
        while let Some(line) = self.line() {
            let line = trimmed(self.text, line);
            end = end.max(line.end);
            let part = &self.text[line];
            if !is_continued(part) {
                whole.push_str(part);
                break;
            }
            whole.push_str(&part[..part.len() - 1]);
        }
        Value::new(Span::new(place.start, end), Data::Text(Cow::Owned(told(&whole, Style::Bare).into_owned())))
    }
}

/// Where the quote stands that closes a text.
fn closing(text: &str, quote: u8, place: Range<usize>) -> Option<usize> {
    let bytes = &text.as_bytes()[..place.end];
    if quote == b'\'' {
        return memchr(quote, &bytes[place.start..]).map(|length| place.start + length);
    }
    let mut at = place.start;
    loop {
        at += memchr2(quote, b'\\', bytes.get(at..)?)?;
        if bytes[at] == quote {
            return Some(at);
        }
        at += 2;
    }
}

/// Whether a line may go on like this behind a text in quotes.
fn is_behind_quote(rest: &str) -> bool {
    is_end(rest) || rest.trim_start().strip_prefix(',').is_some_and(is_end)
}

/// A value without the comment behind it: `#` behind a blank, and in sections `;` as well.
fn without_comment(written: &str, in_section: bool) -> &str {
    let bytes = written.as_bytes();
    let is_begun = |at: usize| match at.checked_sub(1) {
        Some(before) => matches!(bytes[before], b' ' | b'\t'),
        None => matches!(bytes.get(1), None | Some(b' ' | b'\t' | b'#' | b';')),
    };
    let is_mark = |at: usize| bytes[at] == b'#' || in_section;
    let comment = memchr::memchr2_iter(b'#', b';', bytes).find(|&at| is_mark(at) && is_begun(at));
    comment.map_or(written, |at| written[..at].trim_end())
}

/// Whether a value goes on in the next line; a path of Windows does not.
fn is_continued(written: &str) -> bool {
    let slashes = written.bytes().rev().take_while(|&byte| byte == b'\\').count();
    slashes % 2 == 1 && !written.contains(":\\")
}

//! What a line names: a section, or a value and what it is called.

use std::borrow::Cow;
use std::ops::Range;

use crate::fact::value::{Data, Entry, Span, Value};

/// The name of a value, and where the value begins.
pub(super) struct Key<'t> {
    pub at: Span,
    pub name: Cow<'t, str>,
    pub behind: usize,
}

/// What a line is without the blanks around it.
pub(super) fn trimmed(text: &str, line: Range<usize>) -> Range<usize> {
    let body = text[line.clone()].trim_end();
    line.start + body.len() - body.trim_start().len()..line.start + body.len()
}

/// Whether nothing follows but a comment.
pub(super) fn is_end(rest: &str) -> bool {
    matches!(rest.trim_start().as_bytes().first(), None | Some(b'#' | b';'))
}

/// The section that a line begins, still empty. Those of TOML in two brackets are sections as well.
pub(super) fn section(text: &str, line: Range<usize>) -> Option<Entry<'_>> {
    let line = trimmed(text, line);
    let body = &text[line.clone()];
    let inner = body.strip_prefix("[[").or_else(|| body.strip_prefix('['))?;
    let (name, rest) = inner.split_once(']')?;
    let rest_is_end = is_end(rest.strip_prefix(']').unwrap_or(rest));
    let start = line.start + body.len() - inner.len();
    let at = trimmed(text, start..start + name.len());
    if at.is_empty() || !rest_is_end {
        return None;
    }
    let value = Value::new(Span::new(line.start, line.end), Data::Map(Vec::new()));
    Some(Entry { at: Span::new(at.start, at.end), key: Cow::Borrowed(&text[at]), value })
}

/// The name that a line gives a value, if it does.
pub(super) fn key(text: &str, line: Range<usize>) -> Option<Key<'_>> {
    let body = text[line.clone()].trim_start();
    let body = without_export(body);
    if body.starts_with(['#', ';', '!']) || body.starts_with("//") {
        return None;
    }
    let length = separator(body)?;
    let written = body[..length].trim_end();
    let mark = body.as_bytes()[length];
    if !is_name(written, mark) || !is_told(&body[length..]) {
        return None;
    }
    let start = line.end - body.len();
    let name = if written.contains('\\') { Cow::Owned(written.replace('\\', "")) } else { Cow::Borrowed(written) };
    let is_long = body[length..].starts_with(":=");
    let behind = start + length + 1 + usize::from(is_long);
    Some(Key { at: Span::new(start, start + written.len()), name, behind })
}

fn without_export(body: &str) -> &str {
    match body.strip_prefix("export") {
        Some(rest) if rest.starts_with([' ', '\t']) => rest.trim_start(),
        _ => body,
    }
}

/// Where the sign between name and value stands, if all before it may be in a name.
fn separator(body: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, &byte) in body.as_bytes().iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'=' | b':' => return Some(at),
            b'\\' => is_escaped = true,
            b'_' | b'-' | b'.' | b'/' | b'@' | b'$' | b'%' | b'[' | b']' | b' ' | b'\t' | 0x80.. => {}
            _ if byte.is_ascii_alphanumeric() => {}
            _ => return None,
        }
    }
    None
}

/// Whether something is a name: there are letters in it, and several words only in the manner of `max size = 1`.
fn is_name(written: &str, mark: u8) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '\t');
    let has_blanks = written.contains([' ', '\t']) && !written.contains('\\');
    written.contains(char::is_alphabetic) && (!has_blanks || mark == b'=' && written.chars().all(is_plain))
}

/// Whether what begins with a sign gives a value: no address, no path of names, no comparison, no arrow.
fn is_told(rest: &str) -> bool {
    !["://", "::", ":\\", "==", "=>", "=~"].iter().any(|other| rest.starts_with(other))
}

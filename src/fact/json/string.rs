//! Strings: where they end, and what they say when escapes are undone and pieces of a template are left open.

use std::borrow::Cow;

use memchr::memchr3;

use super::{Holes, Reader};
use crate::fact::value::{HOLE, Span};

/// Where a string lies, quotes left out.
struct Extent {
    end: usize,
    /// Whether a quote follows.
    is_closed: bool,
    /// Whether it says what is written.
    is_plain: bool,
}

impl<'t> Reader<'t> {
    /// Reads the string at whose quote the reader is.
    pub(super) fn string(&mut self) -> (Span, Cow<'t, str>) {
        let start = self.pos + 1;
        let extent = self.extent(self.pos);
        if !extent.is_closed {
            self.problem(self.pos, "a quote that is not closed");
        }
        self.pos = extent.end + usize::from(extent.is_closed);
        let text = if extent.is_plain {
            Cow::Borrowed(&self.text[start..extent.end])
        } else {
            Cow::Owned(self.told(start, extent.end))
        };
        (Span::new(start, extent.end), text)
    }

    /// Behind the string whose quote stands at an offset.
    pub(super) fn string_end(&mut self, open: usize) -> usize {
        let extent = self.extent(open);
        extent.end + usize::from(extent.is_closed)
    }

    /// Looks for the end of a string. A quote in a later line is one only if what follows looks like it; else the
    /// string was not closed, and ends with its line.
    fn extent(&mut self, open: usize) -> Extent {
        let quote = self.text.as_bytes()[open];
        let mut line = None;
        let mut is_plain = true;
        let mut at = open + 1;
        while let Some(next) = self.next_mark(quote, at) {
            at = next + 1;
            match self.text.as_bytes()[next] {
                b'\\' => {
                    is_plain = false;
                    at += 1;
                }
                b'\n' => {
                    line.get_or_insert(next);
                    if open < self.barred {
                        break;
                    }
                }
                mark if mark == quote => {
                    if line.is_none() || self.is_behind_string(at) {
                        return Extent { end: next, is_closed: true, is_plain };
                    }
                    break;
                }
                _ => {
                    let piece = if self.is_doubled(next) { Some(next + 3) } else { self.piece(next) };
                    is_plain &= piece.is_none();
                    at = piece.unwrap_or(at);
                }
            }
        }
        self.barred = self.barred.max(at);
        let end = line.unwrap_or(self.text.len());
        let written = self.text[open + 1..end].trim_end();
        let written = written.strip_suffix(',').unwrap_or(written);
        Extent { end: open + 1 + written.len(), is_closed: false, is_plain }
    }

    /// The next byte of a string that is more than itself.
    fn next_mark(&self, quote: u8, from: usize) -> Option<usize> {
        let rest = self.rest(from);
        let at = match self.holes {
            Holes::None => memchr3(quote, b'\\', b'\n', rest),
            Holes::Dollar => rest.iter().position(|&b| b == quote || matches!(b, b'\\' | b'\n' | b'$' | b'%')),
            Holes::Braces => rest.iter().position(|&b| b == quote || matches!(b, b'\\' | b'\n' | b'{')),
        };
        at.map(|at| from + at)
    }

    /// Whether an offset looks like one behind a string.
    fn is_behind_string(&self, at: usize) -> bool {
        let next = self.rest(at).iter().find(|&&byte| byte != b' ' && byte != b'\t');
        next.is_none_or(|byte| matches!(byte, b',' | b':' | b'}' | b']' | b'\r' | b'\n' | b'/'))
    }

    /// What a string says that is not plain.
    fn told(&mut self, start: usize, end: usize) -> String {
        let mut text = String::with_capacity(end - start);
        let mut from = start;
        let mut at = start;
        while let Some(next) = self.next_mark(b'\\', at).filter(|&next| next < end) {
            at = next + 1;
            if self.byte(next) == Some(b'\\') {
                text.push_str(&self.text[from..next]);
                at = escape(&self.text[..end], at, &mut text);
                from = at;
            } else if self.is_doubled(next) {
                text.push_str(&self.text[from..at]);
                from = at + 1;
                at = (from + 1).min(end);
            } else if let Some(behind) = self.piece(next).filter(|&behind| behind <= end) {
                text.push_str(&self.text[from..next]);
                text.push(HOLE);
                from = behind;
                at = behind;
            }
        }
        text.push_str(&self.text[from.min(end)..end]);
        text
    }
}

/// Undoes the escape whose backslash stands before an offset; where it ends.
fn escape(text: &str, at: usize, told: &mut String) -> usize {
    let Some(sign) = text[at..].chars().next() else {
        told.push('\\');
        return at;
    };
    let behind = at + sign.len_utf8();
    told.push(match sign {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        '0' => '\0',
        '\n' => return behind,
        '\r' => return behind + usize::from(text[behind..].starts_with('\n')),
        'u' | 'x' => {
            let Some((letter, end)) = code_point(text, behind, sign) else {
                told.push('\\');
                told.push(sign);
                return behind;
            };
            told.push(letter);
            return end;
        }
        other => other,
    });
    behind
}

/// The letter that digits at an offset stand for, and where they end.
fn code_point(text: &str, at: usize, sign: char) -> Option<(char, usize)> {
    let digits = if sign == 'x' { 2 } else { 4 };
    let first = code(text, at, digits)?;
    let end = at + digits;
    if let 0xD800..0xDC00 = first
        && text[end..].starts_with("\\u")
        && let Some(second @ 0xDC00..0xE000) = code(text, end + 2, digits)
    {
        let letter = char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00));
        return Some((letter?, end + 2 + digits));
    }
    Some((char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), end))
}

fn code(text: &str, at: usize, digits: usize) -> Option<u32> {
    let code = text.get(at..at + digits).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u32::from_str_radix(code, 16).ok()
}

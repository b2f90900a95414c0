//! Scalars in single and double quotes, their escapes and their lines.

use super::Reader;
use super::plain::fold;
use crate::fact::value::{Data, Span, Value};

impl<'t: 'm, 'm> Reader<'t, 'm> {
    /// Reads a scalar in quotes, of which further lines are at the column `least` at the least.
    #[inline]
    pub(super) fn quoted(&mut self, least: usize) -> Value<'t> {
        let start = self.pos + 1;
        let quote = self.shown.as_bytes()[self.pos];
        self.made += 1;
        if let Some(end) = self.next_mark(quote, start)
            && self.byte(end) == Some(quote)
            && (quote == b'"' || self.byte(end + 1) != Some(quote))
        {
            self.pos = end + 1;
            self.end = self.pos;
            return Value::new(Span::new(start, end), Data::Text(self.told(start, end)));
        }
        let mut text = String::new();
        let end = self.quoted_lines(quote, least, &mut text);
        Value::new(Span::new(start, end.max(start)), Data::Text(text.into()))
    }

    /// The next byte of a scalar in quotes that is more than itself.
    fn next_mark(&self, quote: u8, from: usize) -> Option<usize> {
        let rest = &self.shown.as_bytes()[from..];
        let at = match quote {
            b'"' => memchr::memchr3(b'"', b'\\', b'\n', rest),
            _ => memchr::memchr2(b'\'', b'\n', rest),
        };
        at.map(|at| from + at)
    }

    /// Reads a scalar in quotes that has escapes or several lines; where it ends.
    fn quoted_lines(&mut self, quote: u8, least: usize, text: &mut String) -> usize {
        let open = self.pos;
        let mut kept = 0;
        self.pos += 1;
        while let Some(at) = self.next_mark(quote, self.pos) {
            self.tell(self.pos, at, text);
            self.pos = at + 1;
            match self.byte(at) {
                Some(b'\\') => {
                    if self.is_continued() {
                        self.over_lines(text);
                    } else {
                        self.escape(at, text);
                    }
                    kept = text.len();
                }
                Some(b'\n') => {
                    text.truncate(kept + text[kept..].trim_end_matches([' ', '\t', '\r']).len());
                    let end = self.trimmed(open + 1, at);
                    self.pos = at;
                    let lines = self.over_empty_lines();
                    if self.is_at_end() || self.is_lost(quote, least) {
                        self.problem(open, "a quote that is not closed");
                        self.end = end;
                        return end;
                    }
                    fold(lines, text);
                    kept = text.len();
                }
                _ if quote == b'\'' && self.peek() == Some(quote) => {
                    text.push('\'');
                    self.pos += 1;
                    kept = text.len();
                }
                _ => {
                    self.end = self.pos;
                    return at;
                }
            }
        }
        self.problem(open, "a quote that is not closed");
        self.tell(self.pos, self.shown.len(), text);
        self.pos = self.shown.len();
        self.end = self.pos;
        self.pos
    }

    /// Moves over ends of lines and the blanks behind them; how many lines have ended.
    fn over_empty_lines(&mut self) -> usize {
        let mut lines = 0;
        while let Some(byte @ (b'\n' | b'\r')) = self.peek() {
            self.pos += 1;
            if byte == b'\n' {
                lines += 1;
                self.begin_line();
            }
        }
        lines
    }

    /// Whether a backslash before the reader says that its line goes on with the next one.
    fn is_continued(&self) -> bool {
        match self.peek() {
            Some(b'\r') => self.byte(self.pos + 1) == Some(b'\n'),
            byte => byte == Some(b'\n'),
        }
    }

    /// Joins a line with the next one.
    fn over_lines(&mut self, text: &mut String) {
        let lines = self.over_empty_lines();
        text.extend(std::iter::repeat_n('\n', lines.saturating_sub(1)));
    }

    /// Whether a line is outside of the structure that a quote is in, and looks like a part of that.
    fn is_lost(&self, quote: u8, least: usize) -> bool {
        if self.column() >= least || !self.is_entry_like() {
            return false;
        }
        let line = &self.shown.as_bytes()[self.pos..self.line_end(self.pos)];
        memchr::memchr_iter(quote, line).count().is_multiple_of(2)
    }

    /// Undoes the escape that begins with the backslash at a place.
    fn escape(&mut self, at: usize, text: &mut String) {
        let byte = self.peek();
        let letter = match byte {
            Some(b'x') => self.coded(2),
            Some(b'u') => self.coded(4),
            Some(b'U') => self.coded(8),
            _ => byte.and_then(simple_escape).inspect(|_| self.pos += 1),
        };
        if let Some(letter) = letter {
            text.push(letter);
        } else {
            self.problem(at, "an escape that means nothing");
            text.push('\\');
        }
    }

    /// The letter that an escape gives by its number, where the reader is behind the backslash.
    fn coded(&mut self, digits: usize) -> Option<char> {
        let mut code = self.code(self.pos + 1, digits)?;
        let mut end = self.pos + 1 + digits;
        if (0xD800..0xDC00).contains(&code) && self.byte(end) == Some(b'\\') && self.byte(end + 1) == Some(b'u') {
            let low = self.code(end + 2, 4).filter(|low| (0xDC00..0xE000).contains(low))?;
            code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            end += 6;
        }
        let letter = char::from_u32(code)?;
        self.pos = end;
        Some(letter)
    }

    /// The number that stands at a place.
    fn code(&self, at: usize, digits: usize) -> Option<u32> {
        let text = self.shown.get(at..at + digits).filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        u32::from_str_radix(text, 16).ok()
    }
}

/// What an escape of one letter gives.
const fn simple_escape(byte: u8) -> Option<char> {
    Some(match byte {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{B}',
        b'f' => '\u{C}',
        b'r' => '\r',
        b'e' => '\u{1B}',
        b' ' | b'"' | b'/' | b'\\' => byte as char,
        b'N' => '\u{85}',
        b'_' => '\u{A0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        _ => return None,
    })
}

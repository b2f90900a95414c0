//! What stands without quotes: numbers, true, false and null, keys, and pieces of a template as values.

use std::borrow::Cow;

use super::Reader;
use crate::fact::value::{Data, HOLE, Span, Value};

/// A piece of text without quotes or blanks.
pub(super) struct Word<'t> {
    pub span: Span,
    /// What it says, a hole for each piece of a template.
    pub text: Cow<'t, str>,
}

impl Word<'_> {
    /// Whether a run has to tell a part of it.
    pub(super) fn is_open(&self) -> bool {
        self.text.contains(HOLE)
    }
}

impl<'t> Reader<'t> {
    /// Reads a value without quotes.
    pub(super) fn bare(&mut self) -> Value<'t> {
        let word = self.word();
        let data = match word.text.as_ref() {
            "true" => Data::Bool(true),
            "false" => Data::Bool(false),
            "null" => Data::Null,
            text if is_number(text) => Data::Number(word.text),
            _ if word.is_open() => Data::Unknown,
            _ => return self.unreadable(word.span.start as usize),
        };
        Value::new(word.span, data)
    }

    /// Leaves out what is no value.
    fn unreadable(&mut self, start: usize) -> Value<'t> {
        self.problem(start, "expected a value");
        self.skip();
        Value::new(Span::new(start, self.trimmed(start)), Data::Unknown)
    }

    /// Reads as much as belongs together without quotes; that may be nothing.
    pub(super) fn word(&mut self) -> Word<'t> {
        let start = self.pos;
        let mut from = start;
        let mut told = String::new();
        while let Some(byte) = self.peek() {
            if matches!(byte, b'$' | b'%' | b'{')
                && let Some(end) = self.piece(self.pos)
            {
                if !self.is_in_word(end) && self.quiet_piece(self.pos).is_some() {
                    break;
                }
                told.push_str(&self.text[from..self.pos]);
                told.push(HOLE);
                self.pos = end;
                from = end;
            } else if self.is_in_word(self.pos) {
                self.pos += self.text[self.pos..].chars().next().map_or(1, char::len_utf8);
            } else {
                break;
            }
        }
        let text = if from == start {
            Cow::Borrowed(&self.text[start..self.pos])
        } else {
            told.push_str(&self.text[from..self.pos]);
            Cow::Owned(told)
        };
        Word { span: Span::new(start, self.pos), text }
    }

    /// Whether what stands at an offset may be a part of a word.
    fn is_in_word(&self, at: usize) -> bool {
        match self.byte(at) {
            Some(0x80..) => {
                let letter = self.text[at..].chars().next();
                letter.is_some_and(|letter| !letter.is_whitespace() && letter != '\u{FEFF}')
            }
            Some(byte) => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.' | b'$' | b'@'),
            None => false,
        }
    }
}

/// Whether a word is a number of JSON5.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix(['-', '+']).unwrap_or(word);
    let hex = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    match (hex, digits.as_bytes().first()) {
        (Some(hex), _) => !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
        (None, Some(b'0'..=b'9' | b'.')) => digits.parse::<f64>().is_ok(),
        _ => matches!(digits, "Infinity" | "NaN"),
    }
}

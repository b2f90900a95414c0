//! Words: what quotes and backslashes leave of them.

use std::borrow::Cow;

use memchr::memchr2;

use super::Word;
use super::reader::Reader;
use crate::fact::value::{HOLE, Span};

/// Ends a word.
const ENDS: u8 = 1;
/// Means more than itself within a word.
const MEANS: u8 = 2;

/// What a byte is in a word that has no quotes.
const CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b';' | b'|' | b'&' | b'(' | b')' | b'<' | b'>' => ENDS,
            b'\'' | b'"' | b'\\' | b'$' | b'`' | b'{' => MEANS,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// A text that is put together, and where its pieces come from.
#[derive(Default)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Each piece by its start in the text, with its place; only where they are asked for.
    pub pieces: Option<Vec<(usize, Span)>>,
}

impl Text {
    /// Adds a piece that stands at a place.
    pub fn push(&mut self, piece: &str, place: Span) {
        if let Some(pieces) = self.pieces.as_mut().filter(|_| !piece.is_empty()) {
            pieces.push((self.text.len(), place));
        }
        self.text.push_str(piece);
    }

    /// Adds a character that stands for a place.
    pub fn put(&mut self, character: char, place: Span) {
        self.push(character.encode_utf8(&mut [0; 4]), place);
    }

    /// Adds a piece that only a run can tell.
    pub fn hole(&mut self, place: Span) {
        self.put(HOLE, place);
    }

    fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        if let Some(pieces) = &mut self.pieces {
            pieces.truncate(pieces.partition_point(|piece| piece.0 < length));
        }
    }
}

impl<'t> Reader<'t> {
    /// Whether a word begins here.
    pub fn starts_word(&self) -> bool {
        self.peek().is_some_and(|byte| CLASSES[usize::from(byte)] != ENDS)
    }

    /// Reads the word that begins here.
    pub fn word(&mut self) -> Word<'t> {
        let start = self.pos;
        self.skip_plain();
        let plain = Span::new(start, self.pos);
        if !self.starts_word() {
            return Word { span: plain, text: Cow::Borrowed(&self.text[plain.range()]) };
        }
        self.pos = start;
        let mut text = Text::default();
        self.fill(&mut text);
        Word { span: Span::new(start, self.pos), text: Cow::Owned(text.text) }
    }

    /// Adds what the word here says to a text.
    pub fn fill(&mut self, text: &mut Text) {
        while let Some(byte) = self.peek().filter(|_| self.starts_word()) {
            match byte {
                b'\'' => self.single_quoted(text),
                b'"' => self.double_quoted(text),
                b'\\' => self.escaped(text),
                b'$' => self.dollar(text, false),
                b'`' => self.backquoted(text),
                b'{' if self.template(text) => {}
                _ => {
                    let start = self.pos;
                    self.pos += 1;
                    self.skip_plain();
                    self.keep(text, start);
                }
            }
        }
    }

    /// Goes over what means nothing but itself in a word.
    fn skip_plain(&mut self) {
        let rest = &self.bytes[self.pos..self.end];
        let length = rest.iter().position(|&byte| CLASSES[usize::from(byte)] != 0).unwrap_or(rest.len());
        self.pos += length;
        // Braces mean something where they open a template only.
        if self.peek() == Some(b'{') && self.byte(self.pos + 1) != Some(b'{') {
            self.pos += 1;
            self.skip_more_plain();
        }
    }

    /// The same behind a brace.
    fn skip_more_plain(&mut self) {
        while let Some(byte) = self.peek() {
            let is_brace = byte == b'{' && self.byte(self.pos + 1) != Some(b'{');
            if CLASSES[usize::from(byte)] != 0 && !is_brace {
                return;
            }
            self.pos += 1;
        }
    }

    /// Adds the text from an offset to here as it stands.
    pub fn keep(&self, text: &mut Text, start: usize) {
        text.push(&self.text[start..self.pos], Span::new(start, self.pos));
    }

    /// Adds the next character as it stands.
    pub fn keep_character(&mut self, text: &mut Text) {
        let start = self.pos;
        self.pos += self.width(start);
        self.keep(text, start);
    }

    /// The width of the character at an offset.
    fn width(&self, at: usize) -> usize {
        self.text[at..self.end].chars().next().map_or(0, char::len_utf8)
    }

    /// `\x` is x; a line end is nothing at all.
    fn escaped(&mut self, text: &mut Text) {
        let start = self.pos;
        if let Some(next) = self.continuation(start) {
            self.pos = next;
            return;
        }
        let width = self.width(start + 1);
        self.pos += 1 + width;
        let said = if width == 0 { start } else { start + 1 };
        text.push(&self.text[said..self.pos], Span::new(start, self.pos));
    }

    /// `'…'`; a quote that is not closed is a character like others.
    fn single_quoted(&mut self, text: &mut Text) {
        let close = self.quote.next(self.bytes, self.pos + 1);
        if close >= self.end {
            return self.keep_character(text);
        }
        self.pos += 1;
        self.verbatim(text, close);
        self.pos = close + 1;
    }

    /// Adds the text up to an offset as it stands, but for templates.
    pub fn verbatim(&mut self, text: &mut Text, end: usize) {
        let outer = std::mem::replace(&mut self.end, end);
        while self.pos < end {
            if !self.template(text) {
                let start = self.pos;
                let rest = &self.bytes[(start + 1).min(end)..end];
                let width = memchr::memchr(b'{', rest).unwrap_or(rest.len()) + 1;
                self.pos = start + width;
                self.keep(text, start);
            }
        }
        self.end = outer;
    }

    /// `"…"`; a quote that is not closed is a character like others.
    pub fn double_quoted(&mut self, text: &mut Text) {
        if self.is_stray() {
            return self.keep_character(text);
        }
        let (mark, length) = (self.mark(), text.text.len());
        self.pos += 1;
        if !self.expanded(text, Some(b'"')) && self.go_back(&mark) {
            text.truncate(length);
            self.keep_character(text);
        }
    }

    /// Adds text in which only `$`, backquotes and backslashes mean something, up to a quote or to the end; whether the quote was there.
    pub fn expanded(&mut self, text: &mut Text, close: Option<u8>) -> bool {
        while let Some(byte) = self.peek() {
            match byte {
                b'"' if close == Some(byte) => {
                    self.pos += 1;
                    return true;
                }
                b'$' => self.dollar(text, true),
                b'`' => self.backquoted(text),
                b'\\' if self.is_escape(close) => self.escaped(text),
                b'{' if self.template(text) => {}
                _ => {
                    let start = self.pos;
                    let rest = &self.bytes[start + 1..self.end];
                    let means = |byte: &u8| matches!(byte, b'"' | b'$' | b'`' | b'\\' | b'{');
                    self.pos += 1 + rest.iter().position(means).unwrap_or(rest.len());
                    self.keep(text, start);
                }
            }
        }
        false
    }

    /// Whether a backslash between quotes takes the meaning of the next character.
    fn is_escape(&self, close: Option<u8>) -> bool {
        let next = self.byte(self.pos + 1);
        matches!(next, Some(b'$' | b'`' | b'\\' | b'\n'))
            || next.is_some() && next == close
            || self.continuation(self.pos).is_some()
    }

    /// `$'…'`, from its quote on; `false` where it is not closed.
    pub fn ansi_quoted(&mut self, text: &mut Text) -> bool {
        let mut close = self.pos + 1;
        loop {
            let rest = self.bytes.get(close..self.end).unwrap_or_default();
            match memchr2(b'\'', b'\\', rest) {
                None => return false,
                Some(at) if rest[at] == b'\'' => {
                    close += at;
                    break;
                }
                Some(at) => close += at + 2,
            }
        }
        self.pos += 1;
        while self.pos < close {
            let start = self.pos;
            if self.bytes[start] == b'\\' {
                let (said, width) = ansi_escape(&self.text[start + 1..close]);
                self.pos += 1 + width;
                text.put(said, Span::new(start, self.pos));
            } else {
                let rest = &self.bytes[start..close];
                self.pos += memchr::memchr(b'\\', rest).unwrap_or(rest.len());
                self.keep(text, start);
            }
        }
        self.pos = close + 1;
        true
    }
}

/// The character that `$'\x41'` has, from behind its backslash, and the width of what says so.
fn ansi_escape(rest: &str) -> (char, usize) {
    let Some(first) = rest.chars().next() else { return ('\\', 0) };
    let number = |from: usize, most: usize, radix: u32| {
        let digits = rest[from..].bytes().take(most).take_while(|byte| char::from(*byte).is_digit(radix)).count();
        let code = u32::from_str_radix(&rest[from..from + digits], radix).ok();
        (code.and_then(char::from_u32).unwrap_or(HOLE), from + digits)
    };
    match first {
        'n' => ('\n', 1),
        't' => ('\t', 1),
        'r' => ('\r', 1),
        'a' => ('\u{7}', 1),
        'e' | 'E' => ('\u{1B}', 1),
        'x' => number(1, 2, 16),
        'u' => number(1, 4, 16),
        'U' => number(1, 8, 16),
        '0'..='7' => number(0, 3, 8),
        _ => (first, first.len_utf8()),
    }
}

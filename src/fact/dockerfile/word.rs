//! Words: what quotes, escapes and variables leave of them.

use std::borrow::Cow;

use memchr::memchr;

use crate::fact::shell::Word;
use crate::fact::value::{HOLE, Span};

/// Reads the words of an instruction.
pub struct Words<'t> {
    /// All of the text.
    pub text: &'t str,
    /// Where reading goes on.
    pub pos: usize,
    /// Where the instruction ends.
    pub end: usize,
    escape: u8,
    /// The quotes that are not closed again in this instruction: they are characters like others.
    stray: Vec<u8>,
    /// Whether no template comes any more.
    is_plain: bool,
}

impl<'t> Words<'t> {
    /// The words of an instruction.
    pub fn new(text: &'t str, place: Span, escape: u8) -> Self {
        let place = place.range();
        Self { text, pos: place.start, end: place.end, escape, stray: Vec::new(), is_plain: false }
    }

    /// The byte at an offset.
    pub fn byte(&self, at: usize) -> Option<u8> {
        if at < self.end { Some(self.text.as_bytes()[at]) } else { None }
    }

    /// The next byte.
    pub fn peek(&self) -> Option<u8> {
        self.byte(self.pos)
    }

    /// Goes over blanks, and from line to line.
    pub fn skip_blank(&mut self) {
        while let Some(byte) = self.peek() {
            if byte.is_ascii_whitespace() {
                self.pos += 1;
            } else if let Some(next) = self.continuation() {
                self.pos = next;
            } else {
                return;
            }
        }
    }

    /// Where reading goes on, if the end of the line is taken back here: comments and empty lines are gone over.
    fn continuation(&self) -> Option<usize> {
        if self.peek() != Some(self.escape) {
            return None;
        }
        let rest = &self.text[self.pos + 1..self.end];
        let blank = rest.trim_start_matches([' ', '\t', '\r']);
        if !blank.is_empty() && !blank.starts_with('\n') {
            return None;
        }
        let mut at = (self.end - blank.len() + 1).min(self.end);
        while at < self.end {
            let line = memchr(b'\n', &self.text.as_bytes()[at..self.end]).map_or(self.end, |length| at + length);
            let said = self.text[at..line].trim_start();
            if !said.is_empty() && !said.starts_with('#') {
                break;
            }
            at = (line + 1).min(self.end);
        }
        Some(at)
    }

    /// Reads a keyword.
    pub fn keyword(&mut self) -> Option<Span> {
        self.skip_blank();
        let start = self.pos;
        while self.peek().is_some_and(|byte| !byte.is_ascii_whitespace()) && self.continuation().is_none() {
            self.pos += 1;
        }
        (self.pos > start).then(|| Span::new(start, self.pos))
    }

    /// Reads all words.
    pub fn all(&mut self, keyword: &str) -> Vec<Word<'t>> {
        let mut words: Vec<Word<'t>> = Vec::new();
        loop {
            self.skip_blank();
            let is_first = words.last().is_none_or(|last| last.text.starts_with("--") || keyword == "HEALTHCHECK");
            match self.peek() {
                None => return words,
                Some(b'[') if is_first => match self.json() {
                    Some(strings) => words.extend(strings),
                    None => words.push(self.word()),
                },
                Some(_) => words.push(self.word()),
            }
        }
    }

    /// Reads a word.
    fn word(&mut self) -> Word<'t> {
        let (start, mut end) = (self.pos, self.pos);
        let mut text = String::new();
        while let Some(byte) = self.peek().filter(|byte| !byte.is_ascii_whitespace()) {
            if let Some(next) = self.continuation() {
                self.pos = next;
                continue;
            }
            match byte {
                b'\'' | b'"' => self.quoted(byte, &mut text),
                _ => self.piece(byte, &mut text, false),
            }
            end = self.pos;
        }
        let source = &self.text[start..end];
        let text = if text == source { Cow::Borrowed(source) } else { Cow::Owned(text) };
        Word { span: Span::new(start, end), text }
    }

    /// Reads what is between quotes; a quote that is not closed is a character like others.
    fn quoted(&mut self, quote: u8, text: &mut String) {
        let (start, length) = (self.pos, text.len());
        self.pos += 1;
        while let Some(byte) = self.peek().filter(|_| !self.stray.contains(&quote)) {
            if byte == quote {
                self.pos += 1;
                return;
            }
            match self.continuation() {
                Some(next) => self.pos = next,
                None if quote == b'\'' => self.character(text),
                None => self.piece(byte, text, true),
            }
        }
        if !self.stray.contains(&quote) {
            self.stray.push(quote);
        }
        text.truncate(length);
        self.pos = start;
        self.character(text);
    }

    /// Reads an escape, a variable, or a character.
    fn piece(&mut self, byte: u8, text: &mut String, is_quoted: bool) {
        match byte {
            b'$' => self.variable(text),
            b'{' if self.template() => text.push(HOLE),
            _ if byte == self.escape => {
                let next = self.byte(self.pos + 1);
                let is_escape = !is_quoted || matches!(next, Some(b'"' | b'$')) || next == Some(self.escape);
                self.pos += usize::from(is_escape && next.is_some());
                self.character(text);
            }
            _ => self.character(text),
        }
    }

    /// Adds the next character as it stands.
    fn character(&mut self, text: &mut String) {
        if let Some(character) = self.text[self.pos..self.end].chars().next() {
            text.push(character);
            self.pos += character.len_utf8();
        }
    }

    /// `$NAME` or `${NAME:-…}`; one that is not closed ends with its line.
    fn variable(&mut self, text: &mut String) {
        let rest = &self.text.as_bytes()[self.pos + 1..self.end];
        let width = match rest.first() {
            Some(b'{') => braces(rest),
            Some(b'(') => 0,
            Some(byte) if is_name(*byte) => rest.iter().position(|byte| !is_name(*byte)).unwrap_or(rest.len()),
            _ => return self.character(text),
        };
        self.pos += 1 + width;
        text.push(HOLE);
    }

    /// Goes over `{{ … }}`, all of it on one line; `false` where there is none.
    fn template(&mut self) -> bool {
        let rest = &self.text[self.pos..self.end];
        if self.is_plain || !rest.starts_with("{{") {
            return false;
        }
        let line = rest.split('\n').next().unwrap_or(rest);
        let close = line.find("}}");
        self.pos += close.map_or(0, |close| close + 2);
        self.is_plain = close.is_none();
        close.is_some()
    }
}

/// Whether a byte can be in the name of a variable.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The width of braces, of what is in them, and of braces within.
fn braces(rest: &[u8]) -> usize {
    let mut open = 0_usize;
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' if open == 1 => return at + 1,
            b'}' => open -= 1,
            b'\n' => return at,
            _ => {}
        }
    }
    rest.len()
}

/// A here-document: `<<EOF`.
pub struct Heredoc<'w> {
    /// What the line says that ends it.
    pub close: &'w str,
}

impl<'w> Heredoc<'w> {
    /// The here-document that a word announces.
    pub fn of(word: &'w Word<'_>, text: &str) -> Option<Self> {
        let digits = |word: &str| word.bytes().take_while(u8::is_ascii_digit).count();
        let source = &text[word.span.range()];
        if !source[digits(source)..].starts_with("<<") {
            return None;
        }
        let close = word.text[digits(&word.text)..].strip_prefix("<<")?;
        let close = close.strip_prefix('-').unwrap_or(close);
        (!close.is_empty() && !close.starts_with('<')).then_some(Self { close })
    }
}

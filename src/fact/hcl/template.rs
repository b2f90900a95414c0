//! Texts in quotes, and what templates put into them.

use std::borrow::Cow;

use memchr::memchr2;

use super::cursor::{Read, Reader};
use super::form;
use crate::fact::value::{Data, Span, Value};

/// A piece of a template.
pub enum Piece<'t> {
    /// What is written, escapes undone.
    Literal(Span, Cow<'t, str>),
    /// What is put in.
    Value(Value<'t>),
}

/// A literal that is being read: all before `from` is in `done`.
struct Literal {
    start: usize,
    from: usize,
    done: String,
    /// Whether blanks at its start are left out.
    trims: bool,
}

/// Whether a byte may be of meaning within quotes.
const MARKS: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < 5 {
        table[b"\"\\\n$%"[at] as usize] = true;
        at += 1;
    }
    table
};

impl<'t> Reader<'t> {
    /// Reads a text in quotes.
    pub fn quoted(&mut self) -> Read<Value<'t>> {
        let start = self.pos + 1;
        let end = self.mark_in_quotes(start);
        if self.bytes.get(end) == Some(&b'"') {
            self.pos = end + 1;
            return Ok(self.piece(Span::new(start, end)));
        }
        self.open.push(b'"');
        self.pos = end;
        let pieces = self.pieces(start, true)?;
        self.open.pop();
        let span = Span::new(start, self.pos);
        self.pos += 1;
        Ok(whole(pieces, span, true))
    }

    /// Reads the pieces of a template from `start`, of which the part before the place of reading is plain: to the quote
    /// that ends it, or to the end.
    pub fn pieces(&mut self, start: usize, quoted: bool) -> Read<Vec<Piece<'t>>> {
        let mut pieces = Vec::new();
        let mut literal = Literal::at(start, false);
        loop {
            let at = if quoted { self.mark_in_quotes(self.pos) } else { self.mark_of_template(self.pos) };
            self.pos = at;
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => self.escape(&mut literal),
                Some(mark @ (b'$' | b'%')) => {
                    if at > literal.from && self.bytes[at - 1] == mark {
                        // Doubled, the mark means itself.
                        literal.take(self.text, at);
                        literal.from = at + 1;
                        self.pos = at + 2;
                        continue;
                    }
                    let trims_before = self.bytes.get(at + 2) == Some(&b'~');
                    literal.end(self.text, at, trims_before, &mut pieces);
                    match self.put_in(mark) {
                        Ok((value, trims)) => {
                            pieces.push(Piece::Value(value));
                            literal = Literal::at(self.pos, trims);
                        }
                        Err(failed) if quoted => return Err(failed),
                        // The rest of a heredoc; where it ends is known all the same.
                        Err(_) => {
                            let rest = Span::new(at, self.bytes.len());
                            pieces.push(Piece::Value(Value::new(rest, Data::Unknown)));
                            self.pos = self.bytes.len();
                            return Ok(pieces);
                        }
                    }
                }
                _ if quoted => {
                    self.open.pop();
                    return self.fail("the text is not closed");
                }
                _ => break,
            }
        }
        literal.end(self.text, self.pos, false, &mut pieces);
        Ok(pieces)
    }

    /// Where the next byte stands that is of meaning within quotes.
    #[inline]
    fn mark_in_quotes(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(&byte) = self.bytes.get(at) {
            let means = MARKS[usize::from(byte)];
            if means && (!matches!(byte, b'$' | b'%') || self.bytes.get(at + 1) == Some(&b'{')) {
                break;
            }
            at += 1;
        }
        at
    }

    /// Where a template next puts something in.
    pub fn mark_of_template(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(step) = memchr2(b'$', b'%', &self.bytes[at..]) {
            at += step;
            if self.bytes.get(at + 1) == Some(&b'{') {
                return at;
            }
            at += 1;
        }
        self.bytes.len()
    }

    /// Undoes the escape that comes next.
    fn escape(&mut self, literal: &mut Literal) {
        let start = self.pos;
        literal.take(self.text, start);
        let digits = match self.second() {
            Some(b'u') => 4,
            Some(b'U') => 8,
            _ => 0,
        };
        let plain = match self.second() {
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'u' | b'U') => match self.code_point(start + 2, digits) {
                Some(c) => c,
                None => return self.odd_escape(literal),
            },
            _ => return self.odd_escape(literal),
        };
        literal.done.push(plain);
        self.pos = start + 2 + digits;
        literal.from = self.pos;
    }

    /// Keeps an escape as it is that means nothing.
    fn odd_escape(&mut self, literal: &mut Literal) {
        self.problem("no such escape");
        literal.done.push('\\');
        self.pos += 1;
        literal.from = self.pos;
    }

    fn code_point(&self, start: usize, digits: usize) -> Option<char> {
        let code =
            self.text.get(start..start + digits).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        Some(char::from_u32(u32::from_str_radix(code, 16).ok()?).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// Reads what is put in, and whether blanks behind it are left out. What cannot be read is unknown.
    fn put_in(&mut self, mark: u8) -> Read<(Value<'t>, bool)> {
        let start = self.pos;
        let around = self.mark();
        let lines = std::mem::replace(&mut self.lines, false);
        self.open.push(b'$');
        self.pos += if self.bytes.get(start + 2) == Some(&b'~') { 3 } else { 2 };
        let value = if mark == b'$' { self.interpolation().ok() } else { None };
        let is_closed = value.is_some() || self.skip_interpolation(start, around);
        self.open.truncate(around.depth());
        self.lines = lines;
        if !is_closed {
            return self.fail("the template is not closed");
        }
        let value = value.unwrap_or_else(|| Value::new(Span::new(start, self.pos), Data::Unknown));
        Ok((value, self.bytes[self.pos - 2] == b'~'))
    }

    fn interpolation(&mut self) -> Read<Value<'t>> {
        self.skip_blank();
        let value = self.expression()?;
        self.skip_blank();
        if self.peek() == Some(b'~') {
            self.pos += 1;
        }
        self.expect(b'}', "`}` was expected")?;
        Ok(value)
    }
}

impl Literal {
    const fn at(start: usize, trims: bool) -> Self {
        Self { start, from: start, done: String::new(), trims }
    }

    /// Takes what is written before an offset.
    fn take(&mut self, text: &str, end: usize) {
        self.done.push_str(&text[self.from..end]);
        self.from = end;
    }

    /// Ends before an offset, and is a piece if there is anything of it.
    fn end<'t>(mut self, text: &'t str, end: usize, trims_end: bool, pieces: &mut Vec<Piece<'t>>) {
        let span = Span::new(self.start, end);
        let kept = if self.from == self.start {
            Cow::Borrowed(trimmed(&text[span.range()], self.trims, trims_end))
        } else {
            self.take(text, end);
            Cow::Owned(trimmed(&self.done, self.trims, trims_end).to_owned())
        };
        if !kept.is_empty() {
            pieces.push(Piece::Literal(span, kept));
        }
    }
}

fn trimmed(text: &str, start: bool, end: bool) -> &str {
    let text = if start { text.trim_start() } else { text };
    if end { text.trim_end() } else { text }
}

/// Puts the pieces of a template together.
pub fn whole<'t>(mut pieces: Vec<Piece<'t>>, span: Span, quoted: bool) -> Value<'t> {
    let value = |piece| match piece {
        Piece::Literal(span, text) => Value::new(span, Data::Text(text)),
        Piece::Value(value) => value,
    };
    match (pieces.len(), pieces.pop()) {
        (_, None) => Value::new(span, Data::Text(Cow::Borrowed(""))),
        (1, Some(Piece::Literal(_, text))) => Value::new(span, Data::Text(text)),
        (1, Some(Piece::Value(value))) if quoted => value,
        (_, Some(last)) => {
            let mut parts: Vec<Value<'t>> = pieces.into_iter().map(value).collect();
            parts.push(value(last));
            Value::new(span, Data::Call(Cow::Borrowed(form::TEMPLATE), parts))
        }
    }
}

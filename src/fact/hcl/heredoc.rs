//! Texts that go over several lines: `<<EOF`.

use std::borrow::Cow;

use memchr::memchr;

use super::cursor::{Read, Reader};
use super::template::{Piece, whole};
use crate::fact::value::{Data, Span, Value};

/// The lines of a text in which something can be put.
struct Lines {
    /// Whether the blanks that all lines begin with are left out.
    is_flush: bool,
    /// The first byte.
    start: usize,
    /// Behind the last byte: where the line of the closing word begins.
    end: usize,
    /// Behind the closing word.
    behind: usize,
}

impl<'t> Reader<'t> {
    /// Reads a heredoc.
    pub fn heredoc(&mut self) -> Read<Value<'t>> {
        let Some(lines) = self.lines_of_heredoc() else { return self.fail("a word and a new line were expected") };
        if lines.behind == lines.end {
            self.problem("the text is not closed");
        }
        let span = Span::new(lines.start, lines.end);
        let outer = std::mem::replace(&mut self.bytes, &self.text.as_bytes()[..lines.end]);
        self.pos = self.mark_of_template(lines.start);
        let value = if self.pos == lines.end {
            let text = self.slice(span);
            Value::new(span, Data::Text(if lines.is_flush { flushed(text) } else { Cow::Borrowed(text) }))
        } else {
            self.filled(&lines, span)
        };
        self.bytes = outer;
        self.pos = lines.behind;
        Ok(value)
    }

    /// Reads a heredoc in which something is put.
    fn filled(&mut self, lines: &Lines, span: Span) -> Value<'t> {
        let mut pieces = self.pieces(lines.start, false).unwrap_or_default();
        if lines.is_flush {
            let indent = indent(&pieces);
            pieces.iter_mut().fold(true, |at_start, piece| flush(piece, at_start, indent));
        }
        whole(pieces, span, false)
    }

    /// Goes over a heredoc without a look into it; `false` where there is none.
    pub fn skip_heredoc(&mut self) -> bool {
        let lines = self.lines_of_heredoc();
        if let Some(lines) = &lines {
            self.pos = lines.behind;
        }
        lines.is_some()
    }

    /// Where the lines of a heredoc are. One that is not closed goes to the end.
    fn lines_of_heredoc(&self) -> Option<Lines> {
        let mut word = self.pos + 2;
        if !self.bytes[self.pos..].starts_with(b"<<") {
            return None;
        }
        let is_flush = self.bytes.get(word) == Some(&b'-');
        word += usize::from(is_flush);
        if !self.starts_name(word) {
            return None;
        }
        let word = &self.bytes[word..self.name_end(word)];
        let opening = self.pos + 2 + usize::from(is_flush) + word.len();
        let start = opening + memchr(b'\n', &self.bytes[opening..])? + 1;
        if !self.bytes[opening..start].trim_ascii().is_empty() {
            return None;
        }
        let mut end = start;
        while end < self.bytes.len() {
            let next = memchr(b'\n', &self.bytes[end..]).map_or(self.bytes.len(), |at| end + at + 1);
            let line = self.bytes[end..next].trim_ascii_start();
            if line.starts_with(word) && line.trim_ascii_end() == word {
                return Some(Lines { is_flush, start, end, behind: next - line.len() + word.len() });
            }
            end = next;
        }
        Some(Lines { is_flush, start, end, behind: end })
    }
}

/// The text without the blanks that all of its lines begin with.
fn flushed(text: &str) -> Cow<'_, str> {
    let lines = || text.split_inclusive('\n').filter(|line| !line.trim().is_empty());
    let indent = lines().map(blanks).min().unwrap_or(0);
    if indent == 0 { Cow::Borrowed(text) } else { Cow::Owned(without(text, true, indent)) }
}

/// How many blanks a line begins with.
fn blanks(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// Whether a piece of a line holds nothing, and its end.
fn is_blank(line: &str) -> bool {
    line.ends_with('\n') && line.trim().is_empty()
}

/// A text without so many blanks at the start of each line; the first line may have begun before.
fn without(text: &str, mut at_start: bool, indent: usize) -> String {
    let mut flushed = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let kept = if at_start && !is_blank(line) { &line[indent.min(blanks(line))..] } else { line };
        flushed.push_str(kept);
        at_start = true;
    }
    flushed
}

/// How many blanks all lines of a template begin with.
fn indent(pieces: &[Piece<'_>]) -> usize {
    let mut least = usize::MAX;
    let mut at_start = true;
    for piece in pieces {
        match piece {
            Piece::Literal(_, text) => {
                for line in text.split_inclusive('\n') {
                    if at_start && !is_blank(line) {
                        least = least.min(blanks(line));
                    }
                    at_start = line.ends_with('\n');
                }
            }
            Piece::Value(_) => {
                if at_start {
                    least = 0;
                }
                at_start = false;
            }
        }
    }
    least
}

/// Leaves out the blanks of a piece; whether the next one begins a line.
fn flush(piece: &mut Piece<'_>, at_start: bool, indent: usize) -> bool {
    let Piece::Literal(_, text) = piece else { return false };
    let ends_line = text.ends_with('\n');
    if indent > 0 {
        *text = Cow::Owned(without(text, at_start, indent));
    }
    ends_line
}

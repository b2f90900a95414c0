//! Where the reader is: bytes ahead, blanks and comments, and the way on behind a mistake.

use memchr::{memchr, memchr2, memmem};

use super::Reader;
use crate::fact::value::{Problem, Span};

impl Reader<'_> {
    /// The next byte.
    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.byte(self.pos)
    }

    #[inline]
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// What is ahead from an offset on.
    pub(super) fn rest(&self, at: usize) -> &[u8] {
        self.text.as_bytes().get(at..).unwrap_or_default()
    }

    /// Says that something is amiss at an offset. One thing a place is enough.
    pub(super) fn problem(&mut self, at: usize, what: &'static str) {
        if self.problems.last().is_some_and(|last| last.at.start as usize == at) {
            return;
        }
        let width = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.problems.push(Problem { at: Span::new(at, at + width), what });
    }

    /// Moves over blanks, comments and the pieces of a template that give no text.
    #[inline]
    pub(super) fn space(&mut self) {
        // Most often there is one blank or none.
        self.pos += usize::from(self.peek() == Some(b' '));
        if !matches!(self.peek(), Some(b'"' | b',' | b':' | b'[' | b']' | b'}')) {
            self.more_space();
        }
    }

    fn more_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' | 0x0b | 0x0c => {
                    self.pos += 1;
                    self.indentation();
                }
                b'/' => {
                    let Some(end) = self.comment_end(self.pos) else { return };
                    self.pos = end;
                }
                b'{' | b'%' => {
                    let Some(end) = self.quiet_piece(self.pos) else { return };
                    self.pos = end;
                }
                0x80.. => {
                    let next = self.text[self.pos..].chars().next();
                    let Some(blank) = next.filter(|&c| c.is_whitespace() || c == '\u{FEFF}') else { return };
                    self.pos += blank.len_utf8();
                }
                _ => return,
            }
        }
    }

    /// Moves over the spaces that a line begins with, eight at a time.
    fn indentation(&mut self) {
        let (eights, _) = self.rest(self.pos).as_chunks();
        self.pos += 8 * eights.iter().take_while(|eight: &&[u8; 8]| **eight == [b' '; 8]).count();
        while self.peek() == Some(b' ') {
            self.pos += 1;
        }
    }

    /// Where a comment ends that begins at an offset.
    pub(super) fn comment_end(&mut self, at: usize) -> Option<usize> {
        match self.byte(at + 1)? {
            b'/' => Some(memchr(b'\n', self.rest(at)).map_or(self.text.len(), |length| at + length)),
            b'*' => Some(memmem::find(self.rest(at + 2), b"*/").map_or_else(
                || {
                    self.problem(at, "a comment that is not closed");
                    self.text.len()
                },
                |length| at + 2 + length + 2,
            )),
            _ => None,
        }
    }

    /// Moves over a bracket that closes nothing.
    pub(super) fn stray(&mut self) {
        self.problem(self.pos, "a bracket that closes nothing");
        self.pos += 1;
    }

    /// Moves over what cannot be read: to the next comma, bracket that closes, or line.
    pub(super) fn skip(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => return,
                b',' | b'}' | b']' if open == 0 => return,
                b'(' | b'[' | b'{' => open += 1,
                b')' | b']' | b'}' => open = open.saturating_sub(1),
                b'"' | b'\'' => {
                    let rest = self.rest(self.pos + 1);
                    if let Some(length) = memchr2(byte, b'\n', rest).filter(|&length| rest[length] == byte) {
                        self.pos += length + 1;
                    }
                }
                _ => {}
            }
            self.pos += 1;
        }
    }

    /// Behind the last thing before where the reader is.
    pub(super) fn trimmed(&self, start: usize) -> usize {
        start + self.text[start..self.pos].trim_end().len()
    }
}

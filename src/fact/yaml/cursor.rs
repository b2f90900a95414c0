//! Moves through the text: lines, columns, blanks and comments, marks of documents.

use std::borrow::Cow;

use super::Reader;
use super::template::{FILLING, REST};
use crate::fact::value::{HOLE, Problem, Span};

/// How many problems of a text are told; further ones say nothing new.
const MOST_PROBLEMS: usize = 100;

/// What stands for actions and is no part of a text.
const UNSAID: [char; 2] = [FILLING as char, REST as char];

/// The first byte of a [`HOLE`].
const HOLE_BYTE: u8 = 0xEF;

/// A line that begins or ends a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// `---`
    Begin,
    /// `...`
    End,
}

/// Whether a byte is white space, or ends a line.
pub(super) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | FILLING)
}

impl<'t: 'm, 'm> Reader<'t, 'm> {
    /// The byte at a place; `None` behind the text.
    #[inline]
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.shown.as_bytes().get(at).copied()
    }

    /// The byte where the reader is.
    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.byte(self.pos)
    }

    /// Whether white space, or the end of the text, is at a place.
    #[inline]
    pub(super) fn is_blank_at(&self, at: usize) -> bool {
        self.byte(at).is_none_or(is_blank)
    }

    /// The column of the reader, counted from 0.
    #[inline]
    pub(super) const fn column(&self) -> usize {
        self.pos - self.line
    }

    /// Whether nothing stands before the reader on its line.
    #[inline]
    pub(super) const fn is_fresh(&self) -> bool {
        self.pos == self.first
    }

    /// Moves over the indentation of a line that begins where the reader is.
    #[inline]
    pub(super) fn begin_line(&mut self) {
        let (first, columns, is_tabbed) = self.indentation(self.pos);
        self.pos = first;
        self.first = first;
        self.line = first - columns;
        self.is_tabbed = is_tabbed;
    }

    /// Where the first thing stands on the line that begins at a place, its column, and whether tabs are before it.
    #[inline]
    pub(super) fn indentation(&self, from: usize) -> (usize, usize, bool) {
        let bytes = self.shown.as_bytes();
        let spaces = bytes[from..].iter().take_while(|byte| **byte == b' ').count();
        match bytes.get(from + spaces) {
            Some(&(b'\t' | FILLING)) => self.uneven_indentation(from + spaces, spaces),
            _ => (from + spaces, spaces, false),
        }
    }

    /// The same where tabs and silent actions stand among the spaces: tabs count as one column, actions as none.
    fn uneven_indentation(&self, from: usize, spaces: usize) -> (usize, usize, bool) {
        let mut columns = spaces;
        let mut is_tabbed = false;
        let mut at = from;
        while let Some(byte @ (b' ' | b'\t' | FILLING)) = self.byte(at) {
            columns += usize::from(byte != FILLING);
            is_tabbed |= byte == b'\t';
            at += 1;
        }
        (at, columns, is_tabbed)
    }

    /// Moves to the next thing that is said; whether that is on another line.
    pub(super) fn skip(&mut self) -> bool {
        self.skip_to(true)
    }

    /// The same inside of brackets, where actions are values even when they fill a line.
    pub(super) fn skip_in_flow(&mut self) -> bool {
        self.skip_to(false)
    }

    #[inline]
    fn skip_to(&mut self, holes_are_lines: bool) -> bool {
        let mut is_crossed = false;
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' | FILLING => self.pos += 1,
                b'\n' => {
                    self.pos += 1;
                    self.begin_line();
                    is_crossed = true;
                }
                b'#' if self.is_comment() => self.over_line(),
                HOLE_BYTE if holes_are_lines && self.is_masked && self.is_hole_line() => self.over_hole_line(),
                _ => break,
            }
        }
        is_crossed
    }

    /// Whether the number sign where the reader is begins a comment.
    fn is_comment(&self) -> bool {
        self.is_fresh() || self.byte(self.pos - 1).is_some_and(is_blank)
    }

    /// Moves over the blanks of this line.
    pub(super) fn blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | FILLING) = self.peek() {
            self.pos += 1;
        }
    }

    /// Whether nothing but a comment is left on this line.
    pub(super) fn is_line_done(&self) -> bool {
        match self.peek() {
            None | Some(b'\n') => true,
            Some(b'#') => self.is_comment(),
            _ => false,
        }
    }

    /// Where the line ends that a place is on.
    pub(super) fn line_end(&self, from: usize) -> usize {
        memchr::memchr(b'\n', &self.shown.as_bytes()[from..]).map_or(self.shown.len(), |at| from + at)
    }

    /// Moves to the end of the line.
    pub(super) fn over_line(&mut self) {
        self.pos = self.line_end(self.pos);
    }

    /// The mark of a document that stands where the reader is.
    pub(super) fn marker(&self) -> Option<Marker> {
        if self.column() == 0 && self.is_fresh() { self.marker_at(self.pos) } else { None }
    }

    /// The mark of a document that stands at a place where a line begins.
    pub(super) fn marker_at(&self, at: usize) -> Option<Marker> {
        let marker = match self.shown.as_bytes().get(at..at + 3)? {
            b"---" => Marker::Begin,
            b"..." => Marker::End,
            _ => return None,
        };
        self.is_blank_at(at + 3).then_some(marker)
    }

    /// Whether nothing more of this document follows.
    pub(super) fn is_at_end(&self) -> bool {
        self.pos >= self.shown.len() || self.marker().is_some()
    }

    /// Whether the reader is at the beginning of a line that holds nothing but actions which give text.
    pub(super) fn is_hole_line(&self) -> bool {
        self.is_fresh() && self.shown[self.pos..].starts_with(HOLE) && self.holes(self.pos).is_some()
    }

    /// Behind the holes at a place, where nothing else is on the line.
    pub(super) fn holes(&self, from: usize) -> Option<usize> {
        let mut at = from;
        let mut end = from;
        loop {
            match self.byte(at) {
                Some(HOLE_BYTE) if self.shown[at..].starts_with(HOLE) => {
                    at += HOLE.len_utf8();
                    end = at;
                }
                Some(REST) => {
                    at += 1;
                    end = at;
                }
                Some(b' ' | b'\t' | b'\r' | FILLING) => at += 1,
                None | Some(b'\n') => return Some(end),
                _ => return None,
            }
        }
    }

    /// Moves over a line of nothing but actions and keeps it in mind.
    pub(super) fn over_hole_line(&mut self) {
        let end = self.holes(self.pos).unwrap_or(self.pos);
        self.hole = Some(Span::new(self.pos, end));
        self.over_line();
    }

    /// What a piece of the text says, actions as holes.
    #[inline]
    pub(super) fn told(&self, from: usize, to: usize) -> Cow<'t, str> {
        if self.is_masked && memchr::memchr2(FILLING, REST, &self.shown.as_bytes()[from..to]).is_some() {
            return Cow::Owned(self.shown[from..to].replace(UNSAID, ""));
        }
        Cow::Borrowed(&self.text[from..to])
    }

    /// Adds what a piece of one line says.
    pub(super) fn tell(&self, from: usize, to: usize, out: &mut String) {
        let piece = &self.shown[from..to];
        if self.is_masked {
            out.extend(piece.split(UNSAID));
        } else {
            out.push_str(piece);
        }
    }

    /// The place before the white space that ends a piece of the text.
    #[inline]
    pub(super) fn trimmed(&self, from: usize, to: usize) -> usize {
        let piece = &self.shown.as_bytes()[from..to];
        to - piece.iter().rev().take_while(|byte| is_blank(**byte)).count()
    }

    /// Remembers something that is wrong.
    pub(super) fn problem(&mut self, at: usize, what: &'static str) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem { at: Span::new(at, at), what });
        }
    }
}

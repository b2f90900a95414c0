//! Plain scalars: those without quotes, on one line or folded over several.

use std::borrow::Cow;

use super::cursor::is_blank;
use super::{Reader, schema};
use crate::fact::value::{Data, Span, Value};

/// What ends a plain scalar on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The line.
    Line,
    /// A colon with a blank behind it.
    Colon,
    /// A comment.
    Comment,
    /// A bracket, a brace or a comma, inside of such.
    Flow,
}

/// Where brackets do not mark anything, or do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// Structure by indentation.
    Block,
    /// The same, where colons are only text: behind the colon of a key.
    Text,
    /// Structure by brackets.
    Flow,
}

/// The part of a plain scalar that is on one line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Its first byte.
    pub start: usize,
    /// Behind its last byte that is no blank.
    pub end: usize,
    /// Where it stops.
    pub behind: usize,
    /// Why it stops.
    pub stop: Stop,
}

const IN_BLOCK: u8 = 1;
const IN_FLOW: u8 = 2;

/// Bytes at which a plain scalar may stop.
static STOPS: [u8; 256] = {
    let mut stops = [0; 256];
    stops[b'\n' as usize] = IN_BLOCK | IN_FLOW;
    stops[b':' as usize] = IN_BLOCK | IN_FLOW;
    stops[b'#' as usize] = IN_BLOCK | IN_FLOW;
    stops[b',' as usize] = IN_FLOW;
    stops[b'[' as usize] = IN_FLOW;
    stops[b']' as usize] = IN_FLOW;
    stops[b'{' as usize] = IN_FLOW;
    stops[b'}' as usize] = IN_FLOW;
    stops
};

impl<'t: 'm, 'm> Reader<'t, 'm> {
    /// Whether a key ends at a colon, by what is behind it.
    fn ends_key(&self, behind: usize, context: Context) -> bool {
        match self.byte(behind) {
            None => true,
            Some(b',' | b'[' | b']' | b'{' | b'}') => context == Context::Flow,
            Some(byte) => is_blank(byte),
        }
    }

    /// The part of a plain scalar that is on the line of a place.
    #[inline]
    pub(super) fn piece(&self, start: usize, context: Context) -> Piece {
        let bytes = self.shown.as_bytes();
        let mask = if context == Context::Flow { IN_FLOW } else { IN_BLOCK };
        let mut at = start;
        let stop = loop {
            while at < bytes.len() && STOPS[bytes[at] as usize] & mask == 0 {
                at += 1;
            }
            let byte = match bytes.get(at) {
                None | Some(b'\n') => break Stop::Line,
                Some(byte) => *byte,
            };
            match byte {
                b':' if context == Context::Text || !self.ends_key(at + 1, context) => at += 1,
                b':' => break Stop::Colon,
                b'#' if at > start && is_blank(bytes[at - 1]) => break Stop::Comment,
                b'#' => at += 1,
                _ => match self.expression(start, at) {
                    Some(behind) => at = behind,
                    None => break Stop::Flow,
                },
            }
        };
        Piece { start, end: self.trimmed(start, at), behind: at, stop }
    }

    /// Behind the braces of an expression such as `${…}` that open at a place, if they are closed on the line.
    fn expression(&self, start: usize, open: usize) -> Option<usize> {
        let bytes = self.shown.as_bytes();
        if bytes[open] != b'{' || open == start || bytes[open - 1] != b'$' {
            return None;
        }
        let mut depth = 0;
        for (step, byte) in bytes[open..].iter().take(LONGEST_EXPRESSION).enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' if depth == 1 => return Some(open + step + 1),
                b'}' => depth -= 1,
                b'\n' => return None,
                _ => {}
            }
        }
        None
    }

    /// A plain scalar of which the first piece is known.
    pub(super) fn plain(&mut self, piece: Piece, least: usize, context: Context) -> Value<'t> {
        let (span, text) = self.plain_text(piece, least, context);
        self.made += 1;
        let data = if self.end == piece.end { schema::plain(text) } else { Data::Text(text) };
        Value::new(span, data)
    }

    /// The text of a plain scalar: all of its lines, which are at the column `least` at the least.
    #[inline]
    fn plain_text(&mut self, piece: Piece, least: usize, context: Context) -> (Span, Cow<'t, str>) {
        self.pos = piece.behind;
        self.end = piece.end;
        let mut folded: Option<String> = None;
        if piece.stop == Stop::Line {
            while let Some((next, lines)) = self.next_piece(least, context) {
                let text = folded.get_or_insert_with(|| self.told(piece.start, piece.end).into_owned());
                fold(lines, text);
                self.tell(next.start, next.end, text);
                self.pos = next.behind;
                self.end = next.end;
                if next.stop != Stop::Line {
                    break;
                }
            }
        }
        let text = folded.map_or_else(|| self.told(piece.start, piece.end), Cow::Owned);
        (Span::new(piece.start, self.end), text)
    }

    /// Whether a line of nothing but actions is no part of the scalar before it: those of Helm bring their own lines.
    fn is_left_out(&self, least: usize, lines: usize) -> bool {
        self.is_hole_line() && (self.column() < least || lines > 1 || self.text[self.pos..].starts_with("{{-"))
    }

    /// Whether a line looks like an entry of a map, or of a list of maps: a word, a colon and a blank.
    pub(super) fn is_entry_like(&self) -> bool {
        let mut at = self.pos;
        while self.byte(at) == Some(b'-') && self.byte(at + 1) == Some(b' ') {
            at += 2;
        }
        let rest = &self.shown.as_bytes()[at..];
        let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'$');
        let length = rest.iter().take_while(|byte| is_letter(byte)).count();
        length > 0 && rest.get(length) == Some(&b':') && self.is_blank_at(at + length + 1)
    }

    /// The piece of a plain scalar on the next line that is not empty, and how many lines have ended before it.
    #[inline]
    fn next_piece(&mut self, least: usize, context: Context) -> Option<(Piece, usize)> {
        let mut lines = 0;
        loop {
            match self.peek()? {
                b'\n' => {
                    self.pos += 1;
                    self.begin_line();
                    lines += 1;
                }
                b'\r' => self.pos += 1,
                _ if context != Context::Flow && self.is_masked && self.is_left_out(least, lines) => {
                    self.over_hole_line();
                    lines -= 1;
                }
                _ => break,
            }
        }
        let is_out = if context == Context::Flow { self.is_out_of_flow(least) } else { self.column() < least };
        if is_out || self.peek() == Some(b'#') || self.marker().is_some() {
            return None;
        }
        let piece = self.piece(self.pos, if context == Context::Flow { context } else { Context::Block });
        let is_part = piece.end > piece.start && (piece.stop != Stop::Colon || context == Context::Flow);
        is_part.then_some((piece, lines))
    }
}

/// How long an expression may be that stands unquoted between brackets.
const LONGEST_EXPRESSION: usize = 400;

/// Adds what stands for the ends of lines inside of a scalar: a blank for one, and one line less for several.
pub(super) fn fold(lines: usize, text: &mut String) {
    if lines == 1 {
        text.push(' ');
    } else {
        text.extend(std::iter::repeat_n('\n', lines.saturating_sub(1)));
    }
}

//! Block scalars: texts of whole lines, as they are (`|`) or folded (`>`).

use super::Reader;
use super::template::FILLING;
use crate::fact::value::{Data, Span, Value};

/// What becomes of the ends of lines behind the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chomp {
    /// None is kept.
    Strip,
    /// One is kept.
    Clip,
    /// All are kept.
    Keep,
}

/// What the first line of a block scalar says.
#[derive(Clone, Copy, Debug)]
struct Header {
    is_folded: bool,
    chomp: Chomp,
    /// How much deeper than what is around it the text lies, where that is said.
    indent: Option<usize>,
    /// Behind it.
    end: usize,
}

/// A block scalar as far as it has been read.
#[derive(Debug)]
struct Block {
    header: Header,
    /// The column that its lines have at the least.
    least: usize,
    /// The column that they begin at, once that is known.
    indent: Option<usize>,
    text: String,
    /// The first byte of the first line that is not empty.
    start: usize,
    /// Behind the last byte of the last such line.
    end: usize,
    /// How many such lines there are.
    count: usize,
    /// How many lines have ended since the last one.
    breaks: usize,
    /// Whether the last one began with a blank.
    is_spaced: bool,
}

/// A line of a block scalar.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: usize,
    /// The first byte that is no indentation.
    first: usize,
    /// How many blanks are before it.
    columns: usize,
    /// Behind the last byte.
    end: usize,
    /// The line feed, or the end of the text.
    stop: usize,
}

impl<'t: 'm, 'm> Reader<'t, 'm> {
    /// Whether a block scalar begins where the reader is: nothing else is directly behind its header.
    pub(super) fn is_block_scalar(&self) -> bool {
        self.is_blank_at(self.header().end)
    }

    /// What the header says that begins where the reader is.
    fn header(&self) -> Header {
        let is_folded = self.peek() == Some(b'>');
        let mut header = Header { is_folded, chomp: Chomp::Clip, indent: None, end: self.pos + 1 };
        while let Some(byte) = self.byte(header.end) {
            match byte {
                b'-' => header.chomp = Chomp::Strip,
                b'+' => header.chomp = Chomp::Keep,
                b'1'..=b'9' => header.indent = Some(usize::from(byte - b'0')),
                _ => break,
            }
            header.end += 1;
        }
        header
    }

    /// Reads a block scalar whose lines are at the column `least` at the least.
    pub(super) fn block_scalar(&mut self, least: usize) -> Value<'t> {
        let header = self.header();
        self.pos = header.end;
        self.blanks();
        if !self.is_line_done() {
            self.problem(self.pos, "unexpected text behind the header of a text");
        }
        self.over_line();
        let indent = header.indent.map(|columns| least.max(1) - 1 + columns);
        let (start, end) = (header.end, header.end);
        let text = String::new();
        let mut block = Block { header, least, indent, text, start, end, count: 0, breaks: 0, is_spaced: false };
        while self.pos < self.shown.len() {
            let line = self.text_line(self.pos + 1);
            if !self.take_line(line, &mut block) {
                self.pos += 1;
                self.begin_line();
                break;
            }
            self.pos = line.stop;
        }
        self.block_text(block)
    }

    /// The line that begins at a place.
    fn text_line(&self, start: usize) -> Line {
        let mut first = start;
        let mut columns = 0;
        while let Some(byte @ (b' ' | FILLING)) = self.byte(first) {
            columns += usize::from(byte == b' ');
            first += 1;
        }
        let stop = self.line_end(first);
        let end = if stop > first && self.byte(stop - 1) == Some(b'\r') { stop - 1 } else { stop };
        Line { start, first, columns, end, stop }
    }

    /// Adds a line, if it belongs to the text.
    fn take_line(&self, line: Line, block: &mut Block) -> bool {
        let needed = block.indent.unwrap_or(block.least);
        if line.first >= line.end {
            if self.is_silent(line) {
                return true;
            }
            match block.indent {
                Some(indent) if line.columns > indent => self.add_line(line, indent, block),
                _ => block.breaks += usize::from(line.stop < self.shown.len()),
            }
            return true;
        }
        if line.columns < needed {
            // Actions often stand at the beginning of a line and bring its indentation along.
            let is_action = self.is_masked && self.holes(line.first).is_some();
            if is_action && block.count == 0 {
                self.add_line(line, line.columns, block);
            }
            return is_action;
        }
        if line.columns == 0 && self.marker_at(line.start).is_some() {
            return false;
        }
        let indent = *block.indent.get_or_insert(line.columns);
        self.add_line(line, indent, block);
        true
    }

    /// Whether an empty line holds actions that give no text.
    fn is_silent(&self, line: Line) -> bool {
        self.is_masked && memchr::memchr(FILLING, &self.shown.as_bytes()[line.start..line.first]).is_some()
    }

    /// Adds a line of which so many columns are indentation.
    fn add_line(&self, line: Line, indent: usize, block: &mut Block) {
        let start = self.behind_columns(line.start, indent);
        let is_spaced = matches!(self.byte(start), Some(b' ' | b'\t'));
        let is_kept = block.count == 0 || !block.header.is_folded || is_spaced || block.is_spaced;
        if is_kept || block.breaks > 1 {
            let ends = if is_kept { block.breaks } else { block.breaks - 1 };
            block.text.extend(std::iter::repeat_n('\n', ends));
        } else {
            block.text.push(' ');
        }
        self.tell(start, line.end, &mut block.text);
        if block.count == 0 {
            block.start = start;
        }
        block.end = line.end;
        block.count += 1;
        block.is_spaced = is_spaced;
        block.breaks = usize::from(line.stop < self.shown.len());
    }

    /// Where so many columns of a line end.
    fn behind_columns(&self, start: usize, columns: usize) -> usize {
        let mut at = start;
        let mut left = columns;
        while left > 0 {
            left -= usize::from(self.byte(at) == Some(b' '));
            at += 1;
        }
        at
    }

    /// The value of all lines.
    fn block_text(&mut self, block: Block) -> Value<'t> {
        let Block { header, mut text, start, end, count, breaks, .. } = block;
        let kept = match header.chomp {
            Chomp::Strip => 0,
            Chomp::Clip => breaks.min(count).min(1),
            Chomp::Keep => breaks,
        };
        text.extend(std::iter::repeat_n('\n', kept));
        self.made += 1;
        self.end = end;
        let is_piece = count <= 1 && text.len() == end - start;
        let text = if is_piece { self.told(start, end) } else { text.into() };
        Value::new(Span::new(start, end), Data::Text(text))
    }
}

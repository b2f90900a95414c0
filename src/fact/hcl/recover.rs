//! Goes on behind what could not be read, at the next line that can be understood.

use memchr::memrchr;

use super::cursor::Reader;

/// Where a body stands among what is around it, to come back to.
#[derive(Clone, Copy)]
pub struct Mark {
    open: usize,
    level: usize,
}

impl Mark {
    /// How many brackets were open.
    pub const fn depth(self) -> usize {
        self.open
    }
}

/// Types of blocks that lie in no other block; `data` may lie in a `check`.
const HEADERS: [&str; 5] = ["resource", "module", "variable", "output", "provider"];

/// How many brackets of each kind are open, so that one that was never opened is known without a search.
struct Brackets {
    base: usize,
    /// How many of `{` and `$`, `[`, and `(` are open above the base.
    counts: [usize; 3],
}

impl Brackets {
    const fn kind(bracket: u8) -> Option<usize> {
        match bracket {
            b'{' | b'}' | b'$' => Some(0),
            b'[' | b']' => Some(1),
            b'(' | b')' => Some(2),
            _ => None,
        }
    }

    fn of(open: &[u8], base: usize) -> Self {
        let mut brackets = Self { base, counts: [0; 3] };
        open[base..].iter().filter_map(|&bracket| Self::kind(bracket)).for_each(|kind| brackets.counts[kind] += 1);
        brackets
    }

    fn push(&mut self, open: &mut Vec<u8>, bracket: u8) {
        open.push(bracket);
        if let Some(kind) = Self::kind(bracket) {
            self.counts[kind] += 1;
        }
    }

    /// Closes a bracket, and those within it that nothing has closed; `false` where none of its kind is open.
    fn close(&mut self, open: &mut Vec<u8>, bracket: u8) -> bool {
        let kind = Self::kind(bracket);
        if kind.is_none_or(|kind| self.counts[kind] == 0) {
            return false;
        }
        while open.len() > self.base {
            let popped = open.pop().and_then(Self::kind);
            if let Some(popped) = popped {
                self.counts[popped] -= 1;
            }
            if popped == kind {
                break;
            }
        }
        true
    }
}

impl Reader<'_> {
    /// The place of a body that begins here.
    pub const fn mark(&self) -> Mark {
        Mark { open: self.open.len(), level: self.level }
    }

    /// Goes to the end of the line of an item that began at `start` and could not be read.
    pub fn recover(&mut self, start: usize, mark: Mark) {
        match self.lost_line(start) {
            Some(line) if self.open.len() > mark.open => self.pos = line,
            _ => {
                self.skip(mark.open, false);
            }
        }
        self.open.truncate(mark.open);
        self.level = mark.level;
        self.lines = true;
    }

    /// Goes over the rest of a template's interpolation that began at `start`; `false` where its end is not found.
    pub fn skip_interpolation(&mut self, start: usize, mark: Mark) -> bool {
        self.level = mark.level;
        if let Some(line) = self.lost_line(start) {
            self.pos = line;
            return false;
        }
        self.skip(mark.open, true)
    }

    /// The line in which reading has failed, where a new item begins with it.
    fn lost_line(&self, start: usize) -> Option<usize> {
        let line = start + memrchr(b'\n', &self.bytes[start..self.pos])? + 1;
        self.is_lost(line).then_some(line)
    }

    /// Whether a new item begins with a line although brackets are open that cannot hold one.
    fn is_lost(&self, line: usize) -> bool {
        self.is_header(line) || (self.open.last() != Some(&b'{') && self.is_item(line))
    }

    /// Whether a line begins as an attribute or a block does.
    fn is_item(&self, line: usize) -> bool {
        let blanks = |at: usize| at + self.bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let start = blanks(line);
        if !self.starts_name(start) {
            return false;
        }
        let rest = &self.bytes[blanks(self.name_end(start))..];
        match rest.first() {
            Some(b'=') => !matches!(rest.get(1), Some(b'=' | b'>')),
            Some(byte) => matches!(byte, b'{' | b'"'),
            None => false,
        }
    }

    /// Whether a block begins at an offset that lies in no other block.
    pub fn is_header(&self, at: usize) -> bool {
        let is_first = at == 0 || self.bytes[at - 1] == b'\n';
        is_first
            && self.bytes.get(at).is_some_and(|byte| matches!(byte, b'r' | b'm' | b'v' | b'o' | b'p'))
            && HEADERS.iter().any(|header| {
                let rest = self.bytes[at..].strip_prefix(header.as_bytes());
                rest.is_some_and(|rest| rest.first() == Some(&b' ') && rest.trim_ascii_start().first() == Some(&b'"'))
            })
    }

    /// Whether a line begins here.
    pub fn at_line(&self) -> bool {
        self.pos > 0 && self.bytes[self.pos - 1] == b'\n'
    }

    /// Goes on until no bracket above `base` is open, and then to the end of the line, unless `closing` is enough.
    fn skip(&mut self, base: usize, closing: bool) -> bool {
        let mut brackets = Brackets::of(&self.open, base);
        while let Some(byte) = self.peek() {
            if closing && self.open.len() <= base {
                return true;
            }
            if self.open.len() > base && self.open.last() == Some(&b'"') {
                self.skip_quoted(byte, &mut brackets);
                continue;
            }
            match byte {
                b'\n' if self.open.len() <= base => return true,
                b'\n' => {
                    self.pos += 1;
                    if self.is_lost(self.pos) {
                        return false;
                    }
                }
                b'{' | b'[' | b'(' | b'"' => {
                    brackets.push(&mut self.open, byte);
                    self.pos += 1;
                }
                b'}' | b']' | b')' => {
                    let is_known = brackets.close(&mut self.open, byte);
                    // This one closes what is around the base.
                    if byte == b'}' && !is_known {
                        return false;
                    }
                    self.pos += 1;
                }
                b'<' if self.skip_heredoc() => {}
                b'#' | b'/' if self.skip_comment() => {}
                _ => self.pos += 1,
            }
        }
        self.open.len() <= base
    }

    /// One step within a text in quotes.
    fn skip_quoted(&mut self, byte: u8, brackets: &mut Brackets) {
        match byte {
            // A text ends with its line, closed or not.
            b'\n' => {
                self.open.pop();
            }
            b'"' => {
                self.open.pop();
                self.pos += 1;
            }
            b'\\' if self.second().is_some_and(|escaped| escaped != b'\n') => self.pos += 2,
            b'$' | b'%' if self.second() == Some(b'{') => {
                brackets.push(&mut self.open, b'$');
                self.pos += 2;
            }
            _ => self.pos += 1,
        }
    }
}

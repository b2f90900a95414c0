//! The place in a script where reading goes on, and the smallest steps: blanks, comments, what comes next.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::Command;
use super::heredoc::Heredoc;

/// How deep commands may lie in one another: `$( $( … ) )`, `bash -c "bash -c …"`.
pub const DEEPEST: usize = 8;

/// How often a text may be read again: where a quote turned out not to be closed, or for another shell.
const MOST_AGAIN: usize = 24;

/// Reads the commands of a text.
pub struct Reader<'t> {
    /// All of the text.
    pub text: &'t str,
    /// The same as bytes.
    pub bytes: &'t [u8],
    /// Where reading goes on.
    pub pos: usize,
    /// Where it ends: between backquotes and in here-documents before the end of the text.
    pub end: usize,
    /// How deep the commands lie in one another here.
    pub depth: usize,
    /// Whether texts for another shell are left alone.
    pub is_shallow: bool,
    /// The commands so far, each with the numbers of its here-documents.
    pub commands: Vec<(Command<'t>, Vec<usize>)>,
    /// The here-documents so far.
    pub heredocs: Vec<Heredoc<'t>>,
    /// The number of the first here-document whose lines are still to come.
    pub awaited: usize,
    /// Where the next of these are.
    pub quote: Finder,
    pub newline: Finder,
    pub braces: Finder,
    /// Where double quotes mean nothing, since one is not closed.
    stray: Range<usize>,
    /// How many bytes may still be read again.
    budget: usize,
}

/// A state to which a reader can go back.
pub struct Mark {
    pos: usize,
    commands: usize,
    heredocs: usize,
    awaited: usize,
}

impl<'t> Reader<'t> {
    /// Reads from the start of a text whose commands lie so deep in those of another.
    pub fn new(text: &'t str, depth: usize) -> Self {
        // A byte order mark is no part of a command.
        let pos = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        Self {
            text,
            bytes: text.as_bytes(),
            pos,
            end: text.len(),
            depth,
            is_shallow: false,
            commands: Vec::new(),
            heredocs: Vec::new(),
            awaited: 0,
            quote: Finder::new("'"),
            newline: Finder::new("\n"),
            braces: Finder::new("}}"),
            stray: 0..0,
            budget: text.len().saturating_mul(MOST_AGAIN),
        }
    }

    /// Reads a piece of the same text again for what it says; commands in it are left alone.
    pub fn again(&mut self, piece: Range<usize>, read: impl FnOnce(&mut Self)) {
        if self.spend(piece.len()) {
            let new = Self::new(self.text, self.depth);
            let mut inner = Self { pos: piece.start, end: piece.end, is_shallow: true, budget: self.budget, ..new };
            read(&mut inner);
            self.budget = inner.budget;
        }
    }

    /// Reads the commands of another text that this one holds.
    pub fn inner<'s>(&mut self, text: &'s str) -> Vec<Command<'s>> {
        if !self.spend(text.len()) {
            return Vec::new();
        }
        let mut inner = Reader { budget: self.budget, ..Reader::new(text, self.depth + 1) };
        let commands = inner.read();
        self.budget = inner.budget;
        commands
    }

    /// Takes so many bytes from those that may be read again; `false` where they are not left.
    fn spend(&mut self, bytes: usize) -> bool {
        let left = self.budget.checked_sub(bytes);
        self.budget = left.unwrap_or(self.budget);
        left.is_some()
    }

    /// Reads all commands.
    pub fn read(&mut self) -> Vec<Command<'t>> {
        self.skip_prefix();
        self.list(false);
        // Commands within a word were finished before the command that the word is of.
        self.commands.sort_by_key(|(command, _)| command.at.start);
        let heredocs = &mut self.heredocs;
        let filled = |(mut command, numbers): (Command<'t>, Vec<usize>)| {
            let own = numbers.into_iter().filter_map(|number| heredocs[number].value.take());
            command.heredocs.extend(own);
            command
        };
        std::mem::take(&mut self.commands).into_iter().map(filled).collect()
    }

    /// The next byte.
    pub fn peek(&self) -> Option<u8> {
        self.byte(self.pos)
    }

    /// The byte at an offset.
    pub fn byte(&self, at: usize) -> Option<u8> {
        if at < self.end { Some(self.bytes[at]) } else { None }
    }

    /// Whether these bytes come next.
    pub fn is_next(&self, bytes: &str) -> bool {
        self.bytes[self.pos..self.end].starts_with(bytes.as_bytes())
    }

    /// Goes over blanks and line ends that are taken back by a backslash.
    pub fn skip_blank(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' => self.pos += 1,
                b'\\' => match self.continuation(self.pos) {
                    Some(next) => {
                        self.pos = next;
                        self.skip_comment_lines();
                    }
                    None => return,
                },
                _ => return,
            }
        }
    }

    /// Goes over blanks, line ends and comments.
    pub fn skip_lines(&mut self) {
        loop {
            self.skip_blank();
            match self.peek() {
                Some(b'\n') => self.pos += 1,
                Some(b'#') => self.skip_comment(),
                _ => return,
            }
        }
    }

    /// Goes to the end of the line.
    pub fn skip_comment(&mut self) {
        self.pos = self.line_end(self.pos);
    }

    /// Where the line ends that an offset is on.
    pub fn line_end(&self, at: usize) -> usize {
        memchr(b'\n', &self.bytes[at..self.end]).map_or(self.end, |length| at + length)
    }

    /// Where the next line begins, if the backslash at an offset takes back the end of this one.
    pub fn continuation(&self, at: usize) -> Option<usize> {
        match self.byte(at + 1)? {
            b'\n' => Some(at + 2),
            b'\r' if self.byte(at + 2) == Some(b'\n') => Some(at + 3),
            _ => None,
        }
    }

    /// Goes over lines of comments within a command: a Dockerfile may have them there.
    fn skip_comment_lines(&mut self) {
        loop {
            let mut at = self.pos;
            while matches!(self.byte(at), Some(b' ' | b'\t')) {
                at += 1;
            }
            if self.byte(at) != Some(b'#') {
                return;
            }
            self.pos = (self.line_end(at) + 1).min(self.end);
        }
    }

    /// Goes over what Makefiles write before a command: `@` for quiet, `-` for whatever happens, `+` for always.
    pub fn skip_prefix(&mut self) {
        let is_recipe = self.peek() == Some(b'\t');
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.pos += 1;
        }
        if self.peek() == Some(b'@') || is_recipe {
            while matches!(self.peek(), Some(b'@' | b'-' | b'+')) {
                self.pos += 1;
            }
        }
    }

    /// Whether the double quote that comes next is one that is not closed.
    pub fn is_stray(&self) -> bool {
        self.stray.contains(&self.pos)
    }

    /// The state here.
    pub fn mark(&self) -> Mark {
        let (commands, heredocs) = (self.commands.len(), self.heredocs.len());
        Mark { pos: self.pos, commands, heredocs, awaited: self.awaited }
    }

    /// Goes back to a double quote that is not closed; `false` where so much was read again that it has to stay as it is.
    pub fn go_back(&mut self, mark: &Mark) -> bool {
        if !self.spend(self.pos - mark.pos) {
            return false;
        }
        self.stray = mark.pos..self.end;
        self.pos = mark.pos;
        self.commands.truncate(mark.commands);
        self.heredocs.truncate(mark.heredocs);
        self.awaited = mark.awaited;
        true
    }

    /// Reads a piece of the text and goes on where reading was.
    pub fn within(&mut self, piece: Range<usize>, read: impl FnOnce(&mut Self)) {
        let (pos, end) = (self.pos, self.end);
        (self.pos, self.end) = (piece.start, piece.end);
        read(self);
        (self.pos, self.end) = (pos, end);
    }
}

/// Finds a piece of text again and again; what was looked through once is not looked through another time.
pub struct Finder {
    what: &'static str,
    from: usize,
    found: usize,
}

impl Finder {
    const fn new(what: &'static str) -> Self {
        Self { what, from: 1, found: 0 }
    }

    /// Where the piece is next; the end of the text where it is not there again.
    pub fn next(&mut self, bytes: &[u8], from: usize) -> usize {
        if !(self.from..=self.found).contains(&from) {
            let rest = bytes.get(from..).unwrap_or_default();
            self.from = from;
            self.found = memmem::find(rest, self.what.as_bytes()).map_or(bytes.len(), |at| from + at);
        }
        self.found
    }
}

//! The place in a text where reading goes on, and the smallest steps: blanks, comments, names.

use std::borrow::Cow;

use memchr::{memchr, memmem};

use crate::fact::value::{Data, Problem, Span, Value};

/// What has failed is noted as a problem already.
pub struct Failed;

/// What was read.
pub type Read<T> = Result<T, Failed>;

/// Reads a text of HCL.
pub struct Reader<'t> {
    /// All of the text.
    pub text: &'t str,
    /// The text as far as it is to be read: within a heredoc, no farther than that.
    pub bytes: &'t [u8],
    /// Where reading goes on.
    pub pos: usize,
    /// Whether the end of a line ends what is read, as it does outside of brackets.
    pub lines: bool,
    /// How deep the values lie in one another here.
    pub level: usize,
    /// The brackets and quotes that are open here; `$` for those of a template.
    pub open: Vec<u8>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// How many problems are noted; a text that has more is not HCL.
const MOST_PROBLEMS: usize = 1000;

/// What a byte may be in a name: 1 within it, 2 at its start, too.
const NAMES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => 2,
            b'0'..=b'9' | b'-' => 1,
            _ => 0,
        };
        byte += 1;
    }
    table
};

impl<'t> Reader<'t> {
    /// Reads from the start of a text.
    pub fn new(text: &'t str) -> Self {
        // A byte order mark is no part of what is said.
        let pos = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let (open, problems) = (Vec::new(), Vec::new());
        Self { text, bytes: text.as_bytes(), pos, lines: true, level: 0, open, problems }
    }

    /// The next byte.
    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    /// The byte behind the next one.
    pub fn second(&self) -> Option<u8> {
        self.bytes.get(self.pos + 1).copied()
    }

    /// The text of a place.
    pub fn slice(&self, span: Span) -> &'t str {
        &self.text[span.range()]
    }

    /// A value that is a piece of the text.
    pub fn piece(&self, span: Span) -> Value<'t> {
        Value::new(span, Data::Text(Cow::Borrowed(self.slice(span))))
    }

    /// Notes a problem at the next byte; one for each place, and no more than a reader would read.
    pub fn problem(&mut self, what: &'static str) {
        let at = Span::new(self.pos, self.pos);
        if self.problems.len() < MOST_PROBLEMS && self.problems.last().is_none_or(|last| last.at != at) {
            self.problems.push(Problem { at, what });
        }
    }

    /// Notes a problem and gives up what is read.
    pub fn fail<T>(&mut self, what: &'static str) -> Read<T> {
        self.problem(what);
        Err(Failed)
    }

    /// Goes over a byte that has to come next.
    pub fn expect(&mut self, byte: u8, what: &'static str) -> Read<()> {
        if self.peek() != Some(byte) {
            return self.fail(what);
        }
        self.pos += 1;
        Ok(())
    }

    /// Goes over blanks and comments, and over ends of lines where they mean nothing.
    #[inline]
    pub fn skip_blank(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' => self.pos += 1,
                b'\n' if !self.lines => self.pos += 1,
                b'#' | b'/' => {
                    if !self.skip_comment() {
                        return;
                    }
                }
                _ => return,
            }
        }
    }

    /// Goes over blanks, comments and ends of lines.
    pub fn skip_lines(&mut self) {
        let lines = std::mem::replace(&mut self.lines, false);
        self.skip_blank();
        self.lines = lines;
    }

    /// Goes over a comment; `false` where there is none.
    pub fn skip_comment(&mut self) -> bool {
        let rest = &self.bytes[self.pos..];
        if rest.starts_with(b"#") || rest.starts_with(b"//") {
            self.pos += memchr(b'\n', rest).unwrap_or(rest.len());
        } else if rest.starts_with(b"/*") {
            let end = memmem::find(&rest[2..], b"*/");
            if end.is_none() {
                self.problem("the comment is not closed");
            }
            self.pos += end.map_or(rest.len(), |end| end + 4);
        } else {
            return false;
        }
        true
    }

    /// Whether a name begins at an offset.
    pub fn starts_name(&self, at: usize) -> bool {
        match self.bytes.get(at) {
            Some(&byte) if byte < 128 => NAMES[usize::from(byte)] == 2,
            Some(_) => self.wide(at, char::is_alphabetic) != 0,
            None => false,
        }
    }

    /// Where the name ends that begins at an offset.
    #[inline]
    pub fn name_end(&self, start: usize) -> usize {
        // Most names are ASCII.
        let is_inner = |byte: &u8| NAMES[usize::from(*byte)] != 0;
        let letters = self.bytes.get(start..).unwrap_or_default().iter();
        let mut end = start + letters.take_while(|byte| is_inner(byte)).count();
        while let Some(&byte) = self.bytes.get(end) {
            let width = if byte < 128 {
                usize::from(NAMES[usize::from(byte)] != 0)
            } else {
                self.wide(end, char::is_alphanumeric)
            };
            if width == 0 {
                break;
            }
            end += width;
        }
        end
    }

    /// Goes over a name.
    #[inline]
    pub fn name(&mut self) -> Option<Span> {
        if !self.starts_name(self.pos) {
            return None;
        }
        let span = Span::new(self.pos, self.name_end(self.pos));
        self.pos = span.end as usize;
        Some(span)
    }

    /// The width of the character at an offset, where it is of a kind; nothing where it is not.
    #[cold]
    fn wide(&self, at: usize, is: fn(char) -> bool) -> usize {
        self.text[at..].chars().next().filter(|&c| is(c)).map_or(0, char::len_utf8)
    }
}

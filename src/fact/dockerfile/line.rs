//! Lines: which of them make one instruction, and which are comments.

use std::ops::Range;

use memchr::memchr;

use super::word::Heredoc;
use crate::fact::value::Span;

/// The lines of a Dockerfile.
pub struct Lines<'t> {
    /// All of the text.
    pub text: &'t str,
    /// What takes back the end of a line: `\`, or what the file says.
    pub escape: u8,
    /// Where the next line begins.
    pos: usize,
}

impl<'t> Lines<'t> {
    /// Reads what a file says about itself before its instructions.
    pub fn new(text: &'t str) -> Self {
        let pos = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let mut escape = b'\\';
        for line in text[pos..].lines() {
            let Some((name, value)) = line.trim().strip_prefix('#').and_then(|line| line.split_once('=')) else {
                break;
            };
            let name = name.trim();
            if !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                break;
            }
            if name.eq_ignore_ascii_case("escape") && value.trim() == "`" {
                escape = b'`';
            }
        }
        Self { text, escape, pos }
    }

    /// The next line, its end left out.
    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.pos;
        let rest = self.text.as_bytes().get(start..).filter(|rest| !rest.is_empty())?;
        let length = memchr(b'\n', rest).unwrap_or(rest.len());
        self.pos = (start + length + 1).min(self.text.len());
        Some(start..start + length)
    }

    /// Where the next instruction stands, blanks around it left out.
    pub fn instruction(&mut self) -> Option<Span> {
        let mut place: Option<Range<usize>> = None;
        while let Some(line) = self.next() {
            let text = self.text[line.clone()].trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let start = line.start + self.text[line.clone()].len() - self.text[line.clone()].trim_start().len();
            let end = start + text.len();
            place = Some(place.map_or(start, |place| place.start)..end);
            if !self.continues(text) {
                break;
            }
        }
        place.map(|place| Span::new(place.start, place.end))
    }

    /// Whether the end of a line is taken back.
    fn continues(&self, line: &str) -> bool {
        let mut bytes = line.bytes().rev();
        bytes.next() == Some(self.escape) && bytes.next() != Some(self.escape)
    }

    /// Goes over the lines of here-documents; where the last of them ends. One that is not closed goes to the end.
    pub fn skip_heredocs(&mut self, heredocs: &[Heredoc<'_>]) -> Option<usize> {
        let mut end = None;
        for heredoc in heredocs {
            while let Some(line) = self.next() {
                end = Some(line.end);
                if self.text[line].trim() == heredoc.close {
                    break;
                }
            }
        }
        end
    }
}

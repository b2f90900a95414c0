//! What only a run can tell: `$x`, `${x}`, `$(command)`, backquotes, and what templates fill in.

use memchr::memchr2;

use super::reader::{DEEPEST, Reader};
use super::word::Text;
use crate::fact::value::Span;

/// Functions of Makefiles whose arguments are plain text, in which quotes mean nothing.
const TEXT_FUNCTIONS: &[&str] = &["error ", "warning ", "info ", "subst ", "patsubst "];

/// How long an arithmetic expression may be: what is longer is read as commands.
const LONGEST_ARITHMETIC: usize = 256;

impl Reader<'_> {
    /// Reads what a `$` stands for.
    pub fn dollar(&mut self, text: &mut Text, is_quoted: bool) {
        let start = self.pos;
        let mut at = start + 1;
        // A Makefile doubles the `$` that is meant for the shell.
        if self.byte(at) == Some(b'$')
            && self.byte(at + 1).is_some_and(|byte| byte == b'(' || byte == b'{' || is_name(byte))
        {
            at += 1;
        }
        self.pos = at;
        match self.byte(at) {
            Some(b'{') => match self.template_end() {
                Some(end) => self.pos = end,
                None => self.braced(),
            },
            Some(b'(') => self.substitution(),
            Some(b'"') if !is_quoted => return self.double_quoted(text),
            Some(b'\'') if !is_quoted => {
                if self.ansi_quoted(text) {
                    return;
                }
                return self.keep(text, start);
            }
            Some(byte) if byte.is_ascii_digit() => self.pos += 1,
            Some(byte) if is_name(byte) => self.pos = self.name_end(at),
            // The last two are of Makefiles.
            Some(b'@' | b'*' | b'#' | b'?' | b'-' | b'!' | b'$' | b'<' | b'^') => self.pos += 1,
            _ => return self.keep(text, start),
        }
        text.hole(Span::new(start, self.pos));
    }

    fn name_end(&self, start: usize) -> usize {
        let rest = &self.bytes[start..self.end];
        start + rest.iter().position(|&byte| !is_name(byte)).unwrap_or(rest.len())
    }

    /// Goes over `{{ … }}`, which a template fills in; `false` where there is none.
    pub fn template(&mut self, text: &mut Text) -> bool {
        let Some(end) = self.template_end() else { return false };
        text.hole(Span::new(self.pos, end));
        self.pos = end;
        true
    }

    /// Behind the `{{ … }}` that begins here, all of it on one line.
    fn template_end(&mut self) -> Option<usize> {
        if !self.is_next("{{") {
            return None;
        }
        let close = self.braces.next(self.bytes, self.pos + 2);
        let line = self.newline.next(self.bytes, self.pos + 2);
        (close < line && close + 2 <= self.end).then_some(close + 2)
    }

    /// Goes over `{…}` behind a `$`; one that is not closed ends with its line.
    fn braced(&mut self) {
        self.pos += 1;
        if self.depth >= DEEPEST {
            return self.skip_to_brace();
        }
        self.depth += 1;
        let mut unused = Text::default();
        while let Some(byte) = self.peek().filter(|byte| *byte != b'\n') {
            match byte {
                b'}' => {
                    self.pos += 1;
                    break;
                }
                b'$' => self.dollar(&mut unused, true),
                b'`' => self.backquoted(&mut unused),
                b'"' => self.double_quoted(&mut unused),
                b'\\' => self.pos = (self.pos + 2).min(self.end),
                _ => self.pos += 1,
            }
        }
        self.depth -= 1;
    }

    fn skip_to_brace(&mut self) {
        let rest = &self.bytes[self.pos..self.end];
        self.pos += match memchr2(b'}', b'\n', rest) {
            Some(at) if rest[at] == b'}' => at + 1,
            Some(at) => at,
            None => rest.len(),
        };
    }

    /// Reads the commands of `(…)` from its parenthesis on, or goes over `((…))`.
    pub fn substitution(&mut self) {
        if let Some(end) = self.arithmetic_end().or_else(|| self.variable_end()) {
            self.pos = end;
        } else if TEXT_FUNCTIONS.iter().any(|name| self.bytes[self.pos + 1..self.end].starts_with(name.as_bytes())) {
            self.skip_parentheses(Some(b'\n'));
        } else if self.depth < DEEPEST {
            self.depth += 1;
            self.pos += 1;
            self.list(true);
            self.depth -= 1;
        } else {
            self.skip_parentheses(None);
        }
    }

    /// Behind the `((…))` that begins here.
    pub fn arithmetic_end(&self) -> Option<usize> {
        if !self.is_next("((") {
            return None;
        }
        let (mut open, mut last) = (0_usize, 0);
        for at in self.pos..self.end.min(self.pos + LONGEST_ARITHMETIC) {
            match self.bytes[at] {
                b'(' => open += 1,
                b')' if open == 1 => return (last + 1 == at).then_some(at + 1),
                b')' => {
                    open -= 1;
                    last = at;
                }
                _ => {}
            }
        }
        None
    }

    /// Behind the `(NAME)` that begins here: a variable of a Makefile.
    fn variable_end(&self) -> Option<usize> {
        let start = self.pos + 1;
        let end = self.name_end(start);
        let is_name = end > start && !self.bytes[start..end].iter().any(u8::is_ascii_lowercase);
        (is_name && self.byte(end) == Some(b')')).then_some(end + 1)
    }

    /// Goes over `(…)`, whatever is in it, no farther than to a byte.
    fn skip_parentheses(&mut self, stop: Option<u8>) {
        let mut open = 0_usize;
        while let Some(byte) = self.peek().filter(|byte| Some(*byte) != stop) {
            self.pos += 1;
            match byte {
                b'(' => open += 1,
                b')' if open <= 1 => return,
                b')' => open -= 1,
                _ => {}
            }
        }
    }

    /// Reads the commands between backquotes; one that is not closed is a character like others.
    pub fn backquoted(&mut self, text: &mut Text) {
        let start = self.pos;
        let mut close = start + 1;
        loop {
            let rest = self.bytes.get(close..self.end).unwrap_or_default();
            match memchr2(b'`', b'\\', rest) {
                None => return self.keep_character(text),
                Some(at) if rest[at] == b'`' => {
                    close += at;
                    break;
                }
                Some(at) => close += at + 2,
            }
        }
        if self.depth < DEEPEST {
            self.depth += 1;
            self.within(start + 1..close, |inner| inner.list(false));
            self.depth -= 1;
        }
        self.pos = close + 1;
        text.hole(Span::new(start, self.pos));
    }
}

/// Whether a byte can be in the name of a variable.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

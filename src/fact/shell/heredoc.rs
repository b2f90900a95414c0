//! Here-documents: the lines below a command that it reads.

use std::borrow::Cow;
use std::ops::Range;

use super::reader::{DEEPEST, Reader};
use super::word::Text;
use crate::fact::value::{Data, Span, Value};

/// A here-document.
pub struct Heredoc<'t> {
    /// What the line says that ends it.
    pub close: Cow<'t, str>,
    /// Whether tabs at the start of its lines are left out.
    pub is_flush: bool,
    /// Whether nothing in it is expanded.
    pub is_verbatim: bool,
    /// Whether it is read by a shell.
    pub is_script: bool,
    /// Its text, when it was read.
    pub value: Option<Value<'t>>,
}

impl<'t> Reader<'t> {
    /// Reads the here-documents of the line above, and goes on below them.
    pub fn bodies(&mut self) {
        let awaited = self.awaited..self.heredocs.len();
        self.awaited = awaited.end;
        let places: Vec<_> = awaited.map(|number| (number, self.lines_to(number))).collect();
        for (number, lines) in places {
            let value = self.body(number, lines);
            if let Some(heredoc) = self.heredocs.get_mut(number) {
                heredoc.value = Some(value);
            }
        }
    }

    /// The lines of a here-document. One that is not closed goes to the end.
    fn lines_to(&mut self, number: usize) -> Range<usize> {
        let start = self.pos;
        while self.pos < self.end {
            let line = self.pos;
            let end = self.line_end(line);
            self.pos = (end + 1).min(self.end);
            // Scripts in YAML are read with the blanks before their lines.
            if self.text[line..end].trim() == self.heredocs[number].close {
                return start..line;
            }
        }
        start..self.end
    }

    /// What a here-document says. Commands in it are read along.
    fn body(&mut self, number: usize, lines: Range<usize>) -> Value<'t> {
        let heredoc = &self.heredocs[number];
        let (is_flush, is_verbatim) = (heredoc.is_flush, heredoc.is_verbatim);
        let is_script = heredoc.is_script && self.depth < DEEPEST && !self.is_shallow;
        let mut text = Text::default();
        if is_script {
            self.again(lines.clone(), |inner| inner.body_text(&mut text, is_verbatim));
            self.depth += 1;
            self.within(lines.clone(), |inner| {
                inner.skip_prefix();
                inner.list(false);
            });
            self.depth -= 1;
        } else {
            self.within(lines.clone(), |inner| inner.body_text(&mut text, is_verbatim));
        }
        let source = &self.text[lines.clone()];
        let text = text.text;
        let text = if is_flush {
            Cow::Owned(text.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect())
        } else if text == source {
            Cow::Borrowed(source)
        } else {
            Cow::Owned(text)
        };
        Value::new(Span::new(lines.start, lines.end), Data::Text(text))
    }

    fn body_text(&mut self, text: &mut Text, is_verbatim: bool) {
        if is_verbatim {
            self.verbatim(text, self.end);
        } else {
            self.expanded(text, None);
        }
    }
}

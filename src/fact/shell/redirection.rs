//! Redirections: where a command reads from and writes to.

use std::borrow::Cow;

use super::Word;
use super::heredoc::Heredoc;
use super::list::Line;
use super::reader::Reader;
use crate::fact::value::{HOLE, Span};

impl<'t> Reader<'t> {
    /// Reads a redirection; only here-documents and `<(…)` are kept.
    pub fn redirection(&mut self, line: &mut Line<'t>) {
        if self.is_next("<<") && !self.is_next("<<<") {
            return self.heredoc(line);
        }
        let start = self.pos;
        if self.process() {
            let text = Cow::Owned(HOLE.to_string());
            line.words.push(Word { span: Span::new(start, self.pos), text });
            return;
        }
        self.pos += 1;
        while matches!(self.peek(), Some(b'<' | b'>')) && self.pos < start + 3 && !self.is_process() {
            self.pos += 1;
        }
        if matches!(self.peek(), Some(b'&' | b'|')) {
            self.pos += 1;
        }
        self.skip_blank();
        if !self.process() && self.starts_word() {
            self.word();
        }
    }

    fn is_process(&self) -> bool {
        self.is_next("<(") || self.is_next(">(")
    }

    /// Reads the commands of `<(…)` or `>(…)`; `false` where there is none.
    fn process(&mut self) -> bool {
        let is_process = self.is_process();
        if is_process {
            self.pos += 1;
            self.substitution();
        }
        is_process
    }

    /// Reads the word that will end a here-document: `<<EOF`, `<<-'EOF'`.
    fn heredoc(&mut self, line: &mut Line<'t>) {
        self.pos += 2;
        let is_flush = self.peek() == Some(b'-');
        self.pos += usize::from(is_flush);
        self.skip_blank();
        if !self.starts_word() {
            return;
        }
        let word = self.word();
        // `1 << 2` shifts a number.
        if word.text.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        line.heredocs.push(self.heredocs.len());
        let is_verbatim = matches!(word.text, Cow::Owned(_));
        self.heredocs.push(Heredoc { close: word.text, is_flush, is_verbatim, is_script: false, value: None });
    }
}

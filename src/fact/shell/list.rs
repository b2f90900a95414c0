//! Lists of commands: what parts them, and the words of the language between them.

use super::reader::Reader;
use super::{Command, Word, script, wrapper};
use std::borrow::Cow;

/// Words behind which a command begins.
const KEYWORDS: &[&str] =
    &["if", "then", "else", "elif", "fi", "while", "until", "do", "done", "esac", "{", "}", "!", "coproc"];

/// Words of which a list begins that is no command.
const HEADS: &[&str] = &["for", "select", "case"];

/// A command as far as it is read, and what is open around it.
#[derive(Default)]
pub struct Line<'t> {
    /// Its words.
    pub words: Vec<Word<'t>>,
    /// The numbers of its here-documents.
    pub heredocs: Vec<usize>,
    /// Whether it is the end of a loop or block.
    is_block: bool,
    /// How many parentheses are open.
    parentheses: usize,
    /// How many `case … esac` are open.
    cases: usize,
}

impl<'t> Reader<'t> {
    /// Reads commands to the end, or over the parenthesis that ends them.
    pub fn list(&mut self, is_nested: bool) {
        let mut line = Line::default();
        loop {
            self.skip_blank();
            let Some(byte) = self.peek() else { break };
            match byte {
                b'\n' => {
                    self.finish(&mut line);
                    self.pos += 1;
                    self.bodies();
                    self.skip_prefix();
                }
                b'#' => self.skip_comment(),
                b';' => self.semicolon(&mut line),
                b'&' if self.is_next("&>") => self.redirection(&mut line),
                b'&' | b'|' => {
                    self.finish(&mut line);
                    self.pos += 1;
                }
                b'(' => self.parenthesis(&mut line),
                b')' => {
                    self.finish(&mut line);
                    self.pos += 1;
                    if line.parentheses == 0 && is_nested {
                        return;
                    }
                    line.parentheses = line.parentheses.saturating_sub(1);
                }
                b'<' | b'>' => self.redirection(&mut line),
                _ => self.next_word(&mut line),
            }
        }
        self.finish(&mut line);
    }

    /// Reads a word of a command.
    fn next_word(&mut self, line: &mut Line<'t>) {
        let word = self.word();
        let is_plain = matches!(word.text, Cow::Borrowed(_));
        if is_plain && matches!(self.peek(), Some(b'<' | b'>')) && names_stream(&word.text) {
            return;
        }
        if line.words.is_empty() && is_plain {
            if KEYWORDS.contains(&word.text.as_ref()) {
                line.is_block = true;
                line.cases -= usize::from(line.cases > 0 && word.text == "esac");
                return;
            }
            if word.text == "[[" {
                return self.condition();
            }
        }
        line.words.push(word);
        match line.words.as_slice() {
            [first, _] if first.text == "function" => line.words.clear(),
            [first, .., last] if first.text == "case" && last.text == "in" && line.words.len() == 3 => {
                line.words.clear();
                line.cases += 1;
                self.pattern(line);
            }
            _ => {}
        }
    }

    /// Goes over the end of a command, or over that of a branch of a `case`.
    fn semicolon(&mut self, line: &mut Line<'t>) {
        self.finish(line);
        self.pos += 1;
        if !matches!(self.peek(), Some(b';' | b'&')) {
            return;
        }
        while matches!(self.peek(), Some(b';' | b'&')) {
            self.pos += 1;
        }
        if line.cases > 0 {
            self.pattern(line);
        }
    }

    /// Goes over the pattern of a branch, which ends with its line at the latest.
    fn pattern(&mut self, line: &mut Line<'t>) {
        self.skip_lines();
        let mut is_first = true;
        loop {
            self.skip_blank();
            match self.peek() {
                None | Some(b'\n') => return,
                Some(b')') => {
                    self.pos += 1;
                    return;
                }
                Some(_) if self.starts_word() => {
                    let word = self.word();
                    if is_first && word.text == "esac" {
                        line.cases -= 1;
                        return;
                    }
                    is_first = false;
                }
                Some(_) => self.pos += 1,
            }
        }
    }

    /// Goes over `[[ … ]]`, in which operators part no commands.
    fn condition(&mut self) {
        loop {
            self.skip_blank();
            match self.peek() {
                None | Some(b'\n' | b';') => return,
                Some(b'&' | b'|') => {
                    self.pos += 1;
                    self.skip_lines();
                }
                Some(_) if self.starts_word() => {
                    if self.word().text == "]]" {
                        return;
                    }
                }
                Some(_) => self.pos += 1,
            }
        }
    }

    /// Goes over a parenthesis that opens something: commands, an array, a function, arithmetic.
    fn parenthesis(&mut self, line: &mut Line<'t>) {
        if let Some(end) = self.arithmetic_end() {
            self.pos = end;
            return;
        }
        let is_array =
            line.words.last().is_some_and(|word| word.span.end as usize == self.pos && word.text.ends_with('='));
        let is_function = line.words.len() == 1;
        if !is_array && !is_function {
            self.finish(line);
        }
        self.pos += 1;
        if is_array {
            return self.array();
        }
        if is_function {
            self.skip_blank();
            if self.peek() == Some(b')') {
                self.pos += 1;
                line.words.clear();
                return;
            }
            self.finish(line);
        }
        line.parentheses += 1;
    }

    /// Goes over the values of an array.
    fn array(&mut self) {
        loop {
            self.skip_lines();
            match self.peek() {
                None => return,
                Some(b')') => {
                    self.pos += 1;
                    return;
                }
                Some(_) if self.starts_word() => {
                    self.word();
                }
                Some(_) => self.pos += 1,
            }
        }
    }

    /// Ends a command.
    fn finish(&mut self, line: &mut Line<'t>) {
        let mut words = std::mem::take(&mut line.words);
        let heredocs = std::mem::take(&mut line.heredocs);
        let is_block = std::mem::take(&mut line.is_block);
        // A here-document by itself is a script where Dockerfiles have one behind `RUN`.
        let is_script = if words.is_empty() { !is_block } else { script::is_told_by_input(&words) };
        for &heredoc in &heredocs {
            self.heredocs[heredoc].is_script = is_script;
        }
        words.drain(..wrapper::width(&words, self.text));
        let Some(first) = words.first().filter(|first| !HEADS.contains(&first.text.as_ref())) else { return };
        let at = first.span;
        self.scripts(&words);
        self.commands.push((Command { at, words, heredocs: Vec::new() }, heredocs));
    }
}

/// Whether a word before `<` or `>` says which stream is meant: `2>`, `{log}>`.
fn names_stream(word: &str) -> bool {
    let is_named = word.starts_with('{') && word.ends_with('}');
    is_named || !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

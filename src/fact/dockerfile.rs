//! Dockerfiles: their instructions, over however many lines each of them goes.

mod json;
mod line;
mod word;

#[cfg(test)]
mod tests;

use super::shell::Word;
use super::value::Span;
use line::Lines;
use word::{Heredoc, Words};

/// An instruction.
#[derive(Clone, Debug, PartialEq)]
pub struct Instruction<'t> {
    /// Where its keyword stands.
    pub at: Span,
    /// Its keyword in capital letters; that of the inner instruction of `ONBUILD`.
    pub keyword: String,
    /// What stands behind it: words, quotes left out, or the strings of a JSON array. Here-documents are left out.
    pub words: Vec<Word<'t>>,
    /// Where all that stands behind the keyword is; of `RUN` with its here-documents.
    pub rest: Span,
}

/// Reads the instructions of a Dockerfile in their order.
///
/// Nothing in a text is an error: what is no instruction has a keyword that nobody knows.
#[must_use]
pub fn read(text: &str) -> Vec<Instruction<'_>> {
    let mut lines = Lines::new(text);
    let mut instructions = Vec::new();
    while let Some(place) = lines.instruction() {
        instructions.extend(instruction(&mut lines, place));
    }
    instructions
}

/// Reads an instruction; `None` where there is nothing but ends of lines that are taken back.
fn instruction<'t>(lines: &mut Lines<'t>, place: Span) -> Option<Instruction<'t>> {
    let mut words = Words::new(lines.text, place, lines.escape);
    let mut at = words.keyword()?;
    let mut keyword = lines.text[at.range()].to_ascii_uppercase();
    while keyword == "ONBUILD" {
        at = words.keyword()?;
        keyword = lines.text[at.range()].to_ascii_uppercase();
    }
    words.skip_blank();
    let start = words.pos;
    let mut words = words.all(&keyword);
    let mut end = place.end as usize;
    if matches!(keyword.as_str(), "RUN" | "COPY" | "ADD") {
        let heredocs: Vec<Heredoc<'_>> = words.iter().filter_map(|word| Heredoc::of(word, lines.text)).collect();
        let behind = lines.skip_heredocs(&heredocs);
        if keyword == "RUN" {
            end = behind.unwrap_or(end);
        }
        words.retain(|word| Heredoc::of(word, lines.text).is_none());
    }
    Some(Instruction { at, keyword, words, rest: Span::new(start, end.max(start)) })
}

//! Texts for another shell: `bash -c "…"`, `eval "…"`.

use std::ops::Range;

use super::reader::{DEEPEST, Reader};
use super::word::Text;
use super::{Command, Word};
use crate::fact::value::{Data, Span, Value};

/// Programs that read commands.
const SHELLS: &[&str] = &["sh", "bash", "zsh", "dash", "ash", "ksh", "busybox", "su", "runuser"];

impl<'t> Reader<'t> {
    /// Reads the commands of the text that a command hands to another shell.
    pub fn scripts(&mut self, words: &[Word<'t>]) {
        if self.is_shallow || self.depth >= DEEPEST {
            return;
        }
        let Some(told) = told(words) else { return };
        let mut script = Text { pieces: Some(Vec::new()), ..Text::default() };
        for (word, before) in words[told.clone()].iter().zip(told.start - 1..) {
            if before >= told.start {
                script.push(" ", Span::new(words[before].span.end as usize, word.span.start as usize));
            }
            self.again(word.span.range(), |inner| inner.fill(&mut script));
        }
        for command in self.inner(&script.text) {
            self.commands.push((script.placed(command), Vec::new()));
        }
    }
}

impl Text {
    /// A command of this text with the places that its pieces come from.
    fn placed<'t>(&self, command: Command<'_>) -> Command<'t> {
        let word = |word: Word<'_>| Word { span: self.place(word.span), text: word.text.into_owned().into() };
        let heredoc = |value: Value<'_>| {
            let text = value.text().unwrap_or_default().to_owned();
            Value::new(self.place(value.span), Data::Text(text.into()))
        };
        Command {
            at: self.place(command.at),
            words: command.words.into_iter().map(word).collect(),
            heredocs: command.heredocs.into_iter().map(heredoc).collect(),
        }
    }

    /// Where a piece of this text comes from.
    fn place(&self, span: Span) -> Span {
        let pieces = self.pieces.as_deref().unwrap_or_default();
        let Range { start, end } = span.range();
        let place = |index: usize, at: usize| {
            let &(from, place) = pieces.get(index)?;
            let upto = pieces.get(index + 1).map_or(self.text.len(), |next| next.0);
            let place = place.range();
            Some(if at == upto { place.end } else { (place.start + (at - from)).min(place.end) })
        };
        let first = pieces.partition_point(|piece| piece.0 <= start).saturating_sub(1);
        let last = pieces.partition_point(|piece| piece.0 < end).saturating_sub(1);
        let start = place(first, start).unwrap_or_default();
        Span::new(start, place(last, end).unwrap_or_default().max(start))
    }
}

/// The words that are commands for another shell.
fn told(words: &[Word<'_>]) -> Option<Range<usize>> {
    if words.first()?.text == "eval" && words.len() > 1 {
        return Some(1..words.len());
    }
    let shell = shell(words)?;
    let mut at = shell + 1;
    while let Some(word) = words.get(at) {
        let option = word.text.strip_prefix(['-', '+']);
        match option {
            Some(letters) if is_command_option(letters) => return words.get(at + 1).map(|_| at + 1..at + 2),
            // `-o pipefail`
            Some(letters) if letters.ends_with(['o', 'O']) && !letters.starts_with('-') => at += 2,
            None if !names(&words[shell], &["su", "runuser", "busybox"]) => return None,
            _ => at += 1,
        }
    }
    None
}

/// Whether `-c` is among the letters of an option, or it is said in full.
fn is_command_option(letters: &str) -> bool {
    letters == "-command" || letters.contains('c') && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether what a command reads are commands.
pub fn is_told_by_input(words: &[Word<'_>]) -> bool {
    if words.first().is_some_and(|first| names(first, &["ssh"])) {
        return true;
    }
    let Some(shell) = shell(words) else { return false };
    let options = &words[shell + 1..];
    told(words).is_none()
        && (options.iter().all(|word| word.text.starts_with('-')) || options.iter().any(|word| word.text == "-s"))
}

/// The word that names a shell, also behind programs that run it: `docker exec app sh -c "…"`.
fn shell(words: &[Word<'_>]) -> Option<usize> {
    words.iter().position(|word| names(word, SHELLS))
}

/// Whether a word names one of these programs.
fn names(word: &Word<'_>, programs: &[&str]) -> bool {
    let text = word.text.as_bytes();
    let name = memchr::memrchr(b'/', text).map_or(text, |slash| &text[slash + 1..]);
    let name = name.strip_suffix(b".exe").unwrap_or(name);
    programs.iter().any(|program| program.as_bytes() == name)
}

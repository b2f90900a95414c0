//! Shell: the commands of scripts, of Makefiles, and of texts that tools hand to a shell.

mod expansion;
mod heredoc;
mod list;
mod reader;
mod redirection;
mod script;
mod word;
mod wrapper;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::value::{Span, Value};
use reader::Reader;

/// A word of a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Word<'t> {
    /// Where it stands, quotes and all.
    pub span: Span,
    /// What it says, quotes left out; a [`HOLE`](super::value::HOLE) for each piece that only a run can tell.
    pub text: Cow<'t, str>,
}

/// A simple command: a program, and what it is told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Command<'t> {
    /// Where its first word stands.
    pub at: Span,
    /// Its words; assignments before them, programs that only run others, and redirections are left out.
    pub words: Vec<Word<'t>>,
    /// The texts of its here-documents.
    pub heredocs: Vec<Value<'t>>,
}

/// Reads the commands of a script in the order of the text, with those in `$(…)`, in backquotes, and in texts for another shell.
///
/// Nothing in a text is an error: what cannot be a command is gone over.
#[must_use]
pub fn read(text: &str) -> Vec<Command<'_>> {
    Reader::new(text, 0).read()
}

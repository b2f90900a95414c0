//! Colours where they are wanted, and prose wrapped to the width of the reader.

use crate::output::Style;
use crate::rule::Severity;

/// The colours in use.
#[derive(Clone, Copy, Debug)]
pub enum Colour {
    Red,
    Yellow,
    Blue,
    Green,
}

impl Colour {
    /// The colour of a severity.
    pub const fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Red,
            Severity::Warning => Self::Yellow,
            Severity::Note => Self::Blue,
        }
    }

    const fn code(self) -> u8 {
        match self {
            Self::Red => 31,
            Self::Green => 32,
            Self::Yellow => 33,
            Self::Blue => 34,
        }
    }
}

/// Paints where colour is wanted, and wraps.
pub struct Paint {
    color: bool,
    width: usize,
}

/// Prose is never wrapped to fewer columns than this.
const NARROWEST: usize = 40;

impl Paint {
    /// Paints in a style.
    pub fn new(style: Style) -> Self {
        Self { color: style.color, width: style.width.max(NARROWEST) }
    }

    /// Bold.
    pub fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }

    /// Less visible.
    pub fn dim(&self, text: &str) -> String {
        self.with("2", text)
    }

    /// Bold, in a colour.
    pub fn in_bold(&self, colour: Colour, text: &str) -> String {
        self.with(&format!("1;{}", colour.code()), text)
    }

    fn with(&self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// Prose broken between words, the lines behind the first one indented.
    pub fn wrapped(&self, text: &str, indent: usize) -> String {
        let mut out = String::new();
        let mut column = indent;
        for word in text.split_whitespace() {
            let length = word.chars().count();
            if column > indent && column + 1 + length > self.width {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', indent));
                column = indent;
            } else if column > indent {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += length;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_broken_between_words_and_a_long_word_stays_whole() {
        let paint = Paint::new(Style { width: 40, ..Style::default() });
        let word = "x".repeat(60);
        assert_eq!(paint.wrapped(&format!("one two {word} three"), 4), format!("one two\n    {word}\n    three"));
    }

    #[test]
    fn nothing_is_painted_without_colour() {
        let plain = Paint::new(Style::default());
        assert_eq!(plain.in_bold(Colour::Red, "x"), "x");
        let coloured = Paint::new(Style { color: true, ..Style::default() });
        assert_eq!(coloured.in_bold(Colour::Red, "x"), "\x1b[1;31mx\x1b[0m");
        assert_eq!(coloured.dim(""), "");
    }
}

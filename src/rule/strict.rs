//! Reads TOML strictly: a mistake is named with file, line, column, and the key that was probably meant.

use std::fmt;
use std::ops::Range;

use serde::de::DeserializeOwned;

/// One mistake in a file that a person wrote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// The file as the user knows it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and what to write.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}

/// All mistakes of a file, in its order; there is at least one.
#[derive(Debug, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

/// A TOML text with the name of its file, so that places in it can be named.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    /// The file as the user knows it.
    pub file: &'a str,
    /// What it holds.
    pub text: &'a str,
}

impl Text<'_> {
    /// Reads the whole text as a `T`.
    ///
    /// # Errors
    /// The first mistake: bad TOML, an unknown or missing key, or a value of another kind.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        toml::from_str(self.text).map_err(|error| self.problem(&error.span().unwrap_or(0..0), teach(error.message())))
    }

    /// The 1-based line and column, in characters, of a byte offset.
    #[must_use]
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        (line, String::from_utf8_lossy(&before[line_start..]).chars().count() + 1)
    }

    /// A mistake at a span of bytes.
    #[must_use]
    pub fn problem(&self, span: &Range<usize>, message: impl Into<String>) -> Problem {
        let (line, column) = self.position(span.start);
        Problem { file: self.file.to_owned(), line, column, message: message.into() }
    }
}

/// Says of an unknown word which known one was probably meant.
fn teach(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let unknown = message.starts_with("unknown field") || message.starts_with("unknown variant");
    let (Some(&wrong), true) = (quoted.first(), unknown && quoted.len() > 1) else {
        return message.trim_end().replace("missing field", "missing key").replace('\n', "; ");
    };
    let kind = if message.starts_with("unknown field") { "key" } else { "value" };
    let known = &quoted[1..];
    match nearest(wrong, known) {
        Some(near) => format!("unknown {kind} `{wrong}`: did you mean `{near}`? (known: {})", known.join(", ")),
        None => format!("unknown {kind} `{wrong}`: use one of {}", known.join(", ")),
    }
}

/// The known word that is nearest to a mistyped one, where one is near at all.
#[must_use]
pub fn nearest<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain = |word: &str| word.to_lowercase().replace('_', "-");
    let wrong = plain(wrong);
    let scored = known.iter().map(|&word| (strsim::jaro_winkler(&wrong, &plain(word)), word));
    scored.filter(|(score, _)| *score > 0.75).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    #[allow(dead_code)]
    struct Sample {
        keywords: Vec<String>,
        pattern: Option<String>,
    }

    fn message(text: &str) -> String {
        Text { file: "own.toml", text }.read::<Sample>().unwrap_err().to_string()
    }

    #[test]
    fn an_unknown_key_names_the_nearest_known_one() {
        let said = message("keywords = []\npattren = 'x'\n");
        assert_eq!(said, "own.toml:2:1: unknown key `pattren`: did you mean `pattern`? (known: keywords, pattern)");
    }

    #[test]
    fn a_value_of_another_kind_is_named_with_its_place() {
        assert!(message("keywords = 3\n").starts_with("own.toml:1:12: invalid type"));
    }

    #[test]
    fn broken_toml_has_a_line_and_a_column() {
        assert!(message("keywords = [\n\n").starts_with("own.toml:"));
    }
}

//! Ways of names that lead from a value to values inside it.

use serde::{Deserialize, Serialize};

use super::like::is_match;

/// A way: names with `.` between them, `a|b` for either name, `*` for any text. Case, `_` and `-` are not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Way {
    text: String,
    steps: Vec<Step>,
}

/// One name of a way, in each of its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    names: Vec<Name>,
    /// The letters that they begin with, a bit each, see [`bit`].
    first: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Name {
    /// A name, in small letters and without `_` and `-`.
    Plain(Vec<u8>),
    /// Whatever name.
    Any,
    /// Names that are like this, in the same form.
    Like(Vec<u8>),
}

impl Way {
    /// The steps, in their order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The way as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it leads nowhere else.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

impl Step {
    fn of(names: Vec<Name>) -> Self {
        let first = |name: &Name| match name {
            Name::Plain(name) => name.first().map_or(u32::MAX, |byte| bit(*byte)),
            Name::Any | Name::Like(_) => u32::MAX,
        };
        let first = names.iter().map(first).fold(0, |all, bit| all | bit);
        Self { names, first }
    }

    /// Whether the name means a key.
    #[must_use]
    #[inline]
    pub fn means(&self, key: &str) -> bool {
        // The first letter nearly always tells.
        let is_apart = |byte: &u8| is_letter(*byte) && self.first & bit(*byte) == 0;
        !key.as_bytes().first().is_some_and(is_apart) && self.has(key)
    }

    fn has(&self, key: &str) -> bool {
        self.names.iter().any(|name| match name {
            Name::Plain(name) => is_same(name, key.as_bytes()),
            Name::Any => true,
            Name::Like(pattern) => is_match(pattern, &plain(key)),
        })
    }
}

impl From<String> for Way {
    fn from(text: String) -> Self {
        let name = |name: &str| match plain(name) {
            pattern if pattern == b"*" => Name::Any,
            pattern if name.contains(['*', '?']) => Name::Like(pattern),
            name => Name::Plain(name),
        };
        let named = if text.is_empty() { None } else { Some(text.split('.')) };
        let step = |step: &str| Step::of(step.split('|').map(name).collect());
        let steps = named.into_iter().flatten().map(step).collect();
        Self { text, steps }
    }
}

impl From<&str> for Way {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<Way> for String {
    fn from(way: Way) -> Self {
        way.text
    }
}

/// A key in the form in which names are compared.
fn plain(key: &str) -> Vec<u8> {
    let mut letters = Vec::with_capacity(key.len());
    letters.extend(key.bytes().filter(|byte| is_letter(*byte)).map(|byte| byte.to_ascii_lowercase()));
    letters
}

/// Whether a key, brought into that form, is this name.
fn is_same(name: &[u8], key: &[u8]) -> bool {
    if key.len() < name.len() {
        return false;
    }
    let mut name = name.iter();
    let mut letters = key.iter().filter(|byte| is_letter(**byte));
    letters.all(|byte| name.next() == Some(&byte.to_ascii_lowercase())) && name.next().is_none()
}

/// The bit of a letter, the same for both cases; other bytes share them.
const fn bit(byte: u8) -> u32 {
    1 << (byte & 31)
}

/// Whether a byte of a key counts.
const fn is_letter(byte: u8) -> bool {
    !matches!(byte, b'_' | b'-')
}

#[cfg(test)]
mod tests {
    use super::Way;

    #[test]
    fn names_mean_keys_however_these_are_written() {
        for (step, key, is) in [
            ("max_session_duration", "MaxSessionDuration", true),
            ("a|b_c", "bC", true),
            ("a|b", "c", false),
            ("*password*", "db-Pass_word1", true),
            ("*password*", "passphrase", false),
            ("name", "names", false),
            ("names", "name", false),
            ("name", "_name-", true),
            ("*", "whatever", true),
            ("*", "", true),
        ] {
            assert_eq!(Way::from(step).steps()[0].means(key), is, "{step} {key}");
        }
        assert!(Way::from("").is_empty());
        assert_eq!(Way::from("a.b|c.*").steps().len(), 3);
    }
}

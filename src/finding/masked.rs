//! A secret that nobody can read: made when a finding is born, and the only form that leaves a check.

use std::fmt;

/// Whether the user has asked to see secrets in the clear.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reveal {
    /// Masked; the default.
    #[default]
    Never,
    /// In the clear, on explicit request.
    Everything,
}

/// A secret reduced to what identifies it to its owner: `ghp_…x7Qz`, and its length.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Masked {
    shown: String,
    length: usize,
}

/// The longest plain text that is carried in full.
const LONGEST_PLAIN: usize = 2_000;

impl Masked {
    /// Masks a secret. At most a quarter of it is shown, at most four characters at either end, and nothing of a short one.
    #[must_use]
    pub fn of(secret: &[u8], reveal: Reveal) -> Self {
        let text = String::from_utf8_lossy(secret);
        if reveal == Reveal::Everything {
            return Self::plain(&text);
        }
        let length = text.chars().count();
        let shown = match header_of_key(&text) {
            Some(header) => format!("{header}…"),
            None => ends(&text, length),
        };
        Self { shown, length }
    }

    /// A text that is no secret, shown as it is.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let shown = text.chars().take(LONGEST_PLAIN).collect();
        Self { shown, length: text.chars().count() }
    }

    /// What may be shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// Characters of the secret itself.
    #[must_use]
    pub const fn length(&self) -> usize {
        self.length
    }
}

fn ends(text: &str, length: usize) -> String {
    let keep = (length / 8).min(4);
    if keep < 2 {
        return "…".to_owned();
    }
    let printable = |character: char| if character.is_control() { '·' } else { character };
    let head: String = text.chars().take(keep).map(printable).collect();
    let tail: String = text.chars().skip(length - keep).map(printable).collect();
    format!("{head}…{tail}")
}

/// The header line of a PEM-like block, which says what it is and gives nothing away.
fn header_of_key(text: &str) -> Option<&str> {
    let start = ["-----BEGIN ", "---- BEGIN ", "PuTTY-User-Key-File-"].into_iter().find_map(|mark| text.find(mark))?;
    let header = &text[start..];
    let end =
        header.find(['\n', '\r', '\\']).or_else(|| header[5..].find("-----").map(|at| at + 10)).unwrap_or(header.len());
    let header = &header[..end];
    let plain = |byte: u8| {
        byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"- :".contains(&byte) || byte.is_ascii_lowercase()
    };
    (header.len() <= 60 && header.bytes().all(plain)).then_some(header)
}

impl fmt::Display for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Masked({:?}, {} characters)", self.shown, self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(secret: &str) -> String {
        Masked::of(secret.as_bytes(), Reveal::Never).to_string()
    }

    #[test]
    fn a_long_secret_shows_four_characters_at_either_end() {
        assert_eq!(masked(&format!("ghp_{}x7Qz", "a".repeat(32))), "ghp_…x7Qz");
    }

    #[test]
    fn a_short_secret_shows_nothing() {
        assert_eq!(masked("hunter2"), "…");
        assert_eq!(masked("fifteen-letters"), "…");
        assert_eq!(masked("sixteen--letters"), "si…rs");
    }

    #[test]
    fn a_key_block_shows_its_header_only() {
        assert_eq!(masked("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n"), "-----BEGIN RSA PRIVATE KEY-----…");
        assert_eq!(masked("-----BEGIN PRIVATE KEY-----MIIE"), "-----BEGIN PRIVATE KEY-----…");
    }

    #[test]
    fn at_most_a_quarter_is_ever_shown() {
        for length in 0..200 {
            let secret: String = ('a'..='z').cycle().take(length).collect();
            let shown = masked(&secret).chars().filter(|&c| c != '…').count();
            assert!(shown * 4 <= length && shown <= 8, "{length}");
        }
    }

    #[test]
    fn the_debug_form_is_masked_too() {
        let masked = Masked::of(b"ghp_0123456789012345678901234567890123456789", Reveal::Never);
        assert_eq!(format!("{masked:?}"), r#"Masked("ghp_…6789", 44 characters)"#);
    }
}

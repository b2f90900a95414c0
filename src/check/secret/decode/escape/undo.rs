//! Reads one escape: `%41`, `\x41`, `\u0041`, `\u{41}`, `\U00000041`, `\101`, `\/`, `&#65;`, `&quot;`.

use super::entity;
use crate::check::secret::decode::alphabet::hex_value;

/// The most backslashes in front of an escape that was escaped again and again.
const BACKSLASHES: usize = 8;

/// What an escape stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// A byte of a URL.
    Percent(u8),
    /// A byte of a string literal.
    Byte(u8),
    /// A character of a string literal.
    Character(char),
    /// A character of HTML or XML.
    Entity(char),
}

impl Escape {
    /// The name of the decoding, for the report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Percent(_) => "percent",
            Self::Byte(_) | Self::Character(_) => "escape",
            Self::Entity(_) => "html",
        }
    }

    /// Whether it stands for what a rule could look for: printable ASCII, blanks left out.
    pub fn hides(self) -> bool {
        match self {
            Self::Percent(byte) | Self::Byte(byte) => byte.is_ascii_graphic(),
            Self::Character(character) | Self::Entity(character) => character.is_ascii_graphic(),
        }
    }

    /// Appends what it stands for.
    pub fn append(self, text: &mut Vec<u8>) {
        match self {
            Self::Percent(byte) | Self::Byte(byte) => text.push(byte),
            Self::Character(character) | Self::Entity(character) => {
                text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    }
}

/// The escape at the beginning of the bytes, and its length.
pub fn escape(bytes: &[u8]) -> Option<(Escape, usize)> {
    match bytes.first()? {
        b'%' => percent(bytes),
        b'\\' => backslash(bytes),
        _ => entity::read(bytes).map(|(character, length)| (Escape::Entity(character), length)),
    }
}

fn percent(bytes: &[u8]) -> Option<(Escape, usize)> {
    let byte = u8::try_from(hex(bytes.get(1..3)?)?).ok()?;
    // control characters come from format strings: `%02x`
    let shown = byte >= b' ' && byte != 0x7f || matches!(byte, b'\n' | b'\r' | b'\t');
    shown.then_some((Escape::Percent(byte), 3))
}

fn backslash(bytes: &[u8]) -> Option<(Escape, usize)> {
    let slashes = bytes.iter().take(BACKSLASHES).take_while(|b| **b == b'\\').count();
    let rest = &bytes[slashes..];
    let (escape, length) = match rest.first()? {
        b'x' => (literal_byte(hex(rest.get(1..3)?)?)?, 3),
        b'u' if rest.get(1) == Some(&b'{') => {
            let end = rest.iter().take(9).position(|b| *b == b'}')?;
            (character(hex(rest.get(2..end)?)?)?, end + 1)
        }
        b'u' => (character(hex(rest.get(1..5)?)?)?, 5),
        b'U' => (character(hex(rest.get(1..9)?)?)?, 9),
        b'/' => (Escape::Byte(b'/'), 1),
        b'0'..=b'3' => (literal_byte(octal(rest.get(..3)?)?)?, 3),
        _ => return None,
    };
    Some((escape, slashes + length))
}

/// Bytes that are no text are left alone: binary data would only be noise.
fn literal_byte(value: u32) -> Option<Escape> {
    let byte = u8::try_from(value).ok()?;
    (byte.is_ascii_graphic() || matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).then_some(Escape::Byte(byte))
}

fn character(value: u32) -> Option<Escape> {
    char::from_u32(value).filter(|character| *character != '\0').map(Escape::Character)
}

fn hex(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 8 {
        return None;
    }
    digits.iter().try_fold(0_u32, |value, digit| Some(value << 4 | u32::from(hex_value(*digit)?)))
}

fn octal(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, digit| matches!(digit, b'0'..=b'7').then(|| value << 3 | u32::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read() {
        let cases: [(&str, Option<(Escape, usize)>); 24] = [
            ("%41", Some((Escape::Percent(b'A'), 3))),
            ("%c3", Some((Escape::Percent(0xc3), 3))),
            ("%25", Some((Escape::Percent(b'%'), 3))),
            ("%02x", None),
            ("%d,", None),
            ("%", None),
            (r"\x41", Some((Escape::Byte(b'A'), 4))),
            (r"\\x41", Some((Escape::Byte(b'A'), 5))),
            (r"\x00", None),
            (r"\x4", None),
            (r"\u0041", Some((Escape::Character('A'), 6))),
            (r"\\\u0041", Some((Escape::Character('A'), 8))),
            (r"\u00e9", Some((Escape::Character('é'), 6))),
            (r"\ud83d", None),
            (r"\u{41}", Some((Escape::Character('A'), 6))),
            (r"\u{}", None),
            (r"\u{1f511}", Some((Escape::Character('🔑'), 9))),
            (r"\U00000041", Some((Escape::Character('A'), 10))),
            (r"\101", Some((Escape::Byte(b'A'), 4))),
            (r"\033[0m", None),
            (r"\/", Some((Escape::Byte(b'/'), 2))),
            (r"\n", None),
            ("&#65;", Some((Escape::Entity('A'), 5))),
            ("&amp;", Some((Escape::Entity('&'), 5))),
        ];
        for (text, expected) in cases {
            assert_eq!(escape(text.as_bytes()), expected, "{text}");
        }
    }
}

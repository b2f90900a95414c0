//! The strings of a Jupyter notebook as lines of code, without a JSON parser that could fail.

use crate::source::text::Decoded;

/// Every string literal of a JSON text in its order, unescaped, each with a line end.
///
/// No string of JSON goes over a line end, so a stray quote costs at most its line.
pub(super) fn strings(json: &[u8]) -> Decoded {
    let mut decoded = Decoded::new(json.len());
    let mut at = 0;
    while let Some(quote) = memchr::memchr(b'"', &json[at..]) {
        at = literal(json, at + quote + 1, &mut decoded);
        decoded.end_line();
    }
    decoded
}

/// Adds the literal that begins at `at`; says where it ends.
fn literal(json: &[u8], mut at: usize, decoded: &mut Decoded) -> usize {
    loop {
        let Some(stop) = memchr::memchr3(b'"', b'\\', b'\n', &json[at..]) else {
            decoded.linear(&json[at..], at);
            return json.len();
        };
        decoded.linear(&json[at..at + stop], at);
        at += stop;
        if json[at] != b'\\' {
            return at + 1;
        }
        let (character, length) = escape(&json[at..]);
        decoded.whole(character.encode_utf8(&mut [0; 4]).as_bytes(), at..at + length);
        at += length;
    }
}

/// The character of an escape, and the length of the escape; a backslash that begins none stands for itself.
fn escape(json: &[u8]) -> (char, usize) {
    match json.get(1) {
        Some(b'n') => ('\n', 2),
        Some(b't') => ('\t', 2),
        Some(b'r') => ('\r', 2),
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(&same @ (b'"' | b'\\' | b'/')) => (char::from(same), 2),
        Some(b'u') => unicode(json).unwrap_or(('\\', 1)),
        _ => ('\\', 1),
    }
}

fn unicode(json: &[u8]) -> Option<(char, usize)> {
    let first = unit(json)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, 6));
    }
    let pair = json.get(6..).and_then(unit).filter(|low| (0xdc00..0xe000).contains(low) && first < 0xdc00);
    let joined = pair.and_then(|low| char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (low - 0xdc00)));
    Some(joined.map_or((char::REPLACEMENT_CHARACTER, 6), |character| (character, 12)))
}

/// The code unit of an escape `\uXXXX`.
fn unit(json: &[u8]) -> Option<u32> {
    let digits = json.strip_prefix(br"\u")?.get(..4)?;
    let digits =
        std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
    u32::from_str_radix(digits?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: &str) -> String {
        String::from_utf8(strings(json.as_bytes()).text().to_vec()).unwrap()
    }

    #[test]
    fn every_string_becomes_its_lines() {
        let json = r#"{"source": ["import os\n", "key = \"a\\b\"\n", "end"], "n": 1}"#;
        assert_eq!(text(json), "source\nimport os\nkey = \"a\\b\"\nend\nn\n");
    }

    #[test]
    fn escapes_of_any_plane_are_undone_and_broken_ones_kept() {
        assert_eq!(text(r#""\u00e9\ud83d\ude00\/""#), "é😀/\n");
        assert_eq!(text(r#""\ud83dx""#), "\u{fffd}x\n");
        assert_eq!(text(r#""\u12g4 \q \"#), "\\u12g4 \\q \\\n");
    }

    #[test]
    fn a_stray_quote_costs_its_line_only() {
        assert_eq!(text("a \" b\n\"c\""), " b\nc\n");
    }
}

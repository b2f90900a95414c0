//! Tells text from other bytes, and makes UTF-8 of UTF-16.

/// What decoded bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// ASCII or UTF-8, at least 95 of 100 bytes of it printable.
    Utf8,
    /// UTF-16 with the low byte first.
    Utf16Le,
    /// UTF-16 with the high byte first.
    Utf16Be,
    /// A gzip, zlib or zip file.
    Compressed,
    /// Anything else.
    Binary,
}

/// What the beginning of a stretch says about it.
pub fn kind(head: &[u8]) -> Kind {
    // text first: `x^` begins a zlib stream, but sentences too
    if is_text(head) {
        Kind::Utf8
    } else if is_compressed(head) {
        Kind::Compressed
    } else if is_utf16(head, 1) {
        Kind::Utf16Le
    } else if is_utf16(head, 0) {
        Kind::Utf16Be
    } else {
        Kind::Binary
    }
}

/// Whether at least 95 of 100 bytes are printable ASCII, white space or part of a well-formed UTF-8 sequence.
pub fn is_text(bytes: &[u8]) -> bool {
    let mut allowed = bytes.len() / 20;
    let mut at = 0;
    while at < bytes.len() {
        let step = character(&bytes[at..]);
        if step == 0 {
            let Some(rest) = allowed.checked_sub(1) else { return false };
            allowed = rest;
        }
        at += step.max(1);
    }
    !bytes.is_empty()
}

/// The length of the printable character in front; 0 where there is none. A sequence that the end cuts counts.
fn character(bytes: &[u8]) -> usize {
    let length = match bytes[0] {
        b'\t' | b'\n' | b'\r' | b' '..=b'~' => return 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return 0,
    };
    let tail = &bytes[1..bytes.len().min(length)];
    if tail.iter().all(|b| (0x80..0xc0).contains(b)) { tail.len() + 1 } else { 0 }
}

/// Whether every second byte, beginning with `zero`, is NUL, and the others are text.
fn is_utf16(bytes: &[u8], zero: usize) -> bool {
    let pairs = bytes.chunks_exact(2);
    let count = pairs.len();
    let good =
        pairs.filter(|pair| pair[zero] == 0 && matches!(pair[1 - zero], b'\t' | b'\n' | b'\r' | b' '..=b'~')).count();
    count >= 4 && good * 20 >= count * 19
}

/// The text as UTF-8; what is no character becomes U+FFFD.
pub fn from_utf16(bytes: &[u8], low_first: bool) -> Vec<u8> {
    let unit = |pair: &[u8]| {
        let pair = [pair[0], pair[1]];
        if low_first { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    };
    let characters = char::decode_utf16(bytes.chunks_exact(2).map(unit));
    let text: String = characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    text.into_bytes()
}

/// Whether the bytes begin as a gzip, zlib or zip file.
fn is_compressed(head: &[u8]) -> bool {
    matches!(head, [0x1f, 0x8b, 0x08, ..] | [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] | [b'P', b'K', 3, 4, ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart() {
        let wide: Vec<u8> = "password = x".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wide_be: Vec<u8> = "password = x".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let cases: [(&[u8], Kind); 9] = [
            (b"password = hunter2", Kind::Utf8),
            ("Schl\u{fc}ssel: \u{5bc6}\u{7801}".as_bytes(), Kind::Utf8),
            (&wide, Kind::Utf16Le),
            (&wide_be, Kind::Utf16Be),
            (b"\x1f\x8b\x08\0\0\0\0\0", Kind::Compressed),
            (b"PK\x03\x04rest", Kind::Compressed),
            (b"\x89PNG\r\n\x1a\n", Kind::Binary),
            (b"\0\0\0\0\0\0\0\0", Kind::Binary),
            (b"", Kind::Binary),
        ];
        for (bytes, expected) in cases {
            assert_eq!(kind(bytes), expected, "{bytes:?}");
        }
        assert_eq!(from_utf16(&wide, true), b"password = x");
        assert_eq!(from_utf16(&wide_be, false), b"password = x");
    }
}

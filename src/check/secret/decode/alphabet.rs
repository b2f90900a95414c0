//! What each byte means in base64 and in hexadecimal numbers.

/// A byte that is no digit.
pub const NONE: u8 = 0xff;

/// The value of each base64 digit, both alphabets at once; [`NONE`] for every other byte.
pub const BASE64: [u8; 256] = base64_table();

/// The value of each hexadecimal digit; [`NONE`] for every other byte.
pub const HEX: [u8; 256] = hex_table();

const fn base64_table() -> [u8; 256] {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut table = [NONE; 256];
    let mut value = 0;
    while value < 64 {
        table[digits[value as usize] as usize] = value;
        value += 1;
    }
    table[b'-' as usize] = 62;
    table[b'_' as usize] = 63;
    table
}

const fn hex_table() -> [u8; 256] {
    let mut table = [NONE; 256];
    let mut value = 0;
    while value < 16 {
        table[b"0123456789abcdef"[value as usize] as usize] = value;
        table[b"0123456789ABCDEF"[value as usize] as usize] = value;
        value += 1;
    }
    table
}

/// The value of a hexadecimal digit.
#[must_use]
pub fn hex_value(byte: u8) -> Option<u8> {
    Some(HEX[usize::from(byte)]).filter(|value| *value != NONE)
}

/// Appends the bytes that base64 digits stand for; stops at the first byte that is none. A last digit alone is dropped.
pub fn append_base64(digits: &[u8], out: &mut Vec<u8>) {
    for group in digits.chunks(4) {
        let mut bits = 0_u32;
        let mut count = 0;
        for &digit in group {
            let value = BASE64[usize::from(digit)];
            if value == NONE {
                break;
            }
            bits = bits << 6 | u32::from(value);
            count += 1;
        }
        let bytes = (bits << (6 * (4 - count))).to_be_bytes();
        out.extend_from_slice(&bytes[1..=count * 3 / 4]);
        if count < 4 {
            return;
        }
    }
}

/// Decodes a whole base64 text, with or without padding, in either alphabet; white space is skipped where `spaced`.
#[must_use]
pub fn decode_base64(text: &[u8], spaced: bool) -> Option<Vec<u8>> {
    let mut digits: Vec<u8> = Vec::with_capacity(text.len());
    let mut padding = 0;
    for &byte in text {
        match byte {
            b'=' if padding < 2 => padding += 1,
            _ if spaced && byte.is_ascii_whitespace() => {}
            _ if padding == 0 && BASE64[usize::from(byte)] != NONE => digits.push(byte),
            _ => return None,
        }
    }
    if digits.len() % 4 == 1 || (padding > 0 && !(digits.len() + padding).is_multiple_of(4)) {
        return None;
    }
    let mut out = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    append_base64(&digits, &mut out);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_decodes_in_both_alphabets() {
        let cases: [(&str, Option<&[u8]>); 9] = [
            ("TWFu", Some(b"Man")),
            ("TWE=", Some(b"Ma")),
            ("TWE", Some(b"Ma")),
            ("TQ==", Some(b"M")),
            ("-_-_", Some(&[0xfb, 0xff, 0xbf])),
            ("+/+/", Some(&[0xfb, 0xff, 0xbf])),
            ("TWFuT", None),
            ("TW\nFu", None),
            ("TWF=u", None),
        ];
        for (text, expected) in cases {
            assert_eq!(decode_base64(text.as_bytes(), false).as_deref(), expected, "{text}");
        }
        assert_eq!(decode_base64(b"TW\n Fu\n", true).as_deref(), Some(&b"Man"[..]));
    }
}

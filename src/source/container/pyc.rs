//! The strings of compiled Python, found without knowing the version that compiled it.

use crate::source::text::Decoded;

/// Bytes of the shortest header.
const HEADER: usize = 8;

/// Every string constant and name, one a line.
///
/// The marshal format writes a string as a type byte, its length and its bytes: every place that reads so and is
/// followed by that many bytes of text is taken for one.
pub(super) fn strings(code: &[u8]) -> Decoded {
    let mut decoded = Decoded::new(code.len());
    let mut at = HEADER;
    // The next byte that no text holds; looked for once, so that the whole takes linear time.
    let mut end_of_text = 0;
    while at < code.len() {
        let Some((start, length)) = string_at(code, at) else {
            at += 1;
            continue;
        };
        if start >= end_of_text {
            end_of_text = code[start..].iter().position(|&byte| !is_text(byte)).map_or(code.len(), |stop| start + stop);
        }
        let Some(end) = start.checked_add(length).filter(|&end| end <= end_of_text) else {
            at += 1;
            continue;
        };
        decoded.linear(&code[start..end], start);
        decoded.end_line();
        at = end;
    }
    decoded
}

/// Where the string begins whose type byte is at `at`, and its length.
fn string_at(code: &[u8], at: usize) -> Option<(usize, usize)> {
    let (start, length) = match code[at] & 0x7f {
        b'z' | b'Z' => (at + 2, usize::from(*code.get(at + 1)?)),
        b'u' | b'a' | b'A' | b's' | b't' => {
            let length = u32::from_le_bytes(*code.get(at + 1..)?.first_chunk()?);
            (at + 5, usize::try_from(length).ok()?)
        }
        _ => return None,
    };
    (length > 0 && start < code.len()).then_some((start, length))
}

const fn is_text(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r' | 0x80..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_every_kind_are_found() {
        let mut code = b"\xcb\r\r\n\0\0\0\0\0\0\0\0\0\0\0\0\xe3\0\0\0\0".to_vec();
        code.extend_from_slice(b"s\x04\0\0\0\x64\x00\x5a\x00");
        code.extend_from_slice(b"\xfa\x05short");
        code.extend_from_slice(b"\xf5\x0a\0\0\0caf\xc3\xa9 au l");
        code.extend_from_slice(b"Z\x04last");
        assert_eq!(strings(&code).text(), "short\ncafé au l\nlast\n".as_bytes());
    }
}

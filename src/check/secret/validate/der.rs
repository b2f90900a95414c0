//! As much of DER as tells a private key from other bytes.

/// Tags of the elements that private keys are made of.
const INTEGER: u8 = 0x02;
const SEQUENCE: u8 = 0x30;

/// What the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Der {
    /// A sequence that begins with a small version number: PKCS#1, PKCS#8, SEC 1, DSA.
    Key,
    /// A sequence that begins with a sequence: an encrypted PKCS#8 key, but certificates too.
    Wrapped,
    /// A sequence of which at least half is there.
    Cut,
    /// Something else, or a sequence of which most is missing.
    Other,
}

/// Looks at the outermost element and at its first member.
pub fn kind(bytes: &[u8]) -> Der {
    let Some((SEQUENCE, length, body)) = header(bytes) else { return Der::Other };
    if length > body.len() {
        return if body.len() * 2 >= length { Der::Cut } else { Der::Other };
    }
    // some writers pad the last line; anything longer is no key
    if body.len() - length > 16 || length < 32 {
        return Der::Other;
    }
    match header(&body[..length]) {
        Some((INTEGER, 1, [0..=3, ..])) => Der::Key,
        Some((SEQUENCE, inner, rest)) if inner <= rest.len() => Der::Wrapped,
        _ => Der::Other,
    }
}

/// Tag, declared length, and what follows the header.
fn header(bytes: &[u8]) -> Option<(u8, usize, &[u8])> {
    let [tag, first, rest @ ..] = bytes else { return None };
    let count = match first {
        0..=0x7f => return Some((*tag, usize::from(*first), rest)),
        0x81..=0x83 => usize::from(first & 0x0f),
        _ => return None,
    };
    let (digits, rest) = rest.split_at_checked(count)?;
    Some((*tag, digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x82, length[0], length[1]], content].concat()
    }

    #[test]
    fn the_first_member_tells_the_kind() {
        let version = [0x02, 0x01, 0x00];
        let rest = vec![7; 300];
        let key = element(SEQUENCE, &[&version[..], &rest].concat());
        let wrapped = element(SEQUENCE, &element(SEQUENCE, &rest));
        let public = element(SEQUENCE, &element(INTEGER, &rest));
        let trailing = [&key[..], &[0; 40]].concat();
        let cases: [(&str, &[u8], Der); 9] = [
            ("key", &key, Der::Key),
            ("wrapped", &wrapped, Der::Wrapped),
            ("public", &public, Der::Other),
            ("cut", &key[..200], Der::Cut),
            ("mostly missing", &key[..100], Der::Other),
            ("trailing", &trailing, Der::Other),
            ("empty", b"", Der::Other),
            ("text", b"MIIEpAIBAAKCAQEA", Der::Other),
            ("huge", &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff], Der::Other),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(kind(bytes), expected, "{name}");
        }
    }
}

//! Upload tokens of Python package indexes: macaroons that name the index.

use super::Verdict;
use crate::check::secret::decode::alphabet::decode_base64;

/// The indexes whose tokens begin with `pypi-`.
const INDEXES: [&[u8]; 2] = [b"pypi.org", b"test.pypi.org"];

/// Field types of a macaroon of version 2; source: <https://github.com/rescrv/libmacaroons/blob/master/doc/format.txt>
const END: u8 = 0;
const LOCATION: u8 = 1;
const IDENTIFIER: u8 = 2;
const SIGNATURE: u8 = 6;

/// `pypi-` and the base64url of a macaroon, version 2, whose location is a package index.
pub fn macaroon(secret: &[u8]) -> Verdict {
    let Some(body) = secret.strip_prefix(b"pypi-") else { return Verdict::Impossible };
    // a cut token may end in the middle of a group of digits
    let whole = decode_base64(body, false);
    let cut = || decode_base64(&body[..body.len() - body.len() % 4], false);
    let Some(bytes) = whole.or_else(cut) else { return Verdict::Impossible };
    let Some((2, rest)) = bytes.split_first().map(|(version, rest)| (*version, rest)) else {
        return Verdict::Impossible;
    };
    let Some((LOCATION, location, rest)) = field(rest) else { return Verdict::Impossible };
    if !INDEXES.contains(&location) {
        return Verdict::Impossible;
    }
    if is_signed(rest) { Verdict::Proven("it decodes to a macaroon of a package index") } else { Verdict::Plausible }
}

/// Whether identifier, caveats and a signature of 32 bytes follow, and nothing else.
fn is_signed(mut rest: &[u8]) -> bool {
    let mut identified = false;
    while let Some((kind, content, after)) = field(rest) {
        match kind {
            IDENTIFIER => identified = true,
            SIGNATURE => return identified && content.len() == 32 && after.is_empty(),
            _ => {}
        }
        rest = after;
    }
    false
}

/// The next field: its type, its content, and what follows. Ends of sections have no content.
fn field(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&kind, rest) = bytes.split_first()?;
    if kind == END {
        return Some((END, &[], rest));
    }
    let (length, rest) = length(rest)?;
    (length <= rest.len()).then(|| (kind, &rest[..length], &rest[length..]))
}

/// A length in seven-bit groups, lowest first; three groups are plenty for a token.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut length = 0;
    for (at, &byte) in bytes.iter().take(3).enumerate() {
        length |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((length, &bytes[at + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::BASE64URL_NOPAD;

    fn token(location: &[u8], signature: usize) -> Vec<u8> {
        let mut bytes = vec![2, LOCATION, u8::try_from(location.len()).unwrap()];
        bytes.extend(location);
        bytes.extend([IDENTIFIER, 4, b'a', b'b', b'c', b'd', END, IDENTIFIER, 2, b'{', b'}', END, END]);
        bytes.extend([SIGNATURE, u8::try_from(signature).unwrap()]);
        bytes.extend((0..signature).map(|n| u8::try_from(n * 7 % 251).unwrap()));
        [b"pypi-", BASE64URL_NOPAD.encode(&bytes).as_bytes()].concat()
    }

    #[test]
    fn a_macaroon_names_its_index() {
        assert!(matches!(macaroon(&token(b"pypi.org", 32)), Verdict::Proven(_)));
        assert!(matches!(macaroon(&token(b"test.pypi.org", 32)), Verdict::Proven(_)));
        assert_eq!(macaroon(&token(b"pypi.org", 20)), Verdict::Plausible);
        assert_eq!(macaroon(&token(b"example.org", 32)), Verdict::Impossible);
        let whole = token(b"pypi.org", 32);
        for length in 40..whole.len() {
            assert_eq!(macaroon(&whole[..length]), Verdict::Plausible, "{length}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in ["", "pypi-", "pypi-AgEI", "pypi-publish", "pypa-AgEIcHlwaS5vcmc", "pypi-AgEIcHlwaS5v cmc"] {
            assert_eq!(macaroon(text.as_bytes()), Verdict::Impossible, "{text}");
        }
    }
}

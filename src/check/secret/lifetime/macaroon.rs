//! Macaroons: the caveats that end them. Source: <https://github.com/rescrv/libmacaroons/blob/master/doc/format.txt>

use serde_json::Value;

use super::Validity;
use super::stamp::Stamp;
use crate::check::secret::decode::alphabet::decode_base64;

/// Field types of version 2.
const END: u8 = 0;
const IDENTIFIER: u8 = 2;

/// The number of the caveat of package indexes that names an end and a beginning.
const EXPIRATION: i64 = 0;

/// Words before the date in caveats of other services.
const WORDS: [&str; 6] = ["time <", "time-before", "before:", "expires <", "expires_at =", "exp <"];

/// A macaroon in base64, of version 1 or 2, bare or behind `pypi-`. Package indexes know no other end than a caveat;
/// elsewhere a macaroon without one may be bound in ways that only its service understands.
pub fn read(secret: &[u8]) -> Option<Validity> {
    let secret = secret.trim_ascii();
    let index = secret.strip_prefix(b"pypi-");
    let body = index.unwrap_or(secret);
    let whole = decode_base64(body, false);
    // a cut token may end in the middle of a group of digits
    let bytes = whole.or_else(|| decode_base64(&body[..body.len() - body.len() % 4], false))?;
    let caveats = match bytes.first()? {
        2 => binary(&bytes[1..]),
        _ => lines(&bytes),
    }?;
    let end = caveats.iter().filter_map(|caveat| end(caveat)).min_by_key(|(end, _)| *end);
    match end {
        Some((end, from)) => Some(Validity::until(end, from, "the expiry in its caveat")),
        None => index.map(|_| Validity::never(None, "it has no caveat that ends it")),
    }
}

/// The identifiers behind the first, which is the macaroon's own.
fn binary(mut rest: &[u8]) -> Option<Vec<&[u8]>> {
    let mut identifiers = Vec::new();
    while let Some((kind, content, after)) = field(rest) {
        if kind == IDENTIFIER {
            identifiers.push(content);
        }
        rest = after;
    }
    (!identifiers.is_empty()).then(|| identifiers.split_off(1))
}

/// The next field: its type, its content, and what follows. Ends of sections have no content.
fn field(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&kind, rest) = bytes.split_first()?;
    if kind == END {
        return Some((END, &[], rest));
    }
    let last = rest.iter().take(3).position(|b| b & 0x80 == 0)?;
    let length = rest[..=last].iter().rev().fold(0, |length, b| length << 7 | usize::from(b & 0x7f));
    let (content, after) = rest[last + 1..].split_at_checked(length)?;
    Some((kind, content, after))
}

/// Lines of version 1, each with its length in four hexadecimal digits in front: `001ecid time < 2024-05-01T…`.
fn lines(mut rest: &[u8]) -> Option<Vec<&[u8]>> {
    let mut caveats = Vec::new();
    let mut is_macaroon = false;
    while let Some(length) = rest.get(..4).and_then(|digits| std::str::from_utf8(digits).ok()) {
        let Ok(length) = usize::from_str_radix(length, 16) else { break };
        let Some(line) = rest.get(4..length) else { break };
        is_macaroon |= line.starts_with(b"identifier ");
        caveats.extend(line.strip_prefix(b"cid "));
        rest = &rest[length..];
    }
    is_macaroon.then_some(caveats)
}

/// The end that a caveat names, and the beginning where it names one.
fn end(caveat: &[u8]) -> Option<(Stamp, Option<i64>)> {
    if let Ok(caveat) = serde_json::from_slice::<Value>(caveat) {
        let (end, from) = match &caveat {
            Value::Array(members) if members.first()?.as_i64() == Some(EXPIRATION) => (members.get(1)?, members.get(2)),
            Value::Object(members) => (members.get("exp")?, members.get("nbf")),
            _ => return None,
        };
        // a token that begins with the epoch was never told a beginning
        let from = from.and_then(Stamp::of_json).and_then(Stamp::at).filter(|from| *from > 0);
        return Some((Stamp::of_json(end)?, from));
    }
    let text = std::str::from_utf8(caveat).ok()?.trim();
    WORDS.iter().find_map(|word| Stamp::of_text(text.strip_prefix(word)?)).map(|end| (end, None))
}

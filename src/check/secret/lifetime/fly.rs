//! Fly.io's macaroons: the validity window among their caveats, in `MessagePack`.
//! Source: <https://github.com/superfly/macaroon>

use super::Validity;
use super::stamp::Stamp;
use crate::check::secret::decode::alphabet::decode_base64;

/// The number of the caveat that holds a beginning and an end.
const VALIDITY_WINDOW: i64 = 4;

/// The most macaroons that one token is made of.
const MOST: usize = 16;

/// `fm2_` and base64, several with commas between them, behind `FlyV1 ` or not. All have to hold: the first end counts.
pub fn read(secret: &[u8]) -> Option<Validity> {
    let secret = secret.trim_ascii();
    let tokens = secret.strip_prefix(b"FlyV1 ").unwrap_or(secret).split(|b| *b == b',').take(MOST);
    let bodies = tokens.filter_map(|token| token.strip_prefix(b"fm2_").and_then(|body| decode_base64(body, false)));
    let end = bodies.filter_map(|body| window(&body)).min_by_key(|(_, end)| *end);
    end.map(|(from, end)| Validity::until(end, from, "the end of its validity window"))
}

/// The narrowest window of a macaroon: nonce, location, caveats (numbers and bodies by turns), signature.
fn window(bytes: &[u8]) -> Option<(Option<i64>, Stamp)> {
    let (Item::Row(4), rest) = item(bytes)? else { return None };
    let rest = skip(skip(rest)?)?;
    let (Item::Row(count), mut rest) = item(rest)? else { return None };
    let mut narrowest: Option<(Option<i64>, Stamp)> = None;
    for _ in 0..count / 2 {
        let (kind, body) = item(rest)?;
        if let Item::Number(VALIDITY_WINDOW) = kind
            && let Some((from, end)) = bounds(body)
            && narrowest.is_none_or(|(_, known)| end < known)
        {
            narrowest = Some((from, end));
        }
        rest = skip(body)?;
    }
    narrowest
}

fn bounds(bytes: &[u8]) -> Option<(Option<i64>, Stamp)> {
    let (Item::Row(2), rest) = item(bytes)? else { return None };
    let (Item::Number(from), rest) = item(rest)? else { return None };
    let (Item::Number(end), _) = item(rest)? else { return None };
    Some((Stamp::of_seconds(from).and_then(Stamp::at).filter(|from| *from > 0), Stamp::of_seconds(end)?))
}

/// A piece of `MessagePack`, without what it holds.
enum Item {
    Number(i64),
    /// So many items follow; a map has two for each of its members.
    Row(usize),
    Other,
}

/// Passes over an item and all that it holds.
fn skip(mut bytes: &[u8]) -> Option<&[u8]> {
    let mut left = 1_usize;
    while left > 0 {
        let (found, rest) = item(bytes)?;
        let inside = if let Item::Row(count) = found { count } else { 0 };
        // each item takes a byte at least, so a count that is too large ends with the bytes
        left = (left - 1).checked_add(inside)?;
        bytes = rest;
    }
    Some(bytes)
}

/// The next item. Source: <https://github.com/msgpack/msgpack/blob/master/spec.md>
fn item(bytes: &[u8]) -> Option<(Item, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    let (width, extra) = match first {
        0x00..=0x7f => return Some((Item::Number(i64::from(first)), rest)),
        0x80..=0x8f => return Some((Item::Row(usize::from(first & 0x0f) * 2), rest)),
        0x90..=0x9f => return Some((Item::Row(usize::from(first & 0x0f)), rest)),
        0xa0..=0xbf => return Some((Item::Other, rest.get(usize::from(first & 0x1f)..)?)),
        0xc0..=0xc3 | 0xe0.. => return Some((Item::Other, rest)),
        0xc4 | 0xd9 => (1, 0),
        0xc5 | 0xda | 0xdc | 0xde => (2, 0),
        0xc6 | 0xdb | 0xdd | 0xdf => (4, 0),
        0xc7..=0xc9 => (1 << (first - 0xc7), 1),
        0xca..=0xd3 => return numeric(first, rest),
        0xd4..=0xd8 => return Some((Item::Other, rest.get(1 + (1 << (first - 0xd4))..)?)),
    };
    let (count, rest) = rest.split_at_checked(width)?;
    let count = count.iter().fold(0_usize, |count, byte| count << 8 | usize::from(*byte));
    match first {
        0xdc | 0xdd => Some((Item::Row(count), rest)),
        0xde | 0xdf => Some((Item::Row(count.checked_mul(2)?), rest)),
        _ => Some((Item::Other, rest.get(count.checked_add(extra)?..)?)),
    }
}

/// Floats, and whole numbers of one to eight bytes; one too large for the type is the largest that is not.
fn numeric(first: u8, rest: &[u8]) -> Option<(Item, &[u8])> {
    let width = match first {
        0xca => 4,
        0xcb => 8,
        _ => 1_usize << (first & 3),
    };
    let (digits, rest) = rest.split_at_checked(width)?;
    let value = digits.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    let number = match first {
        0xca | 0xcb => return Some((Item::Other, rest)),
        0xcc..=0xcf => i64::try_from(value).unwrap_or(i64::MAX),
        _ => value.wrapping_shl(64 - u32::try_from(width * 8).ok()?).cast_signed() >> (64 - width * 8),
    };
    Some((Item::Number(number), rest))
}

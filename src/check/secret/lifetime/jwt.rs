//! JSON web tokens: the claims `exp`, `iat` and `nbf`, and the header of encrypted ones.

use memchr::memmem;
use serde_json::{Map, Value};

use super::Validity;
use super::stamp::Stamp;
use crate::check::secret::decode::alphabet::decode_base64;

/// The longest part of a token that is decoded, in bytes.
const LONGEST: usize = 64 * 1024;

/// A token of three parts, whatever stands in front of the first (`glcbt-`, `ghs_12_`), or an encrypted one of five.
pub fn read(secret: &[u8]) -> Option<Validity> {
    claims(secret).and_then(|claims| of_claims(&claims))
}

/// The first token of the armoured block with this label.
pub fn beside(around: &[u8], label: &[u8]) -> Option<Validity> {
    let block = &around[memmem::find(around, label)? + label.len()..];
    let block = &block[..memmem::find(block, b"---END").unwrap_or(block.len())];
    let start = memmem::find(block, b"ey")?;
    let is_digit = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    read(&block[start..start + block[start..].iter().take_while(is_digit).count()])
}

/// What a token says: its payload, or its header where only that can be read.
pub fn claims(secret: &[u8]) -> Option<Map<String, Value>> {
    let parts: Vec<&[u8]> = secret.trim_ascii().splitn(6, |b| *b == b'.').collect();
    match parts[..] {
        [_, payload, _] => object(payload),
        [header, _, _, _, _] => object(header).filter(|header| header.contains_key("exp")),
        _ => None,
    }
}

/// The JSON object that a text in base64 holds.
pub fn object(text: &[u8]) -> Option<Map<String, Value>> {
    let bytes = decode_base64(text, false).filter(|bytes| bytes.len() <= LONGEST)?;
    match serde_json::from_slice(bytes.trim_ascii()) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

/// A token without `exp` has no end; one whose `exp` is no date is unknown.
pub fn of_claims(claims: &Map<String, Value>) -> Option<Validity> {
    let at = |claim: &str| claims.get(claim).and_then(Stamp::of_json).and_then(Stamp::at);
    let issued = at("iat").or_else(|| at("nbf"));
    if let Some(length) = claims.get("expires_in") {
        return of_length(claims.get("created_at")?, length);
    }
    let Some(end) = claims.get("exp") else {
        return Some(Validity::never(issued, "it has no `exp` claim: it is good as long as the key that signed it"));
    };
    Some(Validity::until(Stamp::of_json(end)?, issued, "its `exp` claim"))
}

/// Adobe's tokens have a beginning and a length instead, both in milliseconds.
fn of_length(made: &Value, length: &Value) -> Option<Validity> {
    let number = |value: &Value| value.as_i64().or_else(|| value.as_str()?.parse().ok());
    let end = Stamp::of_number(number(made)?.checked_add(number(length)?)?)?;
    Some(Validity::until(end, Stamp::of_json(made)?.at(), "the end by its `created_at` and `expires_in` claims"))
}

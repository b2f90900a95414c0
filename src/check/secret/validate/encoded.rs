//! Tokens that are base64 of something.

use serde_json::Value;

use super::Verdict;
use crate::check::secret::decode::alphabet::decode_base64;

/// Base64 that decodes to at least eight bytes.
pub fn base64(secret: &[u8]) -> Verdict {
    match decode_base64(secret, false) {
        Some(bytes) if bytes.len() >= 8 => Verdict::Plausible,
        _ => Verdict::Impossible,
    }
}

/// Base64 of a JSON object.
pub fn base64_json(secret: &[u8]) -> Verdict {
    match decode_base64(secret, true).and_then(|bytes| object(&bytes)) {
        Some(_) => Verdict::Plausible,
        None => Verdict::Impossible,
    }
}

/// The JSON object that the bytes are.
pub fn object(bytes: &[u8]) -> Option<serde_json::Map<String, Value>> {
    match serde_json::from_slice(bytes.trim_ascii()) {
        Ok(Value::Object(object)) if !object.is_empty() => Some(object),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::BASE64;

    #[test]
    fn what_decodes_is_plausible() {
        assert_eq!(base64(BASE64.encode(b"some bytes here").as_bytes()), Verdict::Plausible);
        for text in ["", "TWFu", "not base64 at all", "abcde"] {
            assert_eq!(base64(text.as_bytes()), Verdict::Impossible, "{text}");
        }
        let cases = [(r#"{"k":"v"}"#, true), ("{}", false), ("[1]", false), ("text", false), (r#"{"k":"#, false)];
        for (plain, expected) in cases {
            let verdict = base64_json(BASE64.encode(plain.as_bytes()).as_bytes());
            assert_eq!(verdict == Verdict::Plausible, expected, "{plain}");
        }
    }
}

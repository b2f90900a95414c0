//! JSON web tokens, signed (three parts) and encrypted (five).

use serde_json::{Map, Value};

use super::{Verdict, encoded};
use crate::check::secret::decode::alphabet::decode_base64;

/// A header that names an algorithm, a payload that is an object, a signature.
pub fn token(secret: &[u8]) -> Verdict {
    let parts: Vec<&[u8]> = secret.split(|b| *b == b'.').take(6).collect();
    let Some(header) = decode_base64(parts[0], false).and_then(|bytes| encoded::object(&bytes)) else {
        return Verdict::Impossible;
    };
    let Some(algorithm) = header.get("alg").and_then(Value::as_str) else { return Verdict::Impossible };
    match parts[..] {
        [_, payload, signature] => signed(algorithm, payload, signature),
        [_, key, nonce, text, tag] => encrypted(&header, [key, nonce, text, tag]),
        _ => Verdict::Impossible,
    }
}

fn signed(algorithm: &str, payload: &[u8], signature: &[u8]) -> Verdict {
    if algorithm.eq_ignore_ascii_case("none") {
        return Verdict::Impossible;
    }
    let Some(payload) = decode_base64(payload, false) else { return Verdict::Impossible };
    let Some(claims) = encoded::object(&payload) else {
        return Verdict::Doubtful("its payload is no JSON object");
    };
    if is_sample(&claims) {
        return Verdict::Doubtful("it carries the claims of a well-known sample");
    }
    match decode_base64(signature, false) {
        None => Verdict::Impossible,
        Some(signature) if signature.len() < 16 => Verdict::Doubtful("its signature is cut off"),
        Some(_) => Verdict::Plausible,
    }
}

fn encrypted(header: &Map<String, Value>, [key, nonce, text, tag]: [&[u8]; 4]) -> Verdict {
    let decodes = [key, nonce, text, tag].iter().all(|part| decode_base64(part, false).is_some());
    if header.get("enc").is_some_and(Value::is_string) && decodes && !text.is_empty() {
        Verdict::Plausible
    } else {
        Verdict::Impossible
    }
}

/// The claims that jwt.io shows to everybody.
fn is_sample(claims: &Map<String, Value>) -> bool {
    let is = |claim: &str, value: &str| claims.get(claim).and_then(Value::as_str) == Some(value);
    is("sub", "1234567890") && is("name", "John Doe")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::expand;
    use data_encoding::BASE64URL_NOPAD;

    fn jwt(header: &str, payload: &str, signature: &[u8]) -> String {
        let encode = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        format!("{}.{}.{}", encode(header.as_bytes()), encode(payload.as_bytes()), encode(signature))
    }

    #[test]
    fn a_signed_token_is_plausible() {
        assert_eq!(token(expand("{{jwt}}", "a").unwrap().as_bytes()), Verdict::Plausible);
    }

    #[test]
    fn other_tokens_are_doubtful_or_impossible() {
        let signature = [7; 32];
        let hs256 = r#"{"alg":"HS256"}"#;
        let sample = r#"{"sub":"1234567890","name":"John Doe","iat":1516239022}"#;
        assert_eq!(token(jwt(r#"{"alg":"none"}"#, r#"{"sub":"a"}"#, b"").as_bytes()), Verdict::Impossible);
        assert_eq!(token(jwt(r#"{"typ":"JWT"}"#, r#"{"sub":"a"}"#, &signature).as_bytes()), Verdict::Impossible);
        assert!(matches!(token(jwt(hs256, "text", &signature).as_bytes()), Verdict::Doubtful(_)));
        assert!(matches!(token(jwt(hs256, r#"{"sub":"a"}"#, b"").as_bytes()), Verdict::Doubtful(_)));
        assert!(matches!(token(jwt(hs256, sample, &signature).as_bytes()), Verdict::Doubtful(_)));
        for text in ["", ".", "..", "eyJ...", "a.b.c", "com.acme.Main", "a.b.c.d.e", "a.b.c.d.e.f.g"] {
            assert_eq!(token(text.as_bytes()), Verdict::Impossible, "{text}");
        }
    }

    #[test]
    fn an_encrypted_token_has_five_parts() {
        let header = BASE64URL_NOPAD.encode(br#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#);
        assert_eq!(token(format!("{header}.a2V5a2V5.bm9uY2U.dGV4dA.dGFn").as_bytes()), Verdict::Plausible);
        assert_eq!(token(format!("{header}.a2V5a2V5.bm9uY2U..dGFn").as_bytes()), Verdict::Impossible);
    }
}

//! PASETO tokens: those with a public purpose carry their claims in the clear, local ones are encrypted.

use serde_json::Value;

use super::{Validity, jwt};
use crate::check::secret::decode::alphabet::decode_base64;

/// The length of the signature behind the claims, by version; source: <https://github.com/paseto-standard/paseto-spec>
const SIGNATURES: [(&[u8], usize); 4] = [(b"v1", 256), (b"v2", 64), (b"v3", 96), (b"v4", 64)];

/// `v4.public.` and the base64url of claims and signature.
pub fn read(secret: &[u8]) -> Option<Validity> {
    let mut parts = secret.trim_ascii().splitn(4, |b| *b == b'.');
    let (version, purpose, payload) = (parts.next()?, parts.next()?, parts.next()?);
    let (_, signature) = SIGNATURES.iter().find(|(name, _)| *name == version)?;
    if purpose != b"public" {
        return None;
    }
    let bytes = decode_base64(payload, false)?;
    match serde_json::from_slice(bytes.get(..bytes.len().checked_sub(*signature)?)?) {
        Ok(Value::Object(claims)) => jwt::of_claims(&claims),
        _ => None,
    }
}

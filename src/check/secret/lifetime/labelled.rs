//! Tokens that carry their dates between a label and a signature, in base64.

use super::Validity;
use super::jwt;
use super::stamp::Stamp;
use crate::check::secret::decode::alphabet::decode_base64;

/// `reftkn:01:1798761600:` and noise: the third field is the end, or zero.
pub fn jfrog(secret: &[u8]) -> Option<Validity> {
    let bytes = decode_base64(secret.trim_ascii(), false)?;
    let mut fields = bytes.splitn(4, |b| *b == b':');
    let (label, _version, end) = (fields.next()?, fields.next()?, std::str::from_utf8(fields.next()?).ok()?);
    if label != b"reftkn" {
        return None;
    }
    match Stamp::of_text(end).filter(|_| end.bytes().all(|b| b.is_ascii_digit()))? {
        Stamp::At(0) => Some(Validity::never(None, "the expiry in the reference token is zero, which means never")),
        end => Some(Validity::until(end, None, "the expiry in the reference token")),
    }
}

/// `sntrys_`, a JSON object with `iat`, `_`, a signature: the format has no end.
pub fn sentry(secret: &[u8]) -> Option<Validity> {
    let body = secret.trim_ascii().strip_prefix(b"sntrys_")?;
    let object = jwt::object(&body[..body.iter().rposition(|b| *b == b'_')?])?;
    let issued = object.get("iat").and_then(Stamp::of_json).and_then(Stamp::at);
    Some(Validity::never(issued, "an organization token has no expiry"))
}

//! `user:password` in base64, as HTTP and container registries have it, or a Docker configuration of several.

use serde_json::Value;

use super::stamp::Stamp;
use super::{Validity, any, jwt};
use crate::check::secret::decode::alphabet::decode_base64;

/// Users that Google's registries take a service account's key from.
const KEY_USERS: [&[u8]; 2] = [b"_json_key", b"_json_key_base64"];

/// The most credentials of one configuration that are read.
const MOST: usize = 64;

/// One credential, or of several the one that lives longest.
pub fn read(secret: &[u8]) -> Option<Validity> {
    let bytes = decode_base64(secret, true)?;
    let Ok(Value::Object(document)) = serde_json::from_slice(bytes.trim_ascii()) else { return credential(&bytes) };
    // the older form of the file has no `auths` around the registries
    let registries = document.get("auths").and_then(Value::as_object).unwrap_or(&document);
    let auths = registries.values().filter_map(|registry| registry.get("auth")?.as_str()).take(MOST);
    auths.filter_map(|auth| credential(&decode_base64(auth.as_bytes(), true)?)).max_by_key(Validity::danger)
}

fn credential(bytes: &[u8]) -> Option<Validity> {
    let (user, password) = bytes.split_at(memchr::memchr(b':', bytes)?);
    let password = password[1..].trim_ascii();
    if user == b"AWS" {
        return Some(registry_of_aws(password));
    }
    if KEY_USERS.contains(&user) {
        return Some(Validity::never(None, "a service account key has no end unless an organisation policy sets one"));
    }
    any::read(password, b"")
}

/// ECR's password is a JSON object in base64 that names its end.
fn registry_of_aws(password: &[u8]) -> Validity {
    let end = jwt::object(password).as_ref().and_then(|object| object.get("expiration")).and_then(Stamp::of_json);
    end.map_or_else(
        || Validity::within(12, "a password of Amazon ECR lives twelve hours"),
        |end| Validity::until(end, None, "the expiration in the password of Amazon ECR"),
    )
}

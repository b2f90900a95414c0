//! Credentials whose rule knows only their name: their form says which reader they need.

use memchr::memmem;

use super::{Validity, fly, forms, jwt, labelled, macaroon, paseto, pem, signed_url};

/// A way to read a credential by what it holds.
type Read = fn(&[u8]) -> Option<Validity>;

/// Forms by how they begin; the first that fits is asked.
const FORMS: [(&[u8], Read); 16] = [
    (b"gh", forms::github),
    (b"xox", forms::slack),
    (b"xapp-", forms::slack),
    (b"ya29.", forms::google),
    (b"1//", forms::google),
    (b"AIza", forms::google),
    (b"GOCSPX-", forms::google),
    (b"hv", forms::vault),
    (b"v1.public.", paseto::read),
    (b"v2.public.", paseto::read),
    (b"v3.public.", paseto::read),
    (b"v4.public.", paseto::read),
    (b"pypi-", macaroon::read),
    (b"FlyV1 ", fly::read),
    (b"cmVmdGtuOj", labelled::jfrog),
    (b"sntrys_", labelled::sentry),
];

/// Asks the reader that the form calls for.
pub fn read(secret: &[u8], around: &[u8]) -> Option<Validity> {
    let secret = secret.trim_ascii();
    let known = FORMS.iter().filter(|(start, _)| secret.starts_with(start)).find_map(|(_, read)| read(secret));
    known.or_else(|| by_shape(secret, around))
}

fn by_shape(secret: &[u8], around: &[u8]) -> Option<Validity> {
    if memmem::find(secret, b"-----BEGIN ").is_some() {
        return pem::read(secret, around);
    }
    if signed_url::is_signed(secret) {
        return signed_url::read(secret, b"");
    }
    let by_form = forms::aws(secret, b"").or_else(|| jwt::read(secret));
    by_form.or_else(|| if is_signature(secret, around) { signed_url::read(secret, around) } else { None })
}

/// Whether the text calls it the signature of a URL.
fn is_signature(secret: &[u8], around: &[u8]) -> bool {
    let before = memmem::find(around, secret).map_or(&b""[..], |at| &around[..at]);
    !secret.is_empty() && [&b"ignature="[..], b"sig="].iter().any(|name| before.ends_with(name))
}

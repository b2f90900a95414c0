//! Private keys: they have no end of their own, the certificate beside one has.

use memchr::memmem;

use super::der::{BIT_STRING, Elements, INTEGER, OCTET_STRING, SEQUENCE};
use super::stamp::Stamp;
use super::{Validity, pgp, ssh, x509};
use crate::check::secret::decode::alphabet::{BASE64, NONE, append_base64};
use crate::check::secret::validate::pem::{self, Block};

/// `-----BEGIN CERTIFICATE-----` in base64, as a kubeconfig has it.
const ENCODED: &[u8] = b"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t";

/// The most certificates that are read beside one key.
const MOST: usize = 16;

/// The fewest bytes of a public key that are enough to know it again.
const TELLING: usize = 16;

/// The wrapper of SEC 1 around the public point of a key.
const POINT: u8 = 0xa1;

/// A certificate beside a key.
struct Certificate {
    bytes: Vec<u8>,
    from: Option<i64>,
    until: Stamp,
}

/// A block of PEM, or one in base64 again. Of several certificates the one with the same public key decides, and where
/// the key cannot be read the one that ends first.
pub fn read(secret: &[u8], around: &[u8]) -> Option<Validity> {
    let decoded = decoded(secret, 0);
    let text = if decoded.starts_with(b"-----BEGIN ") { &decoded } else { secret };
    let block = pem::block(text)?;
    match block.label.as_str() {
        label if label.contains("PGP") => pgp::read(&block.body),
        label if is_certificate(label) => {
            let (from, until) = x509::validity(&block.body)?;
            Some(of_certificate(from, until))
        }
        label if label.contains("PRIVATE KEY") => Some(of_key(&block, around)),
        _ => None,
    }
}

fn of_certificate(from: Option<i64>, until: Stamp) -> Validity {
    match until {
        Stamp::Beyond => Validity::never(from, "`notAfter` of its certificate says that it has no end"),
        Stamp::At(_) => Validity::until(until, from, "`notAfter` of its certificate"),
    }
}

fn of_key(block: &Block, around: &[u8]) -> Validity {
    let openssh = block.label.contains("OPENSSH");
    let public = if openssh { ssh::public_strings(&block.body) } else { public_part(Elements(&block.body)) };
    let public = public.filter(|public| public.len() >= TELLING);
    let is_its = |key: &[u8]| public.is_none_or(|public| memmem::find(key, public).is_some());

    let signed = ssh::certificates(around).into_iter().filter(|certificate| is_its(&certificate.key));
    let signed = signed.min_by_key(|certificate| certificate.until).map(|certificate| certificate.validity());
    let issued = certificates(around).into_iter().filter(|certificate| is_its(&certificate.bytes));
    let issued = issued.min_by_key(|certificate| certificate.until);
    let validity = issued.map(|certificate| of_certificate(certificate.from, certificate.until)).or(signed);
    validity.unwrap_or_else(|| Validity::never(None, "a private key without a certificate has no end"))
}

fn is_certificate(label: &str) -> bool {
    matches!(label, "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE")
}

/// The certificates in a text, in PEM or in base64 of PEM.
fn certificates(text: &[u8]) -> Vec<Certificate> {
    let mut found = Vec::new();
    armoured(text, &mut found);
    for at in memmem::find_iter(text, ENCODED).take(MOST) {
        armoured(&decoded(text, at), &mut found);
    }
    found.truncate(MOST);
    found
}

fn armoured(text: &[u8], found: &mut Vec<Certificate>) {
    let begins = memmem::find_iter(text, b"BEGIN ").take(MOST);
    let blocks = begins.filter_map(|at| pem::block(&text[at..])).filter(|block| is_certificate(&block.label));
    found.extend(blocks.filter_map(|block| {
        let (from, until) = x509::validity(&block.body)?;
        Some(Certificate { bytes: block.body, from, until })
    }));
}

/// What the run of base64 digits from `at` on stands for.
fn decoded(text: &[u8], at: usize) -> Vec<u8> {
    let run = &text[at..];
    let run = &run[..run.iter().take_while(|b| BASE64[usize::from(**b)] != NONE).count()];
    let mut out = Vec::with_capacity(run.len() / 4 * 3 + 2);
    append_base64(run, &mut out);
    out
}

/// The bytes of a private key that its certificate has too: the modulus of RSA, the prime of DSA, the point of a curve.
fn public_part(key: Elements<'_>) -> Option<&[u8]> {
    let mut fields = key.open()?;
    fields.take(INTEGER)?;
    if let Some(number) = fields.take(INTEGER) {
        return Some(number);
    }
    if fields.take(SEQUENCE).is_none() {
        fields.take(OCTET_STRING)?;
        return point(fields);
    }
    // PKCS#8 holds the key of another form, and may have the point behind it
    let mut inner = Elements(fields.take(OCTET_STRING)?).open()?;
    inner.take(INTEGER)?;
    if let Some(number) = inner.take(INTEGER) {
        return Some(number);
    }
    inner.take(OCTET_STRING)?;
    point(inner)
}

fn point(mut fields: Elements<'_>) -> Option<&[u8]> {
    loop {
        let (tag, content) = fields.next()?;
        if tag == POINT {
            // the number of unused bits stands in front, which SSH does not write
            return Elements(content).take(BIT_STRING)?.strip_prefix(&[0]);
        }
    }
}

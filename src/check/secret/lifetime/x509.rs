//! The validity of an X.509 certificate; source: RFC 5280, section 4.1.

use super::date;
use super::der::{Elements, GENERALIZED_TIME, INTEGER, SEQUENCE, UTC_TIME};
use super::stamp::Stamp;

/// The date that stands for a certificate without an end; source: RFC 5280, section 4.1.2.5.
const NO_END: &[u8] = b"99991231235959Z";

/// The field of a version that is not the first.
const VERSION: u8 = 0xa0;

/// `notBefore` and `notAfter` of a certificate, of which what follows them may be missing.
pub fn validity(certificate: &[u8]) -> Option<(Option<i64>, Stamp)> {
    let mut fields = Elements(certificate).open()?.open()?;
    let _ = fields.take(VERSION);
    fields.take(INTEGER)?;
    let _algorithm = fields.take(SEQUENCE)?;
    let _issuer = fields.take(SEQUENCE)?;
    let mut times = Elements(fields.take(SEQUENCE)?);
    let (from, until) = (times.next()?, times.next()?);
    Some((time(from)?.at(), time(until)?))
}

fn time((tag, content): (u8, &[u8])) -> Option<Stamp> {
    if content == NO_END {
        return Some(Stamp::Beyond);
    }
    let text = std::str::from_utf8(content).ok()?;
    match tag {
        // two digits of a year: 50 to 99 lie in the last century
        UTC_TIME if text.as_bytes().first() >= Some(&b'5') => date::parse(&format!("19{text}")),
        UTC_TIME => date::parse(&format!("20{text}")),
        GENERALIZED_TIME => date::parse(text),
        _ => None,
    }
    .map(Stamp::At)
}

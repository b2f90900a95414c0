//! SAML assertions: `NotOnOrAfter` of their conditions, in XML or in base64 of it.

use memchr::memmem;

use super::parameters::unescaped;
use super::stamp::Stamp;
use super::{Validity, date};
use crate::check::secret::decode::alphabet::decode_base64;

/// An assertion, a response with one, or either in base64 as a form or a URL has it.
pub fn read(secret: &[u8], around: &[u8]) -> Option<Validity> {
    let encoded = || decode_base64(&unescaped(secret), true);
    of_xml(secret).or_else(|| of_xml(&encoded()?)).or_else(|| of_xml(around))
}

/// The conditions hold for the assertion; other elements have ends of their own, of which the first counts.
fn of_xml(text: &[u8]) -> Option<Validity> {
    let conditions = memmem::find(text, b"Conditions ").and_then(|at| {
        let tag = &text[at..];
        attribute(&tag[..memchr::memchr(b'>', tag)?], b"NotOnOrAfter").next()
    });
    let end = conditions.or_else(|| attribute(text, b"NotOnOrAfter").min())?;
    let issued = attribute(text, b"IssueInstant").next();
    Some(Validity::until(Stamp::At(end), issued, "`NotOnOrAfter`"))
}

/// The dates that an attribute of this name has.
fn attribute(text: &[u8], name: &'static [u8]) -> impl Iterator<Item = i64> {
    memmem::find_iter(text, name).filter_map(move |at| {
        // `SessionNotOnOrAfter` ends a session, not the assertion
        text.get(at.checked_sub(1)?).filter(|b| b.is_ascii_whitespace())?;
        let value = text[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let (quote, value) = value.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
        let value = &value[..memchr::memchr(*quote, &value[..value.len().min(64)])?];
        date::parse(std::str::from_utf8(value).ok()?)
    })
}

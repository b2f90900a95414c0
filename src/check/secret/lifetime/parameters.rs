//! The parameters of the URL or query string that a signature stands in.

use std::borrow::Cow;

use memchr::memmem;

use crate::check::secret::decode::alphabet::hex_value;

/// Names and values of a query string, whatever escapes the text around it needs.
pub struct Parameters<'t>(Vec<(&'t [u8], &'t [u8])>);

/// The most parameters that are looked at; signed URLs have about ten.
const MOST: usize = 200;

/// The run of text that a signature belongs to; the escape of `&` in JSON is undone.
fn carrier<'t>(secret: &[u8], around: &'t [u8]) -> Cow<'t, [u8]> {
    let around = plain(around);
    let Some(at) = memmem::find(&around, secret).filter(|_| !secret.is_empty()) else { return around };
    let is_part = |b: &u8| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\' | b'|');
    let start = around[..at].iter().rposition(|b| !is_part(b)).map_or(0, |before| before + 1);
    let end = around[at..].iter().position(|b| !is_part(b)).map_or(around.len(), |end| at + end);
    match around {
        Cow::Borrowed(text) => Cow::Borrowed(&text[start..end]),
        Cow::Owned(text) => Cow::Owned(text[start..end].to_vec()),
    }
}

/// Looks at the parameters in the run of text around a signature, and where there are none in the rest of its line.
pub fn ask<A>(secret: &[u8], around: &[u8], ask: impl Fn(&Parameters<'_>) -> Option<A>) -> Option<A> {
    let around = if around.is_empty() { secret } else { around };
    let run = carrier(secret, around);
    // the line may hold another URL: it speaks only for a signature that stands without one
    let alone = !run.contains(&b'&');
    ask(&Parameters::of(&run)).or_else(|| if alone { ask(&Parameters::of(&line(secret, around))) } else { None })
}

/// The line that a signature stands in.
fn line<'t>(secret: &[u8], around: &'t [u8]) -> Cow<'t, [u8]> {
    let Some(at) = memmem::find(around, secret).filter(|_| !secret.is_empty()) else { return plain(around) };
    let start = memchr::memrchr(b'\n', &around[..at]).map_or(0, |before| before + 1);
    let end = memchr::memchr(b'\n', &around[at..]).map_or(around.len(), |end| at + end);
    plain(&around[start..end])
}

/// The text with `\u0026` written as `&`.
fn plain(text: &[u8]) -> Cow<'_, [u8]> {
    const ESCAPE: &[u8] = br"\u0026";
    let mut found = memmem::find_iter(text, ESCAPE).peekable();
    if found.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut done = 0;
    for at in found {
        out.extend_from_slice(&text[done..at]);
        out.push(b'&');
        done = at + ESCAPE.len();
    }
    out.extend_from_slice(&text[done..]);
    Cow::Owned(out)
}

impl<'t> Parameters<'t> {
    /// Takes a text apart at everything that parts parameters; `&amp;` leaves a piece without a sign of equality. Of
    /// `SAS=se=2024` both `SAS` and `se` are names: a query string may itself be the value of a setting.
    pub fn of(text: &'t [u8]) -> Self {
        let parts = text.split(|b| matches!(b, b'?' | b'&' | b';' | b'#' | b'"' | b'\'') || b.is_ascii_whitespace());
        let pairs = parts.flat_map(|part| {
            let outer = pair(part);
            [outer, outer.and_then(|(_, value)| pair(value))].into_iter().flatten()
        });
        Self(pairs.take(MOST).collect())
    }

    /// The first parameter of this name, whatever its case; percent signs are undone, twice where a URL lay in another.
    pub fn get(&self, name: &str) -> Option<String> {
        let (_, value) = self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name.as_bytes()))?;
        let once = unescaped(value);
        let twice = if once.contains(&b'%') { unescaped(&once) } else { once };
        String::from_utf8(twice).ok()
    }
}

fn pair(part: &[u8]) -> Option<(&[u8], &[u8])> {
    let equals = memchr::memchr(b'=', part)?;
    Some((&part[..equals], &part[equals + 1..]))
}

/// Undoes `%3A`; what is no escape stays.
pub fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        let escaped = match after {
            [high, low, ..] if *first == b'%' => hex_value(*high).zip(hex_value(*low)),
            _ => None,
        };
        out.push(escaped.map_or(*first, |(high, low)| high << 4 | low));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, name: &str) -> Option<String> {
        Parameters::of(text.as_bytes()).get(name)
    }

    #[test]
    fn parameters_are_found_in_every_wrapping() {
        for text in [
            "?a=1&se=x:y&b=2",
            "a=1&amp;se=x%3Ay&amp;b=2",
            "sv=1;SE=x%253Ay;b=2",
            "K s='se=x%3ay'",
            "#se=x:y",
            "K=se=x:y",
        ] {
            assert_eq!(value(text, "se").as_deref(), Some("x:y"), "{text}");
        }
        for text in ["", "se", "use=x", "%73e=x"] {
            assert_eq!(value(text, "se"), None, "{text}");
        }
        assert_eq!(value("se=%ff", "se"), None);
        assert_eq!(value("se=100%&b", "se").as_deref(), Some("100%"));
    }

    #[test]
    fn a_signature_belongs_to_the_run_it_stands_in() {
        let text = br#"{"u": "https://a/?e=1\u0026sig=S1&x=2", "v": "https://b/?e=2&sig=S2"}"#;
        assert_eq!(&*carrier(b"S1", text), b"https://a/?e=1&sig=S1&x=2");
        assert_eq!(&*carrier(b"S2", text), b"https://b/?e=2&sig=S2");
        assert_eq!(&*carrier(b"S3", b"elsewhere"), b"elsewhere");
        assert_eq!(&*carrier(b"", b"a b"), b"a b");
        assert_eq!(&*line(b"S2", b"e=1\ne=2 sig=S2\ne=3"), b"e=2 sig=S2");
    }
}

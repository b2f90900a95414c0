//! Expands the examples of rules, so that no realistic token lies in the repository.
//!
//! `GITHUB_TOKEN={{ghp_|alnum:30|crc32-base62}}` becomes the same realistic token on every run. Between `{{` and
//! `}}` stand segments parted by `|`: a literal, `ALPHABET:LENGTH`, or a checksum over what stands before it.

use std::fmt::Write as _;

use data_encoding::{BASE64, BASE64URL_NOPAD};

/// Why an example cannot be expanded.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TemplateError {
    /// A `{{` without its `}}`.
    #[error("`{{{{` is not closed by `}}}}`")]
    Open,
    /// An alphabet that does not exist.
    #[error(
        "unknown alphabet `{0}`: use alnum, alpha, lower, upper, digits, hex, HEX, lower-alnum, upper-alnum, base32, base64, base64url, words or printable"
    )]
    Alphabet(String),
    /// A length that is no number between 1 and 100,000.
    #[error("bad length `{0}`: use a number from 1 to 100000")]
    Length(String),
}

/// Expands every `{{…}}` of `text`; the same `seed` gives the same text.
///
/// # Errors
/// Where a template is not closed, or names an alphabet or a length that does not exist.
pub fn expand(text: &str, seed: &str) -> Result<String, TemplateError> {
    let mut random = Random::from_seed(seed);
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        out.push_str(&rest[..start]);
        let inner = &rest[start + 2..];
        let end = inner.find("}}").ok_or(TemplateError::Open)?;
        out.push_str(&token(&inner[..end], &mut random)?);
        rest = &inner[end + 2..];
    }
    out.push_str(rest);
    Ok(out)
}

fn token(segments: &str, random: &mut Random) -> Result<String, TemplateError> {
    let mut out = String::new();
    for segment in segments.split('|') {
        match segment.split_once(':') {
            None => append_named(segment, &mut out, random),
            Some(("b64", plain)) => out.push_str(&BASE64.encode(plain.as_bytes())),
            Some(("b64url", plain)) => out.push_str(&BASE64URL_NOPAD.encode(plain.as_bytes())),
            Some(("text", plain)) => out.push_str(plain),
            Some((alphabet, length)) => {
                let symbols = alphabet_of(alphabet).ok_or_else(|| TemplateError::Alphabet(alphabet.to_owned()))?;
                let length = length.parse().ok().filter(|n| (1..=100_000).contains(n));
                let length: usize = length.ok_or_else(|| TemplateError::Length(segment.to_owned()))?;
                random.append(symbols.as_bytes(), length, &mut out);
            }
        }
    }
    Ok(out)
}

fn append_named(segment: &str, out: &mut String, random: &mut Random) {
    match segment {
        "crc32-base62" => {
            let body = out.rsplit('_').next().unwrap_or_default();
            let checksum = crc32_base62(body.as_bytes());
            out.push_str(&checksum);
        }
        "crc32-hex" => {
            let checksum = crc32fast::hash(out.as_bytes());
            write!(out, "_{:08x}", checksum.swap_bytes()).expect("writing to a string");
        }
        "uuid" => {
            let mut hex = String::new();
            random.append(alphabet_of("hex").unwrap_or_default().as_bytes(), 32, &mut hex);
            let parts = [&hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..]];
            write!(out, "{}-{}-4{}-a{}-{}", parts[0], parts[1], parts[2], parts[3], parts[4])
                .expect("writing to a string");
        }
        "jwt" => {
            let mut subject = String::new();
            random.append(alphabet_of("digits").unwrap_or_default().as_bytes(), 10, &mut subject);
            let header = BASE64URL_NOPAD.encode(br#"{"alg":"HS256","typ":"JWT"}"#);
            let payload = BASE64URL_NOPAD.encode(format!(r#"{{"sub":"{subject}","iat":1700000000}}"#).as_bytes());
            write!(out, "{header}.{payload}.").expect("writing to a string");
            random.append(alphabet_of("base64url").unwrap_or_default().as_bytes(), 43, out);
        }
        "der-body" => out.push_str(&wrapped(&der(random))),
        "der-line" => out.push_str(&wrapped(&der(random)).replace('\n', "\\n")),
        "openssh-body" => {
            let mut body = b"openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none\0\0\0\0\0\0\0\x01\0\0\0\x33".to_vec();
            body.extend((0..200).map(|_| random.byte()));
            out.push_str(&wrapped(&body));
        }
        literal => out.push_str(literal),
    }
}

/// A DER sequence of the size of a 2048-bit RSA private key: version, then one long integer.
fn der(random: &mut Random) -> Vec<u8> {
    const LENGTH: u16 = 1185;
    let mut body = vec![0x30, 0x82];
    body.extend(LENGTH.to_be_bytes());
    body.extend([0x02, 0x01, 0x00, 0x02, 0x82]);
    body.extend((LENGTH - 7).to_be_bytes());
    body.extend((0..LENGTH - 7).map(|_| random.byte()));
    body
}

/// Base64 in lines of 64 characters, without a line end behind the last.
fn wrapped(body: &[u8]) -> String {
    let text = BASE64.encode(body);
    let lines: Vec<&str> = (0..text.len()).step_by(64).map(|at| &text[at..text.len().min(at + 64)]).collect();
    lines.join("\n")
}

/// The CRC32 of `body` as six base62 digits, the way GitHub and npm end their tokens.
#[must_use]
pub fn crc32_base62(body: &[u8]) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut rest = crc32fast::hash(body) as usize;
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[rest % 62];
        rest /= 62;
    }
    digits.iter().map(|&digit| char::from(digit)).collect()
}

fn alphabet_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "alnum" => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
        "alpha" => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "lower" => "abcdefghijklmnopqrstuvwxyz",
        "upper" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "digits" => "0123456789",
        "hex" => "0123456789abcdef",
        "HEX" => "0123456789ABCDEF",
        "lower-alnum" => "abcdefghijklmnopqrstuvwxyz0123456789",
        "upper-alnum" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        "base32" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        "base64" => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
        "base64url" => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
        "words" => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_",
        "printable" => "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!#%&*+-.^_~",
        _ => return None,
    })
}

/// A small deterministic generator (SplitMix64), so that examples never change.
struct Random(u64);

impl Random {
    fn from_seed(seed: &str) -> Self {
        let hash = seed
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(hash)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[3]
    }

    /// Appends `length` symbols, no two alike in a row, with at least one of each kind of character where there is room.
    fn append(&mut self, symbols: &[u8], length: usize, out: &mut String) {
        let mut drawn = self.draw(symbols, length);
        while length >= 8 && !covers_kinds(symbols, &drawn) {
            drawn = self.draw(symbols, length);
        }
        out.extend(drawn.into_iter().map(char::from));
    }

    fn draw(&mut self, symbols: &[u8], length: usize) -> Vec<u8> {
        let mut drawn: Vec<u8> = Vec::with_capacity(length);
        while drawn.len() < length {
            let symbol = symbols[usize::try_from(self.next() % symbols.len() as u64).unwrap_or(0)];
            if drawn.last() != Some(&symbol) {
                drawn.push(symbol);
            }
        }
        drawn
    }
}

fn covers_kinds(symbols: &[u8], drawn: &[u8]) -> bool {
    let kinds: [fn(&u8) -> bool; 3] = [u8::is_ascii_digit, u8::is_ascii_uppercase, u8::is_ascii_lowercase];
    kinds.iter().all(|kind| !symbols.iter().any(kind) || drawn.iter().any(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_token() {
        let text = "TOKEN={{ghp_|alnum:30|crc32-base62}} # {{hex:8}}";
        let first = expand(text, "secret/x#0").unwrap();
        assert_eq!(first, expand(text, "secret/x#0").unwrap());
        assert_ne!(first, expand(text, "secret/x#1").unwrap());
        assert!(first.starts_with("TOKEN=ghp_"));
        assert_eq!(first.len(), "TOKEN=ghp_".len() + 36 + " # ".len() + 8);
    }

    #[test]
    fn a_token_holds_every_kind_of_character_of_its_alphabet() {
        for seed in 0..200 {
            let token = expand("{{alnum:10}}", &seed.to_string()).unwrap();
            assert!(token.bytes().any(|b| b.is_ascii_digit()) && token.bytes().any(|b| b.is_ascii_uppercase()));
        }
    }

    #[test]
    fn a_bad_template_is_an_error() {
        assert_eq!(expand("{{ghp_", ""), Err(TemplateError::Open));
        assert_eq!(expand("{{alnmu:3}}", ""), Err(TemplateError::Alphabet("alnmu".into())));
        assert_eq!(expand("{{alnum:x}}", ""), Err(TemplateError::Length("alnum:x".into())));
    }
}

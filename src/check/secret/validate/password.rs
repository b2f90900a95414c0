//! Whether a value is a password or key that a person would use, and not code, a reference, a name or prose.

mod names;

use super::Verdict;
use super::password_words::{DEFAULTS, ENDINGS, FRAGMENTS, HASHES, KEYWORDS, REFERENCES};
use crate::check::secret::placeholder::is_placeholder;

use names::{Name, is_identifier, is_wordy};

/// Lengths, in bytes, that passwords and keys have.
const SHORTEST: usize = 4;
const LONGEST: usize = 1024;

/// What kind of text a value is, where it is no password.
type Kind = fn(&Value<'_>) -> bool;

/// All that a value is compared with; the first that fits decides.
const NO_PASSWORDS: [Kind; 14] = [
    is_unprintable,
    is_keyword,
    is_stand_in,
    is_number,
    is_reference,
    is_call,
    is_property,
    is_sentence,
    is_option,
    is_place,
    is_format,
    is_fragment,
    is_pair,
    is_encoded_stand_in,
];

/// A value in the forms in which it is compared.
struct Value<'a> {
    bytes: &'a [u8],
    /// Lower case; bytes that are no UTF-8 replaced.
    lower: String,
}

/// A value that a person would use as a password or key.
pub fn plausible(secret: &[u8]) -> Verdict {
    let bytes = without_line_end(secret.trim_ascii());
    if bytes.len() < SHORTEST || bytes.len() > LONGEST {
        return Verdict::Impossible;
    }
    let value = Value { bytes, lower: String::from_utf8_lossy(bytes).to_lowercase() };
    if HASHES.iter().any(|start| value.lower.starts_with(start)) {
        return Verdict::Doubtful("it is the hash of a password");
    }
    if DEFAULTS.contains(&value.lower.as_str()) {
        return Verdict::Doubtful("it is a well-known default");
    }
    if NO_PASSWORDS.iter().any(|fits| fits(&value)) {
        return Verdict::Impossible;
    }
    if bytes.iter().all(u8::is_ascii_digit) {
        return Verdict::Doubtful("it is a number");
    }
    match names::name(bytes) {
        Name::Known => Verdict::Impossible,
        Name::Shaped => Verdict::Doubtful("it reads like a name"),
        Name::None => Verdict::Plausible,
    }
}

/// Base64 of words that are no password either: `cGFzc3dvcmQ=`.
pub fn is_encoded_words(secret: &[u8]) -> bool {
    if secret.len() < 8 || !secret.len().is_multiple_of(4) {
        return false;
    }
    let Ok(plain) = data_encoding::BASE64.decode(secret) else { return false };
    let plain = plain.trim_ascii();
    let is_text = plain.len() >= SHORTEST && plain.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
    is_text && plausible(plain) == Verdict::Impossible
}

fn is_encoded_stand_in(value: &Value<'_>) -> bool {
    is_encoded_words(value.bytes)
}

/// An escaped line end belongs to the text around the value.
fn without_line_end(mut bytes: &[u8]) -> &[u8] {
    while let Some(rest) = bytes.strip_suffix(b"\\n").or_else(|| bytes.strip_suffix(b"\\r")) {
        bytes = rest;
    }
    bytes
}

fn is_unprintable(value: &Value<'_>) -> bool {
    value.lower.chars().any(char::is_control)
}

fn is_keyword(value: &Value<'_>) -> bool {
    let word = value.lower.trim_matches(|c: char| !c.is_alphanumeric());
    word.is_empty() || KEYWORDS.binary_search(&word).is_ok()
}

fn is_stand_in(value: &Value<'_>) -> bool {
    is_placeholder(value.bytes) || is_monotonous(value.bytes)
}

/// One or two different characters; three in a text of some length.
fn is_monotonous(bytes: &[u8]) -> bool {
    let mut seen = [false; 256];
    for byte in bytes {
        seen[usize::from(byte.to_ascii_lowercase())] = true;
    }
    let distinct = seen.iter().filter(|seen| **seen).count();
    distinct <= 2 || (distinct == 3 && bytes.len() >= 8)
}

/// `0x20`, `1.5`, `^1.0.0`, `2024-01-31`, `10.0.0.1`, `12:30`, and whole numbers too short for a code.
fn is_number(value: &Value<'_>) -> bool {
    let text = value.lower.trim_start_matches(['^', '~', '>', '<', '=', 'v', '+', '-', ' ']);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let hexadecimal =
        text.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_hexdigit()) && rest.len() <= 16);
    let separated = text.contains(['.', ':', '-', '/', ','])
        && text.bytes().all(|b| {
            b.is_ascii_digit() || matches!(b, b'.' | b':' | b'-' | b'/' | b',' | b't' | b'z' | b' ' | b'x' | b'*')
        });
    hexadecimal || (separated && digits > 0) || (digits == text.len() && digits <= 4)
}

fn is_reference(value: &Value<'_>) -> bool {
    REFERENCES.iter().any(|sign| value.lower.contains(sign))
}

/// `getpass()`, `fetch(name)`, `(str`, `True)`.
fn is_call(value: &Value<'_>) -> bool {
    let bytes = value.bytes;
    let substitution = bytes.starts_with(b"`") && (!bytes.ends_with(b"`") || bytes.contains(&b' '));
    if bytes.starts_with(b"$(") || substitution {
        return true;
    }
    let Some(open) = memchr::memchr(b'(', bytes) else {
        // the rest of a call
        return bytes.strip_suffix(b")").is_some_and(|head| {
            head.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'.' | b'\'' | b'"'))
        });
    };
    let callee =
        bytes[..open].rsplit(|b| b.is_ascii_whitespace() || matches!(b, b'!' | b'=' | b',')).next().unwrap_or_default();
    let is_callee =
        |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b'$' | b'@' | b'?' | b'>' | b'-');
    let named = callee.iter().all(is_callee) && callee.first().is_none_or(|b| !b.is_ascii_digit());
    named && (bytes[open..].contains(&b')') || callee.is_empty() || is_wordy(callee))
}

/// `config.password`, `form['x']`, `@password`, `:password`, `*secret`.
fn is_property(value: &Value<'_>) -> bool {
    let bytes = value.bytes;
    let (sign, path) = match bytes {
        [b':' | b'@' | b'&' | b'*' | b'!' | b'#' | b'.' | b'?', path @ ..] => (true, path),
        _ => (false, bytes),
    };
    let is_step = |step: &[u8]| is_identifier(step) && (step.len() == 1 || is_wordy(step));
    let steps = path.split(|b| *b == b'.').all(|step| is_step(step.strip_suffix(b"?").unwrap_or(step)));
    let indexed =
        memchr::memchr(b'[', path).is_some_and(|open| open > 0 && path.ends_with(b"]") && is_identifier(&path[..open]));
    ((sign || path.contains(&b'.')) && steps) || indexed
}

/// Several words, or letters of another alphabet without a digit.
fn is_sentence(value: &Value<'_>) -> bool {
    let words: Vec<&str> = value.lower.split_whitespace().collect();
    let is_word = |word: &&str| word.chars().all(|c| c.is_alphabetic() || c.is_ascii_punctuation());
    let foreign = value.lower.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
    let digits = value.bytes.iter().any(u8::is_ascii_digit);
    // one-time password seeds are written in groups
    let groups = words.iter().filter(|word| word.bytes().any(|b| b.is_ascii_digit())).count();
    (words.len() >= 3 && groups * 3 <= words.len())
        || (words.len() == 2 && words.iter().all(is_word))
        || (foreign >= 2 && !digits)
}

/// `--password`, `-p`, `-Dname=value`, `-----BEGIN`.
fn is_option(value: &Value<'_>) -> bool {
    match value.bytes {
        [b'-', b'-', ..] => true,
        [b'-', name @ ..] => is_wordy(name) && is_identifier(name),
        _ => false,
    }
}

/// A path, a URL, a host, a mail address, a file.
fn is_place(value: &Value<'_>) -> bool {
    let (bytes, lower) = (value.bytes, value.lower.as_str());
    let rooted = ["//", "./", "../", "~/", "~\\", "..\\", "\\\\"].iter().any(|root| lower.starts_with(root));
    let drive = matches!(bytes, [b'A'..=b'Z' | b'a'..=b'z', b':', b'\\' | b'/', ..]);
    let ending = ENDINGS.iter().any(|ending| {
        lower.ends_with(ending)
            && is_wordy(bytes[..bytes.len() - ending.len()].rsplit(|b| *b == b'/').next().unwrap_or_default())
    });
    let query = lower.starts_with('/') && lower.trim_end_matches('=').contains(['?', '=', '#']);
    rooted || drive || query || ending || is_path(bytes) || is_address(lower)
}

/// Two or more wordy parts between slashes.
fn is_path(bytes: &[u8]) -> bool {
    let parts: Vec<&[u8]> = bytes.split(|b| matches!(b, b'/' | b'\\')).collect();
    parts.len() >= 2 && parts.iter().all(|part| is_wordy(part) || part.is_empty()) && !bytes.contains(&b'+')
}

fn is_address(lower: &str) -> bool {
    let Some((user, host)) = lower.rsplit_once('@') else { return false };
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+'));
    let top = host.rsplit('.').next().unwrap_or_default();
    host.contains('.') && plain(user) && plain(host) && top.len() >= 2 && top.bytes().all(|b| b.is_ascii_lowercase())
}

/// `%s`, `{0}`, `{name}`, `{:?}`, with nothing that could be a password glued to it.
fn is_format(value: &Value<'_>) -> bool {
    let bytes = value.bytes;
    let borders = |byte: u8| byte.is_ascii_whitespace() || br#"'":/=([])-_,.;@{}<>|%"#.contains(&byte);
    let verb = |at: usize| {
        let before = at.checked_sub(1).map(|at| bytes[at]);
        matches!(bytes.get(at + 1), Some(b's' | b'd' | b'v' | b'q' | b'@' | b'i' | b'r'))
            && [before, bytes.get(at + 2).copied()].into_iter().flatten().all(borders)
    };
    let braces = || {
        let open = memchr::memchr(b'{', bytes)?;
        let close = memchr::memchr(b'}', &bytes[open..])?;
        let name = &bytes[open + 1..open + close];
        Some(
            name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b'?'))
                && (is_wordy(name) || name.is_empty()),
        )
    };
    memchr::memchr_iter(b'%', bytes).any(verb) || braces() == Some(true)
}

/// Pieces of regular expressions, markup and code.
fn is_fragment(value: &Value<'_>) -> bool {
    let closing =
        [&b"})"[..], b"])", b"')", b"\")", b"))", b"};", b");", b"px;"].iter().any(|end| value.bytes.ends_with(end));
    let query = matches!(value.bytes, [b'?' | b'&', ..]) && value.bytes.contains(&b'=');
    let anchored = value.bytes.starts_with(b"^") && value.bytes.ends_with(b"$");
    let fields = value.bytes.contains(&b'{') && value.bytes.ends_with(b":");
    let open = fields || value.bytes.ends_with(b"{") || value.bytes.ends_with(b"(") || value.bytes.ends_with(b"[");
    let operator =
        matches!(value.bytes, [b'=', ..] | [b'<' | b'>', b'=', ..] | [b'<', b'a'..=b'z' | b'A'..=b'Z' | b'/', ..]);
    anchored || open || operator || closing || query || FRAGMENTS.iter().any(|sign| value.lower.contains(sign))
}

/// `key=value`, `key=`, `service:Action`, `image:tag`, `package:1.2.3`.
fn is_pair(value: &Value<'_>) -> bool {
    let bytes = value.bytes;
    let Some(at) = bytes.iter().position(|b| matches!(b, b'=' | b':')) else { return false };
    let (key, rest) = (&bytes[..at], &bytes[at + 1..]);
    let key_is_name = key.len() >= 2 && is_identifier(key) && is_wordy(key);
    match bytes[at] {
        b'=' => key_is_name && (rest.is_empty() || rest[0] != b'='),
        _ => key_is_name && (is_wordy(rest) || rest.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b':'))),
    }
}

#[cfg(test)]
mod tests;

//! Tells the names of things in code from passwords.

use crate::check::secret::validate::password_words::PARTS;

/// How much a text looks like a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// Several parts, of which one at least is a word that names are made of: `resetPasswordForm`.
    Known,
    /// Several parts, none of them known: `frob_quux`.
    Shaped,
    /// No name.
    None,
}

/// Looks at the parts of the text between `_`, `-` and changes of case. Digits inside speak against a name unless
/// the rest of it is all too clear: `RFC2136_TSIG_SECRET`, `base64KeyLength`.
pub fn name(bytes: &[u8]) -> Name {
    let body = without_last_digits(bytes);
    if !body.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')) || bytes.len() - body.len() > 2 {
        return Name::None;
    }
    let parts = parts(body);
    if parts.len() < 2 || !is_regular(&parts) {
        return Name::None;
    }
    let known = parts.iter().filter(|part| part.len() >= 3 && is_known(part)).count();
    let digits = body.iter().filter(|b| b.is_ascii_digit()).count();
    match (digits, known) {
        (0, 1..) => Name::Known,
        (1..=4, 2..) if digits * 4 <= body.len() => Name::Known,
        (1..=4, 1) if parts.len() >= 3 && body.contains(&b'_') && digits * 4 <= body.len() => Name::Known,
        (0, 0) if bytes.len() == body.len() => Name::Shaped,
        _ => Name::None,
    }
}

/// `tRoUbLe` has parts, but nobody names things like that.
fn is_regular(parts: &[&[u8]]) -> bool {
    parts.iter().all(|part| is_one_case(part))
        && parts.iter().filter(|part| part.len() >= 2).count() * 3 >= parts.len() * 2
}

fn without_last_digits(bytes: &[u8]) -> &[u8] {
    let digits = bytes.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    &bytes[..bytes.len() - digits]
}

/// The parts of a name: between separators, and where lower case turns into upper.
fn parts(name: &[u8]) -> Vec<&[u8]> {
    let words = name.split(|b| !b.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    words.flat_map(|word| word.chunk_by(|a, b| !(a.is_ascii_lowercase() && b.is_ascii_uppercase()))).collect()
}

fn is_known(part: &[u8]) -> bool {
    let lower = part.to_ascii_lowercase();
    PARTS.binary_search_by(|known| known.as_bytes().cmp(&lower)).is_ok()
}

/// A name of most programming languages, hyphens allowed.
pub fn is_identifier(text: &[u8]) -> bool {
    text.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_' || *b == b'$')
        && text.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'$'))
}

/// Letters in a case that people write, digits at the end at most: `users`, `API_KEY`, `UserName2`, `x-auth`.
pub fn is_wordy(text: &[u8]) -> bool {
    let body = without_last_digits(text);
    let word = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b'.' | b'?' | b':' | b'$' | b'@' | b'>');
    if !body.iter().all(word) || text.len() - body.len() > 3 {
        return false;
    }
    let parts = parts(body);
    let letters: usize = parts.iter().map(|part| part.len()).sum();
    !parts.is_empty() && letters >= parts.len() * 2 && parts.iter().all(|part| is_one_case(part))
}

/// `word`, `Word`, `WORD`, `HTTPServer`: capitals stand in front.
fn is_one_case(part: &[u8]) -> bool {
    let capitals = part.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let small = &part[capitals..];
    small.iter().all(u8::is_ascii_lowercase) && (capitals < 2 || small.len() != 1 || small == b"s")
}

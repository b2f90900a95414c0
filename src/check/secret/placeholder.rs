//! Tells a text that only stands for a credential from a credential.

mod filler;
mod words;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use memchr::memmem;

/// The longest secret that is searched for words: in longer ones (keys, whole JSON files) a word says nothing.
const LONGEST_WORDED: usize = 256;

/// Whether the text only stands for a secret: a template, a word such as `EXAMPLE`, or a run of filler.
#[must_use]
pub fn is_placeholder(secret: &[u8]) -> bool {
    let secret = unquoted(secret);
    if secret.len() <= LONGEST_WORDED {
        let mut buffer = [0_u8; LONGEST_WORDED];
        let lower = &mut buffer[..secret.len()];
        lower.copy_from_slice(secret);
        lower.make_ascii_lowercase();
        if secret.is_empty() || is_template(secret) || is_elided(lower) || holds_word(secret, lower) || is_prose(lower)
        {
            return true;
        }
    }
    filler::is_mostly_filler(secret)
}

fn unquoted(secret: &[u8]) -> &[u8] {
    let secret = secret.trim_ascii();
    match secret {
        [first @ (b'"' | b'\'' | b'`'), inner @ .., last] if first == last => inner.trim_ascii(),
        _ => secret,
    }
}

/// A text that some other program fills in: `<token>`, `${TOKEN}`, `{{ token }}`, `%TOKEN%`, `$TOKEN`.
#[must_use]
pub(super) fn is_template(secret: &[u8]) -> bool {
    const WHOLE: [(&[u8], &[u8]); 3] = [(b"<", b">"), (b"$(", b")"), (b"%(", b")s")];
    const NAMED: [(&[u8], &[u8]); 3] = [(b"[", b"]"), (b"{", b"}"), (b"(", b")")];
    const INSIDE: [(&[u8], &[u8]); 8] = [
        (b"${", b"}"),
        (b"{{", b"}}"),
        (b"#{", b"}"),
        (b"<%", b"%>"),
        (b"$((", b"))"),
        (b"${{", b"}}"),
        (b"@@", b"@@"),
        (b"__", b"__"),
    ];
    let whole = |(open, close): &(&[u8], &[u8])| {
        secret.len() > open.len() + close.len() && secret.starts_with(open) && secret.ends_with(close)
    };
    let inside = |(open, close): &(&[u8], &[u8])| {
        let start = memmem::find(secret, open)?;
        let name = &secret[start + open.len()..];
        memmem::find(name, close).map(|end| end > 0 && (open[0] != b'_' || is_constant_name(&name[..end])))
    };
    // `{8d9b…}` is a UUID, `{token}` a template
    let named = |pair: &(&[u8], &[u8])| whole(pair) && secret.iter().filter(|b| b.is_ascii_digit()).count() <= 2;
    WHOLE.iter().any(whole)
        || NAMED.iter().any(named)
        || INSIDE.iter().any(|pair| inside(pair) == Some(true))
        || is_variable(secret)
}

/// `__TOKEN__` is a template only where what it encloses is a name.
fn is_constant_name(name: &[u8]) -> bool {
    name.len() >= 3 && name.iter().all(|b| b.is_ascii_uppercase() || *b == b'_')
}

/// `$TOKEN`, `$env:TOKEN`, `%TOKEN%`: a variable of a shell, and nothing else.
fn is_variable(secret: &[u8]) -> bool {
    let is_name = |name: &[u8]| {
        name.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
            && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
    };
    match secret {
        [b'%', name @ .., b'%'] | [b'$', b'e', b'n', b'v', b':', name @ ..] => is_name(name),
        [b'$', b'$', name @ ..] => is_constant_name(name),
        [b'$', name @ ..] => is_name(name) && looks_named(name),
        _ => false,
    }
}

/// Whether what follows a `$` reads as a name: one case, or words joined by `_`; `$3cr3tPa5S` does not.
fn looks_named(name: &[u8]) -> bool {
    let digits = name.iter().filter(|b| b.is_ascii_digit()).count();
    let trailing = name.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    digits == trailing && trailing <= 2
}

/// `ghp_abc...xyz`, `****`, `xxxx`, `…`: parts of the text were taken out.
fn is_elided(lower: &[u8]) -> bool {
    let run = |byte: u8, least: usize| lower.chunk_by(|a, b| a == b).any(|run| run[0] == byte && run.len() >= least);
    let bounded = |byte: u8, least: usize| {
        lower.split(|b| !b.is_ascii_alphanumeric()).any(|part| part.len() >= least && part.iter().all(|b| *b == byte))
    };
    run(b'.', 3)
        || run(b'*', 4)
        || run(b'x', 6)
        || run(b'?', 4)
        || run(b'_', 5)
        || bounded(b'x', 4)
        || lower.iter().all(|b| matches!(b, b'*' | b'.' | b'?' | b'_' | b'-' | b'x' | b' ' | b'#'))
        || memmem::find(lower, "…".as_bytes()).is_some()
        || memmem::find(lower, "•••".as_bytes()).is_some()
}

fn holds_word(secret: &[u8], lower: &[u8]) -> bool {
    static WORDS: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::new(words::ANYWHERE.iter().chain(words::BOUNDED)).ok());
    let Some(automaton) = WORDS.as_ref() else { return false };
    let counts = |found: aho_corasick::Match| {
        let bounded = found.pattern().as_usize() >= words::ANYWHERE.len();
        one_case(&secret[found.range()]) && (!bounded || stands_apart(secret, found.range()))
    };
    automaton.find_overlapping_iter(lower).any(counts) || begins_as_yours(lower)
}

/// Whether no letter or digit stands on either side.
fn stands_apart(secret: &[u8], range: Range<usize>) -> bool {
    let free = |neighbour: Option<&u8>| neighbour.is_none_or(|b| !b.is_ascii_alphanumeric());
    free(range.start.checked_sub(1).and_then(|before| secret.get(before))) && free(secret.get(range.end))
}

/// `word`, `WORD` or `Word`; camel case counts where each part is long enough to be a word.
fn one_case(word: &[u8]) -> bool {
    let upper = word.iter().filter(|b| b.is_ascii_uppercase()).count();
    let letters = word.iter().filter(|b| b.is_ascii_alphabetic()).count();
    upper == 0 || upper == letters || (word.len() >= 8 && upper <= 2) || (upper == 1 && word[0].is_ascii_uppercase())
}

/// `your-token`, `YOUR_API_KEY`, `yourPassword`: `your` at a boundary, then a separator or what is yours.
fn begins_as_yours(lower: &[u8]) -> bool {
    memmem::find_iter(lower, b"your").any(|at| {
        let free = at == 0 || !lower[at - 1].is_ascii_alphanumeric();
        let rest = &lower[at + 4..];
        let separated = rest.first().is_some_and(|b| matches!(b, b'-' | b'_' | b' ' | b'.'));
        free && (separated || rest.is_empty() || words::YOURS.iter().any(|word| rest.starts_with(word)))
    })
}

/// Whether the text is nothing but words that speak about credentials: `my-secret-token`, `some_api_key`, `testToken-2`.
fn is_prose(lower: &[u8]) -> bool {
    let mut worded = false;
    for part in lower.split(|b| !b.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        let is_count = worded && part.len() <= 3 && part.iter().all(u8::is_ascii_digit);
        if !is_count && !is_made_of_words(part) {
            return false;
        }
        worded = true;
    }
    worded
}

/// Whether the part can be cut into words that speak about credentials.
fn is_made_of_words(part: &[u8]) -> bool {
    let mut reached = [false; LONGEST_WORDED + 1];
    reached[0] = true;
    for at in 0..part.len() {
        if reached[at] {
            for word in words::PROSE.iter().filter(|word| part[at..].starts_with(word)) {
                reached[at + word.len()] = true;
            }
        }
    }
    reached[part.len()]
}

#[cfg(test)]
mod tests;

//! Texts like a pattern.

/// Whether a text is like a pattern, without regard to case: `*` stands for any text, `?` for one character, and what
/// follows a `\\` for itself.
#[must_use]
#[inline]
pub fn is_match(pattern: &[u8], text: &[u8]) -> bool {
    !ends_apart(pattern, text) && matches(pattern, text)
}

fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star = None;
    while t < text.len() {
        let escaped = pattern.get(p).filter(|byte| **byte == b'\\').and_then(|_| pattern.get(p + 1));
        let plain = pattern.get(p).filter(|byte| **byte != b'*');
        if pattern.get(p) == Some(&b'*') {
            star = Some((p, t));
            p += 1;
        } else if escaped.is_some_and(|byte| byte.eq_ignore_ascii_case(&text[t])) {
            p += 2;
            t += 1;
        } else if escaped.is_none() && plain.is_some_and(|byte| *byte == b'?' || byte.eq_ignore_ascii_case(&text[t])) {
            p += 1;
            t += 1;
        } else if let Some((at, from)) = star {
            // The star takes in what comes before the next letter that may go on.
            let Some(next) = next(pattern, at + 1, text, from + 1) else { return false };
            p = at + 1;
            t = next;
            star = Some((at, next));
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

/// The first place of a text, from `from` on, at which what a pattern has at `p` may stand.
fn next(pattern: &[u8], p: usize, text: &[u8], from: usize) -> Option<usize> {
    match pattern.get(p) {
        Some(b'*' | b'?' | b'\\') | None => Some(from),
        Some(letter) => {
            let (lower, upper) = (letter.to_ascii_lowercase(), letter.to_ascii_uppercase());
            memchr::memchr2(lower, upper, &text[from..]).map(|at| from + at)
        }
    }
}

/// Whether the first or last characters tell already that a text is not like a pattern.
#[inline]
fn ends_apart(pattern: &[u8], text: &[u8]) -> bool {
    let is_apart_at_first = match (pattern.first(), text.first()) {
        (Some(b'*' | b'?' | b'\\') | None, _) => false,
        (Some(wanted), Some(first)) => !wanted.eq_ignore_ascii_case(first),
        (_, None) => true,
    };
    is_apart_at_first
        || match (pattern, text.last()) {
            ([.., b'*' | b'?'] | [], _) => false,
            ([.., wanted], Some(last)) => !wanted.eq_ignore_ascii_case(last),
            (_, None) => true,
        }
}

#[cfg(test)]
mod tests {
    use super::is_match;

    #[test]
    fn stars_stand_for_any_text_and_escaped_ones_for_themselves() {
        for (pattern, text, is) in [
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("a", "", false),
            ("a*c", "abc", true),
            ("a*c", "abd", false),
            ("a?c", "ac", false),
            ("A*", "abc", true),
            ("*C", "abc", true),
            ("repo:*/\\*", "repo:acme/*", true),
            ("repo:*/\\*", "repo:acme/shop", false),
            ("a\\?", "a?", true),
            ("a\\?", "ab", false),
        ] {
            assert_eq!(is_match(pattern.as_bytes(), text.as_bytes()), is, "{pattern} {text}");
        }
    }
}

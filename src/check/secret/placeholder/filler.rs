//! Finds what a person types when any text will do: runs, sequences, repetitions.

/// Longest token that is looked at whole; of a longer one the head decides.
const LONGEST: usize = 4096;

/// Length from which a token that is made of short sequences is no accident.
const SEVERAL: usize = 12;

/// Well-known hexadecimal words.
const HEX_WORDS: [&[u8]; 7] =
    [b"deadbeef", b"cafebabe", b"baadf00d", b"feedface", b"badc0ffee", b"deadc0de", b"c0ffee"];

/// Whether runs of one character, sequences and repetitions make up more than half of the token.
pub fn is_mostly_filler(secret: &[u8]) -> bool {
    let head = &secret[..secret.len().min(LONGEST)];
    let token: Vec<u8> = head.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    if token.is_empty() {
        // symbols alone: `----`, `....`
        return !head.is_empty() && head.iter().all(|byte| *byte == head[0]);
    }
    let mut filler = vec![false; token.len()];
    mark(&mut filler, &token, 1, 4, |pair| pair[0] == pair[1]);
    // `abc123xyz789`: short sequences too, where there is room for several.
    let ascending = if token.len() < SEVERAL { 6 } else { 3 };
    mark(&mut filler, &token, 1, ascending, |pair| follows(pair[0], pair[1]));
    mark(&mut filler, &token, 1, 6, |pair| follows(pair[1], pair[0]));
    mark(&mut filler, &token, 2, 8, |triple| follows(triple[0], triple[2]));
    for period in 2..=4 {
        mark(&mut filler, &token, period, (period * 3).max(8), |window| window[0] == window[period]);
    }
    for period in [5, 8, 10, 16] {
        mark(&mut filler, &token, period, (period * 2).max(15), |window| window[0] == window[period]);
    }
    mark_words(&mut filler, &token);
    filler.iter().filter(|&&is_filler| is_filler).count() * 2 > token.len()
}

/// Marks every stretch of at least `least` bytes in which `holds` is true of each byte and the one `period` behind it.
fn mark(filler: &mut [bool], token: &[u8], period: usize, least: usize, holds: impl Fn(&[u8]) -> bool) {
    let mut start = 0;
    for (at, window) in token.windows(period + 1).enumerate() {
        if holds(window) {
            let end = at + period + 1;
            if end - start == least {
                filler[start..end].fill(true);
            } else if end - start > least {
                filler[end - 1] = true;
            }
        } else {
            start = at + 1;
        }
    }
}

/// Whether `next` follows `byte` in the alphabet, the digits, or the digits of hexadecimal numbers.
const fn follows(byte: u8, next: u8) -> bool {
    match byte {
        b'0'..=b'8' | b'a'..=b'y' => next == byte + 1,
        b'9' => matches!(next, b'0' | b'a'),
        b'z' => matches!(next, b'a' | b'0' | b'1'),
        _ => false,
    }
}

fn mark_words(filler: &mut [bool], token: &[u8]) {
    const ROWS: [&[u8]; 4] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm", b"qazwsxedc"];
    for word in HEX_WORDS.iter().chain(&ROWS) {
        for at in memchr::memmem::find_iter(token, word) {
            filler[at..at + word.len()].fill(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filler_is_what_covers_most_of_the_token() {
        let cases: [(&str, bool); 15] = [
            ("0123456789", true),
            ("abcdefghijkl", true),
            ("1234567890abcdef1234567890abcdef", true),
            ("zyxwvutsrqponm", true),
            ("a1b2c3d4e5f6g7h8", true),
            ("abcabcabcabc", true),
            ("123123123", true),
            ("deadbeefdeadbeef", true),
            ("12345678-1234-1234-1234-123456789012", true),
            ("00000000-0000-0000-0000-000000000000", true),
            ("AKIAAAAAAAAAAAAAAAAA", true),
            ("sk_live_abc123xyz789", true),
            ("q8Rt2vLk0PzXs7Wn", false),
            ("hunter2", false),
            ("aaaabK29xQp81ZmT", false),
        ];
        for (token, expected) in cases {
            assert_eq!(is_mostly_filler(token.as_bytes()), expected, "{token}");
        }
    }
}

//! What counts as a placeholder, and that random tokens do not.

use super::*;

#[test]
fn texts_that_stand_for_a_secret() {
    let cases = [
        "",
        "\"\"",
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "ghp_xxxxxxxxxxxxxxxxxxxx",
        "<token>",
        "<YOUR API KEY>",
        "${TOKEN}",
        "ghp_${TOKEN}",
        "{{ vault_password }}",
        "#{secret}",
        "$TOKEN",
        "$env:TOKEN",
        "%TOKEN%",
        "$(cat token)",
        "<%= token %>",
        "@@TOKEN@@",
        "__API_TOKEN__",
        "[token]",
        "{token}",
        "YOUR_API_KEY",
        "your-token",
        "yourPasswordHere",
        "my-secret-token",
        "MY_API_KEY",
        "some_api_key",
        "testToken",
        "changeme",
        "ChangeMe",
        "CHANGE_ME!",
        "replace-with-token",
        "REPLACE_ME",
        "insert-token-here",
        "sk_test_xxxxxxxxxxxxxxxx",
        "xxxx-xxxx-xxxx",
        "********",
        "sk-....",
        "ghp_abc...xyz",
        "sk-…",
        "REDACTED",
        "[REDACTED]",
        "dummy-password",
        "Dummy123",
        "fake",
        "fake-token-1",
        "sk-fake-key",
        "foobar",
        "test-token-2",
        "TODO",
        "todo: token",
        "deadbeefdeadbeefdeadbeefdeadbeef",
        "xoxb-123456789012-123456789012-abcdefghijkl",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "0000000000000000000000000000000000000000",
        "sk-1234567890abcdef1234567890abcdef",
        "postgres://user:pass@example.com/db",
        "not-a-real-key",
        "tokensecret",
        "password",
        "secret",
        "token",
    ];
    for case in cases {
        assert!(is_placeholder(case.as_bytes()), "{case}");
    }
}

#[test]
fn texts_that_may_be_a_secret() {
    let cases = [
        "hunter2",
        "S3cr3t!",
        "Passw0rd",
        "correct horse battery staple",
        "p4$$word",
        "$ecr3tPa55",
        "tr0ub4dor&3",
        "admin",
        "qX7#pl!2",
        "q8Rt2vLk0PzXs7Wn",
        "4f9d2c81b7e650a3",
        "letmein99",
        "Summer2019",
        "myK9xPq2LmZ",
        "youth-7Kq2",
        "Fake9Xk2pQ7rTz",
        "8c2f-fakz-91bd",
    ];
    for case in cases {
        assert!(!is_placeholder(case.as_bytes()), "{case}");
    }
}

/// A deterministic stream of numbers (splitmix64).
struct Stream(u64);

impl Stream {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn token(&mut self, alphabet: &[u8], length: usize) -> Vec<u8> {
        (0..length).map(|_| alphabet[usize::try_from(self.next() >> 33).unwrap() % alphabet.len()]).collect()
    }
}

#[test]
fn keys_in_blocks_are_no_placeholders() {
    for body in ["{{base64:64}}", "{{der-body}}", "{{openssh-body}}"] {
        let block = format!("{0}BEGIN {1}{0}\n{body}\n{0}END {1}{0}", "-".repeat(5), "PRIVATE KEY");
        let block = crate::rule::expand(&block, "block").unwrap();
        assert!(!is_placeholder(block.as_bytes()), "{body}");
    }
}

#[test]
fn random_tokens_are_not_dropped() {
    let alnum = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let base64url = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let alphabets: [(&str, &[u8], usize); 6] = [
        ("alnum", alnum, 32),
        ("lower alnum", &alnum[26..], 32),
        ("hex", b"0123456789abcdef", 32),
        ("base32", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
        ("base64url", base64url, 64),
        ("base64", b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 88),
    ];
    for (name, alphabet, length) in alphabets {
        let mut stream = Stream(length as u64);
        let dropped = (0..10_000).filter(|_| is_placeholder(&stream.token(alphabet, length))).count();
        assert_eq!(dropped, 0, "{name}");
    }
}

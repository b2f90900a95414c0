//! The name a credential is known by: over rule and content, so that it survives moved lines, renames and rebases.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::rule::RuleId;

/// Separates these hashes from every other use of HMAC-SHA-256.
const KEY: &[u8] = b"credline/v1 fingerprint";

/// 128 bits of a keyed hash over rule and secret; shown as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of a credential found by a rule.
    #[must_use]
    pub fn of(rule: &RuleId, content: &[u8]) -> Self {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(KEY).expect("HMAC takes keys of any length");
        mac.update(rule.as_str().as_bytes());
        mac.update(&[0]);
        mac.update(content);
        let full = mac.finalize().into_bytes();
        let mut short = [0; 16];
        short.copy_from_slice(&full[..16]);
        Self(short)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_hangs_on_rule_and_content_alone() {
        let (one, two): (RuleId, RuleId) = ("secret/a".parse().unwrap(), "secret/b".parse().unwrap());
        assert_eq!(Fingerprint::of(&one, b"x"), Fingerprint::of(&one, b"x"));
        assert_ne!(Fingerprint::of(&one, b"x"), Fingerprint::of(&two, b"x"));
        assert_ne!(Fingerprint::of(&one, b"x"), Fingerprint::of(&one, b"y"));
        assert_eq!(Fingerprint::of(&one, b"x").to_string().len(), 32);
    }
}

//! AWS key ids: the account number that newer ones carry.

use super::Verdict;

/// Account numbers have twelve digits.
const ACCOUNTS: u64 = 1_000_000_000_000;

/// Four letters of kind, then sixteen (in the oldest ids: twelve) base32 digits.
pub fn key_id(secret: &[u8]) -> Verdict {
    match secret.get(4..) {
        Some(digits) if digits.len() >= 12 && digits.iter().all(|b| base32(*b).is_some()) => {}
        _ => return Verdict::Impossible,
    }
    match number(secret) {
        Some(number) if number >= ACCOUNTS => Verdict::Doubtful("the account number in it has more than twelve digits"),
        _ => Verdict::Plausible,
    }
}

/// The account that a key id belongs to, twelve digits; ids made before about 2019 carry none.
#[must_use]
pub fn aws_account(key_id: &[u8]) -> Option<String> {
    number(key_id).filter(|number| *number < ACCOUNTS).map(|number| format!("{number:012}"))
}

/// The number in the 40 bits behind the first, which is set where there is one.
fn number(key_id: &[u8]) -> Option<u64> {
    let digits: &[u8; 16] = key_id.get(4..)?.try_into().ok()?;
    let mut bits = 0_u64;
    for &digit in &digits[..10] {
        bits = bits << 5 | u64::from(base32(digit)?);
    }
    digits[10..].iter().all(|b| base32(*b).is_some()).then_some(())?;
    (bits >> 49 == 1).then_some((bits >> 9) & 0xff_ffff_ffff)
}

const fn base32(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'2'..=b'7' => Some(byte - b'2' + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::BASE32_NOPAD;

    fn id(account: u64) -> Vec<u8> {
        let bits = (1_u64 << 49 | account << 9 | 0x55) << 14;
        let mut bytes = bits.to_be_bytes()[..7].to_vec();
        bytes.extend([7, 9, 11]);
        [b"AKIA", &BASE32_NOPAD.encode(&bytes).as_bytes()[..16]].concat()
    }

    #[test]
    fn a_newer_id_tells_its_account() {
        for account in [0, 1, 123_456_789_012, 999_999_999_999] {
            let id = id(account);
            assert_eq!(aws_account(&id), Some(format!("{account:012}")));
            assert_eq!(key_id(&id), Verdict::Plausible);
        }
        let impossible = id(1_050_000_000_000);
        assert_eq!(aws_account(&impossible), None);
        assert!(matches!(key_id(&impossible), Verdict::Doubtful(_)));
    }

    #[test]
    fn the_published_sample_decodes() {
        // the id and the account of AWS's own documentation on the subject
        assert_eq!(aws_account(&[&b"ASIA"[..], b"QNZGKIQY", b"56JQ7WML"].concat()).as_deref(), Some("029608264753"));
    }

    #[test]
    fn an_older_id_has_no_account_and_foreign_digits_are_impossible() {
        assert_eq!(aws_account(b"AKIAIOSFODNN7EXAMPLE"), None);
        assert_eq!(key_id(b"AKIAIOSFODNN7EXAMPLE"), Verdict::Plausible);
        for text in ["", "AKIA", "AKIAIOSF", "AKIAIOSFODNN8EXAMPLE", "AKIAIOSFODNN0EXAMPLE", "AKIAiosfodnn7example"] {
            assert_eq!(key_id(text.as_bytes()), Verdict::Impossible, "{text}");
        }
    }
}

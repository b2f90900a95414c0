//! Check digits inside tokens: the CRC32s of GitHub, npm and Grafana, and Luhn's.

use super::Verdict;
use crate::rule::crc32_base62 as base62_of;

/// GitHub and npm: six base62 digits of CRC32 over what stands between the last `_` and them.
/// Source: <https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/>
pub fn crc32_base62(secret: &[u8]) -> Verdict {
    let body = memchr::memrchr(b'_', secret).map_or(secret, |at| &secret[at + 1..]);
    let Some((body, digits)) = body.split_last_chunk::<6>() else { return Verdict::Impossible };
    if body.is_empty() || !digits.iter().chain(body).all(u8::is_ascii_alphanumeric) {
        return Verdict::Impossible;
    }
    if base62_of(body).as_bytes() == digits {
        Verdict::Proven("its checksum holds")
    } else {
        Verdict::Doubtful("its checksum does not hold")
    }
}

/// Grafana: eight hexadecimal digits behind the last `_`, the CRC32 of all before that `_`, lowest byte first.
/// Source: `pkg/components/satokengen` of <https://github.com/grafana/grafana>
pub fn crc32_hex(secret: &[u8]) -> Verdict {
    let Some(at) = memchr::memrchr(b'_', secret) else { return Verdict::Impossible };
    let digits = &secret[at + 1..];
    if digits.len() != 8 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return Verdict::Impossible;
    }
    let expected = format!("{:08x}", crc32fast::hash(&secret[..at]).swap_bytes());
    if expected.as_bytes().eq_ignore_ascii_case(digits) {
        Verdict::Proven("its checksum holds")
    } else {
        Verdict::Doubtful("its checksum does not hold")
    }
}

/// Luhn's check digit over the digits of the text; other characters are passed over.
pub fn luhn(secret: &[u8]) -> Verdict {
    let digits: Vec<u8> = secret.iter().filter(|b| b.is_ascii_digit()).map(|b| b - b'0').collect();
    if digits.len() < 2 {
        return Verdict::Impossible;
    }
    let weigh = |(at, digit): (usize, &u8)| {
        let doubled = if at % 2 == 1 { digit * 2 } else { *digit };
        usize::from(if doubled > 9 { doubled - 9 } else { doubled })
    };
    let sum: usize = digits.iter().rev().enumerate().map(weigh).sum();
    if sum.is_multiple_of(10) { Verdict::Proven("its check digit holds") } else { Verdict::Impossible }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::expand;

    #[test]
    fn a_base62_checksum_proves_or_casts_doubt() {
        let good = expand("{{ghp_|alnum:30|crc32-base62}}", "a").unwrap();
        assert!(matches!(crc32_base62(good.as_bytes()), Verdict::Proven(_)));
        let mut bad = good.into_bytes();
        bad[6] = if bad[6] == b'a' { b'b' } else { b'a' };
        assert!(matches!(crc32_base62(&bad), Verdict::Doubtful(_)));
        for hopeless in ["ghp_", "ghp_abc", "ghp_abcdef", "ghp_abc.defghijk"] {
            assert_eq!(crc32_base62(hopeless.as_bytes()), Verdict::Impossible, "{hopeless}");
        }
    }

    #[test]
    fn a_hexadecimal_checksum_has_its_lowest_byte_first() {
        // CRC32 of `123456789` is 0xcbf43926
        assert!(matches!(crc32_hex(b"123456789_2639f4cb"), Verdict::Proven(_)));
        assert!(matches!(crc32_hex(b"123456789_2639F4CB"), Verdict::Proven(_)));
        assert!(matches!(crc32_hex(b"123456789_cbf43926"), Verdict::Doubtful(_)));
        assert_eq!(crc32_hex(b"123456789_2639f4"), Verdict::Impossible);
        assert_eq!(crc32_hex(b"123456789"), Verdict::Impossible);
        let good = expand("{{glsa_|alnum:32|crc32-hex}}", "a").unwrap();
        assert!(matches!(crc32_hex(good.as_bytes()), Verdict::Proven(_)));
    }

    #[test]
    fn luhns_digit() {
        let cases = [
            ("4539 1488 0343 6467", true),
            ("8273 1232 7352 0569", false),
            ("79927398713", true),
            ("1", false),
            ("", false),
        ];
        for (digits, holds) in cases {
            assert_eq!(matches!(luhn(digits.as_bytes()), Verdict::Proven(_)), holds, "{digits}");
        }
    }
}

//! How surprising the characters of a text are, on average.

/// Shannon entropy in bits a byte: 0 for one repeated byte or no byte at all, 8 at the most.
#[must_use]
#[allow(clippy::cast_precision_loss)] // lengths of secrets are far below 2^52
pub fn shannon(bytes: &[u8]) -> f64 {
    if bytes.is_empty() {
        return 0.0;
    }
    let mut counts = [0_u32; 256];
    for &byte in bytes {
        counts[usize::from(byte)] += 1;
    }
    let total = bytes.len() as f64;
    let weighted: f64 =
        counts.iter().filter(|&&count| count > 0).map(|&count| f64::from(count) * f64::from(count).log2()).sum();
    (total.log2() - weighted / total).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_grows_with_variety() {
        let all: Vec<u8> = (0..=255).collect();
        let cases: [(&[u8], f64); 6] =
            [(b"", 0.0), (b"aaaa", 0.0), (b"abab", 1.0), (b"abcd", 2.0), (b"aabbccdd", 2.0), (&all, 8.0)];
        for (bytes, expected) in cases {
            assert!((shannon(bytes) - expected).abs() < 1e-9, "{bytes:?}");
        }
    }
}

//! Counts and sizes: how many findings of each severity there are, and how large numbers are written for people.

use serde::Serialize;

use crate::finding::Finding;
use crate::rule::Severity;

/// How many findings of each severity there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Credentials that have to be revoked.
    pub errors: usize,
    /// What needs a person's look.
    pub warnings: usize,
    /// What is worth knowing.
    pub notes: usize,
}

impl Counts {
    /// Counts findings.
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
            }
        }
        counts
    }

    /// The counts in words, severities without findings left out: `3 errors, 1 note`.
    pub fn describe(self) -> String {
        [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| plural(count as u64, name))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// A number and its noun: `1 file`, `11,052 files`.
#[must_use]
pub fn plural(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// A number with commas between its thousands.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A size in decimal units, one digit behind the point: `70.2 MB`.
pub fn size(bytes: u64) -> String {
    if bytes < 1000 {
        return plural(bytes, "byte");
    }
    let units = ["kB", "MB", "GB", "TB", "PB", "EB"];
    let in_tenths = |power: u32| (u128::from(bytes) * 10 + 1000_u128.pow(power) / 2) / 1000_u128.pow(power);
    let power = (1..6).find(|&power| in_tenths(power) < 10_000).unwrap_or(6);
    let tenths = in_tenths(power);
    format!("{}.{} {}", tenths / 10, tenths % 10, units[power as usize - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1000), "1,000");
        assert_eq!(grouped(u64::MAX), "18,446,744,073,709,551,615");
    }

    #[test]
    fn sizes_have_one_digit_behind_the_point() {
        assert_eq!(size(1), "1 byte");
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(1000), "1.0 kB");
        assert_eq!(size(70_213_456), "70.2 MB");
        assert_eq!(size(u64::MAX), "18.4 EB");
    }

    #[test]
    fn a_severity_without_findings_is_not_mentioned() {
        assert_eq!(Counts { errors: 3, warnings: 0, notes: 1 }.describe(), "3 errors, 1 note");
        assert_eq!(Counts::default().describe(), "");
    }
}

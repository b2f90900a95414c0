//! Points in time that are written as numbers: seconds, or the thousandth, millionth and billionth part of them.

use serde_json::Value;

use super::date::{self, FIRST, LAST};

/// 2001-09-09 and 2100-01-01, in seconds: between them lies what anybody writes in fractions smaller than a thousandth.
const NEAR: std::ops::Range<i64> = 1_000_000_000..4_102_444_800;

/// A point in time, or one that no calendar holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stamp {
    /// Seconds since 1970-01-01T00:00:00Z.
    At(i64),
    /// Behind the year 9999: a number that stands for never, such as the largest of 64 bits.
    Beyond,
}

impl Stamp {
    /// The second, where there is one.
    pub const fn at(self) -> Option<i64> {
        match self {
            Self::At(seconds) => Some(seconds),
            Self::Beyond => None,
        }
    }

    /// Seconds since 1970, whatever their size; `None` before the year 1.
    pub const fn of_seconds(seconds: i64) -> Option<Self> {
        match seconds {
            ..FIRST => None,
            FIRST..=LAST => Some(Self::At(seconds)),
            _ => Some(Self::Beyond),
        }
    }

    /// A number since 1970, of which the size tells the unit; `None` before the year 1.
    pub fn of_number(number: i64) -> Option<Self> {
        if number < FIRST {
            return None;
        }
        let seconds = match number {
            ..=LAST => Some(number),
            _ if number / 1000 <= LAST => Some(number / 1000),
            _ => [number / 1_000_000, number / 1_000_000_000].into_iter().find(|seconds| NEAR.contains(seconds)),
        };
        Some(seconds.map_or(Self::Beyond, Self::At))
    }

    /// Digits as [`Stamp::of_number`] takes them, with or without a fraction; everything else as a date.
    pub fn of_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return date::parse(text).map(Self::At);
        }
        match text.parse() {
            Ok(number) => Self::of_number(number),
            Err(_) => Self::of_float(text.parse().ok()?),
        }
    }

    /// A number or a text of a JSON document.
    pub fn of_json(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Self::of_text(text),
            Value::Number(number) => match number.as_i64() {
                Some(number) => Self::of_number(number),
                None => Self::of_float(number.as_f64()?),
            },
            _ => None,
        }
    }

    fn of_float(number: f64) -> Option<Self> {
        // a float of this size is a whole number already; `as` keeps to the bounds of the type and takes NaN for 0
        #[allow(clippy::cast_possible_truncation, reason = "the fraction of a second is of no use")]
        let whole = number as i64;
        if number.is_finite() { Self::of_number(whole) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_size_of_a_number_tells_its_unit() {
        let cases = [
            (0, Some(Stamp::At(0))),
            (-1, Some(Stamp::At(-1))),
            (1_714_564_800, Some(Stamp::At(1_714_564_800))),
            (1_714_564_800_123, Some(Stamp::At(1_714_564_800))),
            (1_714_564_800_123_456, Some(Stamp::At(1_714_564_800))),
            (1_714_564_800_123_456_789, Some(Stamp::At(1_714_564_800))),
            (LAST, Some(Stamp::At(LAST))),
            (LAST * 1000 + 999, Some(Stamp::At(LAST))),
            (LAST + 1, Some(Stamp::At(253_402_300))),
            (400_000_000_000_000, Some(Stamp::Beyond)),
            (i64::MAX, Some(Stamp::Beyond)),
            (FIRST, Some(Stamp::At(FIRST))),
            (FIRST - 1, None),
            (i64::MIN, None),
        ];
        for (number, stamp) in cases {
            assert_eq!(Stamp::of_number(number), stamp, "{number}");
        }
    }

    #[test]
    fn json_holds_numbers_floats_and_texts() {
        let second = Some(Stamp::At(1_714_564_800));
        let cases = [
            (json!(1_714_564_800), second),
            (json!(1_714_564_800.75), second),
            (json!(1.714_564_8e12), second),
            (json!("1714564800"), second),
            (json!("1714564800.5"), second),
            (json!("2024-05-01T12:00:00Z"), second),
            (json!("-1"), Some(Stamp::At(-1))),
            (json!(u64::MAX), Some(Stamp::Beyond)),
            (json!(1e300), Some(Stamp::Beyond)),
            (json!("99999999999999999999999999"), Some(Stamp::Beyond)),
            (json!(-1e300), None),
            (json!("1.2.3"), None),
            (json!(""), None),
            (json!("-"), None),
            (json!("soon"), None),
            (json!(null), None),
            (json!(true), None),
            (json!([1_714_564_800]), None),
        ];
        for (value, stamp) in cases {
            assert_eq!(Stamp::of_json(&value), stamp, "{value}");
        }
    }
}

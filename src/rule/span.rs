//! Spans of time as people and vendors write them: `90d`, `720h30m`, `P1Y`, `1 hour`.

/// The seconds of a span of time; `None` where a text is none. A plain number is none.
#[must_use]
pub fn seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    text.strip_prefix(['P', 'p']).map_or_else(|| of_units(text), of_iso)
}

/// The whole seconds of a span of time that is not negative.
#[must_use]
pub fn whole_seconds(text: &str) -> Option<i64> {
    // A span of more than a million years is none that anybody means.
    #[allow(clippy::cast_possible_truncation, reason = "bounded on the line above it")]
    seconds(text).filter(|seconds| (0.0..3.2e13).contains(seconds)).map(|seconds| seconds as i64)
}

/// Numbers, each with its unit: `1h30m`, `10 days`.
fn of_units(text: &str) -> Option<f64> {
    let mut rest = text;
    let mut sum = None;
    while !rest.is_empty() {
        let (number, behind) = number(rest)?;
        let behind = behind.trim_start();
        let length = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len());
        sum = Some(sum.unwrap_or(0.0) + number * unit(&behind[..length])?);
        rest = behind[length..].trim_start_matches([' ', ',']);
    }
    sum
}

/// The form of ISO 8601 behind its `P`: `1Y2M3DT4H5M6S`, `6W`.
fn of_iso(text: &str) -> Option<f64> {
    let (days, times) = text.split_once(['T', 't']).unwrap_or((text, ""));
    let part = |text: &str, units: &[(char, f64)]| {
        let mut rest = text;
        let mut sum = 0.0;
        while !rest.is_empty() {
            let (number, behind) = number(rest)?;
            let letter = behind.chars().next()?.to_ascii_uppercase();
            sum += number * units.iter().find(|(known, _)| *known == letter)?.1;
            rest = &behind[1..];
        }
        Some(sum)
    };
    let days_of = part(days, &[('Y', 365.0 * DAY), ('M', 30.0 * DAY), ('W', 7.0 * DAY), ('D', DAY)])?;
    let times_of = part(times, &[('H', 3_600.0), ('M', 60.0), ('S', 1.0)])?;
    (!days.is_empty() || !times.is_empty()).then_some(days_of + times_of)
}

const DAY: f64 = 86_400.0;

fn number(text: &str) -> Option<(f64, &str)> {
    let length = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(text.len());
    let number = text[..length].replace('_', "").parse().ok()?;
    Some((number, &text[length..]))
}

fn unit(name: &str) -> Option<f64> {
    // `M` is a month where case is looked at, as in the settings of many services; a lone `m` is a minute.
    if name == "M" {
        return Some(30.0 * DAY);
    }
    Some(match name.to_ascii_lowercase().as_str() {
        "ms" | "milli" | "millis" | "millisecond" | "milliseconds" => 0.001,
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600.0,
        "d" | "day" | "days" => DAY,
        "w" | "week" | "weeks" => 7.0 * DAY,
        "mo" | "mon" | "month" | "months" => 30.0 * DAY,
        "y" | "yr" | "yrs" | "year" | "years" => 365.0 * DAY,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_in_every_way_they_are_written() {
        for (text, days) in [
            ("90d", 90.0),
            ("2160h", 90.0),
            ("24h0m0s", 1.0),
            ("1h30m", 0.0625),
            ("1 year", 365.0),
            ("10 days, 12 hours", 10.5),
            ("P90D", 90.0),
            ("P1Y", 365.0),
            ("PT24H", 1.0),
            ("P1DT12H", 1.5),
            ("7 DAYS", 7.0),
            ("86400s", 1.0),
            ("86_400s", 1.0),
            ("6M", 180.0),
        ] {
            assert_eq!(seconds(text).map(|seconds| seconds / DAY), Some(days), "{text}");
        }
    }

    #[test]
    fn what_is_no_span_is_none() {
        for text in ["", "90", "d", "P", "PT", "1x", "h1", "P1", "1.2.3d", "-1d", "forever", "1d x"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}

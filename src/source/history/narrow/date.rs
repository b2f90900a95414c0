//! Points in time as users write them.

const DAY: i64 = 86_400;

/// The seconds since 1970 of a date (`2024-05-01`, midnight UTC), of a date with a time (`2024-05-01T12:00:00Z`) or of an age
/// (`12h`, `90d`, `6w`, `18m`, `2y`) before `now`; `None` for what is none of these.
pub(super) fn parse(text: &str, now: i64) -> Option<i64> {
    age(text).map(|age| now.saturating_sub(age)).or_else(|| moment(text))
}

fn age(text: &str) -> Option<i64> {
    // Four digits: what is longer may be the start of a commit's name.
    let unit = text.bytes().last()?;
    let count = number(text.get(..text.len() - 1)?, 1..=4)?;
    let seconds = match unit {
        b'h' => 3_600,
        b'd' => DAY,
        b'w' => 7 * DAY,
        b'm' => 30 * DAY,
        b'y' => 365 * DAY,
        _ => return None,
    };
    Some(count * seconds)
}

fn moment(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, "00:00:00Z"));
    let mut parts = date.split('-');
    let (year, month, day) =
        (number(parts.next()?, 4..=4)?, number(parts.next()?, 2..=2)?, number(parts.next()?, 2..=2)?);
    if parts.next().is_some() || !(1..=12).contains(&month) || day < 1 || day > month_length(year, month) {
        return None;
    }
    Some(days(year, month, day) * DAY + seconds(time)?)
}

/// The seconds of a time of day, with an offset or `Z`; without either it is UTC.
fn seconds(time: &str) -> Option<i64> {
    let (clock, offset) = match time.find(['Z', '+', '-']) {
        Some(at) => (&time[..at], zone(&time[at..])?),
        None => (time, 0),
    };
    let mut parts = clock.split(':');
    let (hour, minute) = (number(parts.next()?, 2..=2)?, number(parts.next()?, 2..=2)?);
    let second = parts.next().map_or(Some(0), |second| number(second, 2..=2))?;
    let valid = parts.next().is_none() && hour < 24 && minute < 60 && second <= 60;
    valid.then_some(hour * 3_600 + minute * 60 + second - offset)
}

fn zone(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text[1..].replacen(':', "", 1);
    let both = number(&digits, 4..=4)?;
    Some(sign * (both / 100 * 3_600 + both % 100 * 60))
}

fn number(digits: &str, length: std::ops::RangeInclusive<usize>) -> Option<i64> {
    let plain = length.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

const fn month_length(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days from 1970-01-01 to a date: years begin in March, so that the day that comes and goes is their last.
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn dates_and_ages_are_read() {
        let cases = [
            ("1970-01-01", 0),
            ("2024-02-29", 1_709_164_800),
            ("2024-05-01", 1_714_521_600),
            ("2024-05-01T12:30:00Z", 1_714_566_600),
            ("2024-05-01T12:30:00+02:00", 1_714_559_400),
            ("2024-05-01 12:30", 1_714_566_600),
            ("90d", 1_000_000_000 - 7_776_000),
            ("12h", 1_000_000_000 - 43_200),
            ("2y", 1_000_000_000 - 63_072_000),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text, 1_000_000_000), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_left_to_git() {
        for text in
            ["", "d", "main", "v1.0", "2023-02-29", "2024-13-01", "12345d", "deadbeef", "2024-05-01T25:00", "é", "+5d"]
        {
            assert_eq!(parse(text, 0), None, "{text}");
        }
    }
}

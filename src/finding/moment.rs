//! A point in time as git keeps one: seconds, and the offset of the clock that showed them.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// A point in time with the offset of the clock that showed it; shown in the form of ISO 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Minutes east of UTC.
    pub offset_minutes: i32,
}

impl Moment {
    /// The moment that a text names: a day, or a day and a time, of which nothing is said about the clock taken for UTC.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let seconds = text
            .parse::<Timestamp>()
            .map(Timestamp::as_second)
            .or_else(|_| {
                let clock = text.strip_suffix(['Z', 'z']).unwrap_or(text).parse::<DateTime>();
                clock.and_then(|clock| Offset::UTC.to_timestamp(clock)).map(Timestamp::as_second)
            })
            .ok()?;
        Some(Self { seconds, offset_minutes: 0 })
    }

    /// The day on the clock that showed it: `2023-04-01`.
    #[must_use]
    pub fn date(self) -> String {
        self.on_the_clock().0.date().to_string()
    }

    /// Whole days from this moment to a later one; none to an earlier one.
    #[must_use]
    pub fn days_until(self, later: Self) -> u64 {
        u64::try_from(later.seconds.saturating_sub(self.seconds) / DAY).unwrap_or(0)
    }

    /// What the clock showed, and its offset in minutes. Years end at 9999, and an offset that no clock has is taken for
    /// UTC: a commit may say anything.
    fn on_the_clock(self) -> (DateTime, i32) {
        let seconds = self.seconds.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
        let timestamp = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
        match self.offset_minutes.checked_mul(60).map(Offset::from_seconds) {
            Some(Ok(offset)) => (offset.to_datetime(timestamp), self.offset_minutes),
            _ => (Offset::UTC.to_datetime(timestamp), 0),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (clock, offset) = self.on_the_clock();
        let sign = if offset < 0 { '-' } else { '+' };
        let offset = offset.unsigned_abs();
        write!(f, "{clock}{sign}{:02}:{:02}", offset / 60, offset % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64, offset_minutes: i32) -> Moment {
        Moment { seconds, offset_minutes }
    }

    #[test]
    fn a_moment_is_shown_as_its_clock_showed_it() {
        assert_eq!(at(0, 0).to_string(), "1970-01-01T00:00:00+00:00");
        assert_eq!(at(1_680_300_000, 120).to_string(), "2023-04-01T00:00:00+02:00");
        assert_eq!(at(1_680_300_000, -210).to_string(), "2023-03-31T18:30:00-03:30");
        assert_eq!(at(1_680_300_000, 120).date(), "2023-04-01");
        assert_eq!(at(1_680_300_000, -210).date(), "2023-03-31");
        assert_eq!(at(-1, 0).to_string(), "1969-12-31T23:59:59+00:00");
    }

    #[test]
    fn whatever_a_commit_says_can_be_shown() {
        for seconds in [i64::MIN, i64::MAX, 1 << 40, -(1 << 40)] {
            for offset in [i32::MIN, i32::MAX, 0, 5_999, -5_999, 1_559, -1_559] {
                assert!(at(seconds, offset).to_string().len() >= 25, "{seconds} {offset}");
            }
        }
        assert_eq!(at(0, 5_999).to_string(), "1970-01-01T00:00:00+00:00");
    }

    #[test]
    fn days_are_whole_and_never_negative() {
        assert_eq!(at(0, 0).days_until(at(DAY - 1, 0)), 0);
        assert_eq!(at(0, 720).days_until(at(3 * DAY, -720)), 3);
        assert_eq!(at(DAY, 0).days_until(at(0, 0)), 0);
        assert_eq!(at(i64::MIN, 0).days_until(at(i64::MAX, 0)), i64::MAX as u64 / DAY as u64);
    }
}

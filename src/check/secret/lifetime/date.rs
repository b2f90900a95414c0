//! Dates and clocks: what formats write for a point in time, as seconds since 1970, and back.

/// Seconds of an hour.
pub const HOUR: i64 = 3600;

/// Seconds of a day.
pub const DAY: i64 = 24 * HOUR;

/// 0001-01-01T00:00:00Z.
pub const FIRST: i64 = -62_135_596_800;

/// 9999-12-31T23:59:59Z, the last second that most formats can write.
pub const LAST: i64 = 253_402_300_799;

/// Days from 1970-01-01 to a day of the Gregorian calendar, which is taken to hold for all time.
const fn days(year: i64, month: i64, day: i64) -> i64 {
    // years begin in March here, so that the leap day is the last of its year
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day so many days after 1970-01-01.
const fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, of_year - (153 * from_march + 2) / 5 + 1)
}

const fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A point in time as reports show it: `2024-05-01T12:00:00Z`.
pub fn show(seconds: i64) -> String {
    let (year, month, day) = civil(seconds.div_euclid(DAY));
    let clock = seconds.rem_euclid(DAY);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", clock / HOUR, clock / 60 % 60, clock % 60)
}

/// A length of time in the unit that suits it: `15 minutes`, `12 hours`, `90 days`, `10 years`.
pub fn words(seconds: i64) -> String {
    let (count, unit) = match seconds {
        ..120 => (seconds, "second"),
        120..HOUR => (seconds / 60, "minute"),
        HOUR..=172_800 => (seconds / HOUR, "hour"),
        172_801..63_158_400 => (seconds / DAY, "day"),
        _ => (seconds / 31_556_952, "year"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// Reads ISO 8601 and RFC 3339, in the basic form too (`20240501T120000Z`), as X.509 and signed URLs write it; a date
/// alone is its midnight, and a time without an offset is UTC. Years may have a sign and up to six digits.
pub fn parse(text: &str) -> Option<i64> {
    let mut text = Cursor(text.trim().as_bytes());
    let sign = text.eat(b"+-");
    let year = if sign.is_some() { text.number(4, 6)? } else { text.number(4, 4)? };
    let year = if sign == Some(b'-') { -year } else { year };
    let dashed = text.eat(b"-").is_some();
    let month = text.number(2, 2)?;
    if dashed {
        text.eat(b"-")?;
    }
    let day = text.number(2, 2)?;
    if (sign.is_some() && !dashed) || !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    let clock = match text.eat(b"Tt _+") {
        Some(_) => text.clock()?,
        None if !dashed && text.0.first().is_some_and(u8::is_ascii_digit) => text.clock()?,
        None => 0,
    };
    let seconds = days(year, month, day) * DAY + clock - text.offset()?;
    (text.0.is_empty() && seconds >= FIRST).then_some(seconds)
}

/// What is left of a text.
struct Cursor<'t>(&'t [u8]);

impl Cursor<'_> {
    /// Takes the next byte if it is one of these.
    fn eat(&mut self, bytes: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        bytes.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    /// Takes a number of so many digits.
    fn number(&mut self, least: usize, most: usize) -> Option<i64> {
        let count = self.0.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at_checked(count).filter(|_| count >= least)?;
        self.0 = rest;
        Some(digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
    }

    /// Hours, then minutes and seconds where they are written; a fraction of a second is passed over.
    fn clock(&mut self) -> Option<i64> {
        let hour = self.number(2, 2)?;
        let (minute, second) = (self.part()?, self.part()?);
        if self.eat(b".,").is_some() {
            let digits = self.0.iter().take_while(|b| b.is_ascii_digit()).count();
            self.0 = self.0.get(digits..).filter(|_| digits > 0)?;
        }
        // the end of a day may be written as 24:00, and a leap second as :60
        let holds = (hour <= 23 || (hour == 24 && minute + second == 0)) && minute <= 59 && second <= 60;
        holds.then_some(hour * HOUR + minute * 60 + second)
    }

    /// The next two digits of a clock, with or without a colon; zero where the clock ends.
    fn part(&mut self) -> Option<i64> {
        match self.eat(b":") {
            Some(_) => self.number(2, 2),
            None => self.number(2, 2).or(Some(0)),
        }
    }

    /// Seconds east of UTC. A plus sign may have become a space on its way through a URL.
    fn offset(&mut self) -> Option<i64> {
        if let [] | [b'Z' | b'z'] | [b' ', b'U', b'T', b'C'] | [b' ', b'G', b'M', b'T'] = self.0 {
            self.0 = &[];
            return Some(0);
        }
        let sign = self.eat(b"+- ")?;
        let hours = self.number(2, 2)?;
        let minutes = self.part()?;
        let seconds = hours * HOUR + minutes * 60;
        (hours <= 23 && minutes <= 59).then_some(if sign == b'-' { -seconds } else { seconds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_form_of_a_date_is_read() {
        let cases = [
            ("1970-01-01T00:00:00Z", 0),
            ("2024-02-29T23:59:59Z", 1_709_251_199),
            ("2024-02-29t23:59:59z", 1_709_251_199),
            ("2024-05-01", 1_714_521_600),
            ("2024-05-01T12:00Z", 1_714_564_800),
            ("2024-05-01 12:00:00", 1_714_564_800),
            ("2024-05-01 12:00:00 UTC", 1_714_564_800),
            ("2024-05-01T12:00:00.1234567Z", 1_714_564_800),
            ("2024-05-01T14:00:00+02:00", 1_714_564_800),
            ("2024-05-01T14:00:00 02:00", 1_714_564_800),
            ("2024-05-01T14:00:00+0200", 1_714_564_800),
            ("2024-05-01T06:30:00-05:30", 1_714_564_800),
            ("2024-05-02T02:00:00+14:00", 1_714_564_800),
            ("20240501T120000Z", 1_714_564_800),
            ("20240501120000Z", 1_714_564_800),
            ("202405011200Z", 1_714_564_800),
            ("2024050112", 1_714_564_800),
            ("20240501", 1_714_521_600),
            ("2016-12-31T23:59:60Z", 1_483_228_800),
            ("2016-12-31T24:00:00Z", 1_483_228_800),
            ("1900-03-01T00:00:00Z", -2_203_891_200),
            ("0001-01-01T00:00:00Z", FIRST),
            ("9999-12-31T23:59:59Z", LAST),
            ("+10000-01-01T00:00:00Z", LAST + 1),
            ("+275760-09-13T00:00:00Z", 8_640_000_000_000),
        ];
        for (text, seconds) in cases {
            assert_eq!(parse(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_has_no_value() {
        let cases = [
            "",
            "2024",
            "2024-05",
            "2024-13-01",
            "2024-00-01",
            "2024-04-31",
            "2023-02-29",
            "1900-02-29",
            "2024-05-01T25:00:00Z",
            "2024-05-01T24:00:01Z",
            "2024-05-01T12:60:00Z",
            "2024-05-01T12:00:61Z",
            "2024-05-01T12:00:00.Z",
            "2024-05-01T12:00:00+24:00",
            "2024-05-01T12:00:00+01:60",
            "2024-05-01T12:00:00 CEST",
            "2024-05-01T",
            "2024-05-01Tnever",
            "24-05-01",
            "2024/05/01",
            "99999-01-01",
            "+9999999-01-01",
            "+10000101",
            "0000-12-31T00:00:00Z",
            "-0001-01-01T00:00:00Z",
            "0001-01-01T00:00:00+01:00",
            "tomorrow",
            "2024-05-01T12:00:00Z and more",
            "２０２４-05-01",
        ];
        for text in cases {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn lengths_are_told_in_the_unit_that_suits_them() {
        let cases = [
            (1, "1 second"),
            (60, "60 seconds"),
            (900, "15 minutes"),
            (HOUR, "1 hour"),
            (36 * HOUR, "36 hours"),
            (90 * DAY, "90 days"),
            (730 * DAY, "730 days"),
            (3652 * DAY, "9 years"),
            (3653 * DAY, "10 years"),
        ];
        for (seconds, text) in cases {
            assert_eq!(words(seconds), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(seconds in FIRST..=LAST) {
            prop_assert_eq!(parse(&show(seconds)), Some(seconds));
        }

        #[test]
        fn no_text_panics(text in ".{0,60}", digits in "[0-9TZ:+. -]{0,40}", seconds in any::<i64>()) {
            let _ = parse(&text);
            let _ = parse(&digits);
            let _ = show(seconds);
            let _ = words(seconds);
        }
    }
}

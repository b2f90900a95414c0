//! Who wrote something, and when: `Name <address> seconds offset`.

use memchr::{memchr, memrchr};

/// A person and a time, in the bytes in which the object holds them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signature<'a> {
    /// The name.
    pub name: &'a [u8],
    /// The address.
    pub email: &'a [u8],
    /// Seconds since 1970-01-01T00:00:00Z; 0 where it cannot be read, as git has it.
    pub seconds: i64,
    /// Minutes east of UTC; 0 where it cannot be read.
    pub offset_minutes: i32,
    /// Whether all of it could be read.
    pub whole: bool,
}

impl<'a> Signature<'a> {
    /// Reads as much of a signature as there is.
    #[must_use]
    pub fn of(line: &'a [u8]) -> Self {
        let open = memchr(b'<', line);
        let name = line[..open.unwrap_or(line.len())].trim_ascii();
        let Some(open) = open else { return Self { name, ..Self::default() } };
        let after = &line[open + 1..];
        let Some(close) = memchr(b'>', after) else { return Self { name, email: after, ..Self::default() } };
        // Addresses that hold a `>` themselves are known from converted histories: the time follows the last one.
        let last = memrchr(b'>', after).unwrap_or(close);
        let mut words = after[last + 1..].split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let seconds = words.next().and_then(number);
        let offset = words.next().and_then(offset_of);
        Self {
            name,
            email: after[..close].trim_ascii(),
            seconds: seconds.unwrap_or(0),
            offset_minutes: offset.unwrap_or(0),
            whole: seconds.is_some() && offset.is_some() && words.next().is_none(),
        }
    }
}

fn number(digits: &[u8]) -> Option<i64> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// `+0530` as minutes.
fn offset_of(word: &[u8]) -> Option<i32> {
    let (sign, digits) = word.split_first()?;
    if digits.len() != 4 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digit = |at: usize| i32::from(digits[at] - b'0');
    let minutes = (digit(0) * 10 + digit(1)) * 60 + digit(2) * 10 + digit(3);
    match sign {
        b'+' => Some(minutes),
        b'-' => Some(-minutes),
        _ => None,
    }
}

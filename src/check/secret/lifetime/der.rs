//! Elements of DER: a tag, a length, and what it holds.

/// The tag of a number.
pub const INTEGER: u8 = 0x02;
/// The tag of bits, the number of unused ones in front.
pub const BIT_STRING: u8 = 0x03;
/// The tag of bytes.
pub const OCTET_STRING: u8 = 0x04;
/// The tag of a row of elements.
pub const SEQUENCE: u8 = 0x30;
/// The tag of a time with two digits of a year.
pub const UTC_TIME: u8 = 0x17;
/// The tag of a time with four digits of a year.
pub const GENERALIZED_TIME: u8 = 0x18;

/// What is left of a row of elements.
#[derive(Clone, Copy, Debug)]
pub struct Elements<'d>(pub &'d [u8]);

impl<'d> Elements<'d> {
    /// The next element, whole: its tag and what it holds.
    pub fn next(&mut self) -> Option<(u8, &'d [u8])> {
        let (tag, length, body) = header(self.0)?;
        let (content, rest) = body.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, content))
    }

    /// The next element if it has this tag.
    pub fn take(&mut self, tag: u8) -> Option<&'d [u8]> {
        let mut after = *self;
        let (found, content) = after.next()?;
        (found == tag).then(|| {
            *self = after;
            content
        })
    }

    /// The elements inside the next one if it is a sequence, of which the end may be missing.
    pub fn open(self) -> Option<Self> {
        let (tag, length, body) = header(self.0)?;
        (tag == SEQUENCE).then(|| Self(&body[..length.min(body.len())]))
    }
}

/// Tag, declared length, and what follows the header.
fn header(bytes: &[u8]) -> Option<(u8, usize, &[u8])> {
    let [tag, first, rest @ ..] = bytes else { return None };
    let count = match first {
        0..=0x7f => return Some((*tag, usize::from(*first), rest)),
        0x81..=0x83 => usize::from(first & 0x0f),
        _ => return None,
    };
    let (digits, rest) = rest.split_at_checked(count)?;
    Some((*tag, digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest))
}

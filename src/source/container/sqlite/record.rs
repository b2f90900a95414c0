//! The values of one record of a `SQLite` file.

use std::ops::Range;

/// A text or a blob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    /// Its place in the record.
    pub(super) range: Range<usize>,
    pub(super) is_text: bool,
}

/// The texts and blobs of a record; the last one is cut off where the record is.
pub(super) fn values(record: &[u8]) -> impl Iterator<Item = Value> {
    let (size, mut types) = varint(record, 0).unwrap_or_default();
    let types_end = usize::try_from(size).unwrap_or(usize::MAX).min(record.len());
    let mut body = types_end;
    std::iter::from_fn(move || {
        while types < types_end && body < record.len() {
            let (kind, after) = varint(&record[..types_end], types)?;
            types = after;
            let start = body;
            body = usize::try_from(length(kind)).unwrap_or(usize::MAX).saturating_add(start).min(record.len());
            if kind >= 12 && body > start {
                return Some(Value { range: start..body, is_text: kind % 2 == 1 });
            }
        }
        None
    })
}

/// Bytes of a value, by its serial type.
const fn length(kind: u64) -> u64 {
    match kind {
        1..=4 => kind,
        5 => 6,
        6 | 7 => 8,
        0..=11 => 0,
        _ => (kind - 12) / 2,
    }
}

/// An integer of one to nine bytes, and the place behind it.
pub(super) fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0;
    for (index, &byte) in bytes.get(at..)?.iter().take(9).enumerate() {
        if index == 8 {
            return Some((value << 8 | u64::from(byte), at + 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, at + index + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_of_every_length_are_read() {
        assert_eq!(varint(&[0x7f], 0), Some((127, 1)));
        assert_eq!(varint(&[0x81, 0x00], 0), Some((128, 2)));
        assert_eq!(varint(&[0xff; 9], 0), Some((u64::MAX, 9)));
        assert_eq!(varint(&[0xff; 8], 0), None);
    }

    #[test]
    fn texts_and_blobs_are_told_from_numbers() {
        // Header of five bytes: NULL, one-byte integer, text of three, blob of two.
        let record = [5, 0, 1, 19, 16, 42, b'a', b'b', b'c', 1, 2];
        let found: Vec<_> = values(&record).collect();
        assert_eq!(found[0], Value { range: 6..9, is_text: true });
        assert_eq!(found[1], Value { range: 9..11, is_text: false });
        assert_eq!(found.len(), 2);
    }
}

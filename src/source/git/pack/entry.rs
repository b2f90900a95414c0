//! The header of an object in a pack.

use crate::document::ObjectId;
use crate::source::git::Kind;

use super::PackError;

/// What stands in front of the compressed bytes of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// What the object is, or what it is made from.
    pub form: Form,
    /// Bytes of the object, or of the delta, once inflated: as the pack claims.
    pub size: u64,
    /// Bytes of this header.
    pub length: usize,
}

/// How an object lies in a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Whole.
    Whole(Kind),
    /// As a delta to the entry that begins so many bytes before this one.
    OffsetDelta(u64),
    /// As a delta to the object of this name.
    NameDelta(ObjectId),
}

/// Reads the header of an entry that begins at the beginning of `bytes`.
///
/// # Errors
/// Where the bytes end before the header does, or say what no header says.
pub fn header(bytes: &[u8], id_length: usize) -> Result<Header, PackError> {
    let mut at = 0;
    let mut next = || {
        let byte = bytes.get(at).copied().ok_or(PackError::Truncated)?;
        at += 1;
        Ok::<u8, PackError>(byte)
    };
    let first = next()?;
    let mut size = u64::from(first & 0x0f);
    let mut shift = 4;
    let mut byte = first;
    while byte & 0x80 != 0 {
        byte = next()?;
        let part = u64::from(byte & 0x7f);
        if shift > 63 || part << shift >> shift != part {
            return Err(PackError::BadHeader("a size of more than 64 bits"));
        }
        size |= part << shift;
        shift += 7;
    }
    let form = match first >> 4 & 7 {
        1 => Form::Whole(Kind::Commit),
        2 => Form::Whole(Kind::Tree),
        3 => Form::Whole(Kind::Blob),
        4 => Form::Whole(Kind::Tag),
        6 => {
            let mut byte = next()?;
            let mut distance = u64::from(byte & 0x7f);
            while byte & 0x80 != 0 {
                byte = next()?;
                let more = distance.checked_add(1).filter(|more| more >> 57 == 0);
                distance = more.ok_or(PackError::BadHeader("a distance of more than 64 bits"))? << 7;
                distance |= u64::from(byte & 0x7f);
            }
            Form::OffsetDelta(distance)
        }
        7 => {
            let id = bytes.get(at..at + id_length).and_then(ObjectId::new).ok_or(PackError::Truncated)?;
            at += id_length;
            Form::NameDelta(id)
        }
        _ => return Err(PackError::BadHeader("an unknown type of object")),
    };
    Ok(Header { form, size, length: at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_every_form_are_read() {
        assert_eq!(header(&[0x35], 20).unwrap(), Header { form: Form::Whole(Kind::Blob), size: 5, length: 1 });
        assert_eq!(header(&[0x95, 0x01], 20).unwrap(), Header { form: Form::Whole(Kind::Commit), size: 21, length: 2 });
        let far = header(&[0x60, 0x80, 0x00], 20).unwrap();
        assert_eq!(far, Header { form: Form::OffsetDelta(128), size: 0, length: 3 });
        let named = header(&[&[0x70][..], &[7; 20]].concat(), 20).unwrap();
        assert_eq!(named.form, Form::NameDelta(ObjectId::new(&[7; 20]).unwrap()));
        assert_eq!(named.length, 21);
    }

    #[test]
    fn what_is_no_header_is_an_error() {
        let endless = [0xff; 12];
        for bytes in [&[][..], &[0x80], &[0x00], &[0x50], &[0x60], &[0x60, 0x80], &[0x70, 1], &endless, &[0x6f, 0xff]] {
            assert!(header(bytes, 20).is_err(), "{bytes:?}");
        }
    }
}

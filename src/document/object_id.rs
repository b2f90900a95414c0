//! The name of an object of git.

use std::fmt;
use std::str::FromStr;

/// The most bytes of an object's name: those of SHA-256.
const LONGEST: usize = 32;

/// The digits of a name that people see.
const SHORT: usize = 7;

/// The name of an object of git: the 20 bytes of a SHA-1 or the 32 bytes of a SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    bytes: [u8; LONGEST],
    length: u8,
}

impl ObjectId {
    /// A name from its bytes; `None` where they are neither 20 nor 32.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let length = match bytes.len() {
            20 => 20,
            LONGEST => 32,
            _ => return None,
        };
        let mut all = [0; LONGEST];
        all[..bytes.len()].copy_from_slice(bytes);
        Some(Self { bytes: all, length })
    }

    /// The bytes of the name.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    /// The first digits, as people call it: `1a2b3c4`.
    #[must_use]
    pub fn short(&self) -> String {
        let mut name = self.to_string();
        name.truncate(SHORT);
        name
    }

    /// Whether it is the name of nothing: all bytes are zero.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.bytes == [0; LONGEST]
    }
}

/// What is no name of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of an object: 40 or 64 hexadecimal digits were expected")]
pub struct BadObjectId;

impl FromStr for ObjectId {
    type Err = BadObjectId;

    fn from_str(text: &str) -> Result<Self, BadObjectId> {
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(|_| BadObjectId)?;
        Self::new(&bytes).ok_or(BadObjectId)
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ObjectId({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_and_shown() {
        for text in ["0123456789abcdef0123456789abcdef01234567", &"ab".repeat(32)] {
            assert_eq!(text.parse::<ObjectId>().unwrap().to_string(), *text);
        }
        for text in ["", "0123", "x123456789abcdef0123456789abcdef01234567", &"ab".repeat(24)] {
            assert_eq!(text.parse::<ObjectId>(), Err(BadObjectId));
        }
        assert!(ObjectId::new(&[0; 20]).unwrap().is_null());
    }
}

//! A path relative to the root of a scan, in bytes, so that no file name is lost.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

/// A relative path with `/` separators, in the bytes in which the file system or git keeps it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(Arc<[u8]>);

impl RelPath {
    /// A path from the bytes of its name.
    #[must_use]
    pub fn new(bytes: impl AsRef<[u8]>) -> Self {
        Self(bytes.as_ref().into())
    }

    /// The path of a file of this name in the same folder.
    #[must_use]
    pub fn beside(&self, name: &str) -> Self {
        let folder = memchr::memrchr(b'/', &self.0).map_or(0, |slash| slash + 1);
        Self::new([&self.0[..folder], name.as_bytes()].concat())
    }

    /// The bytes of the name.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The path for people: bytes that are not UTF-8, and control characters, as `\xNN`.
    #[must_use]
    pub fn display(&self) -> Cow<'_, str> {
        // Nearly all paths: nothing to spell out.
        if let Ok(path) = std::str::from_utf8(&self.0)
            && path.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        {
            return Cow::Borrowed(path);
        }
        let mut out = String::with_capacity(self.0.len());
        for chunk in self.0.utf8_chunks() {
            for character in chunk.valid().chars() {
                if character.is_control() {
                    write!(out, "\\x{:02x}", u32::from(character)).expect("writing to a string");
                } else {
                    out.push(character);
                }
            }
            for byte in chunk.invalid() {
                write!(out, "\\x{byte:02x}").expect("writing to a string");
            }
        }
        Cow::Owned(out)
    }

    /// The path as a relative URI reference (RFC 3986): every byte outside the unreserved set and `/` percent-encoded.
    #[must_use]
    pub fn uri(&self) -> String {
        let mut out = String::with_capacity(self.0.len());
        for &byte in self.0.iter() {
            if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
                out.push(char::from(byte));
            } else {
                write!(out, "%{byte:02X}").expect("writing to a string");
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_not_utf8_is_shown_and_linked_without_loss() {
        let path = RelPath::new(b"caf\xe9/a b#\n.txt");
        assert_eq!(path.display(), "caf\\xe9/a b#\\x0a.txt");
        assert_eq!(path.uri(), "caf%E9/a%20b%23%0A.txt");
    }
}

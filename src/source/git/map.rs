//! Files of a repository, mapped into memory, or their bytes as they were handed over.

use std::fs::File;
use std::io;
use std::ops::Deref;
use std::path::Path;

/// The bytes of a file.
#[derive(Debug)]
pub struct Mapped(Bytes);

#[derive(Debug)]
enum Bytes {
    Map(memmap2::Mmap),
    Held(Vec<u8>),
}

impl Mapped {
    /// Maps a file for reading.
    ///
    /// # Errors
    /// Where it cannot be opened or mapped.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::other("not a regular file"));
        }
        if metadata.len() == 0 {
            // Nothing cannot be mapped.
            return Ok(Self::from(Vec::new()));
        }
        // SAFETY: git never changes a pack or an index in place: it writes new files beside them and removes old ones,
        // whose mapped bytes stay. Whoever truncates one under a running scan ends the process, as with git itself.
        #[allow(unsafe_code, reason = "there is no other way to read a pack without holding it in memory")]
        let map = unsafe { memmap2::Mmap::map(&file)? };
        Ok(Self(Bytes::Map(map)))
    }
}

impl From<Vec<u8>> for Mapped {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Bytes::Held(bytes))
    }
}

impl Deref for Mapped {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Bytes::Map(map) => map,
            Bytes::Held(bytes) => bytes,
        }
    }
}

//! Reading files of a repository within bounds, and paths from the bytes in which git keeps them.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The bytes of a regular file that is not longer than `limit`.
pub fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    // Opening a FIFO would wait for whoever writes to it.
    if !path.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("longer than {limit} bytes")));
    }
    Ok(bytes)
}

/// The same; `None` where there is no such file.
pub fn read_if_there(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    match read(path, limit) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether an error says that there is no such file.
pub fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The path of these bytes; none where the system knows no such path.
pub fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    gix::path::from_byte_slice(bytes).ok().filter(|_| !bytes.contains(&0)).map(Path::to_owned)
}

/// The bytes of a path, with `/` separators.
pub fn bytes_of(path: &Path) -> Vec<u8> {
    match gix::path::into_bstr(path) {
        Ok(bytes) => gix::path::to_unix_separators_on_windows(bytes).to_vec(),
        // Only a path of Windows that is not Unicode has no bytes.
        Err(_) => path.to_string_lossy().into_owned().into_bytes(),
    }
}

//! Facts about files that have findings, asked once after the scan.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::Root;
use crate::document::RelPath;
use crate::source::Artifact;

/// The length and hash of the file of this name; `None` where it cannot be read any more.
pub fn artifact(roots: &[Root], name: &RelPath) -> Option<Artifact> {
    roots.iter().find_map(|root| {
        let path = if root.is_file { root.path.clone() } else { root.on_disk(&super::roots::path_of(name))? };
        (root.relative(&path) == *name).then(|| read(&path, name).ok()).flatten()
    })
}

fn read(path: &Path, name: &RelPath) -> io::Result<Artifact> {
    if !path.symlink_metadata()?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        length += count as u64;
        hasher.update(&buffer[..count]);
    }
    Ok(Artifact { path: name.clone(), length, sha256: data_encoding::HEXLOWER.encode(&hasher.finalize()) })
}

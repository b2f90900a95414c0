//! Expands what was compressed before it was encoded.

use std::io::Read;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::text::is_text;
use crate::document::{Origin, RelPath};
use crate::source::Visited;
use crate::source::container::{self, Limits};

/// The most members of a zip file that are read.
const MEMBERS: u64 = 256;

/// Whether the bytes begin as a gzip, zlib or zip file.
pub fn is_compressed(head: &[u8]) -> bool {
    matches!(head, [0x1f, 0x8b, 0x08, ..] | [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] | [b'P', b'K', 3, 4, ..])
}

/// The text inside, at most `limit` bytes of it; `None` where there is none. Damage ends the text, it does not lose it.
pub fn expand(bytes: &[u8], limit: usize) -> Option<Vec<u8>> {
    let text = match bytes {
        [0x1f, 0x8b, ..] => bounded(MultiGzDecoder::new(bytes), limit),
        [0x78, ..] => bounded(ZlibDecoder::new(bytes), limit),
        [b'P', b'K', ..] => return members(bytes, limit),
        _ => return None,
    };
    is_text(&text[..text.len().min(512)]).then_some(text)
}

fn bounded(reader: impl Read, limit: usize) -> Vec<u8> {
    let mut text = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    // an error ends the text; what was read before it stays
    let _ = reader.take(limit).read_to_end(&mut text);
    text
}

/// The texts of the members of a zip file, one behind the other.
fn members(bytes: &[u8], limit: usize) -> Option<Vec<u8>> {
    let limits = Limits { depth: 1, members: MEMBERS, bytes: limit as u64, ..Limits::default() };
    let all = Mutex::new(Vec::new());
    let _ = container::show(&Origin::file(RelPath::new("encoded.zip")), bytes, &limits, &|visited| {
        if let Visited::Document(document) = visited
            && is_text(&document.bytes[..document.bytes.len().min(512)])
        {
            let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
            all.extend_from_slice(document.bytes);
            all.push(b'\n');
        }
        ControlFlow::Continue(())
    });
    let all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    (!all.is_empty()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{GzEncoder, ZlibEncoder};
    use std::io::{Cursor, Write};

    fn gzip(plain: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn compressed_text_is_expanded_within_the_limit() {
        let plain = b"password = hunter2\n".repeat(100);
        assert_eq!(expand(&gzip(&plain), 1 << 20).as_deref(), Some(&plain[..]));
        assert_eq!(expand(&gzip(&plain), 100).map(|text| text.len()), Some(100));
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(&plain).unwrap();
        assert_eq!(expand(&zlib.finish().unwrap(), 1 << 20).as_deref(), Some(&plain[..]));
    }

    #[test]
    fn a_zip_file_shows_its_texts() {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in [("a.env", &b"TOKEN=hunter2"[..]), ("b.bin", &[0, 1, 2]), ("c.env", b"KEY=hunter3")] {
            archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(content).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        assert_eq!(expand(&bytes, 1 << 20).as_deref(), Some(&b"TOKEN=hunter2\nKEY=hunter3\n"[..]));
    }

    #[test]
    fn damage_and_other_bytes_are_no_error() {
        let whole = gzip(&b"password = hunter2, and so on\n".repeat(50));
        for length in 0..whole.len() {
            let _ = expand(&whole[..length], 1 << 20);
        }
        assert_eq!(expand(&gzip(&[0; 1000]), 1 << 20), None);
        assert_eq!(expand(b"\x78\x9cgarbage", 1 << 20), None);
        assert_eq!(expand(b"", 1 << 20), None);
    }
}

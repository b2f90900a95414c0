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

/// Bytes of the beginning that have to be text.
const HEAD: usize = 512;

/// The text inside, at most `left` bytes of it, which are taken off; `None` where there is none. Damage ends the text, it does not lose it.
pub fn expand(bytes: &[u8], left: &mut usize) -> Option<Vec<u8>> {
    match bytes {
        [0x1f, 0x8b, ..] => text(MultiGzDecoder::new(bytes), left),
        [0x78, ..] => text(ZlibDecoder::new(bytes), left),
        [b'P', b'K', ..] => members(bytes, left),
        _ => None,
    }
}

/// Reads on only where the beginning is text.
fn text(mut reader: impl Read, left: &mut usize) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    bounded(&mut reader, HEAD.min(*left), &mut text);
    let is_text = is_text(&text);
    if is_text {
        bounded(&mut reader, left.saturating_sub(text.len()), &mut text);
    }
    *left = left.saturating_sub(text.len());
    is_text.then_some(text)
}

/// An error ends the text; what was read before it stays.
fn bounded(reader: &mut impl Read, limit: usize, text: &mut Vec<u8>) {
    let _ = reader.take(u64::try_from(limit).unwrap_or(u64::MAX)).read_to_end(text);
}

/// The texts of the members of a zip file, one behind the other.
fn members(bytes: &[u8], left: &mut usize) -> Option<Vec<u8>> {
    let limits = Limits { depth: 1, members: MEMBERS, bytes: *left as u64, ..Limits::default() };
    let all = Mutex::new(Vec::new());
    // The visitor never stops the walk; what the archive lacks is simply not shown.
    let _ = container::show(&Origin::file(RelPath::new("encoded.zip")), bytes, &limits, &|visited| {
        if let Visited::Document(document) = visited
            && is_text(&document.bytes[..document.bytes.len().min(HEAD)])
        {
            let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
            all.extend_from_slice(document.bytes);
            all.push(b'\n');
        }
        ControlFlow::Continue(())
    });
    let all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    *left = left.saturating_sub(all.len());
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
        assert_eq!(expand(&gzip(&plain), &mut (1 << 20)).as_deref(), Some(&plain[..]));
        assert_eq!(expand(&gzip(&plain), &mut 100).map(|text| text.len()), Some(100));
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(&plain).unwrap();
        assert_eq!(expand(&zlib.finish().unwrap(), &mut (1 << 20)).as_deref(), Some(&plain[..]));
    }

    #[test]
    fn what_was_expanded_is_taken_off() {
        let bomb = gzip(&b"a line\n".repeat(1 << 16));
        let mut left = 1 << 16;
        assert_eq!(expand(&bomb, &mut left).map(|text| text.len()), Some(1 << 16));
        assert_eq!((expand(&bomb, &mut left), left), (None, 0));
        let mut left = 1 << 16;
        assert_eq!((expand(&gzip(&vec![0; 1 << 20]), &mut left), left), (None, (1 << 16) - HEAD));
    }

    #[test]
    fn a_zip_file_shows_its_texts() {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in [("a.env", &b"TOKEN=hunter2"[..]), ("b.bin", &[0, 1, 2]), ("c.env", b"KEY=hunter3")] {
            archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(content).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        assert_eq!(expand(&bytes, &mut (1 << 20)).as_deref(), Some(&b"TOKEN=hunter2\nKEY=hunter3\n"[..]));
    }

    #[test]
    fn damage_and_other_bytes_are_no_error() {
        let whole = gzip(&b"password = hunter2, and so on\n".repeat(50));
        for length in 0..whole.len() {
            let _ = expand(&whole[..length], &mut (1 << 20));
        }
        assert_eq!(expand(&gzip(&[0; 1000]), &mut (1 << 20)), None);
        assert_eq!(expand(b"\x78\x9cgarbage", &mut (1 << 20)), None);
        assert_eq!(expand(b"", &mut (1 << 20)), None);
    }
}

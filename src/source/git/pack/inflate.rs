//! Inflates the bytes of objects.

use std::cell::RefCell;
use std::io::{self, Read};

use flate2::bufread::ZlibDecoder;
use libdeflater::{DecompressionError, Decompressor};

use super::PackError;

/// The most that deflate can make of one byte, with some room for the bytes of the container around it.
const BEST_RATIO: u64 = 1032;

thread_local! {
    static DECOMPRESSOR: RefCell<Decompressor> = RefCell::new(Decompressor::new());
}

/// Inflates a zlib stream that stands at the beginning of `bytes` and holds exactly `size` bytes, into `out`.
///
/// # Errors
/// Where the stream is damaged or of another size, or the size cannot be true.
pub fn inflate(bytes: &[u8], size: u64, out: &mut Vec<u8>) -> Result<(), PackError> {
    check_size(bytes, size)?;
    let size = usize::try_from(size).map_err(|_| PackError::TooLarge(size))?;
    out.try_reserve(size.saturating_sub(out.len())).map_err(|_| PackError::TooLarge(size as u64))?;
    out.resize(size, 0);
    let done = DECOMPRESSOR.with_borrow_mut(|decompressor| decompressor.zlib_decompress(bytes, out));
    match done {
        Ok(length) if length == size => Ok(()),
        Ok(_) | Err(DecompressionError::InsufficientSpace) => Err(PackError::BadSize(size as u64)),
        Err(DecompressionError::BadData) => Err(PackError::BadStream),
    }
}

fn check_size(bytes: &[u8], size: u64) -> Result<(), PackError> {
    let most = (bytes.len() as u64).saturating_mul(BEST_RATIO);
    if size > most { Err(PackError::BadSize(size)) } else { Ok(()) }
}

/// A zlib stream that is inflated as it is read, and checked to hold exactly so many bytes.
pub struct Stream<'p> {
    inflating: ZlibDecoder<&'p [u8]>,
    /// Bytes in all.
    pub size: u64,
    left: u64,
}

impl<'p> Stream<'p> {
    /// A stream at the beginning of `bytes`.
    ///
    /// # Errors
    /// Where the size cannot be true.
    pub fn new(bytes: &'p [u8], size: u64) -> Result<Self, PackError> {
        check_size(bytes, size)?;
        Ok(Self { inflating: ZlibDecoder::new(bytes), size, left: size })
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        let count = self.inflating.read(out)? as u64;
        let Some(left) = self.left.checked_sub(count).filter(|left| count > 0 || *left == 0) else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, PackError::BadSize(self.size)));
        };
        self.left = left;
        Ok(usize::try_from(count).unwrap_or(out.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_stream_is_inflated_as_it_is_read() {
        let text = "all of it, ".repeat(10_000);
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text.as_bytes()).unwrap();
        let packed = encoder.finish().unwrap();
        let read = |bytes: &[u8], size: usize| {
            let mut out = Vec::new();
            Stream::new(bytes, size as u64).unwrap().read_to_end(&mut out).map(|_| out)
        };
        assert_eq!(read(&packed, text.len()).unwrap(), text.as_bytes());
        assert!(read(&packed, text.len() - 1).is_err() && read(&packed, text.len() + 1).is_err());
        assert!(read(&packed[..packed.len() - 9], text.len()).is_err());
        assert!(Stream::new(&packed, 1 << 40).is_err());
    }

    #[test]
    fn only_a_stream_of_the_right_size_is_inflated() {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(b"some bytes, some bytes").unwrap();
        let mut stream = encoder.finish().unwrap();
        stream.extend_from_slice(b"the next entry");
        let mut out = Vec::new();
        inflate(&stream, 22, &mut out).unwrap();
        assert_eq!(out, b"some bytes, some bytes");
        for size in [0, 21, 23, 1 << 40, u64::MAX] {
            assert!(inflate(&stream, size, &mut out).is_err(), "{size}");
        }
        stream[5] ^= 0x40;
        assert!(inflate(&stream, 22, &mut out).is_err());
        assert!(inflate(&[], 1, &mut out).is_err());
    }
}

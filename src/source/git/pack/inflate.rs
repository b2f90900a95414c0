//! Inflates the bytes of objects.

use std::cell::RefCell;

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
    if size > (bytes.len() as u64).saturating_mul(BEST_RATIO) {
        return Err(PackError::BadSize(size));
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

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

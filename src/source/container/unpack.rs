//! One reader for each way to compress, each with a bound on its memory.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::{DeflateDecoder, GzDecoder};
use lzma_rust2::{LzmaReader, XzReader};
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// KiB that a decoder may hold as its dictionary or window.
const MEMORY_KIB: u32 = 256 * 1024;

/// A way to compress one stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Bzip2,
    Xz,
    Zstd,
    Lzma,
}

/// A reader of what is packed in `input`.
pub(super) fn stream<'r>(packing: Packing, input: impl Read + 'r) -> io::Result<Box<dyn Read + 'r>> {
    let input = BufReader::new(input);
    Ok(match packing {
        Packing::Gzip => Box::new(Gzip { member: Some(GzDecoder::new(input)) }),
        Packing::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(input)),
        Packing::Xz => Box::new(XzReader::new_mem_limit(input, true, MEMORY_KIB)),
        Packing::Zstd => Box::new(Zstd::new(input)),
        Packing::Lzma => Box::new(LzmaReader::new_mem_limit(input, MEMORY_KIB, None)?),
    })
}

/// A reader of a zip member that is packed by `method` and expands to `size` bytes, if that is known.
pub(super) fn member<'r>(method: u16, input: impl Read + 'r, size: Option<u64>) -> io::Result<Box<dyn Read + 'r>> {
    match method {
        0 => Ok(Box::new(input)),
        8 => Ok(Box::new(DeflateDecoder::new(BufReader::new(input)))),
        9 => Ok(Box::new(deflate64::Deflate64Decoder::new(input))),
        12 => stream(Packing::Bzip2, input),
        14 => lzma_member(input, size),
        20 | 93 => stream(Packing::Zstd, input),
        95 => stream(Packing::Xz, input),
        _ => Err(io::Error::new(io::ErrorKind::Unsupported, format!("compression method {method}"))),
    }
}

/// A zip member has its own header in front of LZMA: version, length of the properties, properties.
fn lzma_member<'r>(input: impl Read + 'r, size: Option<u64>) -> io::Result<Box<dyn Read + 'r>> {
    let mut input = BufReader::new(input);
    let mut header = [0; 9];
    input.read_exact(&mut header)?;
    let [_, _, 5, 0, properties, dictionary @ ..] = header else {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "unknown LZMA properties"));
    };
    let dictionary = u32::from_le_bytes(dictionary);
    if lzma_rust2::lzma_get_memory_usage_by_props(dictionary, properties)? > MEMORY_KIB {
        return Err(too_much_memory());
    }
    let size = size.unwrap_or(u64::MAX);
    Ok(Box::new(LzmaReader::new_with_props(input, size, properties, dictionary, None)?))
}

fn too_much_memory() -> io::Error {
    io::Error::new(io::ErrorKind::OutOfMemory, "needs a window of more than 256 MiB")
}

/// Reads the members of a gzip stream one after the other; zeros behind the last one are padding.
struct Gzip<R> {
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !buffer.is_empty()
            && let Some(member) = &mut self.member
        {
            let count = member.read(buffer)?;
            if count > 0 {
                return Ok(count);
            }
            self.member = self.member.take().map(GzDecoder::into_inner).map_or(Ok(None), next_gzip_member)?;
        }
        Ok(0)
    }
}

fn next_gzip_member<R: BufRead>(mut input: R) -> io::Result<Option<GzDecoder<R>>> {
    loop {
        let bytes = input.fill_buf()?;
        let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
        match bytes.get(zeros) {
            Some(0x1f) => break,
            Some(_) => return Err(io::Error::new(io::ErrorKind::InvalidData, "holds other bytes behind its end")),
            None if bytes.is_empty() => return Ok(None),
            None => input.consume(zeros),
        }
    }
    let zeros = input.fill_buf()?.iter().take_while(|&&byte| byte == 0).count();
    input.consume(zeros);
    Ok(Some(GzDecoder::new(input)))
}

/// Reads the frames of a zstd stream one after the other.
struct Zstd<R> {
    input: R,
    decoder: FrameDecoder,
}

impl<R: BufRead> Zstd<R> {
    fn new(input: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(u64::from(MEMORY_KIB) * 1024);
        Self { input, decoder }
    }

    /// Begins the next frame; `false` where there is none.
    fn next_frame(&mut self) -> io::Result<bool> {
        while !self.input.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.input) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    super::input::skip(&mut self.input, u64::from(length))?;
                }
                Err(FrameDecoderError::WindowSizeTooBig { .. }) => return Err(too_much_memory()),
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while self.decoder.can_collect() == 0 {
            if self.decoder.is_finished() {
                if !self.next_frame()? {
                    return Ok(0);
                }
            } else {
                let step = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.input, step).map_err(io::Error::other)?;
            }
        }
        self.decoder.read(buffer)
    }
}

//! UTF-16 and UTF-32, with a byte order mark or without, to UTF-8.

use std::io::{self, Read};

/// Bytes that are looked at in each of three places to tell an encoding that has no mark.
const SAMPLE: usize = 4096;
/// Code units below which no encoding is guessed.
const FEWEST_UNITS: usize = 4;
/// Bytes that are decoded in one step.
const STEP: usize = 64 * 1024;

/// A Unicode encoding of more than one byte a code unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Two bytes a unit, low byte first.
    Utf16Le,
    /// Two bytes a unit, high byte first.
    Utf16Be,
    /// Four bytes a character, low byte first.
    Utf32Le,
    /// Four bytes a character, high byte first.
    Utf32Be,
}

impl Encoding {
    const ALL: [Self; 4] = [Self::Utf32Le, Self::Utf32Be, Self::Utf16Le, Self::Utf16Be];

    /// The encoding of a text: by its mark, else by the places of its NUL bytes at begin, middle and end.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if let Some(marked) = Self::marked(bytes) {
            return Some(marked);
        }
        let head = &bytes[..bytes.len().min(SAMPLE)];
        memchr::memchr(0, head)?;
        let starts = [0, bytes.len() / 2 / 4 * 4, bytes.len().saturating_sub(SAMPLE).next_multiple_of(4)];
        let samples = starts.map(|start| bytes.get(start..bytes.len().min(start + SAMPLE)).unwrap_or_default());
        Self::ALL.into_iter().find(|encoding| {
            encoding.is_likely(samples[0], FEWEST_UNITS)
                && samples[1..].iter().all(|sample| encoding.is_likely(sample, 0))
        })
    }

    /// The encoding that a text's mark names.
    #[must_use]
    pub fn marked(bytes: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| bytes.starts_with(encoding.mark()))
    }

    /// The text as UTF-8, without its mark; what no character stands for becomes U+FFFD.
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> Vec<u8> {
        let mut decoder = Decoder::new(self);
        let mut text = Vec::with_capacity(bytes.len() / self.width() + 16);
        decoder.push(bytes.strip_prefix(self.mark()).unwrap_or(bytes), &mut text);
        decoder.finish(&mut text);
        text
    }

    const fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf16Le => b"\xff\xfe",
            Self::Utf16Be => b"\xfe\xff",
            Self::Utf32Le => b"\xff\xfe\0\0",
            Self::Utf32Be => b"\0\0\xfe\xff",
        }
    }

    const fn width(self) -> usize {
        match self {
            Self::Utf16Le | Self::Utf16Be => 2,
            Self::Utf32Le | Self::Utf32Be => 4,
        }
    }

    /// The code unit that these bytes, as many as the width, stand for.
    fn unit(self, bytes: &[u8]) -> u32 {
        let shift = |unit: u32, byte: &u8| unit << 8 | u32::from(*byte);
        match self {
            Self::Utf16Le | Self::Utf32Le => bytes.iter().rev().fold(0, shift),
            Self::Utf16Be | Self::Utf32Be => bytes.iter().fold(0, shift),
        }
    }

    /// Whether nine of ten units are readable ASCII.
    fn is_likely(self, sample: &[u8], fewest: usize) -> bool {
        let units = sample.len() / self.width();
        let readable = sample.chunks_exact(self.width()).filter(|bytes| is_readable(self.unit(bytes))).count();
        units >= fewest && readable * 10 >= units * 9
    }
}

const fn is_readable(unit: u32) -> bool {
    matches!(unit, 0x20..=0x7e | 0x09 | 0x0a | 0x0d)
}

/// Decodes a text that comes in arbitrary parts.
#[derive(Debug)]
struct Decoder {
    encoding: Encoding,
    /// The begun code unit at the end of the last part.
    rest: Vec<u8>,
    /// A high surrogate that waits for its low one.
    high: Option<u32>,
}

impl Decoder {
    const fn new(encoding: Encoding) -> Self {
        Self { encoding, rest: Vec::new(), high: None }
    }

    fn push(&mut self, mut bytes: &[u8], text: &mut Vec<u8>) {
        let width = self.encoding.width();
        if !self.rest.is_empty() {
            let missing = (width - self.rest.len()).min(bytes.len());
            self.rest.extend_from_slice(&bytes[..missing]);
            bytes = &bytes[missing..];
            if self.rest.len() < width {
                return;
            }
            let unit = self.encoding.unit(&std::mem::take(&mut self.rest));
            self.unit(unit, text);
        }
        let units = bytes.chunks_exact(width);
        self.rest.extend_from_slice(units.remainder());
        for unit in units {
            self.unit(self.encoding.unit(unit), text);
        }
    }

    fn unit(&mut self, unit: u32, text: &mut Vec<u8>) {
        let utf16 = self.encoding.width() == 2;
        match (self.high.take(), unit) {
            (Some(high), 0xdc00..=0xdfff) if utf16 => write(0x1_0000 + ((high - 0xd800) << 10) + (unit - 0xdc00), text),
            (before, _) => {
                if before.is_some() {
                    write(u32::MAX, text);
                }
                match unit {
                    0xd800..=0xdbff if utf16 => self.high = Some(unit),
                    _ => write(unit, text),
                }
            }
        }
    }

    fn finish(&mut self, text: &mut Vec<u8>) {
        if self.high.take().is_some() || !self.rest.is_empty() {
            self.rest.clear();
            write(u32::MAX, text);
        }
    }
}

fn write(character: u32, text: &mut Vec<u8>) {
    let character = char::from_u32(character).unwrap_or(char::REPLACEMENT_CHARACTER);
    text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Reads UTF-16 or UTF-32 as UTF-8.
#[derive(Debug)]
pub struct Transcoder<R> {
    inner: R,
    decoder: Decoder,
    text: Vec<u8>,
    at: usize,
    begun: bool,
    ended: bool,
}

impl<R: Read> Transcoder<R> {
    /// A reader of the text that `inner` holds in `encoding`.
    pub const fn new(inner: R, encoding: Encoding) -> Self {
        Self { inner, decoder: Decoder::new(encoding), text: Vec::new(), at: 0, begun: false, ended: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.at = 0;
        let mut bytes = Vec::with_capacity(STEP);
        self.inner.by_ref().take(STEP as u64).read_to_end(&mut bytes)?;
        let mark = self.decoder.encoding.mark();
        let text = if self.begun { &bytes } else { bytes.strip_prefix(mark).unwrap_or(&bytes) };
        self.begun = true;
        self.decoder.push(text, &mut self.text);
        if bytes.is_empty() {
            self.decoder.finish(&mut self.text);
            self.ended = true;
        }
        Ok(())
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.ended {
            self.fill()?;
        }
        let count = buffer.len().min(self.text.len() - self.at);
        buffer[..count].copy_from_slice(&self.text[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

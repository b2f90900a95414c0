//! Texts that are too long to be held whole: shown in pieces that overlap.

use std::io::{self, Read};
use std::ops::ControlFlow;

use crate::document::{Document, Origin, Start};
use crate::source::{SkipReason, Skipped, Visited, Visitor};

use super::{Encoding, Transcoder, UTF8_MARK, wide};

/// Bytes of a piece.
const PIECE: usize = 32 * 1024 * 1024;
/// Bytes that a piece shares at most with the piece before it, so that nothing on the border is lost.
const OVERLAP: usize = 64 * 1024;
/// Bytes that hold any mark of an encoding.
const HEAD: u64 = 4;

/// Shows a text of any length in pieces of 32 MiB; reports it as opened when it ends, with the bytes that were read.
///
/// Pieces begin and end at line ends where the lines are not longer than 64 KiB, so that lines and columns are right.
pub fn read_in_pieces(origin: &Origin, reader: &mut dyn Read, visit: &Visitor<'_>) -> ControlFlow<()> {
    let (length, error) = show_pieces(origin, reader, visit)?;
    visit(Visited::Opened(origin, length))?;
    match error {
        Some(error) => visit(Visited::Skipped(Skipped {
            origin: origin.clone(),
            reason: SkipReason::Unreadable,
            detail: error.to_string(),
        })),
        None => ControlFlow::Continue(()),
    }
}

/// Shows a text in pieces; says how many bytes were read, and why no more.
pub(crate) fn show_pieces(
    origin: &Origin,
    reader: &mut dyn Read,
    visit: &Visitor<'_>,
) -> ControlFlow<(), (u64, Option<io::Error>)> {
    let mut counted = Counted { inner: reader, count: 0 };
    let mut head = Vec::new();
    if let Err(error) = counted.by_ref().take(HEAD).read_to_end(&mut head) {
        super::show(origin, &head, visit)?;
        return ControlFlow::Continue((counted.count, Some(error)));
    }
    let skipped = if head.starts_with(UTF8_MARK) { UTF8_MARK.len() } else { 0 };
    let start = Start { offset: skipped as u64, line: 0 };
    // Without a mark the begin says too little about the rest; wide strings are found in any case.
    let encoding = Encoding::marked(&head);
    let mut whole = head[skipped..].chain(counted.by_ref());
    let ended = match encoding {
        Some(encoding) => cut(origin, &mut Transcoder::new(&mut whole, encoding), start, PIECE, visit)?,
        None => cut(origin, &mut whole, start, PIECE, visit)?,
    };
    ControlFlow::Continue((counted.count, ended))
}

/// Cuts what the reader holds into pieces and shows them.
fn cut(
    origin: &Origin,
    reader: &mut dyn Read,
    mut start: Start,
    size: usize,
    visit: &Visitor<'_>,
) -> ControlFlow<(), Option<io::Error>> {
    let mut buffer = Vec::with_capacity(size);
    loop {
        let wanted = (size - buffer.len()) as u64;
        let error = reader.take(wanted).read_to_end(&mut buffer).err();
        let is_last = error.is_some() || buffer.len() < size;
        let end = if is_last { buffer.len() } else { border(&buffer) };
        show_piece(origin, &buffer[..end], start, visit)?;
        if is_last {
            return ControlFlow::Continue(error);
        }
        let next = resume(&buffer[..end]);
        start.offset += next as u64;
        start.line += memchr::memchr_iter(b'\n', &buffer[..next]).count();
        buffer.drain(..next);
    }
}

fn show_piece(origin: &Origin, bytes: &[u8], start: Start, visit: &Visitor<'_>) -> ControlFlow<()> {
    if bytes.is_empty() {
        return ControlFlow::Continue(());
    }
    visit(Visited::Document(Document::piece(origin, bytes, start)))?;
    match wide::strings(bytes) {
        Some(strings) => strings.show(&Document::piece(origin, bytes, start), "utf-16", visit),
        None => ControlFlow::Continue(()),
    }
}

/// Where a full buffer is cut: behind its last line end if that is near, else before a begun character.
fn border(buffer: &[u8]) -> usize {
    let near = buffer.len().saturating_sub(OVERLAP / 2);
    if let Some(at) = memchr::memrchr(b'\n', &buffer[near..]) {
        return near + at + 1;
    }
    character_start(buffer, buffer.len())
}

/// Where the next piece begins: at the first line that begins in the last 64 KiB of this one.
fn resume(piece: &[u8]) -> usize {
    let near = piece.len().saturating_sub(OVERLAP);
    match memchr::memchr(b'\n', &piece[near..]) {
        Some(at) if near + at + 1 < piece.len() => near + at + 1,
        _ => character_start(piece, near),
    }
}

/// The last place up to `at` that does not lie within a UTF-8 character.
fn character_start(bytes: &[u8], at: usize) -> usize {
    let begins = |&place: &usize| bytes.get(place).is_none_or(|byte| byte & 0xc0 != 0x80);
    if at == bytes.len() {
        // A character is begun where the last lead byte announces more bytes than follow it.
        let lead = (at.saturating_sub(3)..at).rev().find(|&place| bytes[place] >= 0xc0);
        return lead.filter(|&place| place + length_of(bytes[place]) > at).filter(|&place| place > 0).unwrap_or(at);
    }
    (at.saturating_sub(3)..=at).rev().find(begins).unwrap_or(at)
}

const fn length_of(lead: u8) -> usize {
    match lead {
        0xf0.. => 4,
        0xe0.. => 3,
        _ => 2,
    }
}

/// A reader that knows how many bytes went through it.
struct Counted<'r> {
    inner: &'r mut dyn Read,
    count: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::RelPath;
    use std::sync::Mutex;

    /// Places at which `needle` is seen in a text that is cut into pieces of `size` bytes: offset and line.
    fn places(text: &[u8], needle: &[u8], size: usize) -> Vec<(u64, usize, usize)> {
        let origin = Origin::file(RelPath::new("long.log"));
        let found = Mutex::new(Vec::new());
        let visit = |visited: Visited<'_>| {
            if let Visited::Document(document) = visited {
                for at in memchr::memmem::find_iter(document.bytes, needle) {
                    let position = document.position(at);
                    found.lock().unwrap().push((document.start.offset + at as u64, position.line, position.column));
                }
            }
            ControlFlow::Continue(())
        };
        assert!(cut(&origin, &mut &text[..], Start::default(), size, &visit).is_continue());
        let mut found = found.into_inner().unwrap();
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn a_text_on_any_border_is_seen_whole_and_in_its_line() {
        let size = 200 * 1024;
        for shift in [0, 1, 20, 21, 40, 1000, OVERLAP / 2, OVERLAP] {
            let mut text = "é one line of text\n".repeat(size / 20 - shift / 20).into_bytes();
            let (offset, line) = (text.len() as u64 + 3, memchr::memchr_iter(b'\n', &text).count() + 1);
            text.extend_from_slice("— NEEDLE\n".as_bytes());
            text.extend_from_slice("an end\n".repeat(size / 3).as_bytes());
            assert_eq!(places(&text, b" NEEDLE", size), [(offset, line, 2)], "shift {shift}");
        }
    }

    #[test]
    fn a_line_longer_than_a_piece_is_seen_whole() {
        let size = 200 * 1024;
        let mut text = "é".repeat(size / 2 - 3).into_bytes();
        let offset = text.len() as u64;
        text.extend_from_slice(b"NEEDLE");
        text.extend_from_slice("é".repeat(size).as_bytes());
        let found = places(&text, b"NEEDLE", size);
        assert!(!found.is_empty());
        assert!(found.iter().all(|place| (place.0, place.1) == (offset, 1)), "{found:?}");
    }
}

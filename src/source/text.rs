//! From the bytes of a text to the documents that the checks see, whatever the encoding.

mod decoded;
mod encoding;
mod pieces;
mod wide;

use std::ops::ControlFlow;

use crate::document::{Document, Origin, Start};
use crate::source::{SkipReason, Skipped, Visited, Visitor};

pub use decoded::Decoded;
pub use encoding::{Encoding, Transcoder};
pub use pieces::read_in_pieces;
pub(crate) use pieces::show_pieces;

/// The mark that some editors put in front of UTF-8.
const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";
/// How the pointer files of Git LFS begin, and how long they are at most.
const LFS_MARK: &[u8] = b"version https://git-lfs.github.com/spec/";
const LFS_LENGTH: usize = 1024;
/// This many readable bytes in a row, none of them NUL, say that a text is not only UTF-16 or UTF-32.
const NARROW_RUN: usize = 16;

/// Shows a text that is held whole: as it lies, or as UTF-8 where it is UTF-16 or UTF-32.
///
/// A binary that holds wide strings, as programs for Windows do, is shown as it lies and once more as these strings.
pub fn show(origin: &Origin, bytes: &[u8], visit: &Visitor<'_>) -> ControlFlow<()> {
    if bytes.is_empty() {
        return ControlFlow::Continue(());
    }
    if let Some(encoding) = Encoding::of(bytes) {
        visit(Visited::Document(Document::whole(origin, &encoding.decode(bytes))))?;
        return if has_narrow_run(bytes) {
            visit(Visited::Document(raw(origin, bytes)))
        } else {
            ControlFlow::Continue(())
        };
    }
    visit(Visited::Document(raw(origin, bytes)))?;
    if let Some(strings) = wide::strings(bytes) {
        strings.show(&Document::whole(origin, bytes), "utf-16", visit)?;
    }
    if is_lfs_pointer(bytes) {
        let detail = lfs_size(bytes).map_or_else(String::new, |size| format!("{size} bytes"));
        visit(Visited::Skipped(Skipped { origin: origin.clone(), reason: SkipReason::LfsPointer, detail }))?;
    }
    ControlFlow::Continue(())
}

/// The document of bytes as they lie, behind the mark of UTF-8 if there is one.
#[must_use]
pub fn raw<'a>(origin: &'a Origin, bytes: &'a [u8]) -> Document<'a> {
    match bytes.strip_prefix(UTF8_MARK) {
        Some(text) => Document::piece(origin, text, Start { offset: UTF8_MARK.len() as u64, line: 0 }),
        None => Document::whole(origin, bytes),
    }
}

/// Whether a text without NUL that begins so is shown as it lies, from [behind its mark](behind_mark) on, and is nobody's
/// stand-in.
pub(crate) fn is_shown_as_it_lies(head: &[u8]) -> bool {
    Encoding::marked(head).is_none() && !head.starts_with(LFS_MARK)
}

/// A text without the mark of UTF-8 that it may begin with.
pub(crate) fn behind_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(UTF8_MARK).unwrap_or(text)
}

fn has_narrow_run(bytes: &[u8]) -> bool {
    let mut run = 0;
    bytes.iter().any(|byte| {
        run = if matches!(byte, b' '..=b'~') { run + 1 } else { 0 };
        run >= NARROW_RUN
    })
}

fn is_lfs_pointer(bytes: &[u8]) -> bool {
    bytes.len() <= LFS_LENGTH && bytes.starts_with(LFS_MARK)
}

fn lfs_size(bytes: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(bytes).ok()?;
    text.lines().find_map(|line| line.strip_prefix("size "))?.trim().parse().ok()
}

#[cfg(test)]
mod tests;

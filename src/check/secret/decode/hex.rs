//! Hexadecimal digits that stand for a text, and lists of bytes written as numbers.

use std::ops::Range;

use memchr::memmem;

use super::alphabet::{HEX, hex_value};
use super::runs::HexRuns;
use super::text::{self, Kind};
use super::{Viewer, gzip};
use crate::document::{OffsetMap, Piece};

/// Digits in the shortest run that is looked at.
const SHORTEST: usize = 32;

/// Bytes that are decoded to see whether the rest is worth it.
const PROBE: usize = 24;

/// Numbers in the shortest list that is looked at.
const SHORTEST_LIST: usize = 16;

/// Shows what the hexadecimal digits in a run of letters and digits stand for.
pub fn run(viewer: &mut Viewer<'_, '_>, within: &Range<usize>) {
    let bytes = viewer.document.bytes;
    for run in HexRuns::new(bytes, SHORTEST, within) {
        let digits = &bytes[run.clone()];
        let head = decode(&digits[..digits.len().min(2 * PROBE)]);
        let kind = text::kind(&head);
        if digits.len().is_multiple_of(2) && kind != Kind::Binary {
            let place = |index: usize| run.start + 2 * index..run.start + 2 * index + 2;
            reveal(viewer, &decode(digits), &place, kind);
        }
    }
}

fn decode(digits: &[u8]) -> Vec<u8> {
    digits.chunks_exact(2).map(|pair| HEX[usize::from(pair[0])] << 4 | HEX[usize::from(pair[1])]).collect()
}

/// Shows what lists of bytes that begin in `within` stand for: `0x41, 0x42`, with commas, white space and line ends between.
pub fn lists(viewer: &mut Viewer<'_, '_>, within: &Range<usize>) {
    let bytes = viewer.document.bytes;
    let mut done = within.start;
    for start in memmem::find_iter(&bytes[within.clone()], b"0x") {
        let start = within.start + start;
        if start < done {
            continue;
        }
        let (values, places) = members(bytes, start);
        done = places.last().map_or(start + 2, |place| place.end);
        let kind = text::kind(&values[..values.len().min(PROBE)]);
        if values.len() >= SHORTEST_LIST && kind != Kind::Binary {
            reveal(viewer, &values, &|index| places[index].clone(), kind);
        }
    }
}

/// The bytes of a list and where each stands.
fn members(bytes: &[u8], start: usize) -> (Vec<u8>, Vec<Range<usize>>) {
    let (mut values, mut places) = (Vec::new(), Vec::new());
    let mut at = start;
    while let Some([b'0', b'x' | b'X', high, low]) = bytes.get(at..at + 4) {
        let Some(value) = hex_value(*high).zip(hex_value(*low)) else { break };
        if bytes.get(at + 4).is_some_and(u8::is_ascii_hexdigit) {
            break;
        }
        values.push(value.0 << 4 | value.1);
        places.push(at..at + 4);
        let gap = bytes[at + 4..]
            .iter()
            .take(64)
            .take_while(|b| matches!(b, b',' | b';' | b' ' | b'\t' | b'\r' | b'\n'))
            .count();
        if gap == 0 {
            break;
        }
        at += 4 + gap;
    }
    (values, places)
}

/// Shows what some bytes stand for, each of which is written at a place.
fn reveal(viewer: &mut Viewer<'_, '_>, decoded: &[u8], place: &dyn Fn(usize) -> Range<usize>, kind: Kind) {
    let Some(last) = decoded.len().checked_sub(1) else { return };
    let whole = OffsetMap::whole(place(0).start..place(last).end);
    match kind {
        Kind::Utf8 => viewer.view(decoded, &map_of(decoded.len(), place), "hex"),
        Kind::Utf16Le | Kind::Utf16Be => {
            viewer.view(&text::from_utf16(decoded, kind == Kind::Utf16Le), &whole, "hex");
        }
        Kind::Compressed => {
            if let Some(text) = gzip::expand(decoded, &mut viewer.expandable) {
                viewer.view(&text, &whole, "hex");
            }
        }
        Kind::Binary => {}
    }
}

/// One piece a byte in short texts, one for sixteen in long ones.
fn map_of(count: usize, place: &dyn Fn(usize) -> Range<usize>) -> OffsetMap {
    let step = if count <= 2048 { 1 } else { 16 };
    let mut map = OffsetMap::default();
    for first in (0..count).step_by(step) {
        let (outer, end) = (place(first).start, place((first + step).min(count) - 1).end);
        map.push(Piece { inner: first, outer, outer_length: end - outer, linear: false });
    }
    map
}

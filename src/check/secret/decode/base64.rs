//! Base64 in either alphabet, in one line or wrapped over many, with other words glued in front or not.

use std::ops::Range;

use super::alphabet::{BASE64, NONE, append_base64};
use super::runs::base64_runs;
use super::text::{self, Kind};
use super::{Viewer, gzip, hex};
use crate::document::{OffsetMap, Piece};

/// Digits in the shortest run that is looked at.
const SHORTEST: usize = 20;

/// Digits that are decoded to see whether the rest is worth it.
const PROBE: usize = 48;

/// How far into a run the words may reach that are glued in front of it.
const GLUED: usize = 64;

/// Runs up to this length are mapped back digit by digit, longer ones in steps of a line.
const FINE: usize = 4096;

/// Shows what the runs of digits that begin in `within` stand for, those of hexadecimal digits too: every such run is one of ours.
pub fn views(viewer: &mut Viewer<'_, '_>, within: &Range<usize>) {
    let bytes = viewer.document.bytes;
    let mut done = 0;
    base64_runs(bytes, within, |mut run| {
        run.start = behind_escape(bytes, run.start);
        if run.start < done {
            return;
        }
        hex::run(viewer, &run);
        let digits = &bytes[run.clone()];
        let Some((start, kind)) = is_mixed(digits).then(|| probe(digits)).flatten() else { return };
        let lines = lines(bytes, run.start + start..run.end);
        let stretch = lines[0].start..lines[lines.len() - 1].end;
        done = stretch.end;
        reveal(viewer, &lines, kind);
    });
}

/// `\nTWFu`: the `n` belongs to the escape.
fn behind_escape(bytes: &[u8], start: usize) -> usize {
    let escaped = start > 0 && bytes[start - 1] == b'\\' && matches!(bytes[start], b'n' | b'r' | b't');
    start + usize::from(escaped)
}

/// Whether the run holds capitals and other letters or digits, as base64 of a text does and most identifiers do not.
fn is_mixed(run: &[u8]) -> bool {
    let head = &run[..run.len().min(2 * GLUED)];
    head.iter().any(u8::is_ascii_uppercase)
        && head.iter().any(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Where in the run base64 of a text begins, and what it is of.
fn probe(run: &[u8]) -> Option<(usize, Kind)> {
    if let Some(kind) = probe_at(run) {
        return Some((0, kind));
    }
    let head = &run[..run.len().min(GLUED)];
    let separators = head.iter().enumerate().filter(|(_, byte)| !byte.is_ascii_alphanumeric());
    for (at, _) in separators.take(8) {
        if let Some(kind) = run.get(at + 1..).filter(|rest| rest.len() >= SHORTEST).and_then(probe_at) {
            return Some((at + 1, kind));
        }
    }
    // glued to a word without a separator: one of the four alignments is right, whatever the word
    let inner = (run.len().saturating_sub(SHORTEST + 4) / 2).min(GLUED) & !3;
    (1..=4).find_map(|shift| {
        let rest = run.get(inner + shift..).filter(|rest| rest.len() >= SHORTEST)?;
        probe_at(rest).filter(|kind| *kind != Kind::Compressed).map(|kind| (shift % 4, kind))
    })
}

/// What the digits at the beginning of the run are base64 of, where that is worth showing.
fn probe_at(run: &[u8]) -> Option<Kind> {
    let digits = &run[..run.len().min(PROBE)];
    if !may_be_text(digits) && !may_be_compressed(digits) {
        return None;
    }
    let mut head = Vec::with_capacity(PROBE);
    append_base64(digits, &mut head);
    Some(text::kind(&head)).filter(|kind| *kind != Kind::Binary)
}

/// Every fourth digit holds the upper bits of a byte: in ASCII its value is below 32. Sorts out nearly all identifiers.
fn may_be_text(digits: &[u8]) -> bool {
    let low = |at: usize| digits.get(at).is_none_or(|digit| BASE64[usize::from(*digit)] < 32);
    low(0) && (low(4) || low(8)) && (low(12) || low(16))
}

/// The digits of the magic bytes of gzip, zip and zlib.
fn may_be_compressed(digits: &[u8]) -> bool {
    digits.starts_with(b"H4sI")
        || digits.starts_with(b"UEsDB")
        || (digits[0] == b'e' && matches!(digits[1], b'A' | b'F' | b'J' | b'N'))
}

/// The lines of a wrapped text: the run, and every line behind it that goes on where it ended.
fn lines(bytes: &[u8], run: Range<usize>) -> Vec<Range<usize>> {
    let mut lines = vec![run];
    let mut width = usize::MAX;
    while let Some(next) = next_line(bytes, lines[lines.len() - 1].end) {
        let longest = width.max(lines[0].len());
        if width != usize::MAX && next.len() > width
            || lines.len() == 1 && longest < next.len() && lines[0].len() < SHORTEST
        {
            break;
        }
        let is_last = width != usize::MAX && next.len() < width;
        width = next.len();
        lines.push(next);
        if is_last {
            break;
        }
    }
    lines
}

/// The run that the line behind a line end consists of; the line end may be an escape, the line may be indented.
fn next_line(bytes: &[u8], end: usize) -> Option<Range<usize>> {
    let start = behind_line_end(bytes, end)?;
    let length = bytes[start..].iter().take_while(|byte| BASE64[usize::from(**byte)] != NONE).count();
    let run = start..start + length;
    let behind = bytes.get(run.end);
    let is_whole =
        behind.is_none_or(|byte| matches!(byte, b'\r' | b'\n' | b'=' | b'"' | b'\'' | b'`' | b'\\' | b' ' | b'<'));
    (length >= 2 && is_whole).then_some(run)
}

fn behind_line_end(bytes: &[u8], end: usize) -> Option<usize> {
    let mut at = end;
    let mut ended = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' | b'\r' => ended = true,
            b' ' | b'\t' => {}
            b'\\' if matches!(bytes.get(at + 1), Some(b'n' | b'r')) => {
                ended = true;
                at += 1;
            }
            b'\\' if matches!(bytes.get(at + 1), Some(b'\\' | b'\n' | b'\r')) => {}
            _ => break,
        }
        at += 1;
    }
    (ended && at < bytes.len() && at - end <= 128).then_some(at)
}

/// Decodes the lines as one text and shows it.
fn reveal(viewer: &mut Viewer<'_, '_>, lines: &[Range<usize>], kind: Kind) {
    let stretch = lines[0].start..lines[lines.len() - 1].end;
    let digits: Vec<u8> = lines.iter().flat_map(|line| &viewer.document.bytes[line.clone()]).copied().collect();
    let mut decoded = Vec::with_capacity(digits.len() / 4 * 3 + 3);
    append_base64(&digits, &mut decoded);
    match kind {
        Kind::Utf8 => viewer.view(&decoded, &map_of(lines, digits.len(), 3), "base64"),
        Kind::Utf16Le | Kind::Utf16Be => {
            let text = text::from_utf16(&decoded, kind == Kind::Utf16Le);
            viewer.view(&text, &OffsetMap::whole(stretch), "base64");
        }
        Kind::Compressed => {
            if let Some(text) = gzip::expand(&decoded, &mut viewer.expandable) {
                viewer.view(&text, &OffsetMap::whole(stretch), "base64");
            }
        }
        Kind::Binary => {}
    }
}

/// Pieces of four digits and their bytes in short texts, of sixty-four in long ones.
fn map_of(lines: &[Range<usize>], digits: usize, bytes_per_group: usize) -> OffsetMap {
    let step = if digits <= FINE { 1 } else { 16 };
    let mut map = OffsetMap::default();
    let mut line = 0;
    let mut before = 0;
    for group in (0..digits.div_ceil(4)).step_by(step) {
        let mut place = |digit: usize| {
            while line + 1 < lines.len() && digit >= before + lines[line].len() {
                before += lines[line].len();
                line += 1;
            }
            lines[line].start + digit - before
        };
        let outer = place(group * 4);
        let last = place(((group + step) * 4).min(digits) - 1);
        map.push(Piece { inner: group * bytes_per_group, outer, outer_length: last + 1 - outer, linear: false });
    }
    map
}

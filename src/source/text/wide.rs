//! The UTF-16 strings that lie in a binary, as programs for Windows and .NET hold them.

use std::ops::Range;

use super::Decoded;

/// Characters of the shortest string that is worth a look.
const SHORTEST: usize = 8;
/// Characters that share one piece of the map, so that a place is known to within so many of them.
const GRAIN: usize = 8;

/// The readable wide strings of a binary, one a line; none where it holds no NUL byte or no such string.
pub(super) fn strings(bytes: &[u8]) -> Option<Decoded> {
    let mut from = memchr::memchr(0, bytes)?;
    let mut found: Option<Decoded> = None;
    while let Some(nul) = memchr::memchr(0, &bytes[from..]).map(|at| from + at) {
        let start = nul.saturating_sub(1);
        let end = if nul == 0 { start } else { end_of_run(bytes, start) };
        if (end - start) / 2 >= SHORTEST {
            emit(found.get_or_insert_with(|| Decoded::new(bytes.len())), bytes, start, end);
        }
        let behind = end.max(nul + 1);
        // Only the first NUL of many in a row can belong to a string.
        from = behind + bytes[behind..].iter().take_while(|&&byte| byte == 0).count();
    }
    found
}

/// The end of the run of pairs of a readable byte and NUL that begins at `start`.
fn end_of_run(bytes: &[u8], start: usize) -> usize {
    let pairs = bytes[start..].chunks_exact(2).take_while(|pair| is_readable(pair[0]) && pair[1] == 0).count();
    start + pairs * 2
}

/// Adds the string of a run; where it is not plain which byte of its characters comes first, both readings of it.
fn emit(decoded: &mut Decoded, bytes: &[u8], start: usize, end: usize) {
    let last = bytes.get(end).filter(|&&byte| is_readable(byte));
    match last {
        None => add(decoded, bytes, start..end, None),
        // High byte first: the NUL stands before its character, so the last character has none behind it.
        Some(&last) if start > 0 && bytes[start - 1] == 0 => add(decoded, bytes, start..end, Some(last)),
        Some(&last) => {
            add(decoded, bytes, start..end, None);
            add(decoded, bytes, start + 2..end, Some(last));
        }
    }
}

fn add(decoded: &mut Decoded, bytes: &[u8], run: Range<usize>, last: Option<u8>) {
    for (index, part) in bytes[run.clone()].chunks(2 * GRAIN).enumerate() {
        let text: Vec<u8> = part.iter().step_by(2).copied().collect();
        let at = run.start + index * 2 * GRAIN;
        decoded.whole(&text, at..at + part.len());
    }
    if let Some(last) = last {
        decoded.whole(&[last], run.end..run.end + 1);
    }
    decoded.end_line();
}

const fn is_readable(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')
}

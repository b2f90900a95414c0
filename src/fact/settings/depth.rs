//! How deep tables of TOML lie in one another, told before they are made: each dot of a key makes one.

use memchr::{memchr2, memchr3, memmem};

use crate::fact::value::DEEPEST;

/// How many levels are no danger to the stack of a thread, even one that is small.
const MOST: usize = 4 * DEEPEST;

/// The place from which on values lie deeper than is safe to read them, if there is one. It may err to that side.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut open = Vec::new();
    let mut depth = 0_usize;
    let mut dots = 0_usize;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'.' => dots += 1,
            b',' | b'\n' => dots = 0,
            b'[' | b'{' => {
                open.push((byte, dots + 1));
                depth += dots + 1;
                dots = 0;
            }
            b']' | b'}' => {
                let opening = if byte == b']' { b'[' } else { b'{' };
                if let Some((_, levels)) = open.pop_if(|(bracket, _)| *bracket == opening) {
                    depth -= levels;
                }
                dots = 0;
            }
            _ => {}
        }
        if depth + dots > MOST {
            return Some(at);
        }
        at = token_end(bytes, at);
    }
    None
}

/// Behind the token at an offset, as the parser cuts them.
fn token_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let length = match rest {
        [b'.' | b',' | b'=' | b'[' | b']' | b'{' | b'}' | b' ' | b'\t' | b'\r' | b'\n', ..] => 1,
        [b'#', ..] => memchr2(b'\r', b'\n', rest).unwrap_or(rest.len()),
        [b'\'', b'\'', b'\'', ..] => with_quotes(rest, memmem::find(&rest[3..], b"'''").map(|length| 3 + length)),
        [b'"', b'"', b'"', ..] => with_quotes(rest, last_quotes(rest)),
        [b'\'', ..] => {
            memchr2(b'\'', b'\n', &rest[1..]).map_or(rest.len(), |end| 1 + end + usize::from(rest[1 + end] == b'\''))
        }
        [b'"', ..] => last_quote(rest),
        _ => rest.iter().position(|byte| b".=,[]{} \t#\r\n".contains(byte)).unwrap_or(rest.len()),
    };
    at + length
}

/// The length of a text with the three quotes that close it; two more of them may be its last letters.
fn with_quotes(rest: &[u8], end: Option<usize>) -> usize {
    end.map_or(rest.len(), |end| {
        let more = rest[end + 3..].iter().take(2).take_while(|&&byte| byte == rest[0]).count();
        end + 3 + more
    })
}

/// Where the three quotes stand that close a text with escapes.
fn last_quotes(rest: &[u8]) -> Option<usize> {
    let mut at = 3;
    loop {
        at += memchr2(b'"', b'\\', rest.get(at..)?)?;
        match &rest[at..] {
            [b'"', b'"', b'"', ..] => return Some(at),
            [b'\\', b'"' | b'\\', ..] => at += 2,
            _ => at += 1,
        }
    }
}

/// The length of a text with escapes in one line.
fn last_quote(rest: &[u8]) -> usize {
    let mut at = 1;
    while let Some(length) = memchr3(b'"', b'\\', b'\n', rest.get(at..).unwrap_or_default()) {
        at += length;
        match &rest[at..] {
            [b'"', ..] => return at + 1,
            [b'\n', ..] => return at,
            [b'\\', b'"' | b'\\', ..] => at += 2,
            _ => at += 1,
        }
    }
    rest.len()
}

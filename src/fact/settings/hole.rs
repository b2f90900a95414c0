//! What values say when escapes are undone, and what a shell or a template puts in is left open.

use std::borrow::Cow;

use memchr::{memchr3, memmem};

use crate::fact::value::HOLE;

/// How a value is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Bare,
    Single,
    Double,
}

/// What a value says.
pub(super) fn told(written: &str, style: Style) -> Cow<'_, str> {
    let mut text = String::new();
    let mut from = 0;
    let mut at = 0;
    let mut is_barren = false;
    while let Some(length) = memchr3(b'\\', b'$', b'{', &written.as_bytes()[at..]) {
        let next = at + length;
        at = next + 1;
        let rest = &written[next..];
        let put_in = match rest.as_bytes() {
            [b'$', b'$', ..] => None,
            [b'\\', ..] => escape(rest, style),
            _ => {
                let is_free = !written[..next].ends_with(|c: char| c.is_alphanumeric());
                hole(rest, style, is_free, &mut is_barren).map(|length| (HOLE, length))
            }
        };
        if let Some((letter, length)) = put_in {
            text.push_str(&written[from..next]);
            text.push(letter);
            at = next + length;
            from = at;
        } else if rest.starts_with("$$") || rest.starts_with("\\\\") {
            // The second sign of two begins nothing.
            at += 1;
        }
    }
    if from == 0 {
        return Cow::Borrowed(written);
    }
    text.push_str(&written[from..]);
    Cow::Owned(text)
}

/// The letter that an escape stands for, and how long the escape is.
fn escape(rest: &str, style: Style) -> Option<(char, usize)> {
    let sign = *rest.as_bytes().get(1)?;
    let letter = match (sign, style) {
        (_, Style::Single) => return None,
        (b'n', Style::Double) => '\n',
        (b'r', Style::Double) => '\r',
        (b't', Style::Double) => '\t',
        (b'"' | b'\\' | b'\'' | b'`', Style::Double) | (b':' | b'=' | b'#' | b'!', Style::Bare) | (b'$', _) => {
            sign.into()
        }
        (b'u', _) => {
            let code = rest.get(2..6).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
            return Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, 6));
        }
        _ => return None,
    };
    Some((letter, 2))
}

/// How long a piece is that a value begins with and only a run can tell. Where one does not end, none does behind it.
fn hole(rest: &str, style: Style, is_free: bool, is_barren: &mut bool) -> Option<usize> {
    let length = match rest.as_bytes() {
        [b'{', b'{', ..] if !*is_barren => memmem::find(rest.as_bytes(), b"}}").map(|end| end + 2),
        [b'$', b'{', ..] if !*is_barren && style != Style::Single => closing(rest, b'{', b'}'),
        [b'$', b'(', ..] if !*is_barren && style != Style::Single => closing(rest, b'(', b')'),
        [b'$', ..] if is_free && style != Style::Single => return variable(rest),
        _ => return None,
    };
    *is_barren = length.is_none();
    length
}

/// Behind the bracket that closes the first one.
fn closing(rest: &str, open: u8, close: u8) -> Option<usize> {
    let mut depth = 0_usize;
    rest.bytes().enumerate().skip(1).find_map(|(at, byte)| {
        depth += usize::from(byte == open);
        depth -= usize::from(byte == close);
        (depth == 0).then_some(at + 1)
    })
}

/// How long a name of a variable is: one in capitals, as passwords have dollars too.
fn variable(rest: &str) -> Option<usize> {
    let is_name = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    let length = rest.bytes().skip(1).take_while(is_name).count();
    let is_begun = rest.as_bytes().get(1).is_some_and(|byte| !byte.is_ascii_digit());
    let is_ended = rest.as_bytes().get(1 + length).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    (length > 1 && is_begun && is_ended).then_some(1 + length)
}

//! What plain scalars are: nothing, true or false, numbers, or texts, by the core schema of YAML 1.2.

use std::borrow::Cow;

use crate::fact::value::Data;

/// What a plain scalar is.
#[inline]
pub(super) fn plain(text: Cow<'_, str>) -> Data<'_> {
    match text.as_bytes() {
        [] | [b'~'] => Data::Null,
        [b'n' | b'N' | b't' | b'T' | b'f' | b'F', ..] => word(text),
        [b'0'..=b'9' | b'-' | b'+' | b'.', ..] if is_number(text.as_bytes()) => Data::Number(text),
        _ => Data::Text(text),
    }
}

fn word(text: Cow<'_, str>) -> Data<'_> {
    match text.as_ref() {
        "null" | "Null" | "NULL" => Data::Null,
        "true" | "True" | "TRUE" => Data::Bool(true),
        "false" | "False" | "FALSE" => Data::Bool(false),
        _ => Data::Text(text),
    }
}

/// Whether a text is a number: decimal, octal, hexadecimal, a fraction, infinite, or none that can be told.
fn is_number(text: &[u8]) -> bool {
    let unsigned = match text {
        [b'0', b'o', digits @ ..] => {
            return !digits.is_empty() && digits.iter().all(|digit| matches!(digit, b'0'..=b'7'));
        }
        [b'0', b'x', digits @ ..] => return !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit),
        b".nan" | b".NaN" | b".NAN" => return true,
        [b'-' | b'+', rest @ ..] => rest,
        _ => text,
    };
    matches!(unsigned, b".inf" | b".Inf" | b".INF") || is_decimal(unsigned)
}

fn is_decimal(text: &[u8]) -> bool {
    let whole = digits(text);
    let (fraction, rest) = match &text[whole..] {
        [b'.', rest @ ..] => (digits(rest), &rest[digits(rest)..]),
        rest => (0, rest),
    };
    let is_exponent = |rest: &[u8]| !rest.is_empty() && digits(rest) == rest.len();
    whole + fraction > 0
        && match rest {
            [] => true,
            [b'e' | b'E', b'-' | b'+', exponent @ ..] | [b'e' | b'E', exponent @ ..] => is_exponent(exponent),
            _ => false,
        }
}

/// How many digits a text begins with.
fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

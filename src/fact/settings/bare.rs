//! What values are that stand without quotes: numbers, true, false, and texts.

use std::borrow::Cow;

use super::hole::{Style, told};
use crate::fact::value::Data;

/// What a value without quotes is.
pub(super) fn data(written: &str) -> Data<'_> {
    if written.eq_ignore_ascii_case("true") {
        Data::Bool(true)
    } else if written.eq_ignore_ascii_case("false") {
        Data::Bool(false)
    } else if is_number(written) {
        Data::Number(Cow::Borrowed(written))
    } else {
        Data::Text(told(written, Style::Bare))
    }
}

/// Whether a value is a number, with a fraction or not.
fn is_number(written: &str) -> bool {
    let digits = written.strip_prefix('-').unwrap_or(written);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

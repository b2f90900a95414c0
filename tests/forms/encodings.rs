//! Texts in any encoding, with any line ends.

use crate::place::packed::utf16;
use crate::place::{Place, token};
use crate::{found, only, text};

const AT: &str = "a.env:2:14";

#[test]
fn plain_text() {
    assert_eq!(found("a.env", text()), AT);
}

#[test]
fn utf8_with_its_mark() {
    assert_eq!(found("a.env", [b"\xef\xbb\xbf", text().as_bytes()].concat()), AT);
    assert_eq!(found("a.env", format!("\u{feff}{}", token("forms"))), "a.env:1:1", "the mark takes no column");
}

#[test]
fn utf16_with_its_mark() {
    assert_eq!(found("a.env", utf16(&format!("\u{feff}{}", text()), false)), AT);
    assert_eq!(found("a.env", utf16(&format!("\u{feff}{}", text()), true)), AT);
    assert_eq!(found("a.env", utf16(&format!("\u{feff}é 😀 {}", token("forms")), true)), "a.env:1:5");
}

#[test]
fn utf16_without_its_mark() {
    assert_eq!(found("a.env", utf16(&text(), false)), AT);
    assert_eq!(found("a.env", utf16(&text(), true)), AT);
}

#[test]
fn utf32_with_its_mark() {
    let little: Vec<u8> = format!("\u{feff}{}", text()).chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    assert_eq!(found("a.env", little), AT);
    let big: Vec<u8> = format!("\u{feff}{}", text()).chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
    assert_eq!(found("a.env", big), AT);
}

#[test]
fn latin_1() {
    let bytes = [b"caf\xe9 \xfc\n# \xe9t\xe9 ", token("forms").as_bytes(), b" \xff\n"].concat();
    assert_eq!(found("a.env", bytes), "a.env:2:7");
}

#[test]
fn line_ends_of_every_kind() {
    assert_eq!(found("a.env", text().replace('\n', "\r\n")), AT);
    assert_eq!(found("a.env", text().replace('\n', "\r")), AT);
    assert_eq!(found("a.env", text().trim_end()), AT, "no line end at the end");
    assert_eq!(found("a.env", utf16(&format!("\u{feff}{}", text().replace('\n', "\r\n")), false)), AT);
}

#[test]
fn columns_count_characters_not_bytes() {
    assert_eq!(found("a.env", format!("# über — 😀 {}\n", token("forms"))), "a.env:1:12");
}

#[test]
fn standard_input_in_every_form() {
    let place = Place::new();
    assert_eq!(only(&place.scan_input(text())), "<stdin>:2:14");
    assert_eq!(only(&place.scan_input(utf16(&format!("\u{feff}{}", text()), false))), "<stdin>:2:14");
    let packed = crate::place::packed::gzip(text().as_bytes());
    assert_eq!(only(&place.scan_input(packed)), "<stdin>!<stdin>:2:14");
}

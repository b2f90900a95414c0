//! What well-formed texts say.

use std::borrow::Cow;

use super::{clean, show, shown};
use crate::fact::json::{Holes, read};
use crate::fact::value::Data;

#[test]
fn every_value_knows_its_place() {
    let text = r#" {"a": [1, "two"], "b": {"c": null}} "#;
    let value = clean(text);
    assert_eq!(&text[value.span.range()], text.trim());
    assert_eq!(&text[value.entry("a").unwrap().at.range()], "a");
    let items = value.get("a").unwrap();
    assert_eq!(&text[items.span.range()], r#"[1, "two"]"#);
    assert_eq!(&text[items.each()[0].span.range()], "1");
    assert_eq!(&text[items.each()[1].span.range()], "two");
    assert_eq!(&text[value.at(&["b", "c"]).unwrap().span.range()], "null");
}

#[test]
fn text_without_escapes_is_borrowed() {
    let value = clean(r#"{"a": "plain"}"#);
    assert!(matches!(value.get("a").unwrap().data, Data::Text(Cow::Borrowed("plain"))));
    assert!(matches!(value.entries()[0].key, Cow::Borrowed("a")));
}

#[test]
fn escapes_are_undone() {
    let value = clean(r#"["a\n\"b\"\\\/", "\u00e9\ud83d\ude00", "\ud83d!", "\x41\'\q", "\u12"]"#);
    let told: Vec<_> = value.each().iter().map(|item| item.text().unwrap()).collect();
    assert_eq!(told, ["a\n\"b\"\\/", "é😀", "\u{FFFD}!", "A'q", "\\u12"]);
}

#[test]
fn comments_are_passed_over() {
    let text = "// first\n{ /* in */ \"a\": 1, // \"b\": 2\n \"c\" /* , */ : 3 /* last */ }\n// end";
    assert_eq!(show(&clean(text)), "{a: #1, c: #3}");
}

#[test]
fn commas_may_be_missing_or_too_many() {
    assert_eq!(show(&clean("{\"a\": [1 2, 3,], \"b\": 4\n \"c\": 5,,}")), "{a: [#1, #2, #3], b: #4, c: #5}");
}

#[test]
fn the_liberties_of_json5_are_read() {
    let text = "{a: 'it\\'s \"so\"', $b-c: 0xFF, d: [+1, -.5, 5., Infinity, -Infinity, NaN, 1e3], e: 'x\\\ny'}";
    assert_eq!(
        show(&clean(text)),
        r#"{a: "it's \"so\"", $b-c: #0xFF, d: [#+1, #-.5, #5., #Infinity, #-Infinity, #NaN, #1e3], e: "xy"}"#
    );
}

#[test]
fn a_mark_of_byte_order_and_odd_blanks_are_no_text() {
    assert_eq!(show(&clean("\u{FEFF}{\u{A0}\"a\":\u{2028}true\u{A0}}")), "{a: true}");
}

#[test]
fn lines_of_json_are_documents() {
    assert_eq!(
        shown("{\"a\": 1}\n{\"a\": 2}\r\n\n[3]\n\"x\" true", Holes::None),
        r#"{a: #1} ; {a: #2} ; [#3] ; "x" ; true"#
    );
}

#[test]
fn a_text_may_go_on_in_the_next_line() {
    assert_eq!(show(&clean("{\"a\": \"[concat(\n  'x')]\", \"b\": 1}")), "{a: \"[concat(\\n  'x')]\", b: #1}");
}

#[test]
fn nothing_is_no_document() {
    for text in ["", "  \n", "// nothing", "\u{FEFF}"] {
        assert_eq!(read(text, Holes::None), crate::fact::value::Reading::default());
    }
}

#[test]
fn marks_of_templates_are_text_where_there_is_no_template() {
    assert_eq!(show(&clean(r#"{"a": "${x} {{ y }} $${z}"}"#)), r#"{a: "${x} {{ y }} $${z}"}"#);
}

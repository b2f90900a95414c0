//! What texts say that hold JSON themselves.

use super::{clean, show};
use crate::fact::json::{Holes, open};
use crate::fact::value::{Data, HOLE, Span, Value};

/// What the text at `a` holds.
fn inside(source: &str, holes: Holes) -> Option<Value<'_>> {
    let value = clean(source);
    let opened = open(value.get("a").unwrap(), source, holes);
    opened.inspect(|inner| assert!(inner.span.end as usize <= source.len()))
}

#[test]
fn a_text_as_it_is_written_keeps_its_places() {
    let source = "{a: ' {\"b\": [\"c\"]}'}";
    let inner = inside(source, Holes::None).unwrap();
    assert_eq!(show(&inner), r#"{b: ["c"]}"#);
    assert_eq!(&source[inner.span.range()], "{\"b\": [\"c\"]}");
    assert_eq!(&source[inner.entry("b").unwrap().at.range()], "b");
    assert_eq!(&source[inner.get("b").unwrap().each()[0].span.range()], "c");
}

#[test]
fn an_escaped_text_stands_where_its_string_does() {
    let source = r#"{"a": "{\"b\": [1, \"c\"]}"}"#;
    let inner = inside(source, Holes::None).unwrap();
    assert_eq!(show(&inner), r#"{b: [#1, "c"]}"#);
    let place = Span::new(7, source.len() - 2);
    assert!([inner.span, inner.entries()[0].at, inner.get("b").unwrap().each()[1].span].iter().all(|at| *at == place));
}

#[test]
fn pieces_inside_are_holes() {
    let hole = HOLE.to_string();
    let inner = inside(r"{a: '{b: `x`, c: ${d}}'}", Holes::Dollar).unwrap();
    assert_eq!(inner.get("c").unwrap().data, Data::Unknown);
    let inner = inside(r#"{"a": "{\"b\": \"${c}\"}"}"#, Holes::Dollar).unwrap();
    assert_eq!(inner.get("b").unwrap().text(), Some(hole.as_str()));
}

#[test]
fn marks_that_are_taken_care_of_are_text() {
    let source = "x $${y} z";
    let text = "{\"b\": \"${y}\", \"c\": 1}".to_owned();
    let value = Value::new(Span::new(0, source.len()), Data::Text(text.into()));
    assert_eq!(open(&value, source, Holes::Dollar).unwrap().get("b").unwrap().text(), Some("${y}"));
}

#[test]
fn what_is_not_json_is_not_opened() {
    for source in [r#"{"a": "b"}"#, r#"{"a": "[INFO] started"}"#, r#"{"a": "{}} %% {"}"#, r#"{"a": 1}"#, r#"{"a": ""}"#]
    {
        assert_eq!(inside(source, Holes::None), None, "{source}");
    }
}

#[test]
fn a_place_outside_of_the_source_does_no_harm() {
    let value = Value::new(Span::new(5, 90), Data::Text("[1]".into()));
    assert_eq!(open(&value, "short", Holes::None).unwrap().span, Span::new(5, 90));
}

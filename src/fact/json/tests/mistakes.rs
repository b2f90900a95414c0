//! What is said of broken texts, and what is kept of them.

use std::time::{Duration, Instant};

use super::{amiss, show, shown};
use crate::fact::json::{Holes, read};
use crate::fact::value::DEEPEST;

fn check(text: &str, kept: &str, problems: &[(&str, &str)]) {
    let reading = read(text, Holes::None);
    assert_eq!(shown(text, Holes::None), kept, "{text}");
    assert_eq!(amiss(text, &reading), problems, "{text}");
}

#[test]
fn an_unclosed_map_keeps_its_entries() {
    check(r#"{"a": 1, "b": [2, "#, "{a: #1, b: [#2]}", &[("", "expected a comma or the end of the list")]);
}

#[test]
fn a_value_that_is_missing_is_unknown() {
    check(r#"{"a": , "b": 1}"#, "{a: ?, b: #1}", &[(",", "expected a value")]);
    check(r#"{"a": "#, "{a: ?}", &[("", "expected a value")]);
}

#[test]
fn a_value_that_is_none_is_unknown() {
    check(r#"{"a": ObjectId("x, y"), "b": 1}"#, "{a: ?, b: #1}", &[("O", "expected a value")]);
    check(r#"["a", b c, 1]"#, r#"["a", ?, #1]"#, &[("b", "expected a value")]);
}

#[test]
fn a_key_without_a_colon_is_left_out() {
    check(r#"{"a", b c, "d": 1}"#, "{d: #1}", &[(",", "expected a colon"), ("c", "expected a colon")]);
}

#[test]
fn a_key_that_is_none_is_left_out() {
    check(
        r#"{[1]: 2, "b": 3}"#,
        "{b: #3}",
        &[("[", "expected a key or the end of the map"), (":", "expected a key or the end of the map")],
    );
}

#[test]
fn an_unclosed_text_ends_with_its_line() {
    check("{\"a\": \"one,\n \"b\": \"two\"}", r#"{a: "one", b: "two"}"#, &[("\"", "a quote that is not closed")]);
    check("{\"a: 1,\n \"b\": 2}", "{b: #2}", &[("\"", "a quote that is not closed"), (",", "expected a colon")]);
    check(
        r#"["one"#,
        r#"["one"]"#,
        &[("\"", "a quote that is not closed"), ("", "expected a comma or the end of the list")],
    );
}

#[test]
fn brackets_of_the_wrong_kind_close_what_they_can() {
    check(
        r#"{"a": [1}, 2]"#,
        "{a: [#1]} ; #2",
        &[("}", "expected a comma or the end of the list"), ("]", "a bracket that closes nothing")],
    );
    check("[1}, 2]", "[#1, #2]", &[("}", "a bracket that closes nothing")]);
}

#[test]
fn a_comment_that_is_not_closed_is_a_mistake() {
    check(
        r#"{"a": 1 /* "b": 2}"#,
        "{a: #1}",
        &[("/", "a comment that is not closed"), ("", "expected a comma or the end of the map")],
    );
}

#[test]
fn what_lies_too_deep_is_left_out() {
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(read(&deep(DEEPEST), Holes::None).problems, []);
    let text = format!(r#"{{"a": {}, "b": 2}}"#, deep(DEEPEST));
    let reading = read(&text, Holes::None);
    assert_eq!(amiss(&text, &reading), [("[", "values lie too deep")]);
    assert_eq!(reading.documents[0].get("b").map(show).as_deref(), Some("#2"));
    assert!(show(&reading.documents[0]).contains('?'));
}

#[test]
fn hostile_texts_take_linear_time() {
    let count = 50_000;
    let start = Instant::now();
    for part in [
        "[",
        "{",
        "{\"a\":",
        "[{",
        "\"",
        "'",
        "\"a\n\\",
        "'\n\"\n",
        "\"\n\\\"",
        "/*",
        "/",
        "{{",
        "{{{",
        "\"{{{",
        "{{{{}}",
        "${",
        "${\"",
        "{{ \"",
        "{%",
        "}}",
        "]",
        "\"{{\n",
        "x:",
        ":",
        "\\",
        "(",
        "('",
        "\u{A0}",
        "\n ",
        "\"a\n'b\n",
        "[\"a\\\"\n",
        "{{ if }",
        "[1 ",
        "\"${a",
    ] {
        for holes in [Holes::None, Holes::Dollar, Holes::Braces] {
            let _ = read(&part.repeat(count), holes);
        }
    }
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

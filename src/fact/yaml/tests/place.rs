//! Places of values in their text.

use super::{only, read};
use crate::fact::value::{Data, Value};

/// What stands at the place of a value at a path of names and numbers.
fn at<'t>(text: &'t str, path: &[&str]) -> &'t str {
    let document = only(text);
    let mut value = &document;
    for step in path {
        value = match step.parse::<usize>() {
            Ok(number) => &value.each()[number],
            Err(_) => value.get(step).expect("an entry"),
        };
    }
    &text[value.span.range()]
}

#[test]
fn the_place_of_a_scalar_is_what_it_says() {
    let text = "a: plain text # c\nb: 'it''s'\nc: \"x\\ty\"\nd: [ 1 , two ]\ne:\nf: ~\n";
    assert_eq!(at(text, &["a"]), "plain text");
    assert_eq!(at(text, &["b"]), "it''s");
    assert_eq!(at(text, &["c"]), "x\\ty");
    assert_eq!(at(text, &["d", "0"]), "1");
    assert_eq!(at(text, &["d", "1"]), "two");
    assert_eq!(at(text, &["e"]), "");
    assert_eq!(at(text, &["f"]), "~");
}

#[test]
fn the_place_of_a_folded_scalar_goes_from_its_first_to_its_last_byte() {
    let text = "a: one\n  two # c\nb: 'x\n\n  y '\n";
    assert_eq!(at(text, &["a"]), "one\n  two");
    assert_eq!(at(text, &["b"]), "x\n\n  y ");
}

#[test]
fn the_place_of_a_block_scalar_begins_behind_its_indentation() {
    let text = "a: |\n\n    one\n      two\n\nb: >-2\n    x\n   y\nc: |+\n\n";
    assert_eq!(at(text, &["a"]), "one\n      two");
    assert_eq!(at(text, &["b"]), "  x\n   y");
    assert_eq!(at(text, &["c"]), "");
}

#[test]
fn the_place_of_a_map_or_list_is_all_of_it() {
    let text = "\"a\":\n  - b: [1,\n      2]\n    c: 'd' # e\n  - f:\n\n# g\nh: {i: j }\n";
    assert_eq!(at(text, &[]), text.trim_end());
    assert_eq!(at(text, &["a"]), "- b: [1,\n      2]\n    c: 'd' # e\n  - f:");
    assert_eq!(at(text, &["a", "0"]), "b: [1,\n      2]\n    c: 'd'");
    assert_eq!(at(text, &["a", "0", "b"]), "[1,\n      2]");
    assert_eq!(at(text, &["h"]), "{i: j }");
}

#[test]
fn the_place_of_a_key_has_no_quotes() {
    let text = "a: 1\n'b b': 2\n\"c\\x41\" : {d: 3, \"e\":4}\n? f\n: 5\n&g h: 6\n";
    let document = only(text);
    let keys: Vec<&str> = document.entries().iter().map(|entry| &text[entry.at.range()]).collect();
    assert_eq!(keys, ["a", "b b", "c\\x41", "f", "h"]);
    let inner: Vec<&str> = document.entries()[2].value.entries().iter().map(|entry| &text[entry.at.range()]).collect();
    assert_eq!(inner, ["d", "e"]);
}

#[test]
fn the_place_of_a_call_begins_with_its_tag() {
    let text = "a: !Sub \"x-${Y}\" # c\nb: !Join\n  - ','\n  - [x]\n";
    assert_eq!(at(text, &["a"]), "!Sub \"x-${Y}\"");
    assert_eq!(at(text, &["b"]), "!Join\n  - ','\n  - [x]");
    let document = only(text);
    let Some(Value { data: Data::Call(_, given), .. }) = document.get("a") else { panic!("a call") };
    assert_eq!(&text[given[0].span.range()], "x-${Y}");
}

#[test]
fn the_place_of_an_alias_is_that_of_its_anchor() {
    let text = "a: &x 'text'\nb: *x\nc: &y {d: 1}\ne: *y\n";
    assert_eq!(at(text, &["a"]), "text");
    assert_eq!(only(text).get("b").map(|value| value.span), only(text).get("a").map(|value| value.span));
    assert_eq!(at(text, &["e"]), "{d: 1}");
    assert_eq!(at(text, &["e", "d"]), "1");
}

#[test]
fn actions_do_not_move_places() {
    let text =
        "{{- if .Values.on }}\nname: {{ .Values.name | quote }}-x # c\n{{- end }}\nq: \"é {{ .b }} y\"\n{{ .k }}: z\n";
    assert_eq!(at(text, &["name"]), "{{ .Values.name | quote }}-x");
    assert_eq!(at(text, &["q"]), "é {{ .b }} y");
    assert_eq!(at(text, &["\u{FFFC}"]), "z");
    assert_eq!(&text[only(text).entries()[2].at.range()], "{{ .k }}");
}

#[test]
fn places_count_from_the_beginning_of_the_text() {
    let text = "\u{FEFF}é: ü\r\n---\r\na:\r\n  b\r\n";
    let documents = read(text).documents;
    assert_eq!(&text[documents[0].entries()[0].at.range()], "é");
    assert_eq!(&text[documents[0].entries()[0].value.span.range()], "ü");
    assert_eq!(&text[documents[1].entries()[0].value.span.range()], "b");
}

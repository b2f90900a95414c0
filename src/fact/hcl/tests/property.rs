//! Promises about any text.

use std::fmt::Write;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::fact::hcl::{fold, read};
use crate::fact::value::{DEEPEST, Data, Entry, Label, Span, Value};

/// Pieces of which texts are made that nearly are HCL.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "${",
    "%{",
    "~}",
    "<<EOF\n",
    "<<-EOF\n",
    "EOF\n",
    "\n",
    "\r\n",
    " ",
    "=",
    "==",
    ":",
    "?",
    ",",
    ".",
    "...",
    "=>",
    "for x in ",
    " if ",
    "#",
    "/*",
    "*/",
    "\\",
    "\\u00e9",
    "\u{FEFF}",
    "é",
    "\u{FFFC}",
    "\0",
    "-",
    "!",
    "&&",
    "+",
    "local.a",
    "var.b",
    "local",
    "x",
    "a = ",
    "dynamic \"a\" {\n",
    "for_each = [1, 2]\n",
    "content {\n",
    "locals {\n",
    "variable \"b\" {\ndefault = ",
    "jsonencode(",
    "jsondecode(",
    "concat(",
    "merge(",
    "format(\"%s\", ",
    "split(",
    "join(\",\", ",
    "replace(",
    "try(",
    "$${",
    "1",
    "2.5",
    "true",
    "null",
    "[*]",
    "[0]",
    "b {\n",
    "resource \"a\" \"b\" {\n",
];

fn in_text(text: &str, span: Span) {
    let range = span.range();
    assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
}

/// Checks the places of a value, and that it is no deeper than values may be.
fn check(text: &str, value: &Value<'_>, level: usize, deepest: usize) {
    in_text(text, value.span);
    assert!(level <= deepest, "too deep");
    if let Data::Block(labels, _) = &value.data {
        for label in labels {
            in_text(text, label.span);
        }
    }
    for entry in value.entries() {
        in_text(text, entry.at);
        check(text, &entry.value, level + 1, deepest);
    }
    if let Data::List(items) | Data::OneOf(items) | Data::Call(_, items) = &value.data {
        for item in items {
            check(text, item, level + 1, deepest);
        }
    }
}

/// Checks that no call is left that is none.
fn check_calls(value: &Value<'_>) {
    if let Data::Call(name, _) = &value.data {
        assert!(name.starts_with(|c: char| c.is_alphabetic() || c == '_'), "{name}");
    }
    if let Data::List(items) | Data::OneOf(items) | Data::Call(_, items) = &value.data {
        items.iter().for_each(check_calls);
    }
    value.entries().iter().for_each(|entry| check_calls(&entry.value));
}

fn check_all(text: &str) {
    let mut reading = read(text);
    reading.problems.iter().for_each(|problem| in_text(text, problem.at));
    assert!(reading.documents.len() <= 1);
    for document in &mut reading.documents {
        check(text, document, 0, 6 * DEEPEST);
        fold(document);
        check(text, document, 0, DEEPEST + 1);
        check_calls(document);
    }
}

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z_ä][a-zA-Z0-9_-]{0,6}"
        .prop_filter("a keyword", |name| !matches!(name.as_str(), "true" | "false" | "null" | "for"))
}

fn value(data: Data<'static>) -> Value<'static> {
    Value::new(Span::default(), data)
}

fn values() -> impl Strategy<Value = Value<'static>> {
    let leaf = prop_oneof![
        Just(value(Data::Null)),
        any::<bool>().prop_map(|is| value(Data::Bool(is))),
        any::<i32>().prop_map(|number| value(Data::Number(number.to_string().into()))),
        "[a-z$%{}\"\\\\ \n\r\t\u{e9}\u{1F600}~]{0,12}".prop_map(|text| value(Data::Text(text.into()))),
        (name(), name()).prop_map(|(one, other)| value(Data::Reference(format!("{one}.{other}").into()))),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(|items| value(Data::List(items))),
            vec((".{0,6}", inner), 0..5).prop_map(|pairs| value(Data::Map(pairs.into_iter().map(entry).collect()))),
        ]
    })
}

fn entry((key, value): (String, Value<'static>)) -> Entry<'static> {
    Entry { at: Span::default(), key: key.into(), value }
}

fn bodies() -> impl Strategy<Value = Vec<Entry<'static>>> {
    let attribute = || (name(), values()).prop_map(entry);
    vec(attribute(), 0..4).prop_recursive(3, 16, 4, move |inner| {
        let label = ".{0,6}".prop_map(|text| Label { span: Span::default(), text: text.into() });
        let block = (name().prop_filter("a form", |name| name != "dynamic"), vec(label, 0..3), inner)
            .prop_map(|(key, labels, body)| entry((key, value(Data::Block(labels, body)))));
        vec(prop_oneof![attribute(), block], 0..5)
    })
}

fn quoted(text: &str) -> String {
    let escaped =
        text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t");
    escaped.replace("${", "$${").replace("%{", "%%{")
}

fn write_value(out: &mut String, value: &Value<'_>) {
    match &value.data {
        Data::Null => out.push_str("null"),
        Data::Bool(is) => write!(out, "{is}").unwrap(),
        Data::Number(text) | Data::Reference(text) => out.push_str(text),
        Data::Text(text) => write!(out, "\"{}\"", quoted(text)).unwrap(),
        Data::List(items) => {
            out.push('[');
            for item in items {
                write_value(out, item);
                out.push_str(",\n ");
            }
            out.push(']');
        }
        Data::Map(entries) => {
            out.push_str("{ ");
            for entry in entries {
                write!(out, "\"{}\" = ", quoted(&entry.key)).unwrap();
                write_value(out, &entry.value);
                out.push_str(" # c\n");
            }
            out.push('}');
        }
        _ => unreachable!("not made here"),
    }
}

fn write_body(out: &mut String, body: &[Entry<'_>]) {
    for entry in body {
        out.push_str(&entry.key);
        if let Data::Block(labels, inner) = &entry.value.data {
            for label in labels {
                write!(out, " \"{}\"", quoted(&label.text)).unwrap();
            }
            out.push_str(" {\n");
            write_body(out, inner);
            out.push('}');
        } else {
            out.push_str(" = ");
            write_value(out, &entry.value);
        }
        out.push('\n');
    }
}

/// Checks that the place of each text and name holds it.
fn check_texts(source: &str, value: &Value<'_>) {
    if let Data::Text(text) = &value.data {
        assert_eq!(&source[value.span.range()], quoted(text));
    }
    if let Data::List(items) = &value.data {
        for item in items {
            check_texts(source, item);
        }
    }
    for entry in value.entries() {
        assert_eq!(&source[entry.at.range()], quoted(&entry.key));
        check_texts(source, &entry.value);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_text_is_read_without_a_fall(text in ".{0,200}") {
        check_all(&text);
    }

    #[test]
    fn any_text_that_is_nearly_right_is_read_without_a_fall(pieces in vec(prop::sample::select(PIECES), 0..80)) {
        check_all(&pieces.concat());
    }

    #[test]
    fn what_is_written_is_read_back(body in bodies()) {
        let mut source = String::new();
        write_body(&mut source, &body);
        let mut reading = read(&source);
        prop_assert_eq!(&reading.problems, &[]);
        if body.is_empty() {
            prop_assert!(reading.documents.is_empty());
            return Ok(());
        }
        let document = &mut reading.documents[0];
        check_texts(&source, document);
        let before = document.clone();
        fold(document);
        prop_assert_eq!(&before, &*document, "nothing was there to fold");
        document.pin(Span::default());
        prop_assert_eq!(&*document, &value(Data::Map(body)));
    }
}

//! Promises that hold for all texts, tried on many.

use std::borrow::Cow;

use proptest::collection::vec;
use proptest::prelude::*;

use super::emit::{Tree, emit};
use super::{read, short};
use crate::fact::value::{DEEPEST, Data, Value};

/// Pieces of which texts are made that are nearly YAML.
const PIECES: &[&str] = &[
    "a",
    "b: ",
    "- ",
    "? ",
    ": ",
    "\n",
    "\n  ",
    "\n    ",
    "\r\n",
    "\t",
    " ",
    "#",
    " # ",
    "\"",
    "'",
    "\\",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&x ",
    "*x",
    "!t ",
    "!!str ",
    "<<: *x",
    "|\n",
    ">-\n",
    "|2+\n",
    "---\n",
    "...\n",
    "%Y",
    "{{",
    "}}",
    "{{ c }}",
    "{{- if d }}",
    "{{ end }}",
    "{{/*",
    "*/}}",
    "${{",
    "{%",
    "%}",
    "{#",
    "#}",
    "`",
    "@",
    "é",
    "\u{FEFF}",
    "\u{FFFC}",
    "\0",
    "1",
    "null",
    "\\u00e9",
    "\\\n",
];

fn nearly_yaml() -> impl Strategy<Value = String> {
    vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

fn scalar() -> impl Strategy<Value = Tree> {
    let number = prop::sample::select(&["0", "-17", "3.25", "0x1F", "1e9", ".inf"][..]);
    prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Bool),
        number.prop_map(|number| Tree::Number(number.to_owned())),
        "[a-z]{1,6}( [a-z]{1,6}){0,4}".prop_map(Tree::Text),
        "[ -z|~éü€😀\n\t]{0,24}".prop_map(Tree::Text),
        "( {0,2}[#a-z:-]{1,5} ?[a-z'\"]{1,4}\n{0,3}){1,4}".prop_map(Tree::Text),
        prop::sample::select(
            &["", "null", "true", "12", "- a", "a: b", "a #b", "*a", "&a", "!a", "{a}", "${{ b }}", "---"][..]
        )
        .prop_map(|text| Tree::Text(text.to_owned())),
    ]
}

fn tree() -> impl Strategy<Value = Tree> {
    scalar().prop_recursive(5, 48, 6, |inner| {
        let key = prop_oneof!["[a-zA-Z_][a-zA-Z0-9_.-]{0,8}", "[ -z|~é]{0,8}"];
        let key = key.prop_filter("no merging", |key| key != "<<");
        let untagged = inner.clone().prop_filter("one tag each", |inner| !matches!(inner, Tree::Call(_)));
        prop_oneof![
            2 => vec(inner.clone(), 0..5).prop_map(Tree::List),
            3 => vec((key, inner.clone()), 0..5).prop_map(Tree::Map),
            1 => untagged.prop_map(|inner| Tree::Call(inner.into())),
        ]
    })
}

/// What a value is, in the words of [`short`].
fn wanted(tree: &Tree) -> String {
    let all = |items: Vec<String>| items.join(", ");
    match tree {
        Tree::Null => "null".to_owned(),
        Tree::Bool(is) => is.to_string(),
        Tree::Number(number) => number.clone(),
        Tree::Text(text) => format!("{text:?}"),
        Tree::List(items) => format!("[{}]", all(items.iter().map(wanted).collect())),
        Tree::Map(entries) => {
            format!("{{{}}}", all(entries.iter().map(|(key, value)| format!("{key}: {}", wanted(value))).collect()))
        }
        Tree::Call(inner) => format!("!Call({})", wanted(inner)),
    }
}

/// Checks the places of a value and of what it holds; aliases and holes aside, values lie in what holds them.
fn check_places(value: &Value<'_>, text: &str, depth: usize) {
    assert!(depth <= DEEPEST + 1);
    assert!(text.get(value.span.range()).is_some(), "{:?}", value.span);
    match &value.data {
        Data::List(items) | Data::Call(_, items) => items.iter().for_each(|item| check_places(item, text, depth + 1)),
        Data::Map(entries) => {
            for entry in entries {
                assert!(text.get(entry.at.range()).is_some(), "{:?}", entry.at);
                check_places(&entry.value, text, depth + 1);
            }
        }
        Data::Text(Cow::Borrowed(said)) | Data::Number(Cow::Borrowed(said)) => {
            assert_eq!(*said, &text[value.span.range()]);
        }
        _ => {}
    }
}

/// Reads what stands at the place of each scalar once more: it is that scalar.
fn check_scalars(value: &Value<'_>, text: &str) {
    match &value.data {
        Data::List(items) | Data::Call(_, items) => items.iter().for_each(|item| check_scalars(item, text)),
        Data::Map(entries) => entries.iter().for_each(|entry| check_scalars(&entry.value, text)),
        _ => {
            let piece = &text[value.span.range()];
            let before = text[..value.span.start as usize].chars().next_back().unwrap_or(' ');
            let is_quoted = matches!(before, '"' | '\'') && text[value.span.end as usize..].starts_with(before);
            let again = if is_quoted { format!("{before}{piece}{before}") } else { piece.to_owned() };
            let is_same = read(&again).documents.iter().map(short).collect::<String>() == short(value);
            assert!(is_same || !is_quoted && is_literal(value, piece), "{again:?}");
        }
    }
}

/// Whether the lines of a piece are those of a text, but for their indentation.
fn is_literal(value: &Value<'_>, piece: &str) -> bool {
    let said = value.text().unwrap_or_default();
    piece.is_empty() && said.is_empty() || piece.lines().map(str::trim).eq(said.trim().lines().map(str::trim))
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        read(&text).documents.iter().for_each(|document| check_places(document, &text, 1));
    }

    #[test]
    fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        read(&text).documents.iter().for_each(|document| check_places(document, &text, 1));
    }

    #[test]
    fn texts_that_are_nearly_yaml_are_read(text in nearly_yaml()) {
        let text = text.replace("*x", "x");
        let reading = read(&text);
        reading.documents.iter().for_each(|document| check_places(document, &text, 1));
        prop_assert!(reading.problems.iter().all(|problem| text.get(problem.at.range()).is_some()));
    }

    #[test]
    fn aliases_never_fail(text in nearly_yaml()) {
        let text = format!("a: &x {{b: [c, d]}}\n{text}");
        prop_assert!(read(&text).problems.iter().all(|problem| text.get(problem.at.range()).is_some()));
    }

    #[test]
    fn what_is_written_is_read(tree in tree(), styles in vec(any::<u8>(), 1..40)) {
        let text = emit(&tree, &styles);
        let reading = read(&text);
        prop_assert_eq!(&reading.problems, &[], "{}", text);
        prop_assert_eq!(reading.documents.len(), 1, "{}", text);
        prop_assert_eq!(short(&reading.documents[0]), wanted(&tree), "{}", text);
        check_places(&reading.documents[0], &text, 1);
        check_scalars(&reading.documents[0], &text);
    }
}

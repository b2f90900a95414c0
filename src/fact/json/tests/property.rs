//! What holds for every text: places that fit, no panic, and nothing lost that stands before a cut.

use proptest::prelude::*;

use crate::fact::json::{Holes, open, read};
use crate::fact::value::{Data, Span, Value};

/// A value, and the texts it is written with.
#[derive(Clone, Debug)]
enum Written {
    Bare(&'static str),
    Text(String, bool),
    List(Vec<Written>, Vec<&'static str>),
    Map(Vec<(String, bool, Written)>, Vec<&'static str>),
}

/// Texts that are nearly JSON, or nearly a template of it.
const PIECES: &str = r#"([\[\]{}:,"'\\/*$%#\n é😀\x{FFFC}]|\{\{|\}\}|\$\{|"a"|1|true|if|//|\\u00|a){0,60}"#;

const BLANKS: [&str; 9] = ["", "", " ", "\n", "\r\n\t", "// }\n", "/* \" */", "\u{A0}", "  "];
const BARE: [&str; 8] = ["true", "false", "null", "0", "-1.5e3", "0xAf", "12345678901234567890", "+.5"];

fn written() -> impl Strategy<Value = Written> {
    let text = "[ -~é😀]{0,8}";
    let leaf = prop_oneof![
        prop::sample::select(&BARE[..]).prop_map(Written::Bare),
        (text, any::<bool>()).prop_map(|(text, single)| Written::Text(text, single)),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        let blanks = prop::collection::vec(prop::sample::select(&BLANKS[..]), 4);
        prop_oneof![
            (prop::collection::vec(inner.clone(), 0..6), blanks.clone())
                .prop_map(|(items, blanks)| Written::List(items, blanks)),
            (prop::collection::vec((text, any::<bool>(), inner), 0..6), blanks)
                .prop_map(|(entries, blanks)| Written::Map(entries, blanks)),
        ]
    })
}

/// Writes a value, and puts down what each text is and where it stands.
fn write(value: &Written, out: &mut String, places: &mut Vec<(Span, String)>) {
    match value {
        Written::Bare(text) => note(text, "", out, places),
        Written::Text(text, single) => quoted(text, *single, out, places),
        Written::List(items, blanks) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(blanks[at % 4]);
                write(item, out, places);
                out.push_str(blanks[(at + 1) % 4]);
                out.push(',');
            }
            out.push(']');
        }
        Written::Map(entries, blanks) => {
            out.push('{');
            for (at, (key, single, entry)) in entries.iter().enumerate() {
                out.push_str(blanks[at % 4]);
                quoted(key, *single, out, places);
                out.push_str(blanks[(at + 1) % 4]);
                out.push(':');
                out.push_str(blanks[(at + 2) % 4]);
                write(entry, out, places);
                out.push_str(blanks[(at + 3) % 4]);
                out.push(',');
            }
            out.push('}');
        }
    }
}

fn quoted(text: &str, single: bool, out: &mut String, places: &mut Vec<(Span, String)>) {
    let quote = if single { "'" } else { "\"" };
    let written = text.replace('\\', "\\\\").replace(quote, &format!("\\{quote}"));
    out.push_str(quote);
    note(&written, text, out, places);
    out.push_str(quote);
}

fn note(written: &str, text: &str, out: &mut String, places: &mut Vec<(Span, String)>) {
    let start = out.len();
    out.push_str(written);
    places.push((Span::new(start, out.len()), if text.is_empty() { written.to_owned() } else { text.to_owned() }));
}

/// The places and texts of everything that is no list and no map, in their order.
fn places(value: &Value<'_>, found: &mut Vec<(Span, String)>) {
    match &value.data {
        Data::List(items) => items.iter().for_each(|item| places(item, found)),
        Data::Map(entries) => {
            for entry in entries {
                found.push((entry.at, entry.key.to_string()));
                places(&entry.value, found);
            }
        }
        _ => found.push((value.span, value.text().unwrap_or("null").to_owned())),
    }
}

/// Every place lies in the text and around those inside.
fn assert_places(value: &Value<'_>, text: &str, around: Span) {
    let within = |span: Span| {
        assert!(
            span.start >= around.start && span.end <= around.end && span.start <= span.end,
            "{span:?} {around:?} {text:?}"
        );
        assert!(text.get(span.range()).is_some(), "{span:?} {text:?}");
    };
    within(value.span);
    match &value.data {
        Data::List(items) => items.iter().for_each(|item| assert_places(item, text, value.span)),
        Data::Map(entries) => {
            for entry in entries {
                within(entry.at);
                assert_places(&entry.value, text, value.span);
            }
        }
        _ => {}
    }
}

fn assert_sound(text: &str) {
    for holes in [Holes::None, Holes::Dollar, Holes::Braces] {
        let reading = read(text, holes);
        for document in &reading.documents {
            assert_places(document, text, Span::new(0, text.len()));
        }
        assert!(reading.problems.iter().all(|problem| text.get(problem.at.range()).is_some()));
        let value = Value::new(Span::new(0, text.len()), Data::Text(text.into()));
        if let Some(inner) = open(&value, text, holes) {
            assert_places(&inner, text, Span::new(0, text.len()));
        }
    }
}

/// Whether all that `cut` has is in `whole` at the same way, but for the last thing of it.
fn assert_kept(whole: &Value<'_>, cut: &Value<'_>, end: u32) {
    let is_before = |value: &Value<'_>| value.span.end + 1 < end;
    match (&whole.data, &cut.data) {
        (Data::List(all), Data::List(kept)) => {
            assert!(kept.len() >= all.iter().filter(|item| is_before(item)).count());
            all.iter().zip(kept).for_each(|(whole, cut)| assert_kept(whole, cut, end));
        }
        (Data::Map(all), Data::Map(kept)) => {
            assert!(kept.len() >= all.iter().filter(|entry| is_before(&entry.value)).count());
            for (whole, cut) in all.iter().zip(kept) {
                assert_eq!((whole.at, &whole.key), (cut.at, &cut.key));
                assert_kept(&whole.value, &cut.value, end);
            }
        }
        _ if is_before(whole) => assert_eq!(whole, cut),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn every_text_points_at_its_source(value in written()) {
        let (mut text, mut expected) = (String::new(), Vec::new());
        write(&value, &mut text, &mut expected);
        let reading = read(&text, Holes::None);
        prop_assert_eq!(&reading.problems, &[], "{}", text);
        prop_assert_eq!(reading.documents.len(), 1, "{}", text);
        let mut found = Vec::new();
        places(&reading.documents[0], &mut found);
        prop_assert_eq!(found, expected, "{}", text);
    }

    #[test]
    fn any_text_is_read_without_harm(text in PIECES) {
        assert_sound(&text);
    }

    #[test]
    fn any_letters_are_read_without_harm(text in any::<String>()) {
        assert_sound(&text);
    }

    #[test]
    fn a_cut_keeps_what_stands_before_it(value in written(), share in 0..1000_u16) {
        let mut text = String::new();
        write(&Written::List(vec![value], vec![""; 4]), &mut text, &mut Vec::new());
        let most = text.len() * usize::from(share) / 1000;
        let end = (1..=most).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(1);
        let whole = read(&text, Holes::None).documents.remove(0);
        let cut = read(&text[..end], Holes::None);
        prop_assert!(!cut.documents.is_empty(), "{}", &text[..end]);
        assert_kept(&whole, &cut.documents[0], u32::try_from(end).unwrap());
    }
}

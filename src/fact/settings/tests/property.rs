//! What holds for every text: places that fit, no panic, and nothing lost that stands before a cut.

use proptest::prelude::*;

use crate::fact::settings::{read_env, read_toml};
use crate::fact::value::{Data, Reading, Span, Value};

/// Texts that are nearly settings or TOML.
const PIECES: &str =
    r#"(\[|\]|[{}:,"'\\/*$%#;! =.\n\ré\x{FFFC}]|\{\{|\}\}|\$\{|a=|"""|b = '''|1|true|export |\\u00|a|B){0,60}"#;

const SIGNS: [&str; 4] = ["=", " = ", ": ", " =\t"];
const ENDS: [&str; 5] = ["\n", "\r\n", "\n# b=c\n", " # d\n", " \n\n"];

/// A line that names a value: how it is indented, its name, the sign, quotes, the value, and what follows.
type Line = (bool, String, usize, usize, String, usize);

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let line =
        (any::<bool>(), "[a-z_.-]{0,3}[a-z]", 0..SIGNS.len(), 0..3_usize, "[a-zA-Z0-9é/:=;,@+-]{0,9}", 0..ENDS.len());
    prop::collection::vec(line, 1..8)
}

/// Writes lines, and puts down what each value is and where it stands.
fn write(lines: &[Line]) -> (String, Vec<(String, Span, String)>) {
    let mut text = String::new();
    let mut values = Vec::new();
    for (indented, name, sign, quote, value, end) in lines {
        let quote = ["", "'", "\""][*quote];
        text.push_str(if *indented { "  " } else { "" });
        text.push_str(&format!("{name}{}{quote}", SIGNS[*sign]));
        if quote.is_empty() && value.is_empty() {
            text.truncate(text.trim_end().len());
        }
        // What would make it another line or sign.
        let value = value.trim_start_matches([':', '=', '/', ';']);
        let value = if value.is_empty() { "x" } else { value };
        values.push((name.clone(), Span::new(text.len(), text.len() + value.len()), value.to_owned()));
        text.push_str(&format!("{value}{quote}{}", ENDS[*end]));
    }
    (text, values)
}

/// Every place lies in the text.
fn assert_places(value: &Value<'_>, text: &str) {
    assert!(text.get(value.span.range()).is_some(), "{:?} {text:?}", value.span);
    match &value.data {
        Data::List(items) => items.iter().for_each(|item| assert_places(item, text)),
        Data::Map(entries) => {
            for entry in entries {
                assert!(text.get(entry.at.range()).is_some(), "{:?} {text:?}", entry.at);
                assert_places(&entry.value, text);
            }
        }
        _ => {}
    }
}

fn assert_sound(reading: &Reading<'_>, text: &str) {
    assert_eq!(reading.documents.len(), 1);
    assert_places(&reading.documents[0], text);
    assert!(reading.problems.iter().all(|problem| text.get(problem.at.range()).is_some()), "{text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn every_value_points_at_its_source(lines in lines()) {
        let (text, expected) = write(&lines);
        let reading = read_env(&text);
        let entries = reading.documents[0].entries();
        prop_assert_eq!(entries.len(), expected.len(), "{}", &text);
        for (entry, (name, span, value)) in entries.iter().zip(&expected) {
            prop_assert_eq!(&text[entry.at.range()], name);
            prop_assert_eq!(entry.value.span, *span, "{}", &text);
            prop_assert!(entry.value.text().is_some_and(|text| text.eq_ignore_ascii_case(value)), "{}", &text);
        }
    }

    #[test]
    fn a_cut_keeps_what_stands_before_it(lines in lines(), cut in 0..1000_usize) {
        let (text, _) = write(&lines);
        let end = (0..=text.len() * cut / 1000).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        let (whole, part) = (read_env(&text), read_env(&text[..end]));
        let whole = whole.documents[0].entries().iter().take_while(|entry| (entry.value.span.end as usize) + 1 < end);
        for (whole, part) in whole.zip(part.documents[0].entries()) {
            prop_assert_eq!(whole, part);
        }
    }

    #[test]
    fn any_text_is_read_without_harm(text in PIECES) {
        assert_sound(&read_env(&text), &text);
        assert_sound(&read_toml(&text), &text);
    }

    #[test]
    fn any_letters_are_read_without_harm(text in any::<String>()) {
        assert_sound(&read_env(&text), &text);
        assert_sound(&read_toml(&text), &text);
    }
}

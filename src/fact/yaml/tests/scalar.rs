//! Scalars in all their forms.

use std::borrow::Cow;

use super::{only, said};
use crate::fact::value::Data;

#[test]
fn plain_scalars_have_the_types_of_the_core_schema() {
    assert_eq!(said("[null, Null, NULL, ~, true, True, FALSE]"), "[null, null, null, null, true, true, false]");
    let numbers = "[0, -12, +3, 1.5, .5, 2., 1e9, -1.2E-3, 0x1F, 0o17, .inf, -.INF, .nan]";
    assert_eq!(said(numbers), numbers);
    let texts = [
        "yes", "No", "on", "nULL", "1.2.3", "1_000", "0b1", "0x", "-a", "1e", "e3", ".", "12:30", "1 2", "٣", "+.5.",
        "-.nan",
    ];
    for text in texts {
        assert_eq!(said(text), format!("{text:?}"));
    }
}

#[test]
fn quoted_scalars_are_texts() {
    assert_eq!(
        said("['1', \"true\", '', \"null\", !!str 5, !!str , ! true]"),
        r#"["1", "true", "", "null", "5", "", "true"]"#
    );
}

#[test]
fn plain_lines_are_folded() {
    assert_eq!(said("a: one\n  two\n\n\n  three # four\nb: five\n"), r#"{a: "one two\n\nthree", b: "five"}"#);
    assert_eq!(said("one\ntwo\n  - three\n"), r#""one two - three""#);
    assert_eq!(said("- 1\n  2\n- null\n  null\n"), r#"["1 2", "null null"]"#);
}

#[test]
fn quotes_are_undone() {
    assert_eq!(
        said(r#"["a\"b\\c\/d\n\t\x41\u00e9\U0001F600\0\e\N\_", 'a\n''b"']"#),
        r#"["a\"b\\c/d\n\tAé😀\0\u{1b}\u{85}\u{a0}", "a\\n'b\""]"#
    );
    assert_eq!(said(r#""\uD83D\uDE00""#), r#""😀""#);
}

#[test]
fn quoted_lines_are_folded() {
    assert_eq!(said("a: 'one  \n  two\n\n\n  three '\n"), r#"{a: "one two\n\nthree "}"#);
    assert_eq!(said("a: \"one \\\n  two\\n \n  \\ three\\\n\n  four\"\n"), r#"{a: "one two\n  three\nfour"}"#);
    assert_eq!(said("a: \"one\nb: two\"\nc: 3\n"), r#"{a: "one b: two", c: 3}"#);
}

#[test]
fn literal_texts_keep_their_lines() {
    assert_eq!(said("a: |\n  one\n    two\n\n  three\n\nb: 1\n"), r#"{a: "one\n  two\n\nthree\n", b: 1}"#);
    assert_eq!(said("- |-\n one\n\n- |+\n two\n\n- |\n\n- x\n"), r#"["one", "two\n\n", "", "x"]"#);
    assert_eq!(said("a: |2 # two\n    one\n   two\n"), r#"{a: "  one\n two\n"}"#);
    assert_eq!(said("a: |-2\n\n    one\nb:\n- |1\n  x\n"), r#"{a: "\n  one", b: [" x\n"]}"#);
    assert_eq!(
        said("a: |\n  # no comment\n  - b: c\n # a comment\nd: e\n"),
        r##"{a: "# no comment\n- b: c\n", d: "e"}"##
    );
    assert_eq!(said("a: |\n  one\n   \n  two\n   \n"), r#"{a: "one\n \ntwo\n \n"}"#);
    assert_eq!(said("|\n one"), r#""one""#);
}

#[test]
fn folded_texts_join_their_lines() {
    assert_eq!(said("a: >\n  one\n  two\n\n  three\n\n\n  four\n"), r#"{a: "one two\nthree\n\nfour\n"}"#);
    assert_eq!(said("a: >-\n  one\n    two\n    three\n  four\n"), r#"{a: "one\n  two\n  three\nfour"}"#);
    assert_eq!(said("a: >+\n  one\n\n    two\n\n  three\n\n"), r#"{a: "one\n\n  two\n\nthree\n\n"}"#);
}

#[test]
fn expressions_of_others_stay_as_they_are() {
    let text = r#"
- ${{ secrets.X }}
- "x ${{ a == 'b' }}"
- ${VAR}/x
- $(e)
- <% g %>
- x [[ i ]]
- [${{ k.l }}, ${M}]
"#;
    let items = r#""${{ secrets.X }}", "x ${{ a == 'b' }}", "${VAR}/x", "$(e)", "<% g %>", "x [[ i ]]""#;
    assert_eq!(said(text), format!(r#"[{items}, ["${{{{ k.l }}}}", "${{M}}"]]"#));
}

#[test]
fn what_needs_no_change_is_not_copied() {
    let text = "[plain text, 'single', \"double\", 12]";
    let Data::List(items) = only(text).data else { panic!("a list") };
    for item in &items {
        let (Data::Text(text) | Data::Number(text)) = &item.data else { panic!("a text") };
        assert!(matches!(text, Cow::Borrowed(_)), "{text}");
    }
}

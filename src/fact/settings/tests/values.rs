//! What values say.

use std::borrow::Cow;

use super::{clean, env};
use crate::fact::settings::read_env;
use crate::fact::value::Data;

/// What is read of one value.
fn value(written: &str) -> String {
    let shown = env(&format!("a={written}"));
    shown.strip_prefix("{a: ").and_then(|shown| shown.strip_suffix('}')).unwrap_or(&shown).to_owned()
}

#[test]
fn numbers_and_truths_are_told_from_texts() {
    for (written, shown) in [
        ("1", "#1"),
        ("-2.50", "#-2.50"),
        ("007", "#007"),
        ("1.2.3", r#""1.2.3""#),
        ("1e5", r#""1e5""#),
        ("-", r#""-""#),
        (".5", r#"".5""#),
        ("TRUE", "true"),
        ("False", "false"),
        ("yes", r#""yes""#),
        ("'1'", r#""1""#),
        ("\"true\"", r#""true""#),
        ("", r#""""#),
        ("\"\"", r#""""#),
    ] {
        assert_eq!(value(written), shown, "{written}");
    }
}

#[test]
fn quotes_are_left_out_where_they_are_around_all() {
    for (written, shown) in [
        (r#""a b" # c"#, r#""a b""#),
        ("'a \"b\"'", r#""a \"b\"""#),
        (r#""a",  "#, r#""a""#),
        (r#""a";"#, r#""a""#),
        (r#""a" b"#, r#""\"a\" b""#),
        (r#""C:\dir\""#, r#""C:\\dir\\""#),
        ("'a", r#""'a""#),
        ("\"", r#""\"""#),
        ("it's", r#""it's""#),
        ("`a`", r#""`a`""#),
    ] {
        assert_eq!(value(written), shown, "{written}");
    }
}

#[test]
fn comments_end_values() {
    for (written, shown) in [
        ("b # c", r#""b""#),
        ("b #c", r#""b""#),
        ("b#c", r#""b#c""#),
        (" # c", r#""""#),
        ("#fff", r##""#fff""##),
        ("b ; c", r#""b ; c""#),
        ("'b # c'", r#""b # c""#),
    ] {
        assert_eq!(value(written), shown, "{written}");
    }
    assert_eq!(env("[s]\na = b ; c\nd = x;y"), r#"{s: {a: "b", d: "x;y"}}"#);
}

#[test]
fn escapes_are_undone_as_the_quotes_allow() {
    for (written, shown) in [
        (r#""a\n\"b\"\\\t\$C""#, r#""a\n\"b\"\\\t$C""#),
        (r"'a\nb'", r#""a\\nb""#),
        (r"a\:\=\#\!\u00e9", r#""a:=#!é""#),
        (r"C:\new\users", r#""C:\\new\\users""#),
        (r"\\host\share", r#""\\\\host\\share""#),
        (r"\u12", r#""\\u12""#),
        (r"\é", r#""\\é""#),
    ] {
        assert_eq!(value(written), shown, "{written}");
    }
}

#[test]
fn what_a_run_puts_in_is_a_hole() {
    for (written, shown) in [
        ("${B}", r#""◌""#),
        ("x-${B:-${C}}-y", r#""x-◌-y""#),
        ("$HOME/b", r#""◌/b""#),
        ("a://$USER:$PASS_2@h", r#""a://◌:◌@h""#),
        ("$(cat b (c))!", r#""◌!""#),
        ("{{ .b }}", r#""◌""#),
        ("\"${B} {{ c }}\"", r#""◌ ◌""#),
        ("'${B} $C {{ d }}'", r#""${B} $C ◌""#),
        ("${{ b }}", r#""◌""#),
    ] {
        assert_eq!(value(written), shown, "{written}");
    }
}

#[test]
fn other_dollars_and_braces_are_text() {
    for written in ["pa$word", "$2a$10$Abc", "x$YZ", "$$HOME", "$Home", "$A", "${b", "{{ b", "a$", r"\$HOME"] {
        assert_eq!(value(written), format!("{:?}", written.replace("\\$", "$")), "{written}");
    }
}

#[test]
fn a_backslash_at_the_end_goes_on_in_the_next_line() {
    let text = "a = b,\\\n   c,\\\r\n d\ne = f";
    assert_eq!(env(text), r#"{a: "b,c,d", e: "f"}"#);
    let value = clean(read_env(text));
    assert_eq!(&text[value.get("a").unwrap().span.range()], "b,\\\n   c,\\\r\n d");
    assert_eq!(env("a = C:\\dir\\\nb = c"), r#"{a: "C:\\dir\\", b: "c"}"#);
    assert_eq!(env("a = b\\"), r#"{a: "b"}"#);
}

#[test]
fn a_text_in_quotes_may_have_several_lines() {
    let text = "a=\"b\nc=d\n\" # e\nf='g\nh'\ni=\"j\nk=\"l\"";
    assert_eq!(env(text), r#"{a: "b\nc=d\n", f: "g\nh", i: "\"j", k: "l"}"#);
    assert_eq!(&text[clean(read_env(text)).get("a").unwrap().span.range()], "b\nc=d\n");
}

#[test]
fn text_without_escapes_is_borrowed() {
    let value = clean(read_env("a=b $c\nd=\"e\""));
    assert!(value.entries().iter().all(|entry| matches!(entry.value.data, Data::Text(Cow::Borrowed(_)))));
    assert!(value.entries().iter().all(|entry| matches!(entry.key, Cow::Borrowed(_))));
}

//! Which lines name values, and what else they are.

use std::time::{Duration, Instant};

use super::{clean, env};
use crate::fact::settings::{read_env, read_toml};

#[test]
fn names_and_values_are_read_in_many_manners() {
    assert_eq!(
        env("A=b\nexport C=d\r\n e = f\ng: h\nserver.port=80\nmax size = 1\nk\\:l = m\nn := o\np[] = q"),
        r#"{A: "b", C: "d", e: "f", g: "h", server.port: #80, max size: #1, k:l: "m", n: "o", p[]: "q"}"#
    );
}

#[test]
fn every_value_knows_its_place() {
    let text = "\u{FEFF}# é\nexport A = 'b c' # d\n[ e f ]\n  g: h\nI=";
    let value = clean(read_env(text));
    let first = &value.entries()[0];
    assert_eq!((&text[first.at.range()], &text[first.value.span.range()]), ("A", "b c"));
    let section = &value.entries()[1];
    assert_eq!(&text[section.at.range()], "e f");
    assert_eq!(&text[section.value.span.range()], "[ e f ]\n  g: h\nI=");
    let inner = &section.value.entries()[0];
    assert_eq!((&text[inner.at.range()], &text[inner.value.span.range()]), ("g", "h"));
    assert_eq!(section.value.entries()[1].value.span.range(), text.len()..text.len());
}

#[test]
fn a_section_is_a_map() {
    assert_eq!(
        env("a=1\n[b] # c\nd=2\n[remote \"e\"]\nf=3\n[[g]]\n[b]\nh=4"),
        r#"{a: #1, b: {d: #2}, remote "e": {f: #3}, g: {}, b: {h: #4}}"#
    );
}

#[test]
fn comments_are_no_values() {
    assert_eq!(env("# a=1\n; b=2\n! c=3\n// d=4\n#e=5\n  # f=6\n\n"), "{}");
}

#[test]
fn lines_of_other_formats_are_passed_over() {
    for line in [
        "word",
        "two words",
        "proxy_pass http://h:80/;",
        "if ($a = b) {",
        "}",
        "<Dir a=\"b\">",
        "- a: b",
        "\"a\": 1",
        "12:30",
        "a::b",
        "http://h/?a=b",
        "C:\\dir",
        "a == b",
        "a => b",
        "{{ if eq .a \"b=c\" }}",
        "{% set a = 1 %}",
        "=a",
        ": a",
        "[",
        "[]",
        "[a",
        "export",
    ] {
        assert_eq!(env(line), "{}", "{line}");
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    let start = Instant::now();
    for part in [
        "a=\"b\n",
        "a='b\n",
        "a=\"\\\"\n",
        "a=\\\n",
        "[a]\n",
        "[",
        "a",
        "a=",
        "${",
        "a=${",
        "{{",
        "$(",
        "\\",
        "a=b #",
        "\"",
        "=\"",
        "$A",
        "é",
        "a.",
        "\n",
        "\r\n",
        "a='\n'b\n",
        "a=[",
        "a={b=",
        "[[a]]\n",
        "a={a.a.a.a.a.a.a.a.a.a=",
        "a=\"\"\"",
        "[a.a.a.a.a.a]\n",
    ] {
        let text = part.repeat(30_000);
        for text in [text.clone(), format!("a={text}"), format!("a=\"{text}")] {
            let _ = (read_env(&text), read_toml(&text));
        }
    }
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

//! Anchors, aliases, merged maps and tags.

use super::{only, read, said};
use crate::fact::value::{Data, Value};

#[test]
fn an_alias_is_what_its_anchor_names() {
    assert_eq!(said("a: &x 1\nb: *x\nc: [*x, &y [2], *y]\n"), "{a: 1, b: 1, c: [1, [2], [2]]}");
    assert_eq!(said("a: &x\n  b: c\nd: *x # e\n&k f: *k\n*k : g\n"), r#"{a: {b: "c"}, d: {b: "c"}, f: "f", f: "g"}"#);
    assert_eq!(said("&x a: &y\nb: *x\nc: *y\n"), r#"{a: null, b: "a", c: null}"#);
    assert_eq!(said("- &x a\n- &x b\n- *x\n"), r#"["a", "b", "b"]"#);
}

#[test]
fn an_anchor_holds_for_its_document() {
    let reading = read("a: &x 1\n---\nb: *x\n");
    assert_eq!(reading.documents[1].get("b").map(|value| &value.data), Some(&Data::Unknown));
    assert_eq!(reading.problems.len(), 1);
}

#[test]
fn merged_entries_stand_behind_own_ones() {
    let text = r"
a: &a {x: 1, y: 2}
b: &b {y: 3, z: 4}
c:
  <<: *a
  y: own
d:
  w: 0
  <<: [*b, *a]
e: {<<: *a, v: 5}
";
    let document = only(text);
    let of = |key: &str| document.get(key).map(super::short).unwrap_or_default();
    assert_eq!(of("c"), r#"{y: "own", x: 1}"#);
    assert_eq!(of("d"), "{w: 0, y: 3, z: 4, x: 1}");
    assert_eq!(of("e"), "{v: 5, x: 1, y: 2}");
}

#[test]
fn what_is_no_map_is_not_merged() {
    assert_eq!(said("a:\n  <<: x\nb: {\"<<\": {c: 1}}\n"), r#"{a: {<<: "x"}, b: {<<: {c: 1}}}"#);
}

#[test]
fn copies_are_bounded() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let alias = format!("*a{}, ", level - 1).repeat(9);
        text.push_str(&format!("a{level}: &a{level} [{alias}]\n"));
    }
    let reading = read(&text);
    assert!(reading.problems.iter().any(|problem| problem.what == "too many values are copied"));
    let total: usize = reading.documents.iter().map(count).sum();
    assert!((50_000..110_000).contains(&total), "{total}");
}

fn count(value: &Value<'_>) -> usize {
    let inner: usize = match &value.data {
        Data::List(items) => items.iter().map(count).sum(),
        Data::Map(entries) => entries.iter().map(|entry| count(&entry.value)).sum(),
        _ => 0,
    };
    1 + inner
}

#[test]
fn aliases_do_not_make_values_deeper_than_allowed() {
    let mut text = "a0: &a0 [x]\n".to_owned();
    for level in 1..200 {
        text.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1));
    }
    let reading = read(&text);
    assert!(reading.problems.iter().any(|problem| problem.what == "values lie too deep"));
}

#[test]
fn a_tag_of_ones_own_is_a_call() {
    let text = r#"
- !Ref X
- !GetAtt a.b
- !Join [',', [!Ref A, !Sub "${B}"]]
- c: !If
  - x
  - !Ref y
  - e: !Base64
      Fn::Sub: f
- !reference [.h, script]
- !Empty
"#;
    let items = [
        r#"!Ref("X")"#,
        r#"!GetAtt("a.b")"#,
        r#"!Join([",", [!Ref("A"), !Sub("${B}")]])"#,
        r#"{c: !If(["x", !Ref("y"), {e: !Base64({Fn::Sub: "f"})}])}"#,
        r#"!reference([".h", "script"])"#,
        "!Empty(null)",
    ];
    assert_eq!(said(text), format!("[{}]", items.join(", ")));
    assert_eq!(said("!Outer\na: !Inner |\n  x\n"), r#"!Outer({a: !Inner("x\n")})"#);
}

#[test]
fn tags_of_yaml_change_nothing_but_texts() {
    assert_eq!(
        said("[!!int 1, !!str 1, !!binary aGk=, !<tag:yaml.org,2002:str> true, !e!x 2]"),
        r#"[1, "1", "aGk=", "true", 2]"#
    );
    assert_eq!(said("a: !!map\n  b: !!seq\n  - !!null\n!!str 1: c\n"), r#"{a: {b: [null]}, 1: "c"}"#);
}

#[test]
fn an_anchor_and_a_tag_may_stand_together() {
    assert_eq!(
        said("a: &x !Ref b\nc: *x\nd: !Ref &y e\nf: *y\n"),
        r#"{a: !Ref("b"), c: !Ref("b"), d: !Ref("e"), f: !Ref("e")}"#
    );
}

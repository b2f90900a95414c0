//! Maps, lists, brackets and documents.

use super::said;

#[test]
fn maps_and_lists_nest_by_indentation() {
    let text = "a: 1\nb:\n  c: x\n  d:\n    - y\n    - e: z\n      f: w\n  g:\nh: [] # nothing\n";
    assert_eq!(said(text), r#"{a: 1, b: {c: "x", d: ["y", {e: "z", f: "w"}], g: null}, h: []}"#);
}

#[test]
fn a_list_may_stand_at_the_column_of_its_key() {
    assert_eq!(said("a:\n- x\n- y: 1\n  z:\n  - 2\nb: 3\n"), r#"{a: ["x", {y: 1, z: [2]}], b: 3}"#);
    assert_eq!(said("- a:\n  - b\n- c\n"), r#"[{a: ["b"]}, "c"]"#);
}

#[test]
fn structure_may_begin_behind_a_dash() {
    assert_eq!(
        said("- - a\n  - b\n-   c: 1\n    d: 2\n-\n  e: 3\n- \n- f\n"),
        r#"[["a", "b"], {c: 1, d: 2}, {e: 3}, null, "f"]"#
    );
}

#[test]
fn brackets_may_span_lines() {
    let text = "a: {b: c, \"d\": [1, x y,\n  'z'\n], e: , f}\ng: [\n  h, # why\n  {i: j},\n]\n";
    assert_eq!(said(text), r#"{a: {b: "c", d: [1, "x y", "z"], e: null, f: null}, g: ["h", {i: "j"}]}"#);
}

#[test]
fn json_is_read_as_it_is() {
    let text = "{\"a\":[1,2.5,true,null,\"x\\u0041\"],\"b\":{\"c\":\"d:e, f\"},\"g\":{}}";
    assert_eq!(said(text), r#"{a: [1, 2.5, true, null, "xA"], b: {c: "d:e, f"}, g: {}}"#);
}

#[test]
fn a_pair_in_a_list_is_a_map() {
    assert_eq!(said("[a: 1, ? b : 2, \"c\": 3, d]"), r#"[{a: 1}, {b: 2}, {c: 3}, "d"]"#);
    assert_eq!(said("[http://example.com:80/x, a:b]"), r#"["http://example.com:80/x", "a:b"]"#);
}

#[test]
fn a_plain_text_goes_over_lines_between_brackets() {
    assert_eq!(
        said("a: [one\n  two, {three\n  four: five\n  six}]\n"),
        r#"{a: ["one two", {three four: "five six"}]}"#
    );
}

#[test]
fn keys_may_be_written_in_any_way() {
    assert_eq!(
        said("\"a b\": 1\n'c''d': 2\n1: x\ntrue: y\n? e\n: z\n? f\n"),
        r#"{a b: 1, c'd: 2, 1: "x", true: "y", e: "z", f: null}"#
    );
    assert_eq!(said("? [a, b]\n: 1\n? - c\n: - d\n[e, f]: 2\n"), r#"{[a, b]: 1, - c: ["d"], [e, f]: 2}"#);
    assert_eq!(said("on: push\nyes: no\n"), r#"{on: "push", yes: "no"}"#);
}

#[test]
fn keys_that_come_again_are_kept_in_order() {
    assert_eq!(said("a: 1\nb: 2\na: 3\n"), "{a: 1, b: 2, a: 3}");
}

#[test]
fn a_colon_without_a_blank_is_text() {
    assert_eq!(said("a: b:c\nd:e: f\nimage: repo/x:1.2\n"), r#"{a: "b:c", d:e: "f", image: "repo/x:1.2"}"#);
}

#[test]
fn comments_say_nothing() {
    let text = "# first\na: b # c\n  # deeper\nd: e#f\n#\ng: # h\n  - 'i' # j\n # k\n  - l\n";
    assert_eq!(said(text), r#"{a: "b", d: "e#f", g: ["i", "l"]}"#);
}

#[test]
fn a_text_may_hold_several_documents() {
    assert_eq!(said("a: 1\n---\nb: 2\n...\n# c\n---\n- d\n"), r#"{a: 1} --- {b: 2} --- ["d"]"#);
    assert_eq!(said("%YAML 1.2\n%TAG ! tag:example.com,2000:\n---\na: 1\n"), "{a: 1}");
    assert_eq!(said("--- x\n--- |\n y\n--- {a: 1}\n---\n---\n"), r#""x" --- "y\n" --- {a: 1} --- null --- null"#);
    assert_eq!(said(""), "");
    assert_eq!(said("# nothing\n\n"), "");
}

#[test]
fn lines_may_end_in_any_way() {
    let text = "a: b\nc:\n  - |\n    x\n    y\n  - \"p\n    q\"\nd: e\n  f\n\n  g\n";
    let value = r#"{a: "b", c: ["x\ny\n", "p q"], d: "e f\ng"}"#;
    assert_eq!(said(text), value);
    assert_eq!(said(&text.replace('\n', "\r\n")), value);
    assert_eq!(said(&text.replace('\n', "\r")), value);
}

#[test]
fn a_mark_of_byte_order_is_left_out() {
    assert_eq!(said("\u{FEFF}a: 1\nb: 2\n"), "{a: 1, b: 2}");
    assert_eq!(said("\u{FEFF}# c\n---\na: 1\n"), "{a: 1}");
}

#[test]
fn tabs_may_stand_between_things() {
    assert_eq!(said("a:\tb\t# c\nd:\n  -\te\n\t\nf: [\n\tg,\th ]\n"), r#"{a: "b", d: ["e"], f: ["g", "h"]}"#);
}

//! Functions over known values.

use super::{alone, folded, said, with};
use crate::fact::value::Data;

#[test]
fn an_encoded_policy_is_the_policy() {
    let text = "locals {\n  s = \"Allow\"\n}\nr \"a\" \"b\" {\n  policy = jsonencode({\n    Statement = [{ Effect = local.s }]\n  })\n}\n";
    let document = folded(text);
    let policy = document.at(&["r", "policy"]).unwrap();
    assert_eq!(said(policy), "{Statement: [{Effect: 'Allow'}]}");
    assert!(text[policy.span.range()].starts_with("{\n    Statement"));
}

#[test]
fn a_decoded_text_has_values_at_its_places() {
    let text = "x = jsondecode(<<EOF\n{\"a\": [1, \"b\"], \"c\": null}\nEOF\n)\n";
    let document = folded(text);
    assert_eq!(said(document.get("x").unwrap()), "{a: [1, 'b'], c: null}");
    assert_eq!(&text[document.at(&["x", "a"]).unwrap().each()[1].span.range()], "b");
    assert_eq!(alone("jsondecode(jsonencode({ a = 1 })).a"), "1");
    assert_eq!(alone("jsondecode(file(\"a.json\"))"), "?");
    assert_eq!(alone("jsondecode(\"1 2\")"), "?");
    assert_eq!(alone("jsondecode(var.a)"), "?");
}

#[test]
fn lists_are_put_together() {
    for (expression, expected) in [
        ("concat([1], [], [2, 3])", "[1, 2, 3]"),
        ("concat([\"a\"], var.more)", "['a', <var.more>]"),
        ("concat([[1], [2]]...)", "[1, 2]"),
        ("flatten([[1, [2]], 3, []])", "[1, 2, 3]"),
        ("flatten(var.a)", "flatten(<var.a>)"),
        ("distinct([\"a\", \"b\", \"a\"])", "['a', 'b']"),
        ("toset([\"a\", \"a\"])", "['a']"),
        ("toset(var.a)", "<var.a>"),
        ("compact([\"a\", \"\", null])", "['a']"),
        ("tolist([1])", "[1]"),
        ("length([1, 2])", "2"),
        ("length(concat([1], var.a))", "length([1, <var.a>])"),
    ] {
        assert_eq!(alone(expression), expected, "{expression}");
    }
}

#[test]
fn maps_are_put_together_and_the_last_of_equal_names_counts() {
    assert_eq!(alone("merge({ a = 1, b = 2 }, { b = 3 }, null)"), "{a: 1, b: 3}");
    assert_eq!(alone("merge({ a = 1 }, var.a)"), "merge({a: 1}, <var.a>)");
    assert_eq!(alone("merge([{ a = 1 }, { b = 2 }]...)"), "{a: 1, b: 2}");
    assert_eq!(alone("tomap({ a = 1 })"), "{a: 1}");
    assert_eq!(alone("lookup({ a = 1 }, \"a\", 2)"), "1");
    assert_eq!(alone("lookup({ a = 1 }, \"b\", 2)"), "2");
    assert_eq!(alone("lookup(var.m, \"b\", 2)"), "lookup(<var.m>, 'b', 2)");
}

#[test]
fn texts_are_put_together_and_changed() {
    for (expression, expected) in [
        ("join(\":\", [\"arn\", \"aws\", var.a])", "'arn:aws:_'"),
        ("join(\",\", var.a)", "join(',', <var.a>)"),
        ("split(\",\", \"a,b,\")", "['a', 'b', '']"),
        ("split(\"\", \"äb\")", "['ä', 'b']"),
        ("format(\"%s-%d-%v%%\", \"a\", 2, var.b)", "'a-2-_%'"),
        ("format(\"%05d %q\", 1, 2)", "'_ _'"),
        ("format(\"%s\")", "'_'"),
        ("lower(\"AB\")", "'ab'"),
        ("upper(\"ab\")", "'AB'"),
        ("trimspace(\" a \")", "'a'"),
        ("replace(\"https://a\", \"https://\", \"\")", "'a'"),
        ("replace(\"abc\", \"/b.*/\", \"\")", "replace('abc', '/b.*/', '')"),
        ("replace(var.a, \"b\", \"\")", "replace(<var.a>, 'b', '')"),
        ("tostring(5)", "'5'"),
        ("tostring(true)", "'true'"),
        ("tonumber(\"5\")", "5"),
        ("tonumber(\"x\")", "tonumber('x')"),
    ] {
        assert_eq!(alone(expression), expected, "{expression}");
    }
}

#[test]
fn the_pieces_of_a_split_text_have_their_places() {
    let text = "x = split(\",\", \"ab,c\")\n";
    let document = folded(text);
    let pieces = document.get("x").unwrap().each();
    assert_eq!(pieces.iter().map(|piece| &text[piece.span.range()]).collect::<Vec<_>>(), ["ab", "c"]);
}

#[test]
fn the_first_of_several_is_taken() {
    assert_eq!(alone("coalesce(null, \"\", \"a\", \"b\")"), "'a'");
    assert_eq!(alone("coalesce(var.a, \"b\", \"c\")"), "one of (<var.a>, 'b')");
    assert_eq!(alone("try(var.a, 1)"), "<var.a>");
    assert_eq!(with("locals {\n  m = {}\n}", "try(local.m.a, 1)"), "1");
    assert_eq!(alone("can(1)"), "true");
    assert_eq!(alone("can(var.a)"), "?");
    assert_eq!(alone("sensitive(\"a\")"), "'a'");
    assert_eq!(alone("yamlencode({ a = 1 })"), "{a: 1}");
}

#[test]
fn what_a_text_cannot_tell_is_unknown() {
    assert_eq!(alone("file(\"policy.json\")"), "?");
    assert_eq!(alone("base64encode(\"a\")"), "?");
}

#[test]
fn other_functions_stay_calls_with_folded_arguments() {
    let document = folded("locals {\n  a = 1\n}\nx = provider::aws::arn_parse(local.a, [local.a])\n");
    let call = document.get("x").unwrap();
    assert!(matches!(&call.data, Data::Call(name, _) if name == "provider::aws::arn_parse"));
    assert_eq!(said(call), "provider::aws::arn_parse(1, [1])");
}

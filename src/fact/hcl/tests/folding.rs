//! References, templates, conditions and operators, folded.

use super::{alone, folded, said, with};
use crate::fact::value::HOLE;

#[test]
fn locals_and_defaults_take_the_place_of_references() {
    let text =
        "variable \"a\" {\n  default = \"one\"\n}\nlocals {\n  b = [var.a, \"two\"]\n}\nx = local.b\ny = var.a\n";
    let document = folded(text);
    assert_eq!(said(document.get("x").unwrap()), "['one', 'two']");
    let place = document.get("y").unwrap().span;
    assert_eq!((&text[place.range()], place.start), ("one", 28));
    assert_eq!(said(document.at(&["locals", "b"]).unwrap()), "['one', 'two']");
    assert_eq!(said(document.at(&["variable", "default"]).unwrap()), "'one'");
}

#[test]
fn paths_lead_into_what_is_known() {
    let locals = "locals {\n  m = {\n    a = [{ b = \"deep\" }, { b = \"other\" }]\n    \"c-d\" = 2\n  }\n  r = aws_iam_role.r\n}\n";
    assert_eq!(with(locals, "local.m.a[0].b"), "'deep'");
    assert_eq!(with(locals, "local.m[\"a\"].1.b"), "'other'");
    assert_eq!(with(locals, "local.m[\"c-d\"]"), "2");
    assert_eq!(with(locals, "local.m.a[*].b"), "['deep', 'other']");
    assert_eq!(with(locals, "local.m.a[count.index].b"), "one of ('deep', 'other')");
    assert_eq!(with(locals, "local.m.none"), "?");
    assert_eq!(with(locals, "local.m.a[7]"), "?");
    assert_eq!(with(locals, "local.r.arn"), "<aws_iam_role.r.arn>");
    assert_eq!(alone("{ a = 1, b = 2 }.b"), "2");
}

#[test]
fn what_only_a_run_knows_stays_a_reference_without_its_indices() {
    assert_eq!(alone("data.aws_iam_policy_document.x.json"), "<data.aws_iam_policy_document.x.json>");
    assert_eq!(alone("aws_iam_role.r[0].arn"), "<aws_iam_role.r.arn>");
    assert_eq!(alone("aws_iam_role.r[each.key].arn"), "<aws_iam_role.r.arn>");
    assert_eq!(alone("aws_iam_role.r[*].arn"), "<aws_iam_role.r.arn>");
    assert_eq!(alone("aws_iam_role.r.*.arn"), "<aws_iam_role.r.arn>");
    assert_eq!(alone("aws_iam_role.r.0.arn"), "<aws_iam_role.r.arn>");
    assert_eq!(with("variable \"a\" {\n  type = string\n}", "var.a"), "<var.a>");
    assert_eq!(alone("each.value"), "<each.value>");
    assert_eq!(alone("local.none"), "<local.none>");
    assert_eq!(with("variable \"a\" {\n  default = {}\n}", "var.a.b"), "<var.a.b>");
}

#[test]
fn a_definition_that_needs_itself_is_unknown() {
    let document = folded("locals {\n  a = local.b\n  b = [local.a]\n}\nx = local.a\n");
    assert_eq!(said(document.get("x").unwrap()), "[?]");
}

#[test]
fn a_way_of_too_many_definitions_is_not_gone() {
    let mut text = "locals {\n".to_owned();
    (0..30).for_each(|index| text += &format!("  a{index} = local.a{}\n", index + 1));
    text += "  a30 = 1\n}\nx = local.a25\ny = local.a0\n";
    let document = folded(&text);
    assert_eq!(said(document.get("x").unwrap()), "1");
    assert_eq!(said(document.get("y").unwrap()), "?");
}

#[test]
fn templates_hold_what_is_known_and_holes_for_the_rest() {
    let locals = "locals {\n  a = \"b\"\n  n = 3\n  l = []\n}\n";
    assert_eq!(with(locals, "\"arn:${local.a}:${local.n}:${true}\""), "'arn:b:3:true'");
    assert_eq!(with(locals, "\"${local.a}\""), "'b'");
    assert_eq!(with(locals, "\"${local.l}/${aws_x.y.id}/*\""), "'_/_/*'");
    assert_eq!(alone("\"a ${~ \"b\" ~} c\""), "'abc'");
    assert_eq!(alone("\"${\"x${\"y\"}\"}z\""), "'xyz'");
    assert_eq!(alone("\"${upper(\"a}\")} b\""), "'A} b'");
}

#[test]
fn directives_are_holes_and_what_is_between_them_stays() {
    assert_eq!(alone("\"a%{ if var.b == \"}\" }c%{ else }d%{ endif }e\""), "'a_c_d_e'");
    let text = "x = <<EOF\n%{ for a in var.b ~}\n  \"${a}\",\n%{ endfor ~}\nend\nEOF\n";
    assert_eq!(super::x(text), "'_\"_\",\n_end\n'");
}

#[test]
fn a_heredoc_with_values_is_a_text_at_its_place() {
    let text =
        "locals {\n  a = \"s3\"\n}\nx = <<EOF\n{\"Action\": \"${local.a}:Get\", \"Resource\": \"${var.r}\"}\nEOF\n";
    let document = folded(text);
    let x = document.get("x").unwrap();
    assert_eq!(x.text(), Some(format!("{{\"Action\": \"s3:Get\", \"Resource\": \"{HOLE}\"}}\n").as_str()));
    assert_eq!(&text[x.span.range()], "{\"Action\": \"${local.a}:Get\", \"Resource\": \"${var.r}\"}\n");
}

#[test]
fn a_known_condition_picks_and_another_leaves_the_choice() {
    assert_eq!(alone("true ? 1 : 2"), "1");
    assert_eq!(alone("\"a\" == \"b\" ? 1 : \"c\" == \"c\" ? 2 : 3"), "2");
    assert_eq!(alone("var.a ? \"*\" : \"b\""), "one of ('*', 'b')");
    assert_eq!(alone("var.a ? 1 : var.b ? 2 : 3"), "one of (1, 2, 3)");
    assert_eq!(alone("var.a ? (var.b ? 1 : 2) : 3"), "one of (1, 2, 3)");
    assert_eq!(with("variable \"a\" {\n  default = null\n}", "var.a == null ? 1 : 2"), "1");
}

#[test]
fn truths_and_comparisons_are_worked_out_as_far_as_they_are_known() {
    for (expression, expected) in [
        ("!true", "false"),
        ("!!true", "true"),
        ("true && false || true", "true"),
        ("false && var.a", "false"),
        ("var.a || true", "true"),
        ("var.a && true", "?"),
        ("1 + 1 == 2 && 2 < 3", "true"),
        ("1.5 >= 1.50", "true"),
        ("\"a\" != \"a\"", "false"),
        ("[] == null", "false"),
        ("\"${var.a}\" == \"a\"", "?"),
        ("\"a${var.a}\" == null", "false"),
        ("!var.a", "?"),
    ] {
        assert_eq!(alone(expression), expected, "{expression}");
    }
}

#[test]
fn sums_of_whole_numbers_are_worked_out() {
    for (expression, expected) in [
        ("60 * 60 * 24", "86400"),
        ("1 + 2 * 3 - 4", "3"),
        ("(1 + 2) * 3", "9"),
        ("10 - 2 - 3", "5"),
        ("7 / 2", "?"),
        ("8 / 2 % 3", "1"),
        ("1 / 0", "?"),
        ("-(2 + 3)", "-5"),
        ("2 - -3", "5"),
        ("1.5 + 1", "?"),
        ("var.a + 1", "?"),
        ("99999999999999999999999999999999999999 * 99999", "?"),
    ] {
        assert_eq!(alone(expression), expected, "{expression}");
    }
}

#[test]
fn keys_are_worked_out() {
    let locals = "locals {\n  a = \"team\"\n}\n";
    let map = "{\n  (local.a) = 1\n  \"${local.a}:sub\" = 2\n  (var.b) = 3\n  \"${var.b}:aud\" = 4\n  local.a = 5\n}";
    assert_eq!(with(locals, map), "{team: 1, team:sub: 2, _: 3, _:aud: 4, team: 5}");
    assert_eq!(with(locals, "{ (local.a) = { k = local.a } }.team.k"), "'team'");
    assert_eq!(with(locals, "{ (var.b) = 1 }.team"), "?");
}

#[test]
fn locals_of_packer_are_locals() {
    assert_eq!(with("local \"a\" {\n  expression = \"b\"\n}\n", "local.a"), "'b'");
}

//! What is read of a text that is not as it should be.

use super::{document, said};
use crate::fact::hcl::{fold, read};

/// What is read of a text, and the offsets of its problems.
fn rest(text: &str) -> (String, Vec<u32>) {
    let mut reading = read(text);
    reading.documents.iter_mut().for_each(fold);
    let said = reading.documents.first().map(said).unwrap_or_default();
    (said, reading.problems.iter().map(|problem| problem.at.start).collect())
}

#[test]
fn a_broken_line_costs_only_itself() {
    assert_eq!(rest("a = 1\nb = = 2\nc = 3\n"), ("{a: 1, b: ?, c: 3}".to_owned(), vec![10]));
    assert_eq!(rest("a {\n  b = )\n  c = 3\n}\nd = 4\n"), ("{a: {b: ?, c: 3}, d: 4}".to_owned(), vec![10]));
    assert_eq!(rest("a = 1 2\nb = 3\n"), ("{a: 1, b: 3}".to_owned(), vec![6]));
    assert_eq!(rest("what is this\nb = 3\n"), ("{b: 3}".to_owned(), vec![12]));
    assert_eq!(rest("x = {\n  a = *\n  b = 2\n}\n"), ("{x: {a: ?, b: 2}}".to_owned(), vec![12]));
}

#[test]
fn a_text_that_is_not_closed_ends_with_its_line() {
    assert_eq!(rest("a = \"open\nb = 2\n"), ("{a: ?, b: 2}".to_owned(), vec![9]));
    assert_eq!(rest("a = \"${open\nb = 2\n").0, "{a: ?, b: 2}");
    assert_eq!(rest("r \"a {\n  x = 1\n}\nb = 2\n").0, "{x: 1, b: 2}");
}

#[test]
fn a_bracket_that_is_not_closed_costs_no_more_than_its_line() {
    assert_eq!(rest("a = [1,\nb = 2\n").0, "{a: ?, b: 2}");
    assert_eq!(rest("r {\n  a = f(1, [2\n  b = 2\n}\nc = 3\n").0, "{r: {a: ?, b: 2}, c: 3}");
    assert_eq!(rest("r {\n  a = [1\n}\nc = 3\n").0, "{r: {a: ?}, c: 3}");
}

#[test]
fn a_block_that_is_not_closed_ends_where_another_begins() {
    let text = "resource \"a\" \"b\" {\n  c {\n    x = 1\n\nresource \"d\" \"e\" {\n  y = 2\n}\n";
    assert_eq!(rest(text), ("{resource: {c: {x: 1}}, resource: {y: 2}}".to_owned(), vec![36]));
    assert_eq!(rest("r {\n  m = {\n    k = 1\n").0, "{r: {m: {k: 1}}}");
}

#[test]
fn brackets_that_close_nothing_are_gone_over() {
    assert_eq!(rest("}\na = 1\n}}\nb = 2\n").0, "{a: 1, b: 2}");
    assert_eq!(rest("a = 1 ]\nb = ])\nc = 3\n").0, "{a: 1, b: ?, c: 3}");
}

#[test]
fn what_cannot_be_read_in_a_template_is_a_hole() {
    assert_eq!(rest("x = \"a${ + }b${var.c ]}d\"\ny = 1\n").0, "{x: 'a_b_d', y: 1}");
    assert_eq!(rest("x = <<EOF\na ${b c} d ${ e\nEOF\ny = 1\n").0, "{x: 'a _ d _', y: 1}");
    assert_eq!(rest("x = \"bad \\/ escape\"\n"), ("{x: 'bad \\/ escape'}".to_owned(), vec![9]));
}

#[test]
fn a_heredoc_that_is_not_closed_is_the_rest() {
    assert_eq!(rest("a = 1\nx = <<EOF\nrest\nof it"), ("{a: 1, x: 'rest\nof it'}".to_owned(), vec![10]));
}

#[test]
fn the_first_version_of_the_language_is_understood() {
    assert_eq!(said(&document("\"a\" = 1,\nb.c = 2\nd { \"e/f\" = 3, g = 4 }\n")), "{a: 1, b.c: 2, d: {e/f: 3, g: 4}}");
    assert_eq!(
        said(&document("x = [{\n  principals {\n    type = \"AWS\"\n  }\n}]\n")),
        "{x: [{principals: {type: 'AWS'}}]}"
    );
    assert_eq!(said(&document("resource \"a\" b {\n  c = \"${var.d}\"\n}\n")), "{resource: {c: <var.d>}}");
}

#[test]
fn values_that_lie_too_deep_are_left_out() {
    for (open, close) in
        [("[", "]"), ("(", ")"), ("{a=", "}"), ("f(", ")"), ("\"${", "}\""), ("a[", "]"), ("!(", ")"), ("{", "}")]
    {
        let text = format!("x = {}1{}\ny = 2\n", open.repeat(20_000), close.repeat(20_000));
        let (said, problems) = rest(&text);
        assert!(said.ends_with("y: 2}") && !problems.is_empty(), "{open}");
    }
    let blocks = format!("{}x = 1\n{}y = 2\n", "b {\n".repeat(20_000), "}\n".repeat(20_000));
    assert!(rest(&blocks).0.ends_with("y: 2}"));
}

#[test]
fn long_rows_are_no_deep_values() {
    let row = |piece: &str| format!("x = a{}\n", piece.repeat(50_000));
    for text in [row(" + 1"), row("[0]"), row(".b"), row(" ? 1 : a"), format!("x = {}true\n", "!".repeat(50_000))] {
        assert!(rest(&text).1.is_empty(), "{}", &text[..20]);
    }
}

//! Values and their places, as they are read.

use std::borrow::Cow;

use super::{document, said};
use crate::fact::hcl::read;
use crate::fact::value::{Data, HOLE, Value};

fn slice<'t>(text: &'t str, value: &Value<'_>) -> &'t str {
    &text[value.span.range()]
}

#[test]
fn attributes_and_blocks_come_in_their_order() {
    let text = "a = 1\nresource \"kind\" name {\n  b = true\n  inner {\n    c = null\n  }\n  inner {}\n}\nd = -2.5e3\n";
    let document = document(text);
    assert_eq!(said(&document), "{a: 1, resource: {b: true, inner: {c: null}, inner: {}}, d: -2.5e3}");
    let Data::Block(labels, body) = &document.get("resource").unwrap().data else { panic!("no block") };
    assert_eq!(labels.iter().map(|label| label.text.as_ref()).collect::<Vec<_>>(), ["kind", "name"]);
    assert_eq!(labels.iter().map(|label| &text[label.span.range()]).collect::<Vec<_>>(), ["kind", "name"]);
    assert!(matches!(&body[1].value.data, Data::Block(labels, _) if labels.is_empty()));
}

#[test]
fn a_place_holds_what_was_written() {
    let text = "one = \"text\" # why\nlist = [ 1, \"b\" ]\nmap = { k = v.w }\nblock \"l\" {\n  key = 7\n}\n";
    let document = document(text);
    assert_eq!(document.span.range(), 0..text.len());
    assert_eq!(slice(text, document.get("one").unwrap()), "text");
    assert_eq!(slice(text, document.get("list").unwrap()), "[ 1, \"b\" ]");
    assert_eq!(slice(text, &document.get("list").unwrap().each()[1]), "b");
    assert_eq!(slice(text, document.get("map").unwrap()), "{ k = v.w }");
    assert_eq!(slice(text, document.at(&["map", "k"]).unwrap()), "v.w");
    assert_eq!(slice(text, document.get("block").unwrap()), "block \"l\" {\n  key = 7\n}");
    assert_eq!(slice(text, document.at(&["block", "key"]).unwrap()), "7");
    let entry = document.entry("block").unwrap();
    assert_eq!(&text[entry.at.range()], "block");
}

#[test]
fn a_text_without_anything_has_no_document() {
    for text in ["", "\n\n", "# nothing\n/* at\n all */ // here", "\u{FEFF}"] {
        let reading = read(text);
        assert!(reading.documents.is_empty() && reading.problems.is_empty(), "{text:?}");
    }
}

#[test]
fn a_text_that_needs_no_change_is_borrowed() {
    let document = document("a = \"plain\"\nb = <<EOF\nline\nEOF\nc = <<-EOF\nline\n  EOF\nd = \"with \\n\"\n");
    let is_borrowed = |key: &str| matches!(&document.get(key).unwrap().data, Data::Text(Cow::Borrowed(_)));
    assert!(is_borrowed("a") && is_borrowed("b") && is_borrowed("c") && !is_borrowed("d"));
}

#[test]
fn escapes_are_undone() {
    let document = document(
        r#"x = "a\"b\\c\n\té\U0001F600 $${no} %%{no} $ % $$ {"
"#,
    );
    assert_eq!(document.get("x").unwrap().known(), Some("a\"b\\c\n\té😀 ${no} %{no} $ % $$ {"));
}

#[test]
fn a_heredoc_keeps_its_places() {
    let text = "policy = <<POLICY\n{\n  \"a\": 1\n}\nPOLICY\nb = 2\n";
    let document = document(text);
    let policy = document.get("policy").unwrap();
    assert_eq!(policy.known(), Some("{\n  \"a\": 1\n}\n"));
    assert_eq!(slice(text, policy), "{\n  \"a\": 1\n}\n");
    assert_eq!(said(document.get("b").unwrap()), "2");
}

#[test]
fn an_indented_heredoc_loses_its_indent_but_not_its_place() {
    let text = "x = <<-EOF\n    a\n\n      b\n    c\n    EOF\n";
    let document = document(text);
    let x = document.get("x").unwrap();
    assert_eq!(x.known(), Some("a\n\n  b\nc\n"));
    assert_eq!(slice(text, x), "    a\n\n      b\n    c\n");
}

#[test]
fn the_indent_of_a_heredoc_with_values_is_that_of_its_lines() {
    let text = "x = <<-EOF\n    a ${var.b}\n      c\n    EOF\ny = <<-EOF\n  a\n${var.b}\n  EOF\n";
    let mut document = document(text);
    crate::fact::hcl::fold(&mut document);
    assert_eq!(document.get("x").unwrap().text(), Some(format!("a {HOLE}\n  c\n").as_str()));
    assert_eq!(document.get("y").unwrap().text(), Some(format!("  a\n{HOLE}\n").as_str()));
    assert_eq!(slice(text, document.get("x").unwrap()), "    a ${var.b}\n      c\n");
}

#[test]
fn the_last_line_of_a_heredoc_may_be_indented_or_the_end() {
    assert_eq!(said(&document("x = <<EOF\na\n  EOF\ny = 1")), "{x: 'a\n', y: 1}");
    assert_eq!(said(&document("x = [<<EOF\nEOF_\nEOF\n, <<A\nA\n]\n")), "{x: ['EOF_\n', '']}");
    assert_eq!(said(&document("x = <<EOF\r\na\r\nEOF\r\ny = 1")), "{x: 'a\r\n', y: 1}");
}

#[test]
fn comments_and_ends_of_lines_may_stand_anywhere() {
    let text = "\u{FEFF}# a\r\nx /* b */ = [ // c\r\n  1, # d\r\n  /* e\r\n f */ 2,\r\n]\r\nblock \"a\" { # g\r\n}\r\n";
    assert_eq!(said(&document(text)), "{x: [1, 2], block: {}}");
}

#[test]
fn keys_of_maps_come_in_all_forms() {
    let text = "x = {\n  a = 1, \"b c\" : 2\n  3 = 3\n  d-e.f = 4\n  \"g\" = 5,\n}\n";
    assert_eq!(said(&document(text)), "{x: {a: 1, b c: 2, 3: 3, d-e.f: 4, g: 5}}");
}

#[test]
fn names_may_hold_letters_of_any_script_and_dashes() {
    assert_eq!(said(&document("größe-1 = größe.länge\n")), "{größe-1: <größe.länge>}");
}

#[test]
fn a_template_of_one_value_is_that_value() {
    assert_eq!(said(&document("x = \"${var.role}\"\ny = \"${[1, 2]}\"\n")), "{x: <var.role>, y: [1, 2]}");
}

#[test]
fn expressions_within_brackets_may_go_over_lines() {
    let text = "x = f(\n  a,\n  b\n  .c,\n)\ny = (\n  1\n)\nz = {\n  k = [\n    1\n  ]\n}\n";
    assert_eq!(said(&super::folded(text)), "{x: f(<a>, <b.c>), y: 1, z: {k: [1]}}");
}

#[test]
fn variables_of_a_run_and_bodies_of_other_tools_are_read_the_same() {
    let packer =
        "source \"amazon-ebs\" \"x\" {\n  region = var.region\n}\nbuild {\n  sources = [\"source.amazon-ebs.x\"]\n}\n";
    assert_eq!(document(packer).entries().len(), 2);
    let terragrunt = "include \"root\" {\n  path = find_in_parent_folders(\"root.hcl\")\n}\ninputs = {\n  a = dependency.b.outputs.c\n}\n";
    assert_eq!(said(document(terragrunt).at(&["inputs", "a"]).unwrap()), "<dependency.b.outputs.c>");
    let vault = "path \"secret/*\" {\n  capabilities = [\"read\"]\n}\n";
    assert_eq!(said(document(vault).at(&["path", "capabilities"]).unwrap()), "['read']");
    let values = "region = \"eu\"\ntags = { a = \"b\" }\n";
    assert_eq!(said(&document(values)), "{region: 'eu', tags: {a: 'b'}}");
}

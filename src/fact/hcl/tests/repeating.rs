//! What is written once and made several times.

use super::{alone, folded, said, with};

#[test]
fn a_for_over_known_values_makes_a_list_or_a_map() {
    let locals = "locals {\n  l = [\"a\", \"b\"]\n  m = { k = 1, j = 2 }\n}\n";
    assert_eq!(with(locals, "[for s in local.l : s]"), "['a', 'b']");
    assert_eq!(with(locals, "[for s in local.l : \"${s}:*\" if s != \"a\"]"), "['b:*']");
    assert_eq!(with(locals, "[for i, s in local.l : \"${i}${s}\"]"), "['0a', '1b']");
    assert_eq!(with(locals, "[for k, v in local.m : \"${k}${v}\"]"), "['k1', 'j2']");
    assert_eq!(with(locals, "{ for s in local.l : upper(s) => { name = s } }"), "{A: {name: 'a'}, B: {name: 'b'}}");
    assert_eq!(with(locals, "[for a in local.l : [for b in local.l : \"${a}${b}\"]]"), "[['aa', 'ab'], ['ba', 'bb']]");
    assert_eq!(with(locals, "[for s in local.l : local.m.k]"), "[1, 1]");
}

#[test]
fn a_for_over_what_is_not_known_is_unknown() {
    assert_eq!(alone("[for s in var.l : s]"), "?");
    assert_eq!(alone("[for s in [1] : s if var.a]"), "?");
    assert_eq!(alone("{ for s in [1] : s => s... }"), "?");
}

#[test]
fn the_name_of_a_for_hides_nothing_outside_of_it() {
    let text =
        "locals {\n  o = [for s in [1] : local.p]\n  p = s.t\n}\nx = [[for s in [{ t = 2 }] : s.t], s.t, local.o]\n";
    assert_eq!(super::x(text), "[[2], <s.t>, [<s.t>]]");
}

#[test]
fn a_dynamic_block_is_the_block_it_makes() {
    let text = "data \"d\" \"p\" {\n  dynamic \"statement\" {\n    for_each = var.all\n    content {\n      actions = [\"*\"]\n      sid = statement.value\n    }\n  }\n  after {}\n}\n";
    let document = folded(text);
    assert_eq!(said(&document), "{data: {statement: {actions: ['*'], sid: <statement.value>}, after: {}}}");
    let statement = document.get("data").unwrap().entry("statement").unwrap();
    assert_eq!(&text[statement.at.range()], "statement");
    assert!(text[statement.value.span.range()].starts_with("dynamic \"statement\""));
}

#[test]
fn a_dynamic_block_is_made_for_each_known_item() {
    let body = "    content {\n      a = statement.value.a\n      k = statement.key\n    }\n";
    let list = format!("b {{\n  dynamic \"statement\" {{\n    for_each = [{{ a = 1 }}, {{ a = 2 }}]\n{body}  }}\n}}\n");
    assert_eq!(said(&folded(&list)), "{b: {statement: {a: 1, k: 0}, statement: {a: 2, k: 1}}}");
    let map = format!("b {{\n  dynamic \"statement\" {{\n    for_each = {{ x = {{ a = 1 }} }}\n{body}  }}\n}}\n");
    assert_eq!(said(&folded(&map)), "{b: {statement: {a: 1, k: 'x'}}}");
}

#[test]
fn a_dynamic_block_may_name_its_item_and_its_labels() {
    let text = "b {\n  dynamic \"s\" {\n    for_each = [1]\n    iterator = it\n    labels = [\"l\"]\n    content {\n      a = it.value\n    }\n  }\n}\n";
    let document = folded(text);
    assert_eq!(said(&document), "{b: {s: {a: 1}}}");
    let block = document.at(&["b", "s"]).unwrap();
    assert!(matches!(&block.data, crate::fact::value::Data::Block(labels, _) if labels[0].text == "l"));
}

#[test]
fn dynamic_blocks_lie_in_one_another() {
    let text = "b {\n  dynamic \"o\" {\n    for_each = [[1, 2], [3]]\n    content {\n      dynamic \"i\" {\n        for_each = o.value\n        content {\n          v = \"${o.key}${i.value}\"\n        }\n      }\n    }\n  }\n}\n";
    assert_eq!(said(&folded(text)), "{b: {o: {i: {v: '01'}, i: {v: '02'}}, o: {i: {v: '13'}}}}");
}

#[test]
fn a_dynamic_block_that_may_be_left_out_is_made() {
    let block = |each: &str| {
        format!(
            "b {{\n  dynamic \"s\" {{\n    for_each = {each}\n    content {{\n      v = s.value\n    }}\n  }}\n}}\n"
        )
    };
    assert_eq!(said(&folded(&block("var.on ? [7] : []"))), "{b: {s: {v: 7}}}");
    assert_eq!(said(&folded(&block("[]"))), "{b: {s: {v: <s.value>}}}");
    let many = format!("[{}]", "1,".repeat(65));
    assert_eq!(said(&folded(&block(&many))), "{b: {s: {v: <s.value>}}}");
}

#[test]
fn little_text_never_makes_much() {
    let mut text = "locals {\n  a0 = [\"xxxxxxxxxxxxxxxx\", \"y\"]\n  b0 = \"xxxxxxxxxxxxxxxx\"\n".to_owned();
    for index in 1..60 {
        let before = index - 1;
        text += &format!(
            "  a{index} = [local.a{before}, local.a{before}]\n  b{index} = \"${{local.b{before}}}${{local.b{before}}}\"\n"
        );
    }
    text += "}\nx = [local.a59, local.b59, [for a in local.a20 : [for b in local.a20 : replace(local.b10, \"x\", local.b10)]]]\n";
    let document = folded(&text);
    assert!(format!("{document:?}").len() < 100 << 20);
}

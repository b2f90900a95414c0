//! What TOML says.

use std::borrow::Cow;

use super::{clean, show, toml};
use crate::fact::settings::read_toml;
use crate::fact::value::Data;

#[test]
fn tables_are_maps_in_the_order_of_the_text() {
    assert_eq!(
        toml("z = 1\na.b.c = 'd'\n[t.u]\n\"v w\" = [true, 2.5, {x = 1_0}]\n[[y]]\nk = 1979-05-27\n[[y]]\n"),
        r#"{z: #1, a: {b: {c: "d"}}, t: {u: {v w: [true, #2.5, {x: #1_0}]}}, y: [{k: "1979-05-27"}, {}]}"#
    );
}

#[test]
fn every_value_knows_its_place() {
    let text = "a = 'b'\n\"c\" = \"\"\"\nd\n\"\"\"\ne = '''f'''\n[g.h]\ni = [ 0xF, '' ]\n";
    let value = clean(read_toml(text));
    let place = |path: &[&str]| &text[value.at(path).unwrap().span.range()];
    assert_eq!([place(&["a"]), place(&["c"]), place(&["e"])], ["b", "d\n", "f"]);
    assert_eq!(value.get("c").unwrap().text(), Some("d\n"));
    assert_eq!(place(&["g", "h"]), "[g.h]\ni = [ 0xF, '' ]");
    assert_eq!(place(&["g", "h", "i"]), "[ 0xF, '' ]");
    let items = value.at(&["g", "h", "i"]).unwrap().each();
    assert_eq!([&text[items[0].span.range()], &text[items[1].span.range()]], ["0xF", ""]);
    assert_eq!(&text[value.entry("c").unwrap().at.range()], "c");
}

#[test]
fn text_without_escapes_is_borrowed() {
    let value = clean(read_toml("a = 'b'\nc = \"d\\n\""));
    assert!(matches!(value.get("a").unwrap().data, Data::Text(Cow::Borrowed("b"))));
    assert_eq!(value.get("c").unwrap().text(), Some("d\n"));
}

#[test]
fn a_mark_of_byte_order_moves_no_place() {
    let text = "\u{FEFF}a = 'b'";
    let value = clean(read_toml(text));
    assert_eq!(&text[value.get("a").unwrap().span.range()], "b");
}

#[test]
fn of_a_broken_text_the_lines_are_kept() {
    let text = "[a]\nb = 'c' # d\ne = [1,\nf = \"g\n";
    let reading = read_toml(text);
    assert_eq!(show(&reading.documents[0]), r#"{a: {b: "c", e: "[1,", f: "\"g"}}"#);
    assert_eq!(reading.problems.len(), 1);
    assert!(reading.problems[0].what.starts_with("TOML: "));
    assert!(text.get(reading.problems[0].at.range()).is_some());
}

#[test]
fn what_lies_too_deep_is_left_out() {
    let path = vec!["a"; 70].join(".");
    let text = format!("{path} = {{ {path} = {{ {path} = 1 }} }}");
    let reading = read_toml(&text);
    assert_eq!(reading.problems.iter().map(|problem| problem.what).collect::<Vec<_>>(), ["values lie too deep"]);
    assert!(show(&reading.documents[0]).contains('?'));
}

#[test]
fn what_lies_deeper_than_the_stack_allows_is_not_read() {
    let path = vec!["a"; 79].join(".");
    let hidden = [
        ("", ""),
        (r#"x = """}\""""", "#, "# \""),
        ("x = '''}''''', ", "# '''"),
        ("x = '}', ", "# '"),
        (r#"x = "}\"", "#, "# \""),
        (r#"x = "}\\", "#, "# \""),
    ];
    for (value, end) in hidden {
        let text = format!("{path} = {}1{}{end}", format!("{{ {value}{path} = ").repeat(79), "}".repeat(79));
        let problems = read_toml(&text).problems;
        assert_eq!(problems.iter().map(|problem| problem.what).collect::<Vec<_>>(), ["TOML: values lie too deep"]);
    }
    let text = format!("[{path}]\n{path} = {}1{}", format!("{{ {path} = ").repeat(2), "}".repeat(2));
    assert_eq!(read_toml(&text).problems[0].what, "values lie too deep");
}

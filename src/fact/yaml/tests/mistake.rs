//! What is wrong is told, and the rest is read.

use super::{read, short, tolerated};
use crate::fact::value::{DEEPEST, Data};

#[test]
fn a_second_colon_is_text() {
    let (problems, value) = tolerated("a: b: c\nd: 1\n");
    assert_eq!(problems, [(1, "a text with a colon and a blank needs quotes")]);
    assert_eq!(value, r#"{a: "b: c", d: 1}"#);
}

#[test]
fn a_quote_that_is_not_closed_ends_with_what_is_around_it() {
    let (problems, value) = tolerated("a:\n  b: \"c\n  d: 1\ne: 'f\n  g\nh: 2\n");
    assert_eq!(problems, [(2, "a quote that is not closed"), (4, "a quote that is not closed")]);
    assert_eq!(value, r#"{a: {b: "c", d: 1}, e: "f g", h: 2}"#);
}

#[test]
fn a_bracket_that_is_not_closed_ends_with_what_is_around_it() {
    let (problems, value) = tolerated("a: [b, c\nd: {e: f,\n  g: 1\nh: 2\n---\n[i\n---\nj\n");
    assert_eq!(problems.iter().map(|problem| problem.0).collect::<Vec<_>>(), [1, 2, 6]);
    assert_eq!(value, r#"{a: ["b", "c"], d: {e: "f", g: 1}, h: 2} --- ["i"] --- "j""#);
}

#[test]
fn lines_may_be_indented_badly() {
    let (problems, value) = tolerated("a:\n    b: 1\n  c: 2\n    d: 3\ne:\n  - f\n   - g\n  - h\n");
    assert_eq!(problems.iter().map(|problem| problem.0).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(value, r#"{a: {b: 1}, c: 2, d: 3, e: ["f - g", "h"]}"#);
}

#[test]
fn a_line_without_a_colon_is_left_out() {
    let (problems, value) = tolerated("a: 1\nb\nc: 2\n\"d\" e\nf: 'g' h\ni: 3\n");
    assert_eq!(problems.iter().map(|problem| problem.0).collect::<Vec<_>>(), [2, 4, 5]);
    assert_eq!(value, r#"{a: 1, c: 2, f: "g", i: 3}"#);
}

#[test]
fn a_list_below_its_key_is_its_value() {
    let (problems, value) = tolerated("a:\n  b:\n - c\nd: 1\n- e\n");
    assert_eq!(problems.len(), 2);
    assert_eq!(value, "{a: {b: null}, d: 1}");
}

#[test]
fn tabs_may_indent_but_should_not() {
    let (problems, value) = tolerated("a:\n\tb: 1\n\tc: 2\n");
    assert_eq!(problems, [(3, "a tab in the indentation")]);
    assert_eq!(value, "{a: {b: 1, c: 2}}");
}

#[test]
fn marks_that_begin_no_text_may_do_so() {
    let (problems, value) = tolerated("a: @b\nc: %d\ne: >=1.2\nf: `g`\nh: *\ni: *.example.com\nj: *gone\n");
    assert_eq!(problems.len(), 7);
    assert_eq!(value, r#"{a: "@b", c: "%d", e: ">=1.2", f: "`g`", h: "*", i: "*.example.com", j: ?}"#);
}

#[test]
fn an_escape_that_means_nothing_is_text() {
    let (problems, value) = tolerated(r#"a: "\d\xZZ\uD800 é""#);
    assert_eq!(problems.len(), 3);
    assert_eq!(value, r#"{a: "\\d\\xZZ\\uD800 é"}"#);
}

#[test]
fn a_document_that_goes_on_behind_its_value_is_read() {
    let (problems, value) = tolerated("[a]\nb: 1\n... c\nd: 2\n");
    assert_eq!(problems.iter().map(|problem| problem.0).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(value, r#"["a"] --- {b: 1} --- {d: 2}"#);
}

#[test]
fn commas_may_be_too_few_or_too_many() {
    let (problems, value) = tolerated("[a,, \"b\" 'c']");
    assert_eq!(problems.len(), 2);
    assert_eq!(value, r#"["a", "b", "c"]"#);
}

#[test]
fn values_that_lie_too_deep_are_left_out() {
    let deep = DEEPEST * 3;
    let block: String = (0..deep).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    for text in [
        "[".repeat(deep),
        "{a: ".repeat(deep),
        "- ".repeat(deep),
        "!a [".repeat(deep),
        "!a\n".repeat(deep),
        "? ".repeat(deep),
        block,
    ] {
        let text = text + "x";
        let reading = read(&text);
        assert!(reading.problems.iter().any(|problem| problem.what == "values lie too deep"));
        let said = reading.documents.iter().map(short).collect::<String>();
        assert!(said.contains('?'), "{said}");
    }
    let text = format!("- {}x{}\n- y\n", "[".repeat(deep), "]".repeat(deep));
    assert_eq!(read(&text).documents[0].each()[1].text(), Some("y"));
}

#[test]
fn values_up_to_the_bound_are_read() {
    let text = format!("{}x{}", "[".repeat(DEEPEST - 1), "]".repeat(DEEPEST - 1));
    let reading = read(&text);
    assert_eq!(reading.problems, []);
    let mut value = &reading.documents[0];
    while let Data::List(items) = &value.data {
        value = &items[0];
    }
    assert_eq!(value.text(), Some("x"));
}

#[test]
fn hostile_texts_are_read_in_linear_time() {
    let units = [
        "[", "{", "- ", "? ", "\"", "'\n", "{{", "{{ \"", "{{ {", "{{`\\", "{%", "${{", "[${", "a: \"\n", "a: [\n",
        "&a ", "*a", "!a\n", ":", "#", "\t\n",
    ];
    let started = std::time::Instant::now();
    for unit in units {
        for (before, after) in [("", ""), ("x: {{ y }}\na: ", ""), ("a: ", "}}\"")] {
            let text = format!("{before}{}{after}", unit.repeat(200_000 / unit.len()));
            assert!(read(&text).problems.len() <= 100);
        }
    }
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

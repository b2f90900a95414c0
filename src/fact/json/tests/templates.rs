//! What templates of JSON say before they are filled in.

use super::shown;
use crate::fact::json::{Holes, read};

fn check(text: &str, holes: Holes, kept: &str) {
    assert_eq!(shown(text, holes).replace('\u{FFFC}', "◌"), kept, "{text}");
    assert_eq!(read(text, holes).problems, [], "{text}");
}

#[test]
fn a_piece_in_a_text_is_a_hole() {
    check(r#"{"a": "x-${var.b["c"]}-${f({d = "}"})}"}"#, Holes::Dollar, r#"{a: "x-◌-◌"}"#);
    check(r#"{"a": "${lookup(b, \"}\")}/*"}"#, Holes::Dollar, r#"{a: "◌/*"}"#);
    check(r#"{"a": "x-{{ .b | default "c" }}-{% if d %}"}"#, Holes::Braces, r#"{a: "x-◌-◌"}"#);
    check(r#"{"${a}": 1}"#, Holes::Dollar, "{◌: #1}");
}

#[test]
fn a_doubled_mark_is_text() {
    check(r#"["$${aws:username}\n", "%%{x}", "$$"]"#, Holes::Dollar, r#"["${aws:username}\n", "%{x}", "$$"]"#);
}

#[test]
fn a_mark_that_is_not_closed_is_text() {
    check(r#"["cost ${", "{{"]"#, Holes::Dollar, r#"["cost ${", "{{"]"#);
    check(r#"["a {{ b", 1]"#, Holes::Braces, r#"["a {{ b", #1]"#);
}

#[test]
fn a_piece_in_place_of_a_value_is_unknown() {
    check("{\"a\": ${jsonencode([\n for k, v in b : { c = k }\n])}, \"d\": 1}", Holes::Dollar, "{a: ?, d: #1}");
    check(
        "{\"a\": {{ .b }}, \"c\": {{ .d }}0, \"e\": [{{ .f }}], \"g\": {{{h}}}}",
        Holes::Braces,
        "{a: ?, c: ?, e: [?], g: ?}",
    );
    check("{\"a\": \u{FFFC}, \"b\": 1\u{FFFC}}", Holes::None, "{a: ?, b: ?}");
}

#[test]
fn a_piece_between_entries_is_left_out() {
    check("{\n ${join(\",\", x)}\n \"a\": 1,\n ${y}, \"b\": 2\n}", Holes::Dollar, "{a: #1, b: #2}");
    check("{\n {{ include \"x\" . }}\n \"a\": 1\n {{- .y }}\n}", Holes::Braces, "{a: #1}");
    check("{\n \u{FFFC}\n \"a\": 1}", Holes::None, "{a: #1}");
}

#[test]
fn a_piece_may_be_a_key() {
    check("{{{ .a }}-b: 1, {{c}}: {d: {}}}", Holes::Braces, "{◌-b: #1, ◌: {d: {}}}");
    check("{${c}: 2}", Holes::Dollar, "{◌: #2}");
}

#[test]
fn conditions_and_loops_are_passed_over() {
    check(
        "{{- if .x -}}\n{\n{%- for a in b %}\n\"a\": 1{% if c %},{% endif %}\n{% endfor %}\n{# no #}}\n{{ end }}",
        Holes::Braces,
        "{a: #1}",
    );
    check("[\n%{ for a in b ~}\n\"${a}\",\n%{ endfor ~}\n]", Holes::Dollar, r#"["◌"]"#);
    check("[{{ range $i, $e := .x }}{{ $n := 1 }}{{ $e }},{{/* each */}}{{ end }}]", Holes::Braces, "[?]");
}

#[test]
fn the_other_way_of_a_condition_is_no_mistake() {
    check(
        "{\"a\": {{ if .x }}\"b\"{{ else }}\"c\"{{ end }}, \"d\": {{ if .x }}1{{ else }}2{{ end }}}",
        Holes::Braces,
        "{a: \"b\", d: ?}",
    );
}

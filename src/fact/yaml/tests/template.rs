//! Texts that a template engine fills in.

use super::{read, said, short};

/// What a text says, holes as `◌`.
fn filled(text: &str) -> String {
    said(text).replace('\u{FFFC}', "◌")
}

#[test]
fn an_action_in_a_scalar_is_a_hole() {
    let text = r#"
a: {{ .Values.a }}
b: x-{{ .b }}:{{ .c | default "y: z" }} # d
e: "{{ .f | quote }} g"
h: '{{ i }}'
j: [{{ k }}, l-{{ m }}]
"#;
    assert_eq!(filled(text), r#"{a: "◌", b: "x-◌:◌", e: "◌ g", h: "◌", j: ["◌", "l-◌"]}"#);
}

#[test]
fn an_action_in_a_key_is_a_hole() {
    assert_eq!(filled("{{ $k }}: {{ $v }}\na-{{ b }}: 1\n\"{{ c }}\": 2\n"), r#"{◌: "◌", a-◌: 1, ◌: 2}"#);
}

#[test]
fn lines_of_nothing_but_actions_are_left_out() {
    let text = r#"
{{- if .Values.on -}}
a:
  {{- with .b }}
  c: 1
  {{- end }}
{{ include "labels" . | indent 2 }}
  d: 2
{{/* a comment
 over lines: */}}
e:
{{- range .f }}
- {{ . }}
{{- end }}
{{- end }}
"#;
    assert_eq!(filled(text), r#"{a: {c: 1, d: 2}, e: ["◌"]}"#);
}

#[test]
fn both_branches_are_seen() {
    let text = "{{ if .a }}\nk: 1\n{{ else }}\nk: 2\nl: 3\n{{ end }}\n";
    assert_eq!(filled(text), "{k: 1, k: 2, l: 3}");
}

#[test]
fn actions_in_place_of_a_value_cannot_be_told() {
    assert_eq!(
        filled("a:\n  {{- toYaml .b | nindent 2 }}\nc:\n  {{- if .d }}\n  {{- end }}\ne: 1\n"),
        "{a: ?, c: null, e: 1}"
    );
}

#[test]
fn conditions_around_an_entry_are_no_part_of_it() {
    let text = r"
a: 1
{{- if .b }}c: {{ .b }}{{ end }}
d: {{ if .e }}x{{ else }}y{{ end }}
f: z {{- end }}
g: 2 {{/* why */}}
";
    assert_eq!(filled(text), r#"{a: 1, c: "◌", d: "◌x◌y◌", f: "z", g: 2}"#);
}

#[test]
fn actions_may_hold_braces_and_quotes() {
    let text = r#"
a: {{ "}}" }}b
c: {{ `{{` }}d{{ '}' }}
e: {{ {'f': {'g': 1}} | to_json }}h
i: {{ printf "%s" (dict "j" .k) }}
"#;
    assert_eq!(filled(text), r#"{a: "◌b", c: "◌d◌", e: "◌h", i: "◌"}"#);
}

#[test]
fn actions_may_span_lines() {
    assert_eq!(filled("a: {{ b\n  | c }}-d\ne:\n  - {{- f\n\n}}\n  - g\n"), r#"{a: "◌-d", e: ["◌", "g"]}"#);
}

#[test]
fn actions_in_block_scalars_are_holes() {
    let text = r#"
a: |
  {{- if .b }}
  c={{ .d }}
{{- end }}
  {{ .e }}
  {{ if .f }}g{{ end }}
h: |-
{{ .Files.Get "i" | indent 2 }}
j: >-
  k
  {{ l }}
m: 1
"#;
    assert_eq!(filled(text), r#"{a: "c=◌\n◌\ng\n", h: "◌", j: "k ◌", m: 1}"#);
}

#[test]
fn a_plain_text_may_go_on_with_an_action() {
    assert_eq!(
        filled("a: one\n  {{ two }}\n  three\nb: four\n    {{- five }}\nc: 1\n"),
        r#"{a: "one ◌ three", b: "four", c: 1}"#
    );
}

#[test]
fn statements_of_jinja_are_left_out() {
    let text = r"
{# a: comment #}
{% if a %}
b: {{ c }}
{% for d in e %}
f-{{ d }}: {% if g %}h{% endif %}
{% endfor %}
{% endif %}
{%- set i = 1 %}
";
    assert_eq!(filled(text), r#"{b: "◌", f-◌: "◌h◌"}"#);
}

#[test]
fn braces_that_are_not_closed_are_text() {
    assert_eq!(filled("a: x {{ y\nb: 1\n"), r#"{a: "x {{ y", b: 1}"#);
    assert_eq!(filled("a: '%{http_code} {% x'\n"), r#"{a: "%{http_code} {% x"}"#);
    assert_eq!(filled("# use {{ here\na: {{ b }}\n# and }} there\n"), r#"{a: "◌"}"#);
}

#[test]
fn expressions_stay_text_beside_actions() {
    assert_eq!(filled("a: ${{ secrets.B }}-{{ c }}\nd: ${E}\n"), r#"{a: "${{ secrets.B }}-◌", d: "${E}"}"#);
}

#[test]
fn flow_maps_are_no_actions() {
    assert_eq!(filled("a: { b: {c: {}}}\nd: [{e: {f: 1}}]\n"), "{a: {b: {c: {}}}, d: [{e: {f: 1}}]}");
}

#[test]
fn a_hole_is_not_a_number() {
    let reading = read("a: {{ b }}\nc: 80{{ d }}\n");
    assert_eq!(short(&reading.documents[0]), "{a: \"\u{FFFC}\", c: \"80\u{FFFC}\"}");
}

//! Words: quotes, expansions, redirections, here-documents.

use std::borrow::Cow;

use super::{heredocs, places, read, said};

#[test]
fn words_have_their_places() {
    let commands = read("aws  iam create-user --user-name 'ci bot'\n");
    let spans: Vec<_> = commands[0].words.iter().map(|word| word.span.range()).collect();
    assert_eq!(spans, [0..3, 5..8, 9..20, 21..32, 33..41]);
    assert!(matches!(commands[0].words[1].text, Cow::Borrowed("iam")));
    assert_eq!(commands[0].words[4].text, "ci bot");
}

#[test]
fn quotes_are_left_out() {
    assert_eq!(said(r#"a 'b c' "d e" f'g'"h"i '' \"j\" k\ l"#), [r#"a b c d e fghi  "j" k l"#]);
    assert_eq!(said(r#"a "b\"c" "d\e" 'f\' "\$g""#), [r#"a b"c d\e f\ $g"#]);
    assert_eq!(said(r"a $'b\tc\x41\u00e9\101' $'it\'s'"), ["a b\tcAéA it's"]);
}

#[test]
fn expansions_are_holes() {
    assert_eq!(said(r#"a $b ${c} "x${d:-e f}y" $1 $@ $? "$g/$h""#), ["a _ _ x_y _ _ _ _/_"]);
    assert_eq!(said(r#"a '$b' \$c "cost: 5$" $((1 + (2 * 3))) ${d//\}/x}"#), ["a $b $c cost: 5$ _ _"]);
    assert_eq!(said(r#"a "${b:-"c d"}e" f"#), ["a _e f"]);
    assert_eq!(said("a ${b:-{}} c"), ["a _} c"]);
}

#[test]
fn templates_are_holes() {
    assert_eq!(said("a {{ .Values.b }}/c ${{ secrets.D }} '{{e}} f' \"${{ g }}h\""), ["a _/c _ _ f _h"]);
    assert_eq!(said("a {{ b {c} {{\n}}"), ["a {{ b {c} {{", "}}"]);
}

#[test]
fn redirections_are_left_out() {
    assert_eq!(said("a b > c 2>&1 < d >>e &>f 2>/dev/null g >| h <<< 'i' >&2 {log}>j k2>l"), ["a b g k2"]);
    assert_eq!(said("> a b <> c\nd >"), ["b", "d"]);
}

#[test]
fn comments_are_gone_over() {
    assert_eq!(said("#!/bin/sh\na # don't\nb#c '#d' # \"e\nf"), ["a", "b#c #d", "f"]);
}

#[test]
fn a_backslash_takes_back_the_end_of_a_line() {
    assert_eq!(said("a b \\\n  --c d\\\ne \\\r\n f"), ["a b --c de f"]);
    assert_eq!(said("a \\\n  # what b is for\n  b \\\n  c\nd"), ["a b c", "d"]);
}

#[test]
fn a_heredoc_belongs_to_its_command() {
    let text = "a <<EOF | b\nx $y \\$z\n  EOFx\nEOF\nc\n";
    assert_eq!(said(text), ["a", "b", "c"]);
    assert_eq!(heredocs(text), ["x _ $z\n  EOFx\n"]);
    let commands = read(text);
    assert_eq!(&text[commands[0].heredocs[0].span.range()], "x $y \\$z\n  EOFx\n");
    assert_eq!(heredocs("a <<'E'\n{\"b\": \"$c\", \"it's\": `}\nE\n"), ["{\"b\": \"$c\", \"it's\": `}\n"]);
    assert_eq!(heredocs("a <<-\"E\"\n\t\tb\n\tc d\n\tE\n"), ["b\nc d\n"]);
}

#[test]
fn a_line_may_have_several_heredocs() {
    let text = "a <<X <<-Y b\n1\nX\n2\nY\nc <<Z && d\n3\nZ\n";
    assert_eq!(heredocs(text), ["1\n", "2\n"]);
    assert_eq!(said(text), ["a b", "c", "d"]);
    assert_eq!(read(text)[1].heredocs.len(), 1);
}

#[test]
fn a_heredoc_of_a_script_in_yaml_is_closed() {
    let text = "cat <<EOF > x\n          {\"a\": 1}\n          EOF\n          aws s3 ls\n";
    assert_eq!(said(text), ["cat", "aws s3 ls"]);
    assert_eq!(heredocs(text), ["          {\"a\": 1}\n"]);
}

#[test]
fn a_heredoc_that_is_not_closed_goes_to_the_end() {
    assert_eq!(heredocs("a <<E\nb\nc"), ["b\nc"]);
    assert_eq!(said("a $((1 << 2)) << 3\nb"), ["a _", "b"]);
}

#[test]
fn a_quote_that_is_not_closed_is_a_character() {
    assert_eq!(said("a 'b' don't\nc d"), ["a b don't", "c d"]);
    assert_eq!(said("a \"b\nc d"), ["a \"b", "c d"]);
    assert_eq!(said("a \"$(b \"c)\nd e"), ["a \"_", "b \"c", "d e"]);
    assert_eq!(said("a `b\nc $'d\ne ${f\ng"), ["a `b", "c $'d", "e _", "g"]);
}

#[test]
fn windows_line_ends_end_lines() {
    assert_eq!(said("a b\r\nc <<E\r\nd\r\nE\r\nif e; then\r\n  f \\\r\n  g\r\nfi\r\n"), ["a b", "c", "e", "f g"]);
}

#[test]
fn a_command_stands_where_its_first_word_stands() {
    assert_eq!(places("A=b sudo -u c \"d\" e; f $(g | h)"), ["\"d\"", "f", "g", "h"]);
    assert_eq!(places("\u{FEFF}a\nb"), ["a", "b"]);
}

//! Commands within words: `$(…)`, backquotes, and texts for another shell.

use super::super::reader::DEEPEST;
use super::{heredocs, places, read, said};

#[test]
fn substitutions_are_gone_into() {
    assert_eq!(said("A=\"x $(b 'c)' | d) y\" e"), ["b c)", "d", "e"]);
    assert_eq!(said("a ${b:-$(c d)} \"${e:+`f`}\" $( (g); h ) i"), ["a _ _ _ i", "c d", "f", "g", "h"]);
    assert_eq!(said("a > >(b c) > $(d); e <<< $(f)"), ["a", "b c", "d", "e", "f"]);
}

#[test]
fn a_message_may_come_from_a_heredoc() {
    let text = "git commit -m \"$(cat <<'EOF'\ndon't \"do\" this (or that)\nEOF\n)\"\na";
    assert_eq!(said(text), ["git commit -m _", "cat", "a"]);
    assert_eq!(read(text)[1].heredocs.len(), 1);
}

#[test]
fn commands_in_a_heredoc_are_read_where_they_run() {
    assert_eq!(said("a <<E\nx $(b c) `d`\nE\ne"), ["a", "b c", "d", "e"]);
    assert_eq!(said("a <<'E'\nx $(b c) `d`\nE\ne"), ["a", "e"]);
}

#[test]
fn texts_for_another_shell_are_read() {
    assert_eq!(said("bash -c 'a b; c'"), ["bash -c a b; c", "a b", "c"]);
    assert_eq!(said("docker exec -i x sh -euo pipefail -c \"a \\\"b c\\\" \\$d $e\" f")[1..], ["a b c _ _"]);
    assert_eq!(said("su - x -c 'a' && sudo bash -lc 'b'"), ["su - x -c a", "a", "bash -lc b", "b"]);
    assert_eq!(said("eval \"$(ssh-agent -s)\" 'a b' c")[1..], ["_ a b c", "ssh-agent -s"]);
    assert_eq!(said("bash x.sh -c 'a b'"), ["bash x.sh -c a b"]);
    assert_eq!(said("bash -c \"a $(b)\""), ["bash -c a _", "a _", "b"]);
}

#[test]
fn texts_for_another_shell_keep_their_places() {
    let text = "sh -c \"x \\\"y z\\\" \\\n w; bash -c 'aws \\\"s3\\\" ls'\" v";
    assert_eq!(said(text)[1..], ["x y z w", "bash -c aws \"s3\" ls", "aws s3 ls"]);
    assert_eq!(places(text), ["sh", "x", "bash", "aws"]);
    let commands = read(text);
    let spans: Vec<_> = commands[3].words.iter().map(|word| &text[word.span.range()]).collect();
    assert_eq!(spans, ["aws", "\\\"s3\\\"", "ls"]);
    assert_eq!(&text[commands[1].words[1].span.range()], "\\\"y z\\\"");
}

#[test]
fn a_heredoc_for_a_shell_is_a_script() {
    for text in [
        "bash <<'E'\naws s3 ls\nE\nx",
        "ssh me@host <<E\naws s3 ls\nE\nx",
        "docker exec -i a sh -s <<E\naws s3 ls\nE\nx",
    ] {
        assert_eq!(said(text)[1..], ["aws s3 ls", "x"], "{text}");
        assert_eq!(heredocs(text), ["aws s3 ls\n"], "{text}");
    }
    assert_eq!(said(" <<E\na\nb c\nE\nd"), ["a", "b c", "d"]);
    assert_eq!(said("while read x; do y; done <<E\na\nE\nbash -c z <<E\na\nE\n"), ["read x", "y", "bash -c z", "z"]);
    assert_eq!(said("bash <<E\ncat <<F\n$(a)\nF\nb\nE\nc"), ["bash", "cat", "a", "b", "c"]);
}

#[test]
fn heredocs_of_inner_texts_are_kept() {
    let text = "bash -c 'cat <<E\n{}\nE\na'";
    let commands = read(text);
    assert_eq!(said(text)[1..], ["cat", "a"]);
    assert_eq!(commands[1].heredocs[0].text(), Some("{}\n"));
    assert_eq!(&text[commands[1].heredocs[0].span.range()], "{}\n");
}

#[test]
fn what_lies_too_deep_is_gone_over() {
    let deep = |levels: usize| format!("{}b c{}; d", "a $(".repeat(levels), ")".repeat(levels));
    assert!(said(&deep(DEEPEST)).contains(&"b c".to_owned()));
    assert!(!said(&deep(DEEPEST + 1)).contains(&"b c".to_owned()));
    assert_eq!(said(&deep(DEEPEST + 50)).last().map(String::as_str), Some("d"));
    assert_eq!(said(&format!("{}a", "eval ".repeat(50))).len(), DEEPEST + 1);
}

//! What holds of any text.

use std::fmt::Write;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::super::{Command, read};

/// Pieces that mean something, and some that do not.
fn script() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "b c",
        " ",
        "\n",
        "\r\n",
        "\t",
        "'",
        "\"",
        "`",
        "$",
        "$(",
        "${",
        "$((",
        "))",
        ")",
        "(",
        "}",
        "{",
        "{{",
        "}}",
        "${{",
        "\\",
        "\\\n",
        ";",
        ";;",
        "&",
        "&&",
        "|",
        "<",
        ">",
        "<<E",
        "<<-'E'",
        "<<<",
        "\nE\n",
        "#",
        "case x in",
        "esac",
        "if ",
        "for ",
        "sudo -u ",
        "bash -c ",
        "eval ",
        "sh <<E\n",
        "A=",
        "[[ ",
        " ]]",
        "é",
        "\u{FFFC}",
        "$'",
        "\\x4",
        "@",
        "function ",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

fn assert_places(text: &str, commands: &[Command<'_>]) {
    for command in commands {
        assert!(text.get(command.at.range()).is_some(), "{:?} in {text:?}", command.at);
        for word in &command.words {
            assert!(text.get(word.span.range()).is_some(), "{word:?} in {text:?}");
        }
        for heredoc in &command.heredocs {
            assert!(text.get(heredoc.span.range()).is_some(), "{heredoc:?} in {text:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        assert_places(&text, &read(&text));
    }

    #[test]
    fn any_script_is_read_in_its_order(text in script()) {
        let commands = read(&text);
        assert_places(&text, &commands);
        prop_assert!(commands.is_sorted_by_key(|command| command.at.start));
        prop_assert!(commands.iter().all(|command| command.words.first().is_some_and(|word| word.span == command.at)));
    }

    #[test]
    fn plain_words_are_where_they_say(lines in prop::collection::vec(prop::collection::vec("[a-z0-9/.:=%+-]{1,8}", 1..6), 1..6)) {
        let text: String = lines.iter().map(|words| format!("x{}\n", words.join("  "))).collect();
        let commands = read(&text);
        for command in &commands {
            for word in &command.words {
                prop_assert_eq!(&text[word.span.range()], word.text.as_ref());
            }
        }
        let words: usize = lines.iter().map(Vec::len).sum();
        prop_assert!(commands.iter().map(|command| command.words.len()).sum::<usize>() <= words);
    }

    #[test]
    fn what_is_quoted_comes_back(words in prop::collection::vec("[ -~]{0,12}", 1..6)) {
        prop_assume!(words.iter().all(|word| !word.contains("{{")));
        let mut text = String::from("x");
        for word in &words {
            write!(text, " '{}'", word.replace('\'', r"'\''")).expect("a text takes what is written");
        }
        let commands = read(&text);
        let read: Vec<_> = commands[0].words[1..].iter().map(|word| word.text.to_string()).collect();
        prop_assert_eq!(read, words);
    }

    #[test]
    fn a_broken_end_leaves_what_is_before(lines in prop::collection::vec("[a-z]{1,5}( [a-z'$-]{1,5}){0,3}", 1..6), rest in script()) {
        let lines: Vec<_> = lines.iter().map(|line| format!("x{}", line.replace('\'', ""))).collect();
        let text = lines.join("\n") + "\n";
        let before = read(&text);
        let whole = format!("{text}{rest}");
        prop_assert_eq!(&read(&whole)[..before.len()], before.as_slice());
    }
}

#[test]
fn hostile_texts_take_their_length_in_time() {
    let pieces = [
        "(",
        "((",
        "$(",
        "$((",
        "$($(",
        "`",
        "\"",
        "'",
        "\"$(",
        "\"`",
        "${",
        "\"${",
        "${\"",
        "<<<",
        "<<E\n",
        "<<E",
        "{{",
        "${{",
        "$'",
        "$'\\'",
        "\\",
        "\\\n",
        "case x in ",
        "case x in a) ",
        "[[ ",
        "A=(",
        "eval ",
        "eval '\"$(' ",
        "bash -c \"",
        "bash -c '",
        "sh <<E\n",
        "<(",
        "#",
        "x ",
        "a\n",
        "$(error )",
        ";",
        "sudo ",
        "$$(",
        "eval \"\\\"\\$(eval ",
        "`\"` ",
        "a=\"",
        "\\\n#\n",
        ")",
        "${a:-",
        "f() { ",
        "`$(`",
        "'\"' eval ",
    ];
    for piece in pieces {
        let text = piece.repeat(200_000 / piece.len());
        let start = Instant::now();
        assert_places(&text, &read(&text));
        let taken = start.elapsed();
        assert!(taken < Duration::from_secs(2), "{piece:?} took {taken:?}");
    }
}

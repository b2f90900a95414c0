//! What the reader of Dockerfiles promises.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{Instruction, read};
use crate::fact::value::HOLE;

/// Keyword and words of each instruction, with `|` between them; `_` for a piece that is not known.
fn said(text: &str) -> Vec<String> {
    let said = |instruction: Instruction<'_>| {
        let words = instruction.words.iter().map(|word| word.text.replace(HOLE, "_"));
        std::iter::once(instruction.keyword).chain(words).collect::<Vec<_>>().join("|")
    };
    read(text).into_iter().map(said).collect()
}

/// What stands behind the keyword of the first instruction.
fn rest(text: &str) -> &str {
    read(text).first().map_or("", |instruction| &text[instruction.rest.range()])
}

#[test]
fn instructions_have_their_places() {
    let text = "# a\nFROM  alpine:3 AS base\n\n  copy --chown=a .env /app/\n";
    let instructions = read(text);
    assert_eq!(said(text), ["FROM|alpine:3|AS|base", "COPY|--chown=a|.env|/app/"]);
    assert_eq!(&text[instructions[1].at.range()], "copy");
    assert_eq!(&text[instructions[1].words[1].span.range()], ".env");
    assert!(matches!(instructions[1].words[1].text, Cow::Borrowed(".env")));
    assert_eq!(&text[instructions[1].rest.range()], "--chown=a .env /app/");
}

#[test]
fn variables_are_set_in_two_ways() {
    assert_eq!(said("ENV A=b C=\"d e\" F='g $h' I=j\\ k\nENV l m n"), ["ENV|A=b|C=d e|F=g $h|I=j k", "ENV|l|m|n"]);
    assert_eq!(said("ARG A\nARG B=\"c\\\"\\d\" E=''"), ["ARG|A", "ARG|B=c\"\\d|E="]);
}

#[test]
fn variables_are_holes() {
    assert_eq!(said("ENV A=$B/${C:-d${E}}:\"$F\" G=\\$h I=$ {{ j k }}l M=$(n)"), ["ENV|A=_/_:_|G=$h|I=$|_l|M=_(n)"]);
    assert_eq!(said("ENV A=${b C=d\nENV {{ E"), ["ENV|A=_", "ENV|{{|E"]);
}

#[test]
fn an_instruction_goes_over_several_lines() {
    let text = "RUN a \\\n    # it's b\n\n    c \\  \r\n  && d\\\r\ne\nUSER f\n";
    assert_eq!(said(text), ["RUN|a|c|&&|de", "USER|f"]);
    assert_eq!(rest(text), "a \\\n    # it's b\n\n    c \\  \r\n  && d\\\r\ne");
    assert_eq!(said("ENV A=b \\\n  C=d\\\\\nENV E=f \\"), ["ENV|A=b|C=d\\", "ENV|E=f"]);
    assert_eq!(said("RUN 'a\\\n b' \\\n# c"), ["RUN|a b"]);
}

#[test]
fn a_file_says_what_takes_back_the_end_of_a_line() {
    assert_eq!(
        said("# syntax=docker/dockerfile:1\n# escape=`\nCOPY a `\n  C:\\b\\\nUSER c"),
        ["COPY|a|C:\\b\\", "USER|c"]
    );
    assert_eq!(said("# a file\n# escape=`\nCOPY a \\\n b"), ["COPY|a|b"]);
}

#[test]
fn an_array_gives_its_strings() {
    assert_eq!(said("CMD [\"a\", \"b c\\u0041\\n\" ,\\\n \"$d\" ]\nSHELL []"), ["CMD|a|b cA\n|$d", "SHELL"]);
    assert_eq!(
        said("COPY --link [\".env\",\"/a b/\"]\nHEALTHCHECK --timeout=3s CMD [\"c\"]").join(" "),
        "COPY|--link|.env|/a b/ HEALTHCHECK|--timeout=3s|CMD|c"
    );
    assert_eq!(said("RUN [ -f a ] && b\nRUN [\"a\", b]\nCMD [\"a"), ["RUN|[|-f|a|]|&&|b", "RUN|[a,|b]", "CMD|[\"a"]);
    let text = "CMD [\"aé\"]";
    assert_eq!(&text[read(text)[0].words[0].span.range()], "\"aé\"");
}

#[test]
fn a_heredoc_belongs_to_its_instruction() {
    let text = "RUN --mount=type=cache,target=/c <<EOF bash -e\nENV A=b\n# \\\nEOF\nUSER c\n";
    assert_eq!(said(text), ["RUN|--mount=type=cache,target=/c|bash|-e", "USER|c"]);
    assert_eq!(rest(text), "--mount=type=cache,target=/c <<EOF bash -e\nENV A=b\n# \\\nEOF");
    assert_eq!(said("COPY <<-\"A\" <<B /c/\nRUN x\n\tA\r\nB\nUSER d"), ["COPY|/c/", "USER|d"]);
    assert_eq!(rest("COPY <<A /c/\nb\nA\n"), "<<A /c/");
    assert_eq!(said("RUN a <<< b\nRUN cat <<'E' > x\nUSER a"), ["RUN|a|<<<|b", "RUN|cat|>|x"]);
}

#[test]
fn what_is_run_later_is_an_instruction() {
    let text = "ONBUILD  run a b\nonbuild";
    assert_eq!(said(text), ["RUN|a|b"]);
    assert_eq!(&text[read(text)[0].at.range()], "run");
}

#[test]
fn a_quote_that_is_not_closed_is_a_character() {
    assert_eq!(said("RUN echo don't \"a b\" \"c d\nUSER e"), ["RUN|echo|don't|a b|\"c|d", "USER|e"]);
}

#[test]
fn windows_line_ends_end_lines() {
    assert_eq!(said("\u{FEFF}FROM a\r\n\r\n# b\r\nENV C=d\r\n\\\r\n"), ["FROM|a", "ENV|C=d"]);
}

/// Pieces that mean something, and some that do not.
fn file() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "RUN ",
        "COPY ",
        "ENV ",
        "ONBUILD ",
        "a",
        "b=c",
        " ",
        "\n",
        "\r\n",
        "\\",
        "\\\n",
        "\\  \n",
        "#",
        "# escape=`\n",
        "`\n",
        "'",
        "\"",
        "$",
        "${",
        "}",
        "{{",
        "}}",
        "[",
        "]",
        "[\"",
        "\",\"",
        "\"]",
        "<<E",
        "<<-'E'",
        "<<<",
        "\nE\n",
        "\\u00",
        "é",
        "\t",
        "--from=",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

fn assert_places(text: &str) {
    for instruction in read(text) {
        assert!(text.get(instruction.at.range()).is_some(), "{instruction:?} in {text:?}");
        assert!(text.get(instruction.rest.range()).is_some(), "{instruction:?} in {text:?}");
        for word in &instruction.words {
            assert!(text.get(word.span.range()).is_some_and(|source| !source.is_empty()), "{word:?} in {text:?}");
            assert!(
                word.span.start >= instruction.rest.start && word.span.end <= instruction.rest.end,
                "{word:?} in {text:?}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        assert_places(&text);
    }

    #[test]
    fn any_file_is_read(text in file()) {
        assert_places(&text);
    }

    #[test]
    fn plain_words_are_where_they_say(lines in prop::collection::vec(prop::collection::vec("[a-z0-9/.:=+-]{1,8}", 1..6), 1..6)) {
        let text: String = lines.iter().map(|words| format!("ENV {}\n", words.join(" \\\n  "))).collect();
        let instructions = read(&text);
        prop_assert_eq!(instructions.len(), lines.len());
        for (instruction, words) in instructions.iter().zip(&lines) {
            let places: Vec<_> = instruction.words.iter().map(|word| &text[word.span.range()]).collect();
            prop_assert_eq!(&places, words);
            prop_assert!(instruction.words.iter().zip(words).all(|(word, said)| word.text == said.as_str()));
        }
    }

    #[test]
    fn a_broken_end_leaves_what_is_before(lines in prop::collection::vec("(USER|ENV|run) [a-z =]{1,9}", 1..6), rest in file()) {
        let text = lines.join("\n") + "\n";
        let before = read(&text);
        let whole = format!("{text}{rest}");
        prop_assert_eq!(&read(&whole)[..before.len()], before.as_slice());
    }
}

#[test]
fn hostile_texts_take_their_length_in_time() {
    let pieces = [
        "\\\n",
        "\\ ",
        "\\ \n#\n",
        "\\\n\n",
        "RUN \\\n",
        "'",
        "\"",
        "'\"",
        "${",
        "{{",
        "{{\n",
        "[",
        "[\"",
        "[\"\\",
        "\"a\",",
        "RUN <<E\n",
        "<<E ",
        "ONBUILD ",
        "# a=b\n",
        "# escape=`\n",
        "\n",
        " ",
        "a ",
        "\\",
        "RUN [\"a\"",
        "RUN [ \\\n",
        "--a [\"b\" ",
        "`",
    ];
    for piece in pieces {
        for head in ["", "RUN ", "HEALTHCHECK "] {
            let text = format!("{head}{}", piece.repeat(200_000 / piece.len()));
            let start = Instant::now();
            assert_places(&text);
            let taken = start.elapsed();
            assert!(taken < Duration::from_secs(2), "{head:?} and {piece:?} took {taken:?}");
        }
    }
}

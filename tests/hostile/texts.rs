//! Long texts that make matching as hard as it gets.

use data_encoding::BASE64;

use crate::Noise;
use crate::place::Place;
use crate::survive_text;

/// Bytes of a text; a debug build gets through a small part of what a release build does.
const LENGTH: usize = 2 << 20;

/// A text of this length out of one piece.
fn of(piece: &str) -> Vec<u8> {
    piece.repeat(LENGTH / piece.len() + 1).into_bytes()
}

macro_rules! survived {
    ($($name:ident: $piece:expr;)*) => {
        $(
            #[test]
            fn $name() {
                survive_text(concat!(stringify!($name), ".txt"), &of($piece));
            }
        )*
    };
}

survived! {
    begins_of_private_keys: concat!("-----BEGIN ", "RSA PRIVATE KEY-----");
    begins_of_private_keys_in_lines: concat!("-----BEGIN ", "RSA PRIVATE KEY-----\n");
    begins_of_tokens_of_json: "eyJ";
    tokens_of_json_without_end: "eyJhbGciOiJIUzI1NiJ9.eyJ";
    chains_of_urls: "://";
    urls_with_a_user: "https://user:";
    urls_in_one_another: "https://a:b@";
    percent_escapes: "%41";
    percent_escapes_of_percents: "%25";
    escapes_of_string_literals: r"\u0041";
    backslashes: r"\";
    entities: "&#65;";
    open_entities: "&#";
    assignments_in_one_another: "key=";
    assignments_of_passwords: "password = \"";
    one_letter: "a";
    one_digit: "0";
    hexadecimal_digits: "deadbeef";
    digits_of_base64: "QUJD";
    single_quotes: "'";
    double_quotes: "\"";
    open_brackets: "[{(<";
    empty_lines: "\n";
    carriage_returns: "\r";
    nul_bytes: "\0";
    spaces: " ";
    lists_of_bytes: "0x41,";
    marks_that_accept: "credline:allow[";
    prefixes_of_tokens: "ghp_";
    wide_letters: "a\0";
    angle_brackets: "<key>";
}

#[test]
fn base64_of_base64_of_base64() {
    let mut text = Noise(3).bytes(LENGTH / 8);
    while text.len() < LENGTH {
        text = BASE64.encode(&text).into_bytes();
    }
    survive_text("a.txt", &text);
}

#[test]
fn base64_of_a_text_many_times_over() {
    let mut text = "some words of a text, ".repeat(LENGTH / 200);
    for _ in 0..6 {
        text = BASE64.encode(text.as_bytes());
    }
    survive_text("a.txt", text.as_bytes());
}

#[test]
fn very_many_tokens_are_reported_up_to_the_limit() {
    let mut text = String::new();
    for number in 0..11_000 {
        text.push_str(&credline::rule::expand("t={{ghp_|alnum:36}}\n", &number.to_string()).unwrap());
    }
    let place = Place::with("a.txt", text);
    let seen = crate::survive(&place).seen();
    assert_eq!(seen.skipped(), ["a.txt: too-many-findings"]);
    assert!(seen.findings().len() >= 10_000);
}

#[test]
fn very_many_tokens_in_one_line() {
    let mut text = String::new();
    for number in 0..9_000 {
        text.push_str(&credline::rule::expand("t={{ghp_|alnum:36}} # credline:allow ", &number.to_string()).unwrap());
    }
    survive_text("a.txt", text.as_bytes());
}

#[test]
fn all_literals_of_the_first_pass_in_a_row() {
    let literals = Place::new().run(["scan", "--print-literals"]).out;
    let row = literals.replace('\n', "");
    let spaced = literals.replace('\n', " = ");
    for text in [row, spaced, literals.replace('\n', "=\"")] {
        let text = &text.repeat(LENGTH / 2 / text.len() + 1)[..LENGTH / 2];
        survive_text("literals.txt", text.as_bytes());
    }
}

#[test]
fn each_literal_of_the_first_pass_again_and_again() {
    let literals = Place::new().run(["scan", "--print-literals"]).out;
    let place = Place::new();
    for (number, literal) in literals.lines().enumerate() {
        place.write(format!("{number}.txt"), literal.repeat(4096 / literal.len()));
        place.write(format!("{number}.env"), format!("{literal}=").repeat(4096 / literal.len()));
    }
    crate::survive(&place);
}

//! Patterns: what they match, cover and share, with and without unknown pieces.

use std::sync::LazyLock;

use proptest::prelude::*;

use crate::policy::Answer::{self, No, Unknown, Yes};
use crate::policy::iam::{HOLE, Pattern};

/// Whether a pattern matches, by trying everything.
fn matches_slowly(pattern: &[u8], text: &[u8]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((b'*', rest)) => (0..=text.len()).any(|taken| matches_slowly(rest, &text[taken..])),
        Some((first, rest)) => text
            .split_first()
            .is_some_and(|(next, text)| (*first == b'?' || first == next) && matches_slowly(rest, text)),
    }
}

/// All texts over an alphabet, up to a length.
fn texts(alphabet: &str, longest: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut start = 0;
    for _ in 0..longest {
        let end = all.len();
        for index in start..end {
            let longer: Vec<String> = alphabet.chars().map(|c| format!("{}{c}", all[index])).collect();
            all.extend(longer);
        }
        start = end;
    }
    all
}

/// Texts in which `c` is a character that no pattern names.
/// Two patterns of three pieces that meet do so in one of them.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| texts("abc", 6));

/// Texts of a pattern that tell it apart from all others: each `*` as nothing and as many foreign characters.
fn telling_texts(pattern: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for c in pattern.chars() {
        let fills = match c {
            '*' => vec!["", "cccccccc"],
            '?' => vec!["c"],
            'a' => vec!["a"],
            _ => vec!["b"],
        };
        all = all.iter().flat_map(|text| fills.iter().map(move |fill| format!("{text}{fill}"))).collect();
    }
    all
}

#[test]
fn short_patterns_match_cover_and_overlap_as_counting_out_says() {
    let written = texts("ab*?", 3);
    let patterns: Vec<Pattern> = written.iter().map(|text| Pattern::resource(text)).collect();
    let matched: Vec<Vec<bool>> = written
        .iter()
        .map(|pattern| TEXTS.iter().map(|text| matches_slowly(pattern.as_bytes(), text.as_bytes())).collect())
        .collect();
    for (one, pattern) in patterns.iter().enumerate() {
        for (text, is) in TEXTS.iter().zip(&matched[one]) {
            assert_eq!(pattern.matches(text), Answer::from(*is), "{} {text}", written[one]);
        }
        for (other, second) in patterns.iter().enumerate() {
            let pairs = || matched[one].iter().zip(&matched[other]);
            let covers = pairs().all(|(first, second)| *first || !second)
                && telling_texts(&written[other]).iter().all(|text| pattern.matches(text) == Yes);
            assert_eq!(pattern.covers(second), Answer::from(covers), "{} covers {}", written[one], written[other]);
            let overlaps = pairs().any(|(first, second)| *first && *second);
            assert_eq!(pattern.overlaps(second), Answer::from(overlaps), "{} and {}", written[one], written[other]);
        }
    }
}

/// A pattern with holes and variables, filled in for one run.
fn filled(text: &str, holes: &[&str], variable: &str) -> String {
    let mut fills = holes.iter().cycle();
    let mut out = String::new();
    for c in text.chars() {
        if c == HOLE { out.push_str(fills.next().unwrap_or(&"")) } else { out.push(c) }
    }
    out.replace("${v}", variable)
}

fn unsure_text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec!["a", "b", "*", "?", "\u{FFFC}", "${v}"]);
    prop::collection::vec(pieces, 0..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn longer_patterns_cover_as_counting_out_says(one in "[ab*?]{0,7}", other in "[ab*?]{0,7}") {
        let pattern = Pattern::resource(&one);
        let all = telling_texts(&other).iter().all(|text| matches_slowly(one.as_bytes(), text.as_bytes()));
        prop_assert_eq!(pattern.covers(&Pattern::resource(&other)), Answer::from(all));
    }

    #[test]
    fn what_one_pattern_covers_it_overlaps(one in "[ab*?]{0,7}", other in "[ab*?]{0,7}") {
        let (one, other) = (Pattern::resource(&one), Pattern::resource(&other));
        prop_assert!(one.covers(&other) == No || one.overlaps(&other) == Yes);
        prop_assert_eq!(one.overlaps(&other), other.overlaps(&one));
    }

    #[test]
    fn what_is_answered_holds_for_every_run(
        one in unsure_text(),
        other in unsure_text(),
        holes in prop::collection::vec(prop::sample::select(vec!["", "a", "*", "?b"]), 4),
        variable in prop::sample::select(vec!["", "a", "ba"]),
    ) {
        let (first, second) = (Pattern::resource(&one), Pattern::resource(&other));
        let run_one = Pattern::resource(&filled(&one, &holes[..2], variable));
        let run_other = Pattern::resource(&filled(&other, &holes[2..], variable));
        for (answer, run) in [
            (first.covers(&second), run_one.covers(&run_other)),
            (first.overlaps(&second), run_one.overlaps(&run_other)),
        ] {
            prop_assert!(answer == Unknown || answer == run, "{} {}", run_one.text(), run_other.text());
        }
        for text in TEXTS.iter().take(121) {
            let answer = first.matches(text);
            prop_assert!(answer == Unknown || answer == run_one.matches(text));
        }
    }
}

#[test]
fn a_star_of_a_resource_crosses_colons_and_slashes() {
    let pattern = Pattern::resource("arn:aws:s3:::reports*");
    assert_eq!(pattern.matches("arn:aws:s3:::reports/2026/q1.csv"), Yes);
    assert_eq!(Pattern::resource("arn:aws:*").matches("arn:aws:sqs:eu-west-1:111122223333:jobs"), Yes);
    assert_eq!(pattern.matches("arn:aws:s3:::Reports/q1.csv"), No);
}

#[test]
fn case_does_not_matter_in_actions() {
    for written in ["s3:GetObject", "S3:getobject", "s3:get*", "s3:*OBJECT", "*", "*:*"] {
        assert_eq!(Pattern::action(written).matches("s3:GetObject"), Yes, "{written}");
    }
    assert_eq!(Pattern::action("s3:GetObject").matches("s3:GetObjectAcl"), No);
    assert!(Pattern::action("*:*").is_everything());
    assert!(!Pattern::resource("*:*").is_everything());
    assert!(Pattern::resource("**").is_everything());
}

#[test]
fn a_question_mark_is_one_character() {
    let pattern = Pattern::resource("arn:aws:s3:::logs-?");
    assert_eq!([pattern.matches("arn:aws:s3:::logs-ä"), pattern.matches("arn:aws:s3:::logs-")], [Yes, No]);
}

#[test]
fn an_unknown_piece_may_be_anything() {
    let objects = Pattern::resource("arn:aws:s3:::\u{FFFC}/*");
    assert_eq!(objects.matches("arn:aws:s3:::reports/q1.csv"), Unknown);
    assert_eq!(objects.matches("arn:aws:sqs:eu-west-1:111122223333:jobs"), No);
    assert_eq!(Pattern::resource("arn:aws:s3:::*").covers(&objects), Yes);
    assert_eq!(Pattern::resource("arn:aws:sqs:*").overlaps(&objects), No);
    assert_eq!(objects.covers(&objects), Unknown, "the piece need not be the same one");
    assert_eq!(Pattern::action("s3:Get*").matches("s3:Get\u{FFFC}"), Yes);
    assert_eq!(Pattern::action("s3:GetObject").matches("s3:Get\u{FFFC}"), Unknown);
    assert_eq!(Pattern::action("s3:PutObject").matches("s3:Get\u{FFFC}"), No);
}

#[test]
fn a_policy_variable_is_the_same_text_wherever_it_stands() {
    let home = Pattern::resource("arn:aws:s3:::home/${aws:username}/*");
    assert_eq!(home.covers(&Pattern::resource("arn:aws:s3:::home/${aws:username}/docs/*")), Yes);
    assert_eq!(home.covers(&Pattern::resource("arn:aws:s3:::home/${aws:userid}/docs/*")), Unknown);
    assert_eq!(home.matches("arn:aws:s3:::home/ada/notes"), Unknown);
    assert_eq!(home.matches("arn:aws:s3:::attic/ada/notes"), No);
}

#[test]
fn special_characters_can_be_written_as_variables() {
    let pattern = Pattern::resource("a${*}b${?}c${$}d");
    assert_eq!([pattern.matches("a*b?c$d"), pattern.matches("axbxcxd")], [Yes, No]);
    assert!(pattern.is_literal());
}

#[test]
fn a_hostile_pattern_takes_no_long_time() {
    let stars = Pattern::resource(&"*a".repeat(1000));
    let text = Pattern::resource(&"a".repeat(2000));
    assert_eq!([stars.covers(&text), text.overlaps(&stars)], [Yes, Yes]);
    assert_eq!(Pattern::resource(&format!("{}b", "*a".repeat(1000))).covers(&text), No);
    assert_eq!(Pattern::resource(&"a".repeat(5000)).matches("b"), Unknown, "no such name is that long");
}

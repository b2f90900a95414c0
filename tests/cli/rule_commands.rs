//! `credline rules`: the catalogue, one rule, and the check of all examples.

use crate::place::Place;
use serde_json::Value;

const OWN: &str = r#"
[[rule]]
id = "secret/acme-key"
summary = "Acme key"
why = "Opens the shop."
fix = "Ask the shop for another."
severity = "warning"
keywords = ["acme_"]
pattern = '\b(?<secret>acme_[0-9a-f]{24})\b'
[rule.examples]
match = ["KEY={{acme_|hex:24}}"]
no-match = ["KEY=acme_key"]
"#;

#[test]
fn every_rule_is_listed_one_a_line_in_the_order_of_ids() {
    let outcome = Place::new().run(["rules", "list"]);
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
    let ids: Vec<&str> = outcome.out.lines().map(|line| line.split_whitespace().next().unwrap()).collect();
    assert!(ids.len() > 20 && ids.is_sorted());
    assert!(outcome.out.contains("secret/github-personal-access-token"));
}

#[test]
fn the_list_as_json_holds_the_same_rules() {
    let place = Place::new();
    let lines = place.run(["rules", "list"]).out.lines().count();
    let rules: Value = serde_json::from_str(&place.run(["rules", "list", "--json"]).out).unwrap();
    assert_eq!(rules.as_array().unwrap().len(), lines);
    assert!(rules[0]["id"].as_str().unwrap().contains('/'));
}

#[test]
fn rules_of_the_configuration_are_listed_and_shown_too() {
    let place = Place::with("credline.toml", OWN);
    assert!(place.run(["rules", "list"]).out.contains("secret/acme-key"));
    insta::assert_snapshot!(place.run(["rules", "show", "secret/acme-key"]).out, @r"
    secret/acme-key
    Acme key
    severity    warning, confidence high
    lifetime    unknown
    why         Opens the shop.
    fix         Ask the shop for another.
    keywords    acme_
    pattern     \b(?<secret>acme_[0-9a-f]{24})\b
    defined     [place]/credline.toml:3

    finds
      KEY=acme_c6e327ea3eb7c467c9125c68
    leaves alone
      KEY=acme_key
    ");
    let elsewhere = Place::with("mine.toml", OWN);
    assert_eq!(elsewhere.run(["rules", "show", "secret/acme-key"]).code, 2);
    assert_eq!(elsewhere.run(["rules", "show", "secret/acme-key", "--config", "mine.toml"]).code, 0);
}

#[test]
fn a_rule_is_shown_with_why_and_fix() {
    let outcome = Place::new().run(["rules", "show", "secret/github-personal-access-token"]);
    assert_eq!(outcome.code, 0);
    for part in ["GitHub personal access token (classic)", "https://github.com/settings/tokens", "static"] {
        assert!(outcome.out.contains(part), "{part}: {}", outcome.out);
    }
}

#[test]
fn all_examples_of_the_built_in_rules_hold() {
    let outcome = Place::new().run(["rules", "check"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.out.contains(" services hold: "), "{}", outcome.out);
}

#[test]
fn only_the_rules_of_the_named_files_are_checked() {
    let place = Place::with("own.toml", OWN);
    let outcome = place.run(["rules", "check", "own.toml"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    insta::assert_snapshot!(outcome.out, @"1 rule holds: 1 text found, 1 left alone");
}

#[test]
fn an_example_that_does_not_hold_is_named_with_its_place() {
    let place = Place::with("own.toml", OWN.replace("hex:24", "hex:23").replace("KEY=acme_key", "{{acme_|hex:24}}"));
    let outcome = place.run(["rules", "check", "own.toml"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (2, ""));
    insta::assert_snapshot!(outcome.err, @"
    credline: error: 2 of the rules' examples fail:
    own.toml:3: secret/acme-key: `match` example is not found
        KEY={{acme_|hex:23}}
    own.toml:3: secret/acme-key: `no-match` example is found
        {{acme_|hex:24}}
    ");
}

#[test]
fn an_example_that_another_rule_finds_is_named() {
    let place = Place::with("own.toml", OWN.replace("KEY={{acme_|hex:24}}", "acme_ {{ghp_|alnum:30|crc32-base62}}"));
    let outcome = place.run(["rules", "check", "own.toml"]);
    assert_eq!(outcome.code, 2);
    insta::assert_snapshot!(outcome.err, @"
    credline: error: 1 of the rules' examples fail:
    own.toml:3: secret/acme-key: `match` example is found by `secret/github-personal-access-token` instead
        acme_ {{ghp_|alnum:30|crc32-base62}}
    ");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let outcome = Place::new().run(["rules", "check", "nowhere.toml"]);
    assert_eq!(outcome.code, 2);
    insta::assert_snapshot!(outcome.err, @"credline: error: cannot read `nowhere.toml`: No such file or directory (os error 2)");
}

#[test]
fn the_same_rule_in_two_files_is_refused() {
    let place = Place::with("a.toml", OWN);
    place.write("b.toml", OWN);
    let outcome = place.run(["rules", "check", "a.toml", "b.toml"]);
    assert_eq!(outcome.code, 2);
    insta::assert_snapshot!(outcome.err, @"credline: error: b.toml:3:1: rule `secret/acme-key` stands twice: its first place is a.toml:3; give one of them another id");
}

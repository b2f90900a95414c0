//! Rules of the user: that they work, and what is said of each way to get one wrong.

use crate::place::{Place, RULE, line};

/// A rule that holds.
const GOOD: &str = r#"
[[rule]]
id = "secret/acme-key"
summary = "Acme key"
why = "Opens the shop."
fix = "Ask the shop for another."
keywords = ["acme_"]
pattern = '\b(?<secret>acme_[0-9a-f]{24})\b'
[rule.examples]
match = ["KEY={{acme_|hex:24}}"]
no-match = ["KEY=acme_key"]
"#;

/// What is said of the good rule after a change, by a scan and by `rules check` alike.
fn mistake(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    refused(&GOOD.replacen(from, to, 1))
}

fn refused(text: &str) -> String {
    let place = Place::leaky();
    place.write("credline.toml", text).write("own.toml", text);
    let scan = place.run(["scan"]);
    assert_eq!((scan.code, scan.out.as_str()), (2, ""), "{scan:?}");
    let check = place.run(["rules", "check"]);
    assert_eq!((check.code, check.out.as_str(), check.err.as_str()), (2, "", scan.err.as_str()));
    let of_file = place.run(["rules", "check", "own.toml"]);
    assert_eq!((of_file.code, of_file.out.as_str()), (2, ""), "{of_file:?}");
    assert_eq!(of_file.err.replace("own.toml", "[place]/credline.toml"), scan.err, "the same is said of a rule file");
    scan.err
}

fn acme() -> String {
    credline::rule::expand("KEY={{acme_|hex:24}}\n", "acme").unwrap()
}

#[test]
fn a_rule_in_the_configuration_works() {
    let place = Place::with("a.env", acme());
    place.write("credline.toml", GOOD);
    let seen = place.scan([""; 0]);
    assert_eq!((seen.code, seen.rules(), seen.places()), (1, vec!["secret/acme-key"], vec!["a.env:1:5".to_owned()]));
    assert!(place.run(["scan"]).out.contains("fix       Ask the shop for another.\n"));
}

#[test]
fn rules_in_files_of_their_own_work() {
    let place = Place::with("a.env", acme());
    place.write("credline.toml", "[rules]\nfiles = ['rules/acme.toml']\n");
    let service = "[service]\nname = \"Acme\"\nids = [\"acme\"]\ndocs = \"https://acme.example/keys\"\n";
    place.write("rules/acme.toml", format!("{service}{GOOD}"));
    let seen = place.scan([""; 0]);
    assert_eq!(seen.rules(), ["secret/acme-key"]);
    assert_eq!(seen.report["rules"][0]["service"], "Acme");
    place.write("rules/acme.toml", GOOD.replace("acme_[", "acme_("));
    insta::assert_snapshot!(place.run(["scan"]).err, @"");
}

#[test]
fn a_rule_by_assignment_works() {
    let assignment = "assignment = { key = \"acme\", value = \"[0-9a-f]{24}\" }";
    let text = GOOD
        .replace("pattern = '\\b(?<secret>acme_[0-9a-f]{24})\\b'", assignment)
        .replace("acme_\"]", "acme\"]")
        .replace("KEY={{acme_|hex:24}}", "ACME_KEY={{hex:24}}");
    let place = Place::with("a.env", credline::rule::expand("export ACME_KEY='{{hex:24}}'\n", "acme").unwrap());
    place.write("credline.toml", &text);
    let seen = place.scan(["--rule", "secret/acme-key"]);
    assert_eq!(seen.places(), ["a.env:1:18"]);
    assert_eq!(place.run(["rules", "check", "credline.toml"]).code, 0);
}

#[test]
fn a_rule_can_be_switched_off_and_weighed_otherwise() {
    let place = Place::with("a.env", line("weighed"));
    place.write("credline.toml", format!("[rules]\ndisable = ['{RULE}']\n"));
    assert_eq!(place.run(["scan"]).code, 0);
    place.write("credline.toml", "[rules]\nonly = ['secret/jwt']\n");
    assert_eq!(place.run(["scan"]).code, 0);
    place.write("credline.toml", format!("[severity]\n'{RULE}' = 'note'\n"));
    let seen = place.scan([""; 0]);
    assert_eq!((seen.code, &seen.findings()[0]["severity"]), (0, &"note".into()));
}

#[test]
fn an_unknown_key_names_the_nearest() {
    insta::assert_snapshot!(mistake("keywords", "keyword"), @"");
    insta::assert_snapshot!(mistake("no-match", "no_match"), @"");
}

#[test]
fn a_missing_key_is_named() {
    insta::assert_snapshot!(mistake("why = \"Opens the shop.\"\n", ""), @"");
    insta::assert_snapshot!(mistake("why = \"Opens the shop.\"", "why = \" \""), @"");
}

#[test]
fn a_rule_without_an_example_is_refused() {
    insta::assert_snapshot!(mistake("match = [\"KEY={{acme_|hex:24}}\"]", "match = []"), @"");
    insta::assert_snapshot!(mistake("no-match = [\"KEY=acme_key\"]", "no-match = []"), @"");
    insta::assert_snapshot!(mistake("no-match = [\"KEY=acme_key\"]\n", ""), @"");
}

#[test]
fn a_bad_pattern_names_the_character() {
    insta::assert_snapshot!(mistake("{24})", "{24}"), @"");
    insta::assert_snapshot!(mistake("(?<secret>", "(?<secret>(?=x)"), @"");
}

#[test]
fn a_pattern_without_its_group_is_refused() {
    insta::assert_snapshot!(mistake("?<secret>", ""), @"");
}

#[test]
fn a_pattern_that_matches_the_empty_text_is_refused() {
    insta::assert_snapshot!(mistake(r"\b(?<secret>acme_[0-9a-f]{24})\b", "(?<secret>(?:acme_)?)"), @"");
}

#[test]
fn keywords_are_there_and_long_enough() {
    insta::assert_snapshot!(mistake("[\"acme_\"]", "[]"), @"");
    insta::assert_snapshot!(mistake("[\"acme_\"]", "[\"ac\", \"m\"]"), @"");
}

#[test]
fn a_rule_has_a_pattern_or_an_assignment() {
    let assignment = "assignment = { key = \"acme\", value = \"[0-9a-f]{24}\" }\n";
    insta::assert_snapshot!(mistake("[rule.examples]", &format!("{assignment}[rule.examples]")), @"");
    insta::assert_snapshot!(mistake("pattern = '\\b(?<secret>acme_[0-9a-f]{24})\\b'\n", ""), @"");
}

#[test]
fn an_unknown_validator_lists_the_known_ones() {
    insta::assert_snapshot!(mistake("[rule.examples]", "validate = [\"crc32-base62\", \"crc32\"]\n[rule.examples]"), @"");
}

#[test]
fn an_id_has_a_family_and_is_taken_once() {
    insta::assert_snapshot!(mistake("secret/acme-key", "acme-key"), @"");
    insta::assert_snapshot!(mistake("secret/acme-key", "secrets/acme-key"), @"");
    insta::assert_snapshot!(mistake("secret/acme-key", "secret/Acme Key"), @"");
    insta::assert_snapshot!(refused(&format!("{GOOD}{GOOD}")), @"");
    let builtin = mistake("secret/acme-key", RULE);
    let place = credline::rule::builtin().get(RULE).unwrap().defined_at.1.to_string();
    insta::assert_snapshot!(builtin.replace(&format!("github.toml:{place}"), "github.toml:[line]"), @"");
}

#[test]
fn a_pattern_too_large_to_compile_is_refused() {
    insta::assert_snapshot!(mistake("{24}", "{24}(?:[0-9a-f]{1000}){1000}"), @"");
}

#[test]
fn a_bad_glob_is_refused() {
    insta::assert_snapshot!(mistake("[rule.examples]", "paths = { include = [\"*.env\", \"a[\"] }\n[rule.examples]"), @"");
}

#[test]
fn a_bad_template_is_refused() {
    insta::assert_snapshot!(mistake("acme_|hex:24", "acme_|hax:24"), @"");
    insta::assert_snapshot!(mistake("acme_|hex:24", "acme_|hex:0"), @"");
    insta::assert_snapshot!(mistake("{{acme_|hex:24}}", "{{acme_|hex:24"), @"");
}

#[test]
fn a_window_has_its_bounds() {
    insta::assert_snapshot!(mistake("[rule.examples]", "window = 100000\n[rule.examples]"), @"");
}

#[test]
fn a_part_needs_its_group() {
    let part = "[[rule.part]]\nname = \"id\"\npattern = \"ID=([0-9]+)\"\n[rule.examples]";
    insta::assert_snapshot!(mistake("[rule.examples]", part), @"");
}

#[test]
fn all_mistakes_of_a_file_are_said_at_once() {
    let text = GOOD.replace("[\"acme_\"]", "[\"a\"]").replace("{24})", "{24}").replace("no-match = [\"KEY=acme_key\"]", "no-match = []");
    insta::assert_snapshot!(refused(&text), @"");
}

//! Rules of the user: that they work, and what is said of each way to get one wrong.

use crate::place::{Place, RULE, token};

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
    insta::assert_snapshot!(place.run(["scan"]).err, @"credline: error: [place]/rules/acme.toml:8:11: bad pattern: unclosed group (at character 3 of the pattern)");
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
    let place = Place::with("a.txt", format!("the old one: {}\n", token("weighed")));
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
    insta::assert_snapshot!(mistake("keywords", "keyword"), @"credline: error: [place]/credline.toml:7:1: unknown key `keyword`: did you mean `keywords`? (known: id, summary, why, fix, docs, severity, confidence, keywords, pattern, assignment, window, entropy, needs, validate, keep-placeholders, generic, paths, allow, part, lifetime, examples)");
    insta::assert_snapshot!(mistake("no-match", "no_match"), @"credline: error: [place]/credline.toml:11:1: unknown key `no_match`: did you mean `no-match`? (known: match, no-match)");
}

#[test]
fn a_missing_key_is_named() {
    insta::assert_snapshot!(mistake("why = \"Opens the shop.\"\n", ""), @"credline: error: [place]/credline.toml:2:1: missing key `why`");
    insta::assert_snapshot!(mistake("why = \"Opens the shop.\"", "why = \" \""), @"credline: error: [place]/credline.toml:3:6: `why` is empty: reports show it to the person who has to act");
}

#[test]
fn a_rule_without_an_example_is_refused() {
    insta::assert_snapshot!(mistake("match = [\"KEY={{acme_|hex:24}}\"]", "match = []"), @"credline: error: [place]/credline.toml:3:6: the rule has no `match` example: show a text that it finds");
    insta::assert_snapshot!(mistake("no-match = [\"KEY=acme_key\"]", "no-match = []"), @"credline: error: [place]/credline.toml:3:6: the rule has no `no-match` example: show a similar text that it leaves alone");
    insta::assert_snapshot!(mistake("no-match = [\"KEY=acme_key\"]\n", ""), @"credline: error: [place]/credline.toml:9:1: missing key `no-match`");
}

#[test]
fn a_bad_pattern_names_the_character() {
    insta::assert_snapshot!(mistake("{24})", "{24}"), @"credline: error: [place]/credline.toml:8:11: bad pattern: unclosed group (at character 3 of the pattern)");
    insta::assert_snapshot!(mistake("(?<secret>", "(?<secret>(?=x)"), @"credline: error: [place]/credline.toml:8:11: bad pattern: look-around, including look-ahead and look-behind, is not supported (at character 13 of the pattern)");
}

#[test]
fn a_pattern_without_its_group_is_refused() {
    insta::assert_snapshot!(mistake("?<secret>", ""), @"credline: error: [place]/credline.toml:8:11: the pattern has no `(?<secret>…)` group: put it around the credential");
}

#[test]
fn a_pattern_that_matches_the_empty_text_is_refused() {
    insta::assert_snapshot!(mistake(r"\b(?<secret>acme_[0-9a-f]{24})\b", "(?<secret>(?:acme_)?)"), @"credline: error: [place]/credline.toml:8:11: the pattern matches the empty text: give it a part that has to be there");
}

#[test]
fn keywords_are_there_and_long_enough() {
    insta::assert_snapshot!(mistake("[\"acme_\"]", "[]"), @"credline: error: [place]/credline.toml:7:12: `keywords` is empty: name a literal that stands in every match, or the files to look at in `paths.include`, so that the rule is only tried where it can match");
    insta::assert_snapshot!(mistake("[\"acme_\"]", "[\"ac\", \"m\"]"), @"
    credline: error: [place]/credline.toml:7:12: keyword `ac` is too short: use at least three bytes
    [place]/credline.toml:7:12: keyword `m` is too short: use at least three bytes
    ");
}

#[test]
fn a_rule_has_a_pattern_or_an_assignment() {
    let assignment = "assignment = { key = \"acme\", value = \"[0-9a-f]{24}\" }\n";
    insta::assert_snapshot!(mistake("[rule.examples]", &format!("{assignment}[rule.examples]")), @"credline: error: [place]/credline.toml:8:11: `pattern` and `assignment` stand in one rule: keep one of the two");
    insta::assert_snapshot!(mistake("pattern = '\\b(?<secret>acme_[0-9a-f]{24})\\b'\n", ""), @"credline: error: [place]/credline.toml:3:6: the rule finds nothing: give it a `pattern` or an `assignment`");
}

#[test]
fn an_unknown_validator_lists_the_known_ones() {
    insta::assert_snapshot!(mistake("[rule.examples]", "validate = [\"crc32-base62\", \"crc32\"]\n[rule.examples]"), @"credline: error: [place]/credline.toml:9:29: unknown value `crc32`: did you mean `crc32-hex`? (known: crc32-base62, crc32-hex, pypi-macaroon, aws-account, jwt, private-key, basic-auth, base64-json, base64, luhn, plausible-password)");
}

#[test]
fn an_id_has_a_family_and_is_taken_once() {
    insta::assert_snapshot!(mistake("secret/acme-key", "acme-key"), @"credline: error: [place]/credline.toml:3:6: rule id `acme-key` has no family: write `secret/acme-key`");
    insta::assert_snapshot!(mistake("secret/acme-key", "secrets/acme-key"), @"credline: error: [place]/credline.toml:3:6: rule id `secrets/acme-key` has an unknown family: use `secret`, `lifetime`, `scope` or `identity`");
    insta::assert_snapshot!(mistake("secret/acme-key", "secret/Acme Key"), @"credline: error: [place]/credline.toml:3:6: rule id `secret/Acme Key` has a bad name: use lower-case letters, digits and single hyphens");
    insta::assert_snapshot!(refused(&format!("{GOOD}{GOOD}")), @"credline: error: [place]/credline.toml:14:1: rule `secret/acme-key` stands twice: its first place is [place]/credline.toml:3; give one of them another id");
}

#[test]
fn a_rule_with_the_id_of_a_built_in_one_takes_its_place() {
    let place = Place::with("a.txt", format!("the old one: {}\n{}", token("replaced"), acme()));
    place.write("credline.toml", GOOD.replace("secret/acme-key", RULE));
    let seen = place.scan(["--rule", RULE]);
    assert_eq!(seen.places(), ["a.txt:2:5"]);
}

#[test]
fn a_pattern_too_large_to_compile_is_refused() {
    insta::assert_snapshot!(mistake("{24}", "{24}(?:[0-9a-f]{1000}){1000}"), @"credline: error: [place]/credline.toml:3:1: the pattern of `secret/acme-key` is too large when compiled: lower its repetition bounds");
}

#[test]
fn a_bad_glob_is_refused() {
    insta::assert_snapshot!(mistake("[rule.examples]", "paths = { include = [\"*.env\", \"a[\"] }\n[rule.examples]"), @"credline: error: [place]/credline.toml:9:31: bad glob: unclosed character class; missing ']'");
}

#[test]
fn a_bad_template_is_refused() {
    insta::assert_snapshot!(mistake("acme_|hex:24", "acme_|hax:24"), @"credline: error: [place]/credline.toml:3:6: bad example: unknown alphabet `hax`: use alnum, alpha, lower, upper, digits, hex, HEX, lower-alnum, upper-alnum, base32, base64, base64url, words or printable");
    insta::assert_snapshot!(mistake("acme_|hex:24", "acme_|hex:0"), @"credline: error: [place]/credline.toml:3:6: bad example: bad length `hex:0`: use a number from 1 to 100000");
    insta::assert_snapshot!(mistake("{{acme_|hex:24}}", "{{acme_|hex:24"), @"credline: error: [place]/credline.toml:3:6: bad example: `{{` is not closed by `}}`");
}

#[test]
fn a_window_has_its_bounds() {
    insta::assert_snapshot!(mistake("[rule.examples]", "window = 100000\n[rule.examples]"), @"credline: error: [place]/credline.toml:9:10: bad `window`: use 1 to 65536 bytes");
}

#[test]
fn a_part_needs_its_group() {
    let part = "[[rule.part]]\nname = \"id\"\npattern = \"ID=([0-9]+)\"\n[rule.examples]";
    insta::assert_snapshot!(mistake("[rule.examples]", part), @"credline: error: [place]/credline.toml:11:11: the pattern has no `(?<part>…)` group: put it around the part");
}

#[test]
fn all_mistakes_of_a_file_are_said_at_once() {
    let text = GOOD
        .replace("[\"acme_\"]", "[\"a\"]")
        .replace("{24})", "{24}")
        .replace("no-match = [\"KEY=acme_key\"]", "no-match = []");
    insta::assert_snapshot!(refused(&text), @"
    credline: error: [place]/credline.toml:7:12: keyword `a` is too short: use at least three bytes
    [place]/credline.toml:8:11: bad pattern: unclosed group (at character 3 of the pattern)
    ");
}

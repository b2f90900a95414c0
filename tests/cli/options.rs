//! Options that choose what is looked at.

use crate::place::{Place, RULE, line, token};

#[test]
fn only_the_rules_that_are_asked_for_run() {
    let place = Place::with("app.env", line("rules"));
    assert_eq!(place.scan(["--rule", RULE]).rules(), [RULE]);
    assert_eq!(place.scan(["--rule", "secret/*"]).rules(), [RULE]);
    assert_eq!(place.scan(["--rule", "secret/github-*"]).rules(), [RULE]);
    let none = place.scan(["--rule", "secret/jwt"]);
    assert_eq!((none.code, none.findings().len()), (0, 0));
    assert_eq!(none.report["summary"]["rulesTried"], 1);
    let two = place.scan(["--rule", "secret/jwt", "--rule", RULE]);
    assert_eq!((two.rules(), &two.report["summary"]["rulesTried"]), (vec![RULE], &2.into()));
}

#[test]
fn a_file_up_to_the_largest_size_is_looked_at() {
    let text = line("size");
    let place = Place::with("a.env", &text);
    assert_eq!(place.scan(["--max-file-size", &text.len().to_string()]).code, 1);
    let smaller = place.scan(["--max-file-size", &(text.len() - 1).to_string()]);
    assert_eq!((smaller.code, smaller.skipped()), (0, vec!["a.env: too-large".to_owned()]));
    assert_eq!(place.scan(["--max-file-size", "1kB"]).code, 1);
}

#[test]
fn an_option_wins_over_the_configuration() {
    let place = Place::with("a.env", line("wins"));
    place.write("credline.toml", "max-file-size = '10'\nfail-on = 'note'\nmin-severity = 'error'\n");
    assert_eq!(place.scan([""; 0]).skipped(), ["a.env: too-large", "credline.toml: too-large"]);
    assert_eq!(place.scan(["--max-file-size", "1MB"]).files(), ["a.env"]);
}

#[test]
fn excluded_paths_are_left_out_and_counted() {
    let place = Place::new();
    for name in ["a.env", "vendor/b.env", "src/vendor/c.env", "src/d.lock"] {
        place.write(name, line(name));
    }
    let seen = place.scan(["--exclude", "vendor/", "--exclude", "*.lock"]);
    assert_eq!(seen.files(), ["a.env"]);
    assert_eq!(seen.skipped(), ["src/d.lock: excluded", "src/vendor/c.env: excluded", "vendor/b.env: excluded"]);
    assert_eq!(seen.code, 1);
    place.write("credline.toml", "exclude = ['/a.env', 'src/**']\n");
    assert_eq!(place.scan([""; 0]).files(), ["vendor/b.env"]);
    assert_eq!(place.scan(["--exclude", "vendor"]).files(), [""; 0], "both say what is left out");
}

#[test]
fn a_named_file_that_is_excluded_is_left_out_too() {
    let place = Place::with("a.lock", line("named"));
    let seen = place.scan(["a.lock", "--exclude", "*.lock"]);
    assert_eq!((seen.code, seen.skipped()), (0, vec!["a.lock: excluded".to_owned()]));
}

#[test]
fn encoded_text_is_decoded_as_often_as_asked() {
    let encode = |text: &str| data_encoding::BASE64.encode(text.as_bytes());
    let place = Place::with("a.txt", format!("data: {}\n", encode(&encode(&line("twice")))));
    for (depth, expected) in [("0", 0), ("1", 0), ("2", 1), ("8", 1)] {
        assert_eq!(place.scan(["--max-decode-depth", depth]).findings().len(), expected, "{depth}");
    }
}

#[test]
fn standard_input_has_a_name_if_it_is_given_one() {
    let place = Place::new();
    assert_eq!(place.scan_input(line("input")).files(), ["<stdin>"]);
    let named =
        place.run_with_input(["scan", "--format", "json", "-", "--stdin-path", "deploy/app.env"], line("input"));
    assert_eq!(named.seen().files(), ["deploy/app.env"]);
    let in_tests =
        place.run_with_input(["scan", "--format", "json", "-", "--stdin-path", "tests/a.env"], line("input"));
    assert_eq!(in_tests.seen().findings()[0]["severity"], "warning");
}

#[test]
fn empty_standard_input_is_clean() {
    let seen = Place::new().scan_input("");
    assert_eq!((seen.code, seen.skipped()), (0, vec![]));
}

#[test]
fn a_token_in_five_files_is_one_finding_with_four_further_places() {
    let place = Place::new();
    for name in ["e.env", "b.env", "c/x.env", "d.env", "a.env"] {
        place.write(name, format!("# {name}\n{}", line("five")));
    }
    let seen = place.scan([""; 0]);
    assert_eq!(seen.places(), ["a.env:2:14"]);
    let related: Vec<String> =
        crate::place::list(&seen.findings()[0]["related"]).iter().map(crate::place::place).collect();
    assert_eq!(related, ["b.env:2:14", "c/x.env:2:14", "d.env:2:14", "e.env:2:14"]);
    let text = place.run(["scan"]).out;
    assert!(text.contains("also at   b.env:2:14, c/x.env:2:14, d.env:2:14, 1 more place\n"), "{text}");
}

#[test]
fn the_literals_of_the_first_pass_can_be_printed() {
    let outcome = Place::new().run(["scan", "--print-literals"]);
    assert_eq!(outcome.code, 0);
    assert!(outcome.out.lines().any(|literal| literal == "ghp_"));
}

#[test]
fn the_same_place_named_twice_is_reported_once() {
    let place = Place::with("src/a.env", format!("key: {}\n", token("again")));
    let seen = place.scan([".", "src", "src/a.env", "src/../src"]);
    assert_eq!(seen.findings().len(), 1);
}

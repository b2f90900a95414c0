//! `credline.toml`: where it is found, how layers add up, and what is said of mistakes.

use crate::place::{Place, RULE, line, token};

/// What the program says of a configuration that is wrong.
fn mistake(text: &str) -> String {
    let place = Place::leaky();
    place.write("credline.toml", text);
    let outcome = place.run(["scan"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{outcome:?}");
    outcome.err
}

#[test]
fn an_unknown_key_names_the_nearest() {
    insta::assert_snapshot!(mistake("fail-onn = 'error'\n"), @"credline: error: [place]/credline.toml:1:1: unknown key `fail-onn`: did you mean `fail-on`? (known: extend, fail-on, min-severity, min-confidence, max-file-size, exclude, rules, severity, max-lifetime, rule, check)");
    insta::assert_snapshot!(mistake("[rules]\ndisabled = ['secret/jwt']\n"), @"credline: error: [place]/credline.toml:2:1: unknown key `disabled`: did you mean `disable`? (known: files, disable, only)");
    insta::assert_snapshot!(mistake("xyzzy = 1\n"), @"credline: error: [place]/credline.toml:1:1: unknown key `xyzzy`: use one of extend, fail-on, min-severity, min-confidence, max-file-size, exclude, rules, severity, max-lifetime, rule, check");
}

#[test]
fn a_bad_value_names_its_place() {
    insta::assert_snapshot!(mistake("fail-on = 'eror'\n"), @"credline: error: [place]/credline.toml:1:11: unknown value `eror`: did you mean `error`? (known: note, warning, error)");
    insta::assert_snapshot!(mistake("\nmax-file-size = '10 parsecs'\n"), @"credline: error: [place]/credline.toml:2:17: bad size `10 parsecs`: write bytes, or a number with kB, MB, GB, KiB, MiB or GiB");
    insta::assert_snapshot!(mistake("exclude = 'vendor'\n"), @r#"credline: error: [place]/credline.toml:1:11: invalid type: string "vendor", expected a sequence"#);
    insta::assert_snapshot!(mistake("[severity]\n'secret/jwt' = 'fatal'\n"), @"credline: error: [place]/credline.toml:2:16: unknown value `fatal`: use one of note, warning, error");
}

#[test]
fn broken_toml_names_its_place() {
    insta::assert_snapshot!(mistake("fail-on = \n"), @"credline: error: [place]/credline.toml:1:11: string values must be quoted, expected literal string");
    insta::assert_snapshot!(mistake("[rules\n"), @"credline: error: [place]/credline.toml:1:7: unclosed table, expected `]`");
}

#[test]
fn a_broken_configuration_shows_no_secret_that_stands_in_it() {
    // `Place::run` refuses any output with a token in it.
    for text in
        [format!("# {}fail-on = {}", line("config"), line("config")), line("config"), format!("[{}", line("config"))]
    {
        mistake(&text);
    }
}

#[test]
fn a_bad_glob_names_its_place() {
    insta::assert_snapshot!(mistake("exclude = [\n  'good',\n  'a[',\n]\n"), @"credline: error: [place]/credline.toml:3:3: bad glob: unclosed character class; missing ']'");
}

#[test]
fn files_that_build_on_one_another_in_a_circle_are_refused() {
    let place = Place::leaky();
    place.write("credline.toml", "extend = ['other.toml']\n").write("other.toml", "\nextend = ['credline.toml']\n");
    let outcome = place.run(["scan"]);
    assert_eq!(outcome.code, 2);
    insta::assert_snapshot!(outcome.err, @"credline: error: [place]/credline.toml:1:11: more than 8 files build on one another: is this a circle?");
}

#[test]
fn a_base_that_is_not_there_is_named() {
    insta::assert_snapshot!(mistake("extend = ['nowhere.toml']\n"), @"credline: error: [place]/credline.toml:1:11: no such file: `[place]/nowhere.toml` (relative to this file)");
    insta::assert_snapshot!(mistake("[rules]\nfiles = ['nowhere.toml']\n"), @"credline: error: [place]/credline.toml:2:10: cannot read `[place]/nowhere.toml`: No such file or directory (os error 2)");
}

#[test]
fn a_rule_that_does_not_exist_is_named() {
    insta::assert_snapshot!(mistake("[rules]\ndisable = ['jwt']\n"), @"credline: error: [place]/credline.toml:2:12: rule id `jwt` has no family: write `secret/jwt`");
    insta::assert_snapshot!(mistake("[rules]\nonly = ['secret/jtw']\n"), @"credline: error: no rule is called `secret/jtw`: did you mean `secret/jwt`? (`credline rules list` names them all)");
    insta::assert_snapshot!(mistake("[severity]\n'secret/nothing-like-it' = 'note'\n"), @"credline: error: no rule is called `secret/nothing-like-it`: did you mean `secret/notion-api-token`? (`credline rules list` names them all)");
}

#[test]
fn a_configuration_that_is_no_text_is_refused() {
    let place = Place::leaky();
    place.write("credline.toml", b"fail-on = '\xff'\n");
    let outcome = place.run(["scan"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (2, ""));
    insta::assert_snapshot!(outcome.err, @"credline: error: cannot read `[place]/credline.toml`: stream did not contain valid UTF-8");
}

#[test]
fn the_configuration_in_the_root_of_the_repository_holds_below_it() {
    let place = Place::with("deep/down/a.env", line("below"));
    place.write(".git/HEAD", "ref: refs/heads/main\n").write("credline.toml", "[severity]\n\"secret/*\" = 'note'\n");
    for path in [".", "deep", "deep/down/a.env"] {
        let seen = place.scan([path]);
        assert_eq!((seen.code, &seen.findings()[0]["severity"]), (0, &"note".into()), "{path}");
    }
}

#[test]
fn without_a_repository_the_configuration_beside_the_path_holds() {
    let place = Place::with("project/a.env", line("beside"));
    place.write("project/credline.toml", "fail-on = 'error'\n[severity]\n'secret/*' = 'warning'\n");
    assert_eq!(place.scan(["project"]).code, 0);
    assert_eq!(place.scan(["project/a.env"]).code, 0);
    assert_eq!(place.scan(["."]).code, 1);
}

#[test]
fn a_configuration_can_be_named_by_option_or_environment() {
    let place = Place::with("a.txt", format!("the old one: {}\n", token("named")));
    place
        .write("conf/mine.toml", format!("[rules]\ndisable = ['{RULE}']\n"))
        .write("credline.toml", "fail-on = 'note'\n");
    assert_eq!(place.run(["scan"]).code, 1);
    assert_eq!(place.run(["scan", "--config", "conf/mine.toml"]).code, 0);
    let by_environment = |value: &str| place.outcome(place.command(["scan"]).env("CREDLINE_CONFIG", value)).code;
    assert_eq!(by_environment("conf/mine.toml"), 0);
    assert_eq!(by_environment("nowhere.toml"), 2);
}

#[test]
fn what_stands_later_wins_over_what_it_builds_on() {
    let place = Place::with("tests/a.env", line("later"));
    place.write("base/strict.toml", "fail-on = 'error'\nexclude = ['*.lock']\n").write("tests/b.lock", line("other"));
    place.write("credline.toml", "extend = ['base/strict.toml']\n");
    let seen = place.scan([""; 0]);
    assert_eq!(
        (seen.code, seen.files(), seen.skipped()),
        (0, vec!["tests/a.env".to_owned()], vec!["tests/b.lock: excluded".to_owned()])
    );
    place.write("credline.toml", "extend = ['base/strict.toml']\nfail-on = 'warning'\n");
    assert_eq!(place.scan([""; 0]).code, 1);
}

#[test]
fn an_empty_configuration_changes_nothing() {
    let place = Place::leaky();
    place.write("credline.toml", "");
    assert_eq!(place.run(["scan"]).code, 1);
}

//! `credline.toml`: where it is found, how layers add up, and what is said of mistakes.

use crate::place::{Place, RULE, line};

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
    insta::assert_snapshot!(mistake("fail-onn = 'error'\n"), @"");
    insta::assert_snapshot!(mistake("[rules]\ndisabled = ['secret/jwt']\n"), @"");
    insta::assert_snapshot!(mistake("xyzzy = 1\n"), @"");
}

#[test]
fn a_bad_value_names_its_place() {
    insta::assert_snapshot!(mistake("fail-on = 'eror'\n"), @"");
    insta::assert_snapshot!(mistake("\nmax-file-size = '10 parsecs'\n"), @"");
    insta::assert_snapshot!(mistake("exclude = 'vendor'\n"), @"");
    insta::assert_snapshot!(mistake("[severity]\n'secret/jwt' = 'fatal'\n"), @"");
}

#[test]
fn broken_toml_names_its_place() {
    insta::assert_snapshot!(mistake("fail-on = \n"), @"");
    insta::assert_snapshot!(mistake("[rules\n"), @"");
}

#[test]
fn a_broken_configuration_shows_no_secret_that_stands_in_it() {
    // `Place::run` refuses any output with a token in it.
    for text in [format!("# {}fail-on = {}", line("config"), line("config")), line("config"), format!("[{}", line("config"))] {
        mistake(&text);
    }
}

#[test]
fn a_bad_glob_names_its_place() {
    insta::assert_snapshot!(mistake("exclude = [\n  'good',\n  'a[',\n]\n"), @"");
}

#[test]
fn files_that_build_on_one_another_in_a_circle_are_refused() {
    let place = Place::leaky();
    place.write("credline.toml", "extend = ['other.toml']\n").write("other.toml", "\nextend = ['credline.toml']\n");
    let outcome = place.run(["scan"]);
    assert_eq!(outcome.code, 2);
    insta::assert_snapshot!(outcome.err, @"");
}

#[test]
fn a_base_that_is_not_there_is_named() {
    insta::assert_snapshot!(mistake("extend = ['nowhere.toml']\n"), @"");
    insta::assert_snapshot!(mistake("[rules]\nfiles = ['nowhere.toml']\n"), @"");
}

#[test]
fn a_rule_that_does_not_exist_is_named() {
    insta::assert_snapshot!(mistake("[rules]\ndisable = ['jwt']\n"), @"");
    insta::assert_snapshot!(mistake("[rules]\nonly = ['secret/jtw']\n"), @"");
    insta::assert_snapshot!(mistake("[severity]\n'secret/nothing-like-it' = 'note'\n"), @"");
}

#[test]
fn a_configuration_that_is_no_text_is_refused() {
    let place = Place::leaky();
    place.write("credline.toml", b"fail-on = '\xff'\n");
    let outcome = place.run(["scan"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (2, ""));
    insta::assert_snapshot!(outcome.err, @"");
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
    let place = Place::leaky();
    place.write("conf/mine.toml", format!("[rules]\ndisable = ['{RULE}']\n")).write("credline.toml", "fail-on = 'note'\n");
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
    assert_eq!((seen.code, seen.files(), seen.skipped()), (0, vec!["tests/a.env".to_owned()], vec!["tests/b.lock: excluded".to_owned()]));
    place.write("credline.toml", "extend = ['base/strict.toml']\nfail-on = 'warning'\n");
    assert_eq!(place.scan([""; 0]).code, 1);
}

#[test]
fn an_empty_configuration_changes_nothing() {
    let place = Place::leaky();
    place.write("credline.toml", "");
    assert_eq!(place.run(["scan"]).code, 1);
}

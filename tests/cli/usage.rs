//! Mistakes on the command line: each is refused with 2, and says what to write instead.

use crate::place::Place;

/// What the program says of a mistake, before it has scanned anything.
fn refused(args: &[&str]) -> String {
    let outcome = Place::leaky().run(args);
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert_eq!(outcome.out, "", "nothing was scanned");
    outcome.err
}

#[test]
fn an_unknown_flag_names_the_nearest() {
    insta::assert_snapshot!(refused(&["scan", "--formt", "text"]), @"");
}

#[test]
fn an_unknown_command_names_the_nearest() {
    insta::assert_snapshot!(refused(&["scna"]), @"");
}

#[test]
fn no_command_at_all_shows_the_help() {
    let outcome = Place::new().run([""; 0]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.contains("Usage: credline <COMMAND>"), "{}", outcome.err);
}

#[test]
fn an_unknown_format_names_the_nearest() {
    insta::assert_snapshot!(refused(&["scan", "--format", "srif"]), @"");
    insta::assert_snapshot!(refused(&["scan", "--format", "srif=out.sarif"]), @"");
    insta::assert_snapshot!(refused(&["scan", "--format", "xyz"]), @"");
}

#[test]
fn a_format_without_its_file_is_refused() {
    insta::assert_snapshot!(refused(&["scan", "--format", "sarif="]), @"");
}

#[test]
fn two_reports_in_one_place_are_refused() {
    insta::assert_snapshot!(refused(&["scan", "--format", "json", "--format", "sarif"]), @"");
}

#[test]
fn a_path_that_is_not_there_is_named() {
    insta::assert_snapshot!(refused(&["scan", "nowhere"]), @"");
    insta::assert_snapshot!(refused(&["scan", ".", "app.env/inside"]), @"");
}

#[test]
fn standard_input_goes_with_no_other_path() {
    insta::assert_snapshot!(refused(&["scan", "-", "app.env"]), @"");
}

#[test]
fn an_unknown_rule_names_the_nearest() {
    insta::assert_snapshot!(refused(&["scan", "--rule", "secret/github-personal-acces-token"]), @"");
    insta::assert_snapshot!(refused(&["scan", "--rule", "secrets/*"]), @"");
    insta::assert_snapshot!(refused(&["rules", "show", "secret/jwtt"]), @"");
}

#[test]
fn a_size_is_a_number_with_a_known_unit() {
    insta::assert_snapshot!(refused(&["scan", "--max-file-size", "10XB"]), @"");
    insta::assert_snapshot!(refused(&["scan", "--max-file-size", "99999999999GB"]), @"");
}

#[test]
fn a_threshold_is_one_of_its_words() {
    insta::assert_snapshot!(refused(&["scan", "--fail-on", "fatal"]), @"");
    insta::assert_snapshot!(refused(&["scan", "--min-confidence", "sure"]), @"");
    insta::assert_snapshot!(refused(&["scan", "--color", "sometimes"]), @"");
}

#[test]
fn numbers_have_their_bounds() {
    for args in [["--exit-code", "256"], ["--exit-code", "-1"], ["--max-decode-depth", "9"], ["--max-archive-depth", "33"]]
    {
        assert!(refused(&["scan", args[0], args[1]]).contains("is not in "), "{args:?}");
    }
    assert!(refused(&["scan", "--jobs", "many"]).contains("invalid digit"));
}

#[test]
fn quiet_and_verbose_do_not_go_together() {
    insta::assert_snapshot!(refused(&["scan", "--quiet", "--verbose"]), @"");
}

#[test]
fn an_unknown_reason_lists_the_known_ones() {
    insta::assert_snapshot!(refused(&["scan", "--allow-incomplete", "unredable"]), @"");
}

#[test]
fn a_bad_glob_is_refused() {
    insta::assert_snapshot!(refused(&["scan", "--exclude", "a["]), @"");
}

#[test]
fn a_report_cannot_be_a_folder_or_lie_in_none() {
    let place = Place::leaky();
    place.write("out/keep", "");
    for args in [["--output", "out"], ["--format", "json=out"]] {
        let outcome = place.run(["scan", args[0], args[1]]);
        assert_eq!(outcome.code, 2);
        assert_eq!(outcome.err, "credline: error: cannot write the report to `out`: it is a folder; name a file in it\n");
    }
    insta::assert_snapshot!(refused(&["scan", "--output", "nowhere/report.txt"]), @"");
}

#[test]
fn a_configuration_that_is_not_there_is_named() {
    insta::assert_snapshot!(refused(&["scan", "--config", "nowhere.toml"]), @"");
}

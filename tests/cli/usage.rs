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
    insta::assert_snapshot!(refused(&["scan", "--formt", "text"]), @"
    error: unexpected argument '--formt' found

      tip: a similar argument exists: '--format'

    Usage: credline scan --format <FORMAT[=FILE]> [PATHS]...

    For more information, try '--help'.
    ");
}

#[test]
fn an_unknown_command_names_the_nearest() {
    insta::assert_snapshot!(refused(&["scna"]), @"
    error: unrecognized subcommand 'scna'

      tip: some similar subcommands exist: 'schema', 'scan'

    Usage: credline <COMMAND>

    For more information, try '--help'.
    ");
}

#[test]
fn no_command_at_all_shows_the_help() {
    let outcome = Place::new().run([""; 0]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.contains("Usage: credline <COMMAND>"), "{}", outcome.err);
}

#[test]
fn an_unknown_format_names_the_nearest() {
    insta::assert_snapshot!(refused(&["scan", "--format", "srif"]), @"credline: error: unknown format `srif`: did you mean `sarif`? (known: text, json, jsonl, sarif)");
    insta::assert_snapshot!(refused(&["scan", "--format", "srif=out.sarif"]), @"credline: error: unknown format `srif`: did you mean `sarif`? (known: text, json, jsonl, sarif)");
    insta::assert_snapshot!(refused(&["scan", "--format", "xyz"]), @"credline: error: unknown format `xyz` (known: text, json, jsonl, sarif)");
}

#[test]
fn a_format_without_its_file_is_refused() {
    insta::assert_snapshot!(refused(&["scan", "--format", "sarif="]), @"credline: error: `--format sarif=` names no file: write `FORMAT=FILE`");
}

#[test]
fn two_reports_in_one_place_are_refused() {
    insta::assert_snapshot!(refused(&["scan", "--format", "json", "--format", "sarif"]), @"credline: error: two reports would go to the same place: give all but one a file with `--format FORMAT=FILE`");
}

#[test]
fn a_path_that_is_not_there_is_named() {
    insta::assert_snapshot!(refused(&["scan", "nowhere"]), @"credline: error: no such file or folder: `nowhere`");
    insta::assert_snapshot!(refused(&["scan", ".", "app.env/inside"]), @"credline: error: cannot read `app.env/inside`: Not a directory (os error 20)");
}

#[test]
fn standard_input_goes_with_no_other_path() {
    insta::assert_snapshot!(refused(&["scan", "-", "app.env"]), @"credline: error: `-` (standard input) cannot be scanned together with other paths: run twice");
}

#[test]
fn an_unknown_rule_names_the_nearest() {
    insta::assert_snapshot!(refused(&["scan", "--rule", "secret/github-personal-acces-token"]), @"credline: error: no rule is called `secret/github-personal-acces-token`: did you mean `secret/github-personal-access-token`? (`credline rules list` names them all)");
    insta::assert_snapshot!(refused(&["scan", "--rule", "secrets/*"]), @"credline: error: no rule is called `secrets/*`: did you mean `secret/jwt`? (`credline rules list` names them all)");
    insta::assert_snapshot!(refused(&["rules", "show", "secret/jwtt"]), @"credline: error: no rule is called `secret/jwtt`: did you mean `secret/jwt`? (`credline rules list` names them all)");
}

#[test]
fn a_size_is_a_number_with_a_known_unit() {
    insta::assert_snapshot!(refused(&["scan", "--max-file-size", "10XB"]), @"credline: error: bad size `10XB`: write bytes, or a number with kB, MB, GB, KiB, MiB or GiB");
    insta::assert_snapshot!(refused(&["scan", "--max-file-size", "99999999999GB"]), @"credline: error: bad size `99999999999GB`: write bytes, or a number with kB, MB, GB, KiB, MiB or GiB");
}

#[test]
fn a_threshold_is_one_of_its_words() {
    insta::assert_snapshot!(refused(&["scan", "--fail-on", "fatal"]), @"
    error: invalid value 'fatal' for '--fail-on <SEVERITY>': use note, warning or error

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(refused(&["scan", "--min-confidence", "sure"]), @"
    error: invalid value 'sure' for '--min-confidence <CONFIDENCE>': use low, medium or high

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(refused(&["scan", "--color", "sometimes"]), @"
    error: invalid value 'sometimes' for '--color <WHEN>'
      [possible values: auto, always, never]

    For more information, try '--help'.
    ");
}

#[test]
fn numbers_have_their_bounds() {
    for args in [["--exit-code", "256"], ["--max-decode-depth", "9"], ["--max-archive-depth", "33"]] {
        assert!(refused(&["scan", args[0], args[1]]).contains("is not in "), "{args:?}");
    }
    assert!(refused(&["scan", "--jobs", "many"]).contains("invalid digit"));
}

#[test]
fn quiet_and_verbose_do_not_go_together() {
    insta::assert_snapshot!(refused(&["scan", "--quiet", "--verbose"]), @"
    error: the argument '--quiet' cannot be used with '--verbose'

    Usage: credline scan --quiet [PATHS]...

    For more information, try '--help'.
    ");
}

#[test]
fn an_unknown_reason_lists_the_known_ones() {
    insta::assert_snapshot!(refused(&["scan", "--allow-incomplete", "unredable"]), @"credline: error: unknown reason `unredable` for --allow-incomplete: use one of unreadable, missing, corrupt, interrupted, crashed, vanished, not-a-file, excluded, too-large, damaged, encrypted, unsupported, too-deep, too-much, lfs-pointer, malformed, too-many-findings, shallow, partial, single-branch, submodule, narrowed");
}

#[test]
fn a_bad_glob_is_refused() {
    insta::assert_snapshot!(refused(&["scan", "--exclude", "a["]), @"credline: error: bad glob `a[`: unclosed character class; missing ']'");
}

#[test]
fn a_report_cannot_be_a_folder_or_lie_in_none() {
    let place = Place::leaky();
    place.write("out/keep", "");
    for args in [["--output", "out"], ["--format", "json=out"]] {
        let outcome = place.run(["scan", args[0], args[1]]);
        assert_eq!(outcome.code, 2);
        assert_eq!(
            outcome.err,
            "credline: error: cannot write the report to `out`: it is a folder; name a file in it\n"
        );
    }
    insta::assert_snapshot!(refused(&["scan", "--output", "nowhere/report.txt"]), @"credline: error: cannot write the report to `nowhere/report.txt`: there is no folder `nowhere`");
}

#[test]
fn a_configuration_that_is_not_there_is_named() {
    insta::assert_snapshot!(refused(&["scan", "--config", "nowhere.toml"]), @"credline: error: cannot read `nowhere.toml`: No such file or directory (os error 2)");
}

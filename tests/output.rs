//! What every output promises: the same bytes for the same report, no secret, and the shape that its readers expect.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

#[path = "output/history.rs"]
mod history;
#[path = "output/sample.rs"]
mod sample;
mod support;

use std::path::PathBuf;
use std::process::Command;

use credline::output::{self, Format, Style};
use credline::report::Report;
use serde_json::Value;
use support::github_limits::check_github_limits;

fn written(format: Format, report: &Report, style: Style) -> String {
    let mut out = Vec::new();
    output::write(format, report, &style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn plain(format: Format, report: &Report) -> String {
    written(format, report, Style::default())
}

fn sarif(report: &Report) -> Value {
    serde_json::from_str(&plain(Format::Sarif, report)).unwrap()
}

/// Without the version, which changes with every release.
fn unversioned(text: &str) -> String {
    text.replace(&format!("\"{}\"", env!("CARGO_PKG_VERSION")), "\"[version]\"")
}

#[test]
fn text_for_people() {
    insta::assert_snapshot!(plain(Format::Text, &sample::report()));
}

#[test]
fn text_for_people_who_want_everything() {
    let style = Style { verbose: true, width: 60, ..Style::default() };
    insta::assert_snapshot!(written(Format::Text, &sample::report(), style));
}

#[test]
fn text_in_colour() {
    let style = Style { color: true, ..Style::default() };
    let text = written(Format::Text, &sample::report(), style);
    insta::assert_snapshot!(text.replace('\x1b', "␛"));
}

#[test]
fn text_of_a_clean_scan() {
    insta::assert_snapshot!(plain(Format::Text, &sample::clean()), @"
    looked at 1 file (12 bytes), with 351 rules
    nothing found in 1 file (12 bytes)
    ");
}

#[test]
fn an_incomplete_scan_never_looks_like_a_clean_one() {
    let mut report = sample::clean();
    report.coverage.skipped = sample::report().coverage.skipped;
    let text = plain(Format::Text, &report);
    let last = text.lines().last().unwrap();
    assert_eq!(last, "nothing found in 1 file (12 bytes); the scan is incomplete: 1 piece could not be looked at");
    assert_eq!(sarif(&report)["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn json() {
    insta::assert_snapshot!(unversioned(&plain(Format::Json, &sample::report())));
}

#[test]
fn lines_of_json() {
    insta::assert_snapshot!(plain(Format::Jsonl, &sample::report()));
}

#[test]
fn sarif_of_everything() {
    let pretty = serde_json::to_string_pretty(&sarif(&sample::report())).unwrap();
    insta::assert_snapshot!(unversioned(&pretty));
}

#[test]
fn no_output_shows_a_secret() {
    let secret = sample::secret();
    for format in Format::ALL {
        for verbose in [false, true] {
            let text = written(format, &sample::report(), Style { verbose, ..Style::default() });
            let text = text.to_lowercase();
            assert!(!text.contains(&secret.to_lowercase()), "{}", format.name());
            assert!(!text.contains(&secret[5..30].to_lowercase()), "{}", format.name());
        }
    }
}

#[test]
fn no_control_character_reaches_a_terminal() {
    let bad = |character: char| (character.is_control() && character != '\n') || character == '\u{202e}';
    for format in Format::ALL {
        for verbose in [false, true] {
            let text = written(format, &sample::report(), Style { verbose, ..Style::default() });
            assert_eq!(text.find(bad), None, "{}", format.name());
        }
    }
}

#[test]
fn every_output_is_the_same_each_time_and_ends_with_a_line_end() {
    for format in Format::ALL {
        for report in [sample::report(), sample::clean(), history::report(), Report::default()] {
            let text = plain(format, &report);
            assert_eq!(text, plain(format, &report), "{}", format.name());
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{}", format.name());
        }
    }
}

#[test]
fn each_line_of_jsonl_says_what_it_is() {
    let text = plain(Format::Jsonl, &sample::report());
    let types: Vec<String> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["type"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(types, ["finding", "finding", "finding", "accepted", "coverage"]);
}

#[test]
fn sarif_follows_the_schema() {
    let validator = jsonschema::options().should_validate_formats(true).build(&schema()).unwrap();
    let mut wrong = sarif(&sample::report());
    wrong["runs"][0]["results"][0]["level"] = "dreadful".into();
    assert!(!validator.is_valid(&wrong));
    for report in
        [sample::report(), sample::clean(), history::report(), Report::default(), without_rules(), sample::huge(60)]
    {
        let log = sarif(&report);
        let errors: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn sarif_stays_within_the_limits_of_code_scanning() {
    for report in [sample::report(), sample::clean(), history::report(), Report::default()] {
        assert_eq!(check_github_limits(&sarif(&report)), Vec::<String>::new());
    }
}

#[test]
fn sarif_of_too_many_findings_keeps_the_worst_and_says_so() {
    let report = sample::huge(30_000);
    let log = sarif(&report);
    assert_eq!(check_github_limits(&log), Vec::<String>::new());
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    let errors = results.iter().filter(|result| result["level"] == "error").count();
    assert_eq!(errors, 30_000_usize.div_ceil(7));
    assert!(results[..errors].iter().all(|result| result["level"] == "error"));
    let notifications = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    let texts: Vec<&str> =
        notifications.iter().skip(1_000).map(|one| one["message"]["text"].as_str().unwrap()).collect();
    assert_eq!(
        texts,
        ["500 further pieces not looked at and not named here", "5,001 findings left out: the worst are in this log"]
    );
}

#[test]
fn a_finding_whose_rule_is_not_known_is_written_all_the_same() {
    let report = without_rules();
    for format in Format::ALL {
        assert!(plain(format, &report).contains("secret/example-key"), "{}", format.name());
    }
}

fn without_rules() -> Report {
    let mut report = sample::report();
    report.rules.clear();
    report
}

/// The schema of SARIF 2.1.0 as the crate of its types carries it.
fn schema() -> Value {
    // Packages of other platforms need not be on this machine.
    let compiler = stdout(Command::new("rustc").arg("-vV"));
    let compiler = String::from_utf8(compiler).unwrap();
    let host = compiler.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = stdout(
        Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", host, "--manifest-path"])
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")),
    );
    let metadata: Value = serde_json::from_slice(&metadata).unwrap();
    let package = metadata["packages"].as_array().unwrap().iter().find(|package| package["name"] == "serde-sarif");
    let manifest = PathBuf::from(package.unwrap()["manifest_path"].as_str().unwrap());
    let schema = std::fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap();
    // One pattern has a bracket too many, which strict readers of regular expressions refuse.
    let schema: Value = serde_json::from_str(&schema.replace("{2}]?$", "{2}$")).unwrap();
    assert!(schema["$id"].as_str().unwrap().ends_with("sarif-schema-2.1.0.json"));
    schema
}

fn stdout(command: &mut Command) -> Vec<u8> {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

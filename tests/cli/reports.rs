//! Where reports go and how they look: several formats, colours, quiet and verbose, full disks and closed pipes.

use crate::place::{Place, line};
use serde_json::Value;

#[test]
fn several_formats_come_from_one_run() {
    let place = Place::leaky();
    let outcome = place.run(["scan", "--format", "text", "--format", "sarif=out.sarif", "--format", "json=out.json"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.out.starts_with("app.env\n"), "{}", outcome.out);
    let sarif: Value = serde_json::from_str(&place.read("out.sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);
    let json: Value = serde_json::from_str(&place.read("out.json")).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 1);
}

#[test]
fn formats_with_files_of_their_own_leave_the_terminal_empty() {
    let place = Place::leaky();
    let outcome = place.run(["scan", "--format", "sarif=out.sarif"]);
    assert_eq!((outcome.code, outcome.out.as_str(), outcome.err.as_str()), (1, "", ""));
    let both = place.run(["scan", "app.env", "--format", "sarif=out.sarif", "--output", "out.txt"]);
    assert_eq!((both.code, both.out.as_str()), (1, ""));
    assert!(place.read("out.txt").starts_with("app.env\n"));
}

#[test]
fn a_report_replaces_the_one_before_and_leaves_no_draft() {
    let place = Place::leaky();
    place.write("out.json", "x".repeat(100_000));
    for _ in 0..2 {
        assert_eq!(place.run(["scan", "app.env", "--format", "json", "--output", "out.json"]).code, 1);
        serde_json::from_str::<Value>(&place.read("out.json")).unwrap();
    }
    let mut names: Vec<_> = std::fs::read_dir(place.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["app.env", "out.json"]);
}

#[test]
fn a_report_named_by_dash_goes_to_standard_output() {
    let outcome = Place::leaky().run(["scan", "--format", "json=-"]);
    assert!(outcome.out.starts_with('{'), "{}", outcome.out);
}

#[test]
fn quiet_says_nothing_on_the_terminal() {
    let outcome = Place::leaky().run(["scan", "--quiet"]);
    assert_eq!((outcome.code, outcome.out.as_str(), outcome.err.as_str()), (1, "", ""));
    let failed = Place::leaky().run(["scan", "--quiet", "nowhere"]);
    assert_eq!(failed.code, 2);
    assert!(failed.err.contains("nowhere"), "errors are still said");
}

#[test]
fn quiet_leaves_what_was_asked_for_by_name() {
    let place = Place::leaky();
    assert!(place.run(["scan", "--quiet", "--format", "json"]).out.starts_with('{'));
    let outcome = place.run(["scan", "--quiet", "--format", "text=out.txt"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (1, ""));
    assert!(place.read("out.txt").starts_with("app.env\n"));
}

#[test]
fn verbose_names_what_was_left_out_and_what_was_accepted() {
    let place = Place::with("large.txt", "x".repeat(100));
    place.write("a.env", line("verbose").trim().to_owned() + " # credline:allow told\n");
    let scan = ["scan", "--max-file-size", "90"];
    let brief = place.run(scan).out;
    assert!(brief.contains("1 larger than the size limit\n") && !brief.contains("large.txt"), "{brief}");
    let verbose = place.run(scan.iter().chain(&["--verbose"])).out;
    assert!(verbose.contains("large.txt: 100 bytes\n"), "{verbose}");
    assert!(verbose.contains("a.env:1:14 secret/github-personal-access-token (credline:allow: told)\n"), "{verbose}");
}

#[test]
fn colours_are_used_where_they_are_wanted() {
    let place = Place::leaky();
    let colored = |args: &[&str], no_color: Option<&str>| {
        let mut command = place.command(["scan"].iter().chain(args));
        if let Some(value) = no_color {
            command.env("NO_COLOR", value);
        }
        place.outcome(&mut command).out.contains('\x1b')
    };
    assert!(!colored(&[], None), "this is no terminal");
    assert!(!colored(&[], Some("1")));
    assert!(!colored(&["--color", "never"], None));
    assert!(colored(&["--color", "always"], None));
    assert!(colored(&["--color", "always"], Some("1")), "what is asked for by name wins");
    place.run(["scan", "--color", "always", "--output", "out.txt"]);
    assert!(!place.read("out.txt").contains('\x1b'), "a file has no colours");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_with_a_clear_message() {
    let place = Place::leaky();
    for args in [
        vec!["--output", "/dev/full"],
        vec!["--format", "sarif=/dev/full"],
        vec!["--format=json=/dev/full", "--format=text"],
    ] {
        let outcome = place.run(["scan"].iter().chain(&args));
        assert_eq!(outcome.code, 3, "{outcome:?}");
        assert_eq!(
            outcome.err,
            "credline: error: cannot write the report to `/dev/full`: No space left on device (os error 28)\n"
        );
    }
    for args in [
        vec!["scan"],
        vec!["scan", "--format", "sarif"],
        vec!["rules", "list"],
        vec!["man"],
        vec!["--help"],
        vec!["schema", "config"],
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = place.process(&args).stdout(full).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{args:?}: {said}");
        assert!(said.contains("No space left on device"), "{args:?}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::Stdio;
    let place = Place::new();
    for number in 0..300 {
        place.write(format!("{number}.env"), line(&number.to_string()));
    }
    for args in [
        &["scan"][..],
        &["scan", "--format", "json"],
        &["scan", "--format", "jsonl"],
        &["scan", "--format", "sarif"],
        &["scan", "--verbose"],
        &["rules", "list", "--json"],
        &["man"],
        &["--help"],
    ] {
        let mut child = place.process(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{args:?}");
        assert_eq!(output.status.code(), Some(i32::from(args[0] == "scan")), "{args:?}");
    }
}

#[test]
fn no_progress_is_shown_where_nobody_watches() {
    assert_eq!(Place::leaky().run(["scan"]).err, "");
    assert_eq!(Place::leaky().run(["scan", "--no-progress"]).err, "");
}

#[test]
fn text_for_people() {
    let place = Place::leaky();
    insta::assert_snapshot!(without_rule_count(&place.run(["scan"]).out), @"
    app.env
      error secret/github-personal-access-token at app.env:1:14
        GitHub personal access token (classic) `ghp_…6YvG` (40 characters)
        1 | GITHUB_TOKEN=ghp_…6YvG
        lifetime  static: classic tokens may be made without an expiry
        note      its checksum holds
        why       Acts as its owner on every repository and organisation that its scopes reach, and may
                  never expire.
        fix       Revoke it at https://github.com/settings/tokens. In Actions use the job's
                  `GITHUB_TOKEN`; elsewhere a GitHub App installation token (one hour) or a fine-grained
                  token with an expiry.

    looked at 1 file (54 bytes), with [n] rules
    1 error in 1 file (54 bytes)
    ");
}

/// Without the number of rules, which changes as the catalogue grows.
fn without_rule_count(text: &str) -> String {
    let count = credline::rule::builtin().len();
    text.replace(&format!("with {count} rules"), "with [n] rules")
}

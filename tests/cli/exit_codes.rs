//! Exit codes: 0 clean and complete, 1 findings, 2 wrong usage, 3 incomplete; and what moves them.

use crate::place::{Place, line};

/// A file that is there, is regular, and cannot be read, for root neither.
#[cfg(target_os = "linux")]
const UNREADABLE: &str = "/proc/self/mem";

#[test]
fn a_clean_and_complete_scan_is_0() {
    let outcome = Place::with("a.txt", "nothing to see\n").run(["scan"]);
    assert_eq!(outcome.code, 0);
    assert!(outcome.out.ends_with("nothing found in 1 file (15 bytes)\n"), "{}", outcome.out);
    assert_eq!(outcome.err, "");
}

#[test]
fn an_empty_folder_is_clean() {
    assert_eq!(Place::new().run(["scan"]).code, 0);
}

#[test]
fn a_finding_is_1() {
    assert_eq!(Place::leaky().run(["scan"]).code, 1);
}

#[test]
fn the_code_of_findings_is_free() {
    for code in [0, 1, 7, 255] {
        assert_eq!(Place::leaky().run(["scan", "--exit-code", &code.to_string()]).code, code);
        assert_eq!(Place::new().run(["scan", "--exit-code", &code.to_string()]).code, 0);
    }
}

#[test]
fn wrong_usage_is_2_even_where_there_are_findings() {
    assert_eq!(Place::leaky().run(["scan", "--no-such-flag"]).code, 2);
}

#[cfg(target_os = "linux")]
#[test]
fn findings_never_hide_that_a_file_could_not_be_read() {
    let outcome = Place::leaky().run(["scan", ".", UNREADABLE]);
    assert_eq!(outcome.code, 3);
    assert!(outcome.out.contains("1 error in "), "{}", outcome.out);
    assert!(outcome.out.ends_with("the scan is incomplete: 1 piece could not be looked at\n"), "{}", outcome.out);
    let renamed = Place::leaky().run(["scan", ".", UNREADABLE, "--exit-code", "0"]);
    assert_eq!(renamed.code, 3, "`--exit-code` is the code of findings only");
    assert_eq!(Place::new().run(["scan", UNREADABLE]).code, 3);
}

#[cfg(target_os = "linux")]
#[test]
fn a_failure_can_be_allowed_by_its_reason() {
    let allowed = ["scan", ".", UNREADABLE, "--allow-incomplete"];
    assert_eq!(Place::leaky().run(allowed.iter().chain(&["vanished,unreadable"])).code, 1);
    assert_eq!(Place::new().run(allowed.iter().chain(&["unreadable"])).code, 0);
    assert_eq!(Place::new().run(allowed.iter().chain(&["vanished"])).code, 3);
}

/// A folder in which something is left out for a reason known beforehand.
fn limited() -> Place {
    Place::with("large.txt", "x".repeat(100))
}

#[test]
fn a_known_limit_counts_only_where_completeness_is_required() {
    let scan = ["scan", "--max-file-size", "50"];
    let outcome = limited().run(scan);
    assert_eq!(outcome.code, 0);
    assert!(outcome.out.contains("     1 larger than the size limit\n"), "{}", outcome.out);
    assert_eq!(limited().run(scan.iter().chain(&["--require-complete"])).code, 3);
    let all_but = ["--require-complete", "--allow-incomplete", "too-large"];
    assert_eq!(limited().run(scan.iter().chain(&all_but)).code, 0);
    let place = limited();
    place.write("a.env", line("limited")).write("credline.toml", "max-file-size = '50'\n");
    assert_eq!(place.run(["scan", "--require-complete"]).code, 3, "findings do not hide it");
}

#[test]
fn a_required_complete_scan_that_is_complete_is_0() {
    assert_eq!(Place::with("a.txt", "nothing\n").run(["scan", "--require-complete"]).code, 0);
}

/// The same token as an error, as a warning (test code), and as a note (its checksum does not hold, and test code).
fn of_severity(severity: &str) -> Place {
    match severity {
        "error" => Place::with("app.env", line("severe")),
        "warning" => Place::with("tests/app.env", line("severe")),
        _ => Place::with("tests/app.env", doubtful()),
    }
}

/// A token whose checksum does not hold.
fn doubtful() -> String {
    credline::rule::expand("GITHUB_TOKEN={{ghp_|alnum:36}}\n", "doubtful").unwrap()
}

#[test]
fn findings_below_fail_on_are_reported_but_give_0() {
    for (severity, failing) in [("error", 3), ("warning", 2), ("note", 1)] {
        for (index, threshold) in ["note", "warning", "error"].into_iter().enumerate() {
            let outcome = of_severity(severity).run(["scan", "--fail-on", threshold]);
            assert_eq!(outcome.code, i32::from(index < failing), "{severity} with --fail-on {threshold}");
            assert!(outcome.out.contains(&format!("1 {severity} in ")), "{}", outcome.out);
        }
    }
    assert_eq!(of_severity("note").run(["scan"]).code, 0);
    assert_eq!(of_severity("warning").run(["scan"]).code, 1);
}

#[test]
fn findings_below_the_least_severity_are_not_reported() {
    for (severity, kept) in [("error", 3), ("warning", 2), ("note", 1)] {
        for (index, threshold) in ["note", "warning", "error"].into_iter().enumerate() {
            let seen = of_severity(severity).scan(["--min-severity", threshold]);
            assert_eq!(seen.findings().len(), usize::from(index < kept), "{severity} with {threshold}");
        }
    }
}

#[test]
fn findings_below_the_least_confidence_are_not_reported() {
    let place = |confidence: &str| match confidence {
        "high" => Place::with("app.env", line("sure")),
        "medium" => Place::with("tests/app.env", line("sure")),
        _ => Place::with("app.env", doubtful()),
    };
    for (confidence, kept) in [("high", 3), ("medium", 2), ("low", 1)] {
        for (index, threshold) in ["low", "medium", "high"].into_iter().enumerate() {
            let seen = place(confidence).scan(["--min-confidence", threshold]);
            assert_eq!(seen.findings().len(), usize::from(index < kept), "{confidence} with {threshold}");
        }
    }
}

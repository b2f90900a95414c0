//! What checks of configuration promise, asked of the real program: what is found where, and what is said of the rest.

use crate::git::{commit, committed, git};
use crate::place::{Place, Seen};

/// A statement that lets its holder do everything, and one that reads one bucket.
const WIDE: &str = "data \"aws_iam_policy_document\" \"ci\" {\n  statement {\n    actions   = [\"*\"]\n    resources = [\"*\"]\n  }\n}\n";
const NARROW: &str = "data \"aws_iam_policy_document\" \"ci\" {\n  statement {\n    actions   = [\"s3:GetObject\"]\n    resources = [\"arn:aws:s3:::reports/*\"]\n  }\n}\n";
const KEY: &str = "resource \"aws_iam_access_key\" \"ci\" {\n  user = \"ci\"\n}\n";

fn seen(place: &Place, args: &[&str]) -> Seen {
    place.run(args.iter().copied().chain(["--format", "json"])).seen()
}

#[test]
fn a_finding_points_at_the_value_and_names_the_resource() {
    let place = Place::with("main.tf", WIDE);
    let seen = seen(&place, &["scan"]);
    assert_eq!(
        (seen.rules(), seen.places(), seen.code),
        (vec!["scope/aws-iam-everything"], vec!["main.tf:3:19".to_owned()], 1)
    );
    let finding = &seen.findings()[0];
    assert!(finding["message"].as_str().unwrap().contains("`data.aws_iam_policy_document.ci`"), "{finding}");
    assert_eq!(finding["severity"], "error");
}

#[test]
fn what_is_narrow_is_no_finding() {
    assert_eq!(seen(&Place::with("main.tf", NARROW), &["scan"]).code, 0);
}

#[test]
fn what_only_a_run_can_tell_is_counted_and_neither_safe_nor_unsafe() {
    let text = "variable \"days\" {}\nresource \"aws_secretsmanager_secret_rotation\" \"db\" {\n  secret_id = \"db\"\n  rotation_rules {\n    automatically_after_days = var.days\n  }\n}\n";
    let place = Place::with("main.tf", text);
    let seen = seen(&place, &["scan"]);
    assert_eq!(seen.code, 0);
    assert_eq!(seen.report["coverage"]["unresolved"]["lifetime/aws-slow-rotation"], 1, "{:#}", seen.report["coverage"]);
    assert!(place.run(["scan"]).out.contains("1 question"), "{}", place.run(["scan"]).out);
}

#[test]
fn a_file_that_cannot_be_read_is_named_with_the_place_and_loses_nothing() {
    let place = Place::with(
        "policy.json",
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}], \"x\": [1, }\n",
    );
    let seen = seen(&place, &["scan"]);
    assert_eq!(seen.rules(), ["scope/aws-iam-everything"], "what stands before the mistake counts");
    assert_eq!(seen.skipped(), ["policy.json: malformed"]);
    let detail = seen.report["coverage"]["skipped"][0]["detail"].as_str().unwrap();
    assert!(detail.starts_with("line 1, column "), "{detail}");
}

#[test]
fn a_credential_in_configuration_is_never_shown_whatever_rules_are_in_use() {
    let fixed = ["Tr0ub4dor&3xKz9", "9rTq2vXwLmZk4B7s", "hunter2", "s3same"];
    let [password, token, baked, typed] = fixed;
    let place = Place::with(
        "main.tf",
        format!(
            "resource \"aws_lambda_function\" \"f\" {{\n  environment {{\n    variables = {{ DB_PASSWORD = \"{password}\", API_TOKEN = \"{token}\" }}\n  }}\n}}\nresource \"aws_iam_access_key\" \"f\" {{ user = \"f\" }} # password = \"{password}\"\n"
        ),
    );
    place.write("Dockerfile", format!("FROM alpine:3.22\nENV DB_PASSWORD={baked}\n"));
    place.write("setup.sh", format!("#!/bin/sh\ndocker login -u ci -p {typed}\n"));
    let mut fingerprints = Vec::new();
    for rules in [&[][..], &["--rule", "lifetime/*"]] {
        for format in ["text", "json", "sarif"] {
            let seen = place.run(["scan", "--format", format].into_iter().chain(rules.iter().copied()));
            for secret in fixed {
                assert!(!seen.out.contains(secret), "{secret} {format} {rules:?}: {}", seen.out);
            }
        }
        let args: Vec<&str> = std::iter::once("scan").chain(rules.iter().copied()).collect();
        let seen = seen(&place, &args);
        let found = seen.findings().iter().filter(|finding| finding["rule"].as_str().unwrap().starts_with("lifetime/"));
        fingerprints.push(found.map(|finding| finding["fingerprint"].clone()).collect::<Vec<_>>());
    }
    assert_eq!(fingerprints[0].len(), 5, "{fingerprints:?}");
    assert_eq!(fingerprints[0], fingerprints[1], "a finding is known by the same name whatever else is looked for");
}

#[test]
fn marks_of_other_scanners_accept_a_finding() {
    for mark in [
        "# credline:allow[scope/aws-iam-everything] break glass",
        "# checkov:skip=CKV_AWS_1: break glass",
        "#tfsec:ignore:aws-iam",
    ] {
        let text = WIDE.replace("    actions ", &format!("    {mark}\n    actions "));
        let seen = seen(&Place::with("main.tf", text), &["scan"]);
        assert_eq!((seen.code, seen.findings().len()), (0, 0), "{mark}");
    }
}

#[test]
fn rules_are_chosen_by_family() {
    let place = Place::with("main.tf", format!("{WIDE}{KEY}"));
    assert_eq!(seen(&place, &["scan", "--rule", "lifetime/*"]).rules(), ["lifetime/aws-access-key"]);
    assert_eq!(seen(&place, &["scan", "--rule", "secret/*"]).code, 0);
}

#[test]
fn a_branch_is_asked_only_for_what_it_brings() {
    let place = committed("main.tf", WIDE);
    git(&place, &["checkout", "-q", "-b", "work"]);
    place.write("main.tf", format!("{WIDE}\n{KEY}"));
    commit(&place, "a key");
    assert_eq!(seen(&place, &["diff", "main"]).rules(), ["lifetime/aws-access-key"]);
}

#[test]
fn the_next_commit_is_asked_only_for_what_it_brings() {
    let place = committed("main.tf", KEY);
    place.write("main.tf", format!("{KEY}\n{WIDE}"));
    git(&place, &["add", "."]);
    assert_eq!(seen(&place, &["staged"]).rules(), ["scope/aws-iam-everything"]);
}

#[test]
fn of_a_history_the_current_configuration_counts_and_the_old_one_when_it_is_asked_for() {
    let place = committed("main.tf", WIDE);
    place.write("main.tf", NARROW);
    commit(&place, "narrower");
    place.write("keys.tf", KEY);
    commit(&place, "a key");
    assert_eq!(seen(&place, &["history"]).rules(), ["lifetime/aws-access-key"]);
    let mut all =
        seen(&place, &["history", "--history-config"]).rules().into_iter().map(str::to_owned).collect::<Vec<_>>();
    all.sort();
    assert_eq!(all, ["lifetime/aws-access-key", "scope/aws-iam-everything"]);
}

#[test]
fn a_secret_beside_a_finding_is_never_shown() {
    let token = crate::place::token("beside");
    let text = format!("resource \"aws_db_instance\" \"db\" {{\n  password = \"{token}\"\n}}\n");
    let place = Place::with("main.tf", text);
    for format in ["text", "json", "sarif"] {
        let outcome = place.run(["scan", "--format", format]);
        assert!(!outcome.out.contains(&token) && !outcome.err.contains(&token), "{format}");
        assert!(outcome.out.contains("lifetime/aws-password-in-code"), "{format}");
    }
}

#[test]
fn a_comment_that_is_not_utf8_hides_nothing_and_moves_nothing() {
    let place = Place::with("main.tf", [b"# caf\xe9 \xff\n".as_slice(), WIDE.as_bytes()].concat());
    assert_eq!(seen(&place, &["scan"]).places(), ["main.tf:4:19"]);
}

#[test]
fn each_scope_that_is_too_wide_is_a_finding() {
    let text = "{\"oauthScopes\": [\n  \"https://mail.google.com/\",\n  \"https://www.googleapis.com/auth/spreadsheets.currentonly\",\n  \"https://www.googleapis.com/auth/drive\"\n]}\n";
    let place = Place::with("appsscript.json", text);
    assert_eq!(seen(&place, &["scan"]).places(), ["appsscript.json:2:4", "appsscript.json:4:4"]);
}

//! Marks in the text that accept a finding: it is reported as suppressed, and does not fail the run.

use crate::place::{Place, Seen, list, token};
use serde_json::Value;

fn scan(text: &str) -> Seen {
    Place::with("app.py", text).scan([""; 0])
}

/// The mark and the reason with which the only finding was accepted.
fn accepted(text: &str) -> Option<(String, String)> {
    let seen = scan(text);
    let accepted = list(&seen.report["accepted"]);
    assert_eq!(accepted.len() + seen.findings().len(), 1, "{:?}", seen.report);
    assert_eq!(seen.code, i32::from(accepted.is_empty()));
    assert_eq!(seen.report["summary"]["accepted"], accepted.len());
    let suppression = &accepted.first()?["suppression"];
    let text = |name: &str| suppression[name].as_str().unwrap().to_owned();
    Some((text("mark"), text("reason")))
}

fn with(mark: &str, reason: &str) -> (String, String) {
    (mark.to_owned(), reason.to_owned())
}

#[test]
fn every_known_mark_on_the_line_accepts_its_finding() {
    for mark in [
        "credline:allow",
        "gitleaks:allow",
        "betterleaks:allow",
        "trufflehog:ignore",
        "kingfisher:ignore",
        "pragma: allowlist secret",
        "pragma: whitelist secret",
        "nosemgrep",
    ] {
        let text = format!("key = '{}'  # {mark} revoked\n", token("marked"));
        assert_eq!(accepted(&text), Some(with(mark, "revoked")), "{mark}");
    }
}

#[test]
fn marks_of_the_next_line_accept_it() {
    for mark in ["pragma: allowlist nextline secret", "pragma: whitelist nextline secret", "credline:allow[secret/*]"] {
        let mark_only = mark.split('[').next().unwrap();
        let text = format!("# {mark} in use until May\nkey = '{}'\n", token("next"));
        assert_eq!(accepted(&text), Some(with(mark_only, "in use until May")), "{mark}");
        assert_eq!(accepted(&text.replace("\nkey", "\n\nkey")), None, "{mark} holds for one line");
    }
}

#[test]
fn our_mark_may_name_rules_or_a_family() {
    let naming = |names: &str| accepted(&format!("key = '{}' # credline:allow[{names}] why\n", token("named")));
    for names in ["secret/github-personal-access-token", "secret/*", "secret/jwt, secret/github-personal-access-token"]
    {
        assert_eq!(naming(names), Some(with("credline:allow", "why")), "{names}");
    }
    for names in ["secret/jwt", "lifetime/*", "github"] {
        assert_eq!(naming(names), None, "{names}");
    }
}

#[test]
fn a_mark_elsewhere_accepts_nothing() {
    assert_eq!(accepted(&format!("key = '{}'\n# credline:allow\n", token("elsewhere"))), None);
    assert_eq!(accepted(&format!("x = 1 # credline:allow\nkey = '{}'\n", token("elsewhere"))), None);
}

#[test]
fn a_mark_in_a_file_with_crlf_has_its_reason_without_them() {
    let text = format!("key = '{}' # credline:allow ok\r\nnext\r\n", token("crlf"));
    assert_eq!(accepted(&text), Some(with("credline:allow", "ok")));
}

#[test]
fn sarif_holds_what_was_accepted_as_suppressed() {
    let place = Place::with("app.py", format!("key = '{}' # credline:allow told\n", token("sarif")));
    let outcome = place.run(["scan", "--format", "sarif"]);
    assert_eq!(outcome.code, 0);
    let log: Value = serde_json::from_str(&outcome.out).unwrap();
    let results = list(&log["runs"][0]["results"]);
    assert_eq!(results.len(), 1);
    let suppression = &results[0]["suppressions"][0];
    assert_eq!((&suppression["kind"], &suppression["status"]), (&"inSource".into(), &"accepted".into()));
    assert!(suppression["justification"].as_str().unwrap().contains("told"), "{suppression}");
}

#[test]
fn text_says_how_many_were_accepted() {
    let place = Place::with("app.py", format!("key = '{}' # gitleaks:allow\n", token("text")));
    let outcome = place.run(["scan"]);
    assert_eq!(outcome.code, 0);
    assert!(outcome.out.starts_with("1 accepted finding\n"), "{}", outcome.out);
}

#[test]
fn the_same_token_without_its_mark_elsewhere_is_still_a_finding() {
    let place = Place::with("a.py", format!("key = '{}' # credline:allow\n", token("twice")));
    place.write("b.py", format!("key = '{}'\n", token("twice")));
    let seen = place.scan([""; 0]);
    assert_eq!((seen.code, seen.files()), (1, vec!["b.py".to_owned()]));
    assert_eq!(list(&seen.report["accepted"]).len(), 1);
}

#[test]
fn a_mark_accepts_an_encoded_secret_on_its_line_too() {
    let encoded = data_encoding::BASE64.encode(format!("token={}", token("encoded")).as_bytes());
    assert_eq!(accepted(&format!("blob = '{encoded}' # credline:allow old\n")), Some(with("credline:allow", "old")));
}

#[test]
fn a_reason_never_shows_the_second_part_of_the_credential() {
    let id = credline::rule::expand("{{AKIA|base32:16}}", "part").unwrap();
    let secret = credline::rule::expand("{{base64:40}}", "part").unwrap();
    let seen = scan(&format!("id = '{id}' # nosemgrep: rotated, aws_secret_access_key = '{secret}'\n"));
    assert!(!seen.report.to_string().contains(&secret));
}

//! How long a leaked credential lives: said in every finding, weighed, and held against what is allowed.

use serde_json::Value;

use crate::place::Place;

/// 2026-06-01, the time of the run.
const NOW: i64 = 1_780_272_000;
const DAY: i64 = 86_400;

/// A token with these claims, signed with nothing.
fn jwt(claims: &str) -> String {
    let part = |text: &[u8]| data_encoding::BASE64URL_NOPAD.encode(text);
    let signature: Vec<u8> = (0..32_u8).map(|byte| byte.wrapping_mul(37).wrapping_add(11)).collect();
    format!("{}.{}.{}", part(br#"{"alg":"HS256","typ":"JWT"}"#), part(claims.as_bytes()), part(&signature))
}

fn claims(issued: i64, expires: i64) -> String {
    format!(r#"{{"sub":"build-agent-17","iat":{issued},"exp":{expires}}}"#)
}

/// What a scan at the time of the run says of the one token in a file.
fn finding(place: &Place, more: &[&str]) -> Value {
    let mut command = place.command(["scan", "--format", "json", "--rule", "secret/jwt"].iter().chain(more));
    let output = command.env("SOURCE_DATE_EPOCH", NOW.to_string()).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 1, "{report}");
    report["findings"][0].clone()
}

fn of(claims: &str) -> Value {
    finding(&Place::with("app.conf", format!("token: {}\n", jwt(claims))), &[])
}

#[test]
fn a_token_says_itself_when_it_ends() {
    let found = of(&claims(NOW - DAY, NOW + 90 * DAY));
    assert_eq!(found["lifetime"]["class"], "expires");
    assert_eq!(found["lifetime"]["expires"], "2026-08-30T00:00:00+00:00");
    assert_eq!(found["lifetime"]["remainingDays"], 90);
    assert!(found["lifetime"]["evidence"].as_str().unwrap().contains("91 days after it began"), "{found}");
}

#[test]
fn a_token_without_an_end_is_static() {
    assert_eq!(of(r#"{"sub":"build-agent-17","iat":1700000000}"#)["lifetime"]["class"], "static");
}

#[test]
fn the_longer_a_credential_lives_the_worse_it_is() {
    let severity = |claims: &str| of(claims)["severity"].as_str().unwrap().to_owned();
    let rank = |name: &str| ["note", "warning", "error"].iter().position(|known| *known == name).unwrap();
    let worst = severity(r#"{"sub":"build-agent-17","iat":1700000000}"#);
    let short = severity(&claims(NOW - 60, NOW + 3_600));
    let ended = severity(&claims(NOW - 90 * DAY, NOW - 1));
    assert_eq!(ended, "note");
    assert!(rank(&worst) > rank(&short) && rank(&short) >= rank(&ended), "{worst} {short} {ended}");
}

#[test]
fn a_limit_makes_an_error_of_what_lives_longer() {
    let place = Place::with("app.conf", format!("token: {}\n", jwt(&claims(NOW - DAY, NOW + 90 * DAY))));
    let notes = |more: &[&str]| {
        let found = finding(&place, more);
        (found["severity"].as_str().unwrap().to_owned(), found["notes"].to_string())
    };
    let (severity, said) = notes(&["--max-lifetime", "30d"]);
    assert_eq!(severity, "error");
    assert!(said.contains("lives 91 days, 30 days allowed"), "{said}");
    assert!(!notes(&["--max-lifetime", "100d"]).1.contains("allowed"));
    assert!(!notes(&["--max-lifetime", "30d", "--max-lifetime", "secret/jwt=1y"]).1.contains("allowed"));
    place.write("credline.toml", "[max-lifetime]\n'*' = '365d'\n'secret/jwt' = '1h'\n");
    assert!(notes(&[]).1.contains("60 minutes allowed"), "{}", notes(&[]).1);
}

#[test]
fn a_limit_that_is_no_span_of_time_is_refused() {
    let place = Place::leaky();
    let outcome = place.run(["scan", "--max-lifetime", "90"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.contains("write it with its unit"), "{}", outcome.err);
    assert_eq!(place.run(["scan", "--max-lifetime", "secret/nothing=1d"]).code, 2);
}

#[test]
fn a_date_beyond_all_calendars_is_no_end() {
    for exp in ["253402300799", "9223372036854775807", "1e30", "-1", "\"soon\"", "null"] {
        let found = of(&format!(r#"{{"sub":"build-agent-17","iat":1700000000,"exp":{exp}}}"#));
        assert!(found["lifetime"]["class"].is_string(), "{exp}: {found}");
    }
}

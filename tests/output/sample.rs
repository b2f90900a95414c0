//! Reports built by hand: one that shows everything an output has to show, and one that is far too large.

use std::collections::BTreeMap;
use std::sync::Arc;

use credline::document::{Origin, Position, RelPath};
use credline::finding::{Finding, Fingerprint, Lifetime, Location, Masked, Reveal, Suppression};
use credline::report::{Coverage, Report};
use credline::rule::{self, Confidence, LifetimeClass, Rule, RuleId, Severity};
use credline::source::{Artifact, Revision, SkipReason, Skipped};

const RULES: &str = r#"
[service]
name = "Example"
ids = ["example"]
docs = "https://example.com/docs/tokens"

[[rule]]
id = "secret/example-token"
summary = "Example deploy token"
why = "Acts as its owner on every repository that its scopes reach, and stays valid after the person who made it has left the organisation."
fix = "Revoke it at https://example.com/settings/tokens and let the job ask for a token of one hour."
keywords = ["xmpl_"]
pattern = '\b(?<secret>xmpl_[0-9A-Za-z]{36})\b'
lifetime = { class = "static", note = "deploy tokens have no expiry" }
[rule.examples]
match = ["TOKEN={{xmpl_|alnum:36}}"]
no-match = ["TOKEN=xmpl_"]

[[rule]]
id = "secret/example-key"
summary = "Example signing key"
why = "Signs releases in the name of the organisation."
fix = "Replace the key, and keep the new one in a hardware module."
docs = "https://example.com/docs/keys"
severity = "warning"
confidence = "medium"
keywords = ["xkey-"]
pattern = '\b(?<secret>xkey-[0-9a-f]{64})\b'
validate = ["private-key"]
[rule.examples]
match = ["{{xkey-|hex:64}}"]
no-match = ["xkey-"]
"#;

/// A credential that no output may show.
pub fn secret() -> String {
    rule::expand("{{xmpl_|alnum:36}}", "outputs").expect("a template of ours")
}

fn rules() -> BTreeMap<RuleId, Arc<Rule>> {
    let rules = rule::load("rules.toml", RULES, false).expect("rules of ours");
    rules.into_iter().map(|rule| (rule.id.clone(), Arc::new(rule))).collect()
}

pub fn file(path: impl AsRef<[u8]>) -> Origin {
    Origin::file(RelPath::new(path))
}

pub fn location(origin: Origin, line: usize, column: usize, length: usize) -> Location {
    let position = |column| Position { line, column, utf16: column };
    let (start, end) = (position(column), position(column + length));
    Location { origin, start, end, offset: 40 * line as u64, length: length as u64 }
}

/// A finding of the token, in a line that assigns it.
pub fn token(secret: &str, origin: Origin, line: usize) -> Finding {
    let rule: RuleId = "secret/example-token".parse().expect("an id");
    let evidence = Masked::of(secret.as_bytes(), Reveal::Never);
    Finding {
        severity: Severity::Error,
        confidence: Confidence::High,
        message: format!("Example deploy token `{evidence}`"),
        at: location(origin, line, 7, secret.len()),
        lifetime: Lifetime {
            class: LifetimeClass::Static,
            evidence: "deploy tokens have no expiry".to_owned(),
            ..Lifetime::default()
        },
        parts: Vec::new(),
        hidden: Vec::new(),
        related: Vec::new(),
        fingerprint: Fingerprint::of(&rule, secret.as_bytes()),
        line_hash: Some("54703d4cd895b18:1".to_owned()),
        notes: Vec::new(),
        decodings: Vec::new(),
        snippet: format!("TOKEN={evidence}"),
        suppression: None,
        provenance: None,
        rule,
        evidence,
    }
}

fn found_in_many_places() -> Finding {
    let related = [("a.env", 1), ("b.env", 2), ("c.env", 3), ("d.env", 4), ("e.env", 5)];
    Finding {
        related: related.into_iter().map(|(path, line)| location(file(path), line, 7, 41)).collect(),
        decodings: vec!["base64", "percent"],
        notes: vec!["checksum holds".to_owned()],
        snippet: format!("TOKEN={} \x1b[31m# \u{202e}", Masked::of(secret().as_bytes(), Reveal::Never)),
        ..token(&secret(), file("deploy/app.env"), 3)
    }
}

fn found_in_an_archive() -> Finding {
    let origin = file("lib/app.jar").inside("inner.tar").inside("etc/app.env");
    Finding { line_hash: None, ..token(&secret().to_lowercase(), origin, 12) }
}

fn found_over_two_lines() -> Finding {
    let rule: RuleId = "secret/example-key".parse().expect("an id");
    let key = rule::expand("{{xkey-|hex:64}}", "outputs").expect("a template of ours");
    let evidence = Masked::of(key.as_bytes(), Reveal::Never);
    let mut at = location(file(b"src/caf\xe9 #1.rs"), 20, 9, 30);
    at.end = Position { line: 21, column: 35, utf16: 35 };
    Finding {
        severity: Severity::Warning,
        confidence: Confidence::Medium,
        message: "Example signing key".to_owned(),
        at,
        lifetime: Lifetime::default(),
        parts: vec![("key id".to_owned(), Masked::plain("release-7"))],
        hidden: Vec::new(),
        fingerprint: Fingerprint::of(&rule, key.as_bytes()),
        line_hash: None,
        notes: vec!["in a test path".to_owned()],
        snippet: format!("let key = \"{evidence}"),
        rule,
        evidence,
        ..token(&key, file("src"), 1)
    }
}

fn accepted() -> Finding {
    let suppression = Suppression { mark: "credline:allow", reason: "revoked in May".to_owned() };
    Finding { suppression: Some(suppression), ..token(&secret().to_uppercase(), file("docs/howto.md"), 5) }
}

fn skipped() -> Vec<Skipped> {
    let skip = |origin, reason, detail: &str| Skipped { origin, reason, detail: detail.to_owned() };
    let mut skipped = vec![
        skip(file("private/\x1b]0;x\x07.bin"), SkipReason::Unreadable, "permission denied"),
        skip(file("assets/film.mov"), SkipReason::TooLarge, "1.2 GB"),
        skip(file("assets/model.bin"), SkipReason::TooLarge, "3.4 GB"),
        skip(file("lib/app.jar").inside("locked.zip"), SkipReason::Encrypted, ""),
    ];
    skipped.sort();
    skipped
}

/// A report with everything in it.
pub fn report() -> Report {
    let findings = vec![found_in_many_places(), found_in_an_archive(), found_over_two_lines()];
    let path = findings[0].at.origin.path.clone();
    let facts = Artifact { path: path.clone(), length: 912, sha256: "5e".repeat(32) };
    Report {
        kind: "scan",
        targets: vec![".".to_owned()],
        findings,
        artifacts: [(path, facts)].into(),
        revision: Some(Revision {
            repository: "https://git.example.org/acme/shop.git".to_owned(),
            commit: Some("c0ffee".repeat(6) + "c0ff"),
            branch: Some("main".to_owned()),
        }),
        accepted: vec![accepted()],
        newest: None,
        rules: rules(),
        rules_tried: 351,
        coverage: Coverage {
            files: 11_052,
            members: 130,
            bytes: 70_213_456,
            member_bytes: 1_048_576,
            skipped: skipped(),
            ..Coverage::default()
        },
        ..Report::default()
    }
}

/// A report without findings; everything was looked at.
pub fn clean() -> Report {
    let coverage = Coverage { files: 1, bytes: 12, ..Coverage::default() };
    Report { kind: "scan", coverage, rules_tried: 351, ..Report::default() }
}

/// More findings, places and skipped pieces than code scanning takes; every seventh finding is an error.
pub fn huge(findings: usize) -> Report {
    let key: RuleId = "secret/example-key".parse().expect("an id");
    let one = |number: usize| {
        let secret = rule::expand("{{xmpl_|alnum:36}}", &number.to_string()).expect("a template of ours");
        let origin = file(format!("services/service-{}/config/file-{number}.env", number % 97));
        let places = if number.is_multiple_of(20) { 150 } else { 0 };
        Finding {
            severity: if number.is_multiple_of(7) { Severity::Error } else { Severity::Warning },
            related: (1..=places).map(|line| location(file(format!("copies/{number}.env")), line, 7, 41)).collect(),
            line_hash: Some(format!("{}:1", &Fingerprint::of(&key, secret.as_bytes()).to_string()[16..])),
            ..token(&secret, origin, 1 + number % 400)
        }
    };
    let skip =
        |number| Skipped { origin: file(format!("big/{number}")), reason: SkipReason::TooLarge, detail: String::new() };
    Report {
        findings: (0..findings).map(one).collect(),
        coverage: Coverage { skipped: (0..1_500).map(skip).collect(), ..Coverage::default() },
        ..report()
    }
}

//! The catalogue keeps its promises: every example holds, every rule is explained, the page is current.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::Path;

use credline::check::secret::{SecretCheck, Settings, examples};
use credline::rule::{builtin, page};

#[test]
fn every_example_of_every_rule_holds() {
    let outcome = examples::run(&builtin(), |_| true).unwrap();
    let failures: Vec<String> = outcome.failures.iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    assert!(outcome.rules > 0 && outcome.matches >= 2 * outcome.rules && outcome.no_matches >= 2 * outcome.rules);
}

#[test]
fn every_rule_says_why_and_how_and_where_it_is_documented() {
    for rule in builtin().iter() {
        assert!(rule.docs.as_ref().is_some_and(|docs| docs.starts_with("https://")), "{} has no docs link", rule.id);
        assert!(!rule.summary.ends_with('.'), "{}: the summary is a noun phrase", rule.id);
        assert!(rule.why.ends_with('.') && rule.fix.ends_with('.'), "{}: why and fix are sentences", rule.id);
        assert!(rule.service.is_some(), "{} belongs to no service", rule.id);
    }
}

#[test]
fn every_pattern_compiles_within_its_size_limit() {
    let check = SecretCheck::new(&builtin(), Settings::default()).unwrap();
    assert_eq!(check.uncompilable(), Vec::<String>::new());
}

#[test]
fn rules_lie_in_the_folder_of_their_family() {
    for rule in builtin().iter() {
        let folder = format!("rules/{}/", rule.id.family().name());
        assert!(rule.defined_at.0.starts_with(&folder), "{} lies in {}", rule.id, rule.defined_at.0);
    }
}

/// Set `CREDLINE_BLESS=1` to write generated pages anew instead of comparing them.
fn is_current(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("CREDLINE_BLESS").is_some() {
        fs::write(&path, text).unwrap();
    }
    let current = fs::read_to_string(&path).unwrap_or_default();
    assert!(current == text, "{file} is stale: run `CREDLINE_BLESS=1 cargo test --test rules`");
}

#[test]
fn the_catalogue_page_is_current() {
    is_current("rules/README.md", &page::catalogue(&builtin()));
}

#[test]
fn the_published_schemas_are_current() {
    for (what, file) in [("config", "rules/credline.schema.json"), ("rules", "rules/rules.schema.json")] {
        let output = assert_cmd::Command::cargo_bin("credline").unwrap().args(["schema", what]).output().unwrap();
        is_current(file, &String::from_utf8(output.stdout).unwrap());
    }
}

//! What is generated from the definitions: help, completions, the manual page, schemas.

use crate::git::{committed, git};
use crate::place::Place;
use serde_json::Value;

fn printed(args: &[&str]) -> String {
    let outcome = Place::new().run(args);
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{args:?}");
    outcome.out
}

#[test]
fn the_help_has_examples_and_the_exit_codes() {
    let help = printed(&["--help"]);
    assert!(help.contains("Examples:\n  credline scan "), "{help}");
    assert!(help.contains("Exit codes: 0 clean and complete, 1 findings, 2 wrong usage"), "{help}");
    for command in [vec!["scan", "--help"], vec!["rules", "check", "--help"]] {
        assert!(printed(&command).contains("Examples:\n  credline "), "{command:?}");
    }
}

#[test]
fn every_command_of_the_examples_is_understood() {
    let place = committed("src/a.txt", "nothing\n");
    git(&place, &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    place.write("config.yml", "a: 1\n").write("services/api/a.txt", "nothing\n");
    for help in [printed(&["--help"]), printed(&["scan", "--help"])] {
        for line in help.lines().filter(|line| line.starts_with("  credline ")) {
            let words =
                line.split("   ").next().into_iter().chain(Some(line.trim())).find(|part| !part.trim().is_empty());
            let args: Vec<&str> = words.unwrap().split_whitespace().skip(1).collect();
            assert_eq!(place.run(&args).code, 0, "{line}");
        }
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    assert_eq!(printed(&["--version"]), concat!("credline ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn completions_are_printed_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(printed(&["completions", shell]).contains("max-file-size"), "{shell}");
    }
    assert_eq!(Place::new().run(["completions", "csh"]).code, 2);
}

#[test]
fn the_manual_page_holds_every_command() {
    let page = printed(&["man"]);
    assert!(page.contains(".TH credline 1"), "{page}");
    for name in ["credline\\-scan", "credline\\-rules", "credline\\-completions", "fail\\-on"] {
        assert!(page.contains(name), "{name}");
    }
}

#[test]
fn schemas_are_json_and_refuse_unknown_keys() {
    for (what, key) in [("config", "fail-on"), ("rules", "rule")] {
        let schema: Value = serde_json::from_str(&printed(&["schema", what])).unwrap();
        assert_eq!(schema["additionalProperties"], false, "{what}");
        assert!(schema["properties"][key].is_object(), "{what}");
        let validator = jsonschema::validator_for(&schema).unwrap();
        assert!(validator.is_valid(&serde_json::json!({})), "{what}");
        assert!(!validator.is_valid(&serde_json::json!({ "nothing-like-it": 1 })), "{what}");
    }
}

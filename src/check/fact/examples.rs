//! Runs the examples of checks, so that a check does what its file says.

use std::sync::Arc;

use super::{FactCheck, Prepared};
use crate::check::Check as _;
use crate::check::secret::examples::{Failure, Outcome};
use crate::check::secret::{SecretCheck, Settings};
use crate::document::{Document, Origin, RelPath};
use crate::finding::{Finding, Reveal};
use crate::rule::strict::Problems;
use crate::rule::{Catalogue, Detect, ExampleText, Rule};

/// The moment at which examples are looked at: 2026-06-01, so that what they say does not change with time.
pub const EXAMPLE_TIME: i64 = 1_780_272_000;

/// Runs all examples of the checks over facts for which `wanted` holds, and adds to an outcome.
///
/// # Errors
/// Where a user's pattern is too large to be compiled.
pub fn run(catalogue: &Catalogue, wanted: impl Fn(&Rule) -> bool, outcome: &mut Outcome) -> Result<(), Problems> {
    let secrets = Arc::new(SecretCheck::new(catalogue, Settings::default())?);
    let check = FactCheck::new(Prepared::new(catalogue), secrets, Reveal::Never, EXAMPLE_TIME);
    let checks = catalogue.iter().filter(|rule| matches!(rule.detect, Detect::Facts(_)) && wanted(rule));
    for rule in checks {
        outcome.rules += 1;
        for example in &rule.examples.matches {
            outcome.matches += 1;
            if let Some(problem) = missed(rule, example, &found_in(&check, example)) {
                outcome.failures.push(failure(rule, example, problem));
            }
        }
        for example in &rule.examples.no_match {
            outcome.no_matches += 1;
            let found = found_in(&check, example);
            if let Some(finding) = found.iter().find(|finding| finding.rule == rule.id) {
                let problem = format!("`passes` example is found at line {}", finding.at.start.line);
                outcome.failures.push(failure(rule, example, problem));
            }
        }
    }
    Ok(())
}

fn missed(rule: &Rule, example: &ExampleText, found: &[Finding]) -> Option<String> {
    let lines: Vec<usize> =
        found.iter().filter(|finding| finding.rule == rule.id).map(|finding| finding.at.start.line).collect();
    match example.line {
        _ if lines.is_empty() => Some("`fails` example is not found".to_owned()),
        Some(line) if !lines.contains(&line) => Some(format!("`fails` example is found at line {lines:?}, not {line}")),
        _ => None,
    }
}

fn failure(rule: &Rule, example: &ExampleText, problem: String) -> Failure {
    Failure { rule: rule.id.clone(), at: rule.defined_at.clone(), example: example.text.clone(), problem }
}

fn found_in(check: &FactCheck, example: &ExampleText) -> Vec<Finding> {
    let origin = Origin::file(RelPath::new(&example.path));
    let mut findings = Vec::new();
    // A text that can only be read in part shows what it shows.
    let _ = check.inspect(&Document::whole(&origin, example.text.as_bytes()), &mut findings);
    findings
}

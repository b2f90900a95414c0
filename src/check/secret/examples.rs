//! Runs the examples of rules through the whole engine, so that a rule does what its file says.

use std::fmt;
use std::sync::Arc;

use super::{SecretCheck, Settings};
use crate::check::Check as _;
use crate::document::{Document, Origin, RelPath};
use crate::rule::strict::Problems;
use crate::rule::{Catalogue, ExampleText, Rule, RuleId, expand};

/// What the examples of a catalogue showed.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Rules whose examples were run.
    pub rules: usize,
    /// `match` examples run.
    pub matches: usize,
    /// `no-match` examples run.
    pub no_matches: usize,
    /// Examples that did not do what they should.
    pub failures: Vec<Failure>,
}

/// An example that did not do what it should.
#[derive(Debug)]
pub struct Failure {
    /// The rule.
    pub rule: RuleId,
    /// Its file and line.
    pub at: (Arc<str>, usize),
    /// The example as written, its templates not expanded.
    pub example: String,
    /// What is wrong with it.
    pub problem: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, line) = &self.at;
        write!(f, "{file}:{line}: {}: {}\n    {}", self.rule, self.problem, self.example.trim().replace('\n', "\n    "))
    }
}

/// Runs all examples of the rules for which `wanted` holds, against the whole catalogue.
///
/// # Errors
/// Where a user's pattern is too large to be compiled.
pub fn run(catalogue: &Catalogue, wanted: impl Fn(&Rule) -> bool) -> Result<Outcome, Problems> {
    let check = SecretCheck::new(catalogue, Settings::default())?;
    let mut outcome = Outcome::default();
    for rule in catalogue.iter().filter(|rule| rule.format().is_some() && wanted(rule)) {
        outcome.rules += 1;
        for (index, example) in rule.examples.matches.iter().enumerate() {
            outcome.matches += 1;
            let found = found_in(&check, rule, example, index);
            if !found.contains(&rule.id) {
                let problem = match found.first() {
                    Some(other) => format!("`match` example is found by `{other}` instead"),
                    None => "`match` example is not found".to_owned(),
                };
                outcome.failures.push(failure(rule, example, problem));
            }
        }
        for (index, example) in rule.examples.no_match.iter().enumerate() {
            outcome.no_matches += 1;
            if found_in(&check, rule, example, index + 1000).contains(&rule.id) {
                outcome.failures.push(failure(rule, example, "`no-match` example is found".to_owned()));
            }
        }
    }
    Ok(outcome)
}

fn failure(rule: &Rule, example: &ExampleText, problem: String) -> Failure {
    Failure { rule: rule.id.clone(), at: rule.defined_at.clone(), example: example.text.clone(), problem }
}

/// The rules that find something in an example.
fn found_in(check: &SecretCheck, rule: &Rule, example: &ExampleText, index: usize) -> Vec<RuleId> {
    let Ok(text) = expand(&example.text, &format!("{}#{index}", rule.id)) else { return Vec::new() };
    let origin = Origin::file(RelPath::new(&example.path));
    let mut findings = Vec::new();
    // The only thing a check gives up on is a flood of findings, which an example is not.
    let _ = check.inspect(&Document::whole(&origin, text.as_bytes()), &mut findings);
    findings.into_iter().map(|finding| finding.rule).collect()
}

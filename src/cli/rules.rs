//! `credline rules`: the catalogue, one rule, and the check of all examples.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{RulesArgs, RulesCommand};
use super::exit::{Exit, Failure};
use super::{generate, plan};
use crate::check::fact;
use crate::check::secret::examples;
use crate::config;
use crate::output::{grouped, plural};
use crate::rule::strict::Text;
use crate::rule::{self, Catalogue, Rule, page};

/// Does what the user asked of the rules.
pub fn run(args: &RulesArgs) -> Result<Exit, Failure> {
    match &args.command {
        RulesCommand::List { json, config } => list(&plan::rules_of(config.as_deref())?, *json),
        RulesCommand::Show { id, config } => show(&plan::rules_of(config.as_deref())?, id),
        RulesCommand::Check { files } => check(files),
    }
}

fn list(catalogue: &Catalogue, json: bool) -> Result<Exit, Failure> {
    if json {
        let rules: Vec<_> = catalogue.iter().map(|rule| page::record(rule)).collect();
        let text = serde_json::to_string_pretty(&rules).map_err(Failure::error)?;
        return generate::print((text + "\n").as_bytes());
    }
    let width = catalogue.iter().map(|rule| rule.id.as_str().len()).max().unwrap_or(0);
    let mut out = String::new();
    for rule in catalogue.iter() {
        let (severity, confidence) = (rule.severity.name(), rule.confidence.name());
        writeln!(
            out,
            "{:width$}  {severity:7}  {confidence:6}  {:7}  {}",
            rule.id.as_str(),
            rule.lifetime.class.name(),
            rule.summary
        )
        .expect("writing to a string");
    }
    generate::print(out.as_bytes())
}

fn show(catalogue: &Catalogue, id: &str) -> Result<Exit, Failure> {
    let rule = catalogue.get(id).ok_or_else(|| plan::no_such_rule(id, catalogue))?;
    generate::print(page::show(rule).as_bytes())
}

fn check(files: &[PathBuf]) -> Result<Exit, Failure> {
    let (catalogue, own) = if files.is_empty() { (plan::rules_of(None)?, Vec::new()) } else { with_files(files)? };
    let wanted = |rule: &Rule| files.is_empty() || own.contains(&rule.defined_at.0);
    let mut outcome = examples::run(&catalogue, wanted).map_err(Failure::usage)?;
    fact::examples::run(&catalogue, wanted, &mut outcome).map_err(Failure::usage)?;
    if let Some((_, rest)) = outcome.failures.split_first() {
        let all: Vec<String> = outcome.failures.iter().map(ToString::to_string).collect();
        return Err(Failure::Usage(format!("{} of the rules' examples fail:\n{}", rest.len() + 1, all.join("\n"))));
    }
    let services = catalogue.iter().filter(|rule| wanted(rule)).filter_map(|rule| rule.service.as_ref());
    let mut names: Vec<&str> = services.flat_map(|service| service.ids.iter().map(String::as_str)).collect();
    names.sort_unstable();
    names.dedup();
    let rules = plural(outcome.rules as u64, "rule");
    let services =
        if names.is_empty() { String::new() } else { format!(" of {}", plural(names.len() as u64, "service")) };
    let verb = if outcome.rules == 1 { "holds" } else { "hold" };
    let found = plural(outcome.matches as u64, "text");
    let text = format!("{rules}{services} {verb}: {found} found, {} left alone\n", grouped(outcome.no_matches as u64));
    generate::print(text.as_bytes())
}

/// The built-in rules with those of the files, and the names of the files whose rules are to be checked.
fn with_files(files: &[PathBuf]) -> Result<(Catalogue, Vec<Arc<str>>), Failure> {
    let mut catalogue = rule::builtin();
    let mut own = Vec::new();
    for path in files {
        let rules = rules_in(path)?;
        own.extend(rules.iter().map(|rule| rule.defined_at.0.clone()));
        catalogue.add(rules).map_err(Failure::usage)?;
    }
    Ok((catalogue, own))
}

/// The rules of a rule file, or of a configuration with all that it names.
fn rules_in(path: &Path) -> Result<Vec<Rule>, Failure> {
    let content = std::fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("cannot read `{}`: {error}", path.display())))?;
    let shown = path.display().to_string();
    let is_configuration = Text { file: &shown, text: &content }.read::<config::ConfigFile>().is_ok();
    if is_configuration || path.file_name().is_some_and(|name| name == "credline.toml") {
        return Ok(config::load(path).map_err(Failure::usage)?.rules);
    }
    rule::load(&shown, &content, false).map_err(Failure::usage)
}

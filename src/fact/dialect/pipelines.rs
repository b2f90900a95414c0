//! Pipelines of services that have no reader of their own: their variables, steps and commands look alike.

use super::{build, shell};
use crate::fact::Facts;
use crate::fact::value::{Data, Span, Value};

/// How deep steps may lie in one another.
const DEEPEST: usize = 16;

/// Names of files, and parts of paths, of such pipelines.
const FILES: &[&str] = &[
    "azure-pipelines",
    ".azure-pipelines/",
    ".azuredevops/",
    ".circleci/",
    "bitbucket-pipelines.y",
    ".drone.y",
    ".travis.y",
    ".woodpecker",
    ".buildkite/",
    "cloudbuild.y",
    "buildspec.y",
    "buildspec-",
    ".semaphore/",
    "appveyor.y",
    ".cirrus.y",
    "codemagic.y",
    "bitrise.y",
    "taskfile.y",
];

/// Groups of variables whose values are names in a store of secrets.
const STORES: &[&str] = &["parameter-store", "secrets-manager", "secret_env", "secretEnv"];

/// Whether a file is such a pipeline, by its name.
pub fn is_pipeline(path: &str) -> bool {
    let path = path.replace('\\', "/").to_ascii_lowercase();
    FILES.iter().any(|part| path.contains(part))
}

/// Names under which variables are set.
const VARIABLES: &[&str] = &["environment", "env", "variables", "settings", "env_vars", "substitutions"];

/// Names of scripts.
const SCRIPTS: &[&str] = &[
    "script",
    "before_script",
    "after_script",
    "after-script",
    "run",
    "bash",
    "powershell",
    "pwsh",
    "command",
    "commands",
    "inlineScript",
    "cmds",
    "install",
    "deploy_script",
    "build_script",
    "test_script",
];

/// Adds the facts of a pipeline.
pub fn facts<'t>(document: &Value<'t>, source: &'t str, facts: &mut Facts<'t>) {
    walk(document, "pipeline", source, 0, facts);
}

fn walk<'t>(value: &Value<'t>, subject: &str, source: &'t str, depth: usize, facts: &mut Facts<'t>) {
    if depth > DEEPEST {
        return;
    }
    match &value.data {
        Data::List(items) => {
            for item in items {
                if let Some(first) = item.entries().first() {
                    facts.add("ci.step", subject, first.at, item.clone());
                }
                walk(item, subject, source, depth + 1, facts);
            }
        }
        Data::Map(entries) => {
            for entry in entries {
                let key = entry.key.as_ref();
                if VARIABLES.contains(&key) {
                    variables(&entry.value, subject, facts);
                }
                if SCRIPTS.contains(&key) {
                    for line in entry.value.each() {
                        shell::script(Some(line), source, subject, facts);
                    }
                }
                if key == "args" {
                    // A script handed to a shell.
                    let is_script = |value: &&Value<'t>| value.text().is_some_and(|text| text.contains('\n'));
                    for script in entry.value.each().iter().filter(is_script) {
                        shell::script(Some(script), source, subject, facts);
                    }
                }
                walk(&entry.value, key, source, depth + 1, facts);
            }
        }
        _ => {}
    }
}

/// One fact a variable: of a map, of a list of maps with names and values, or of lines `NAME=value`.
fn variables<'t>(value: &Value<'t>, subject: &str, facts: &mut Facts<'t>) {
    for entry in value.entries() {
        let given = entry.value.get("value").or_else(|| entry.value.get("default")).unwrap_or(&entry.value);
        // What a store holds is named here alone.
        if entry.value.get("from_secret").is_some() || STORES.contains(&entry.key.as_ref()) {
            continue;
        }
        if matches!(given.data, Data::Map(_)) {
            // Groups of variables: those of all jobs, those of one.
            variables(&entry.value, subject, facts);
        } else {
            variable(entry.at, &entry.key, given.clone(), subject, facts);
        }
    }
    let Data::List(items) = &value.data else { return };
    for item in items {
        match (item.get("name").and_then(Value::known), item.get("value"), item.text()) {
            (Some(name), Some(value), _) => variable(value.span, name, value.clone(), subject, facts),
            (_, _, Some(line)) => {
                if let Some((name, value)) = build::pair(item.span, line) {
                    variable(name.span, name.text().unwrap_or_default(), value, subject, facts);
                }
            }
            _ => {}
        }
    }
}

fn variable<'t>(at: Span, name: &str, value: Value<'t>, subject: &str, facts: &mut Facts<'t>) {
    let fields = vec![build::entry("name", build::text(at, name.to_owned())), build::entry("value", value)];
    facts.add("ci.variable", subject, at, build::map(at, fields));
}

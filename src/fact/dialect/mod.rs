//! From values to facts: one reader a dialect, and the choice of the dialect that a document is written in.

mod actions;
mod arm;
mod aws;
mod build;
mod cloudformation;
mod compose;
mod docker;
mod gitlab;
mod google;
mod kubernetes;
mod kustomize;
mod manifest;
mod nested;
mod pipelines;
mod pulumi;
mod serverless;
mod settings;
mod shell;
mod terraform;

use super::value::{Reading, Value};
use super::{Facts, FileKind, Wants, hcl, json, yaml};
use json::Holes;

/// Reads the facts of a text; `path` is that of its file. Of settings those that `settings` wants, for there are many.
#[must_use]
pub fn read<'t>(kind: FileKind, path: &str, text: &'t str, settings: &'t Wants<'t>) -> Facts<'t> {
    let mut facts = Facts { settings: Some(settings), ..Facts::default() };
    // The plan of a run repeats what the code says.
    if kind == FileKind::Json && memchr::memmem::find(text.as_bytes(), b"\"planned_values\"").is_some() {
        return facts;
    }
    let reading = match kind {
        FileKind::Hcl => hcl::read(text),
        FileKind::Json => json::read(text, holes(text)),
        FileKind::Yaml => yaml::read(text),
        FileKind::Toml => super::settings::read_toml(text),
        FileKind::Settings => super::settings::read_env(text),
        FileKind::Dockerfile => {
            docker::facts(text, &mut facts);
            return facts;
        }
        FileKind::Shell => {
            shell::file(text, &mut facts);
            return facts;
        }
    };
    let Reading { documents, problems } = reading;
    facts.problems = problems;
    for document in documents {
        match kind {
            FileKind::Hcl => {
                let mut document = document;
                hcl::fold(&mut document);
                terraform::facts(document, text, &mut facts);
            }
            FileKind::Json | FileKind::Yaml => of_document(path, document, text, &mut facts),
            _ => {
                if !manifest::facts(path, &document, &mut facts) {
                    manifest::other(&document, &mut facts);
                }
            }
        }
    }
    facts
}

/// How a template marks what is filled in later, where a text of JSON is one.
fn holes(text: &str) -> Holes {
    if memchr::memmem::find(text.as_bytes(), b"{{").is_some_and(|at| text[at..].contains("}}")) && text.contains(": {{")
    {
        Holes::Braces
    } else {
        Holes::None
    }
}

/// Adds the facts of a document of JSON or YAML, in whatever dialect it is.
fn of_document<'t>(path: &str, document: Value<'t>, source: &'t str, facts: &mut Facts<'t>) {
    if path.ends_with(".tf.json") {
        terraform::facts(document, source, facts);
    } else if kustomize::is_kustomization(path, &document) {
        kustomize::facts(&document, source, facts);
    } else if kubernetes::is_object(&document) {
        kubernetes::facts(document, source, facts);
    } else if cloudformation::is_template(&document) {
        cloudformation::facts(document, facts);
    } else if arm::is_parameters(&document) {
        arm::parameters(document, facts);
    } else if arm::is_template(&document) {
        arm::facts(document, facts);
    } else if arm::is_role_definition(&document) {
        arm::role_definitions(&document, facts);
    } else if serverless::is_service(&document) {
        serverless::facts(document, facts);
    } else if actions::is_workflow(path, &document) {
        actions::workflow(&document, source, facts);
    } else if actions::is_action(path, &document) {
        actions::action(&document, source, facts);
    } else if gitlab::is_pipeline(path) {
        gitlab::facts(&document, source, facts);
    } else if pipelines::is_pipeline(path) {
        pipelines::facts(&document, source, facts);
    } else if compose::is_project(path, &document) {
        compose::facts(&document, facts);
    } else if pulumi::is_program(&document) {
        pulumi::facts(document, facts);
    } else if pulumi::is_settings(path, &document) {
        pulumi::settings(&document, facts);
    } else if terraform::is_vault_policy(&document) {
        terraform::vault_policy(&document, facts);
    } else if document.get("includedPermissions").is_some() {
        facts.add("gcp.role", path, document.span, document);
    } else if google::is_policy(&document) {
        google::policy(&document, "unknown", "policy", path, facts);
    } else if !manifest::facts(path, &document, facts) && !aws::policies(&document, aws::Owner::default(), facts) {
        kubernetes::rules_anywhere(&document, path, facts);
        if is_values(path) {
            settings::values("helm.value", &document, facts);
        }
        manifest::other(&document, facts);
    }
}

/// Whether a file holds the values of a Helm chart, by its name.
fn is_values(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.starts_with("values") || path.replace('\\', "/").contains("/values/")
}

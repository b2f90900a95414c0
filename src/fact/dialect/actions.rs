//! GitHub Actions: workflows, their jobs and steps, and composite actions.

mod needs;

use std::borrow::Cow;

use super::{build, shell};
use crate::fact::Facts;
use crate::fact::value::{Data, Entry, Value};

/// Whether a document is a workflow.
pub fn is_workflow(path: &str, document: &Value<'_>) -> bool {
    let path = path.replace('\\', "/");
    let is_there = path.contains(".github/workflows/")
        || path.contains(".gitea/workflows/")
        || path.contains(".forgejo/workflows/");
    document.get("jobs").is_some_and(|jobs| !jobs.entries().is_empty()) && (is_there || document.get("on").is_some())
}

/// Whether a document is a composite action.
pub fn is_action(path: &str, document: &Value<'_>) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    matches!(name, "action.yml" | "action.yaml") && document.at(&["runs", "using"]).is_some()
}

/// What all jobs of a workflow share.
struct Workflow<'v, 't> {
    source: &'t str,
    triggers: Vec<&'v str>,
    permissions: Option<&'v Value<'t>>,
}

/// Events that run with the rights of the repository on content of strangers.
const UNTRUSTED: &[&str] =
    &["pull_request_target", "workflow_run", "issue_comment", "issues", "discussion", "discussion_comment"];

/// Adds the facts of a workflow.
pub fn workflow<'t>(document: &Value<'t>, source: &'t str, facts: &mut Facts<'t>) {
    let events = document.get("on");
    let triggers: Vec<&str> = events.map(triggers).unwrap_or_default();
    let shared = Workflow { source, triggers, permissions: document.get("permissions") };
    for job in document.get("jobs").map_or(&[][..], Value::entries) {
        self::job(job, &shared, facts);
    }
    let subject = document.get("name").and_then(Value::known).unwrap_or("workflow").to_owned();
    let at = document.entry("permissions").or_else(|| document.entry("jobs")).map_or(document.span, |entry| entry.at);
    let mut entries = document.entries().to_vec();
    entries.push(build::entry("triggers", names(&shared.triggers)));
    let jobs = document.get("jobs").map_or(&[][..], Value::entries);
    let undeclared = shared.permissions.is_none() && jobs.iter().any(|job| job.value.get("permissions").is_none());
    entries.push(build::entry("undeclared", build::flag(build::NOWHERE, undeclared)));
    entries.push(build::entry("untrusted", build::flag(build::NOWHERE, shared.is_untrusted())));
    facts.add("actions.workflow", subject, at, build::map(document.span, entries));
}

/// Adds the facts of a composite action.
pub fn action<'t>(document: &Value<'t>, source: &'t str, facts: &mut Facts<'t>) {
    let steps = document.at(&["runs", "steps"]).map_or(&[][..], Value::each);
    let shared = Workflow { source, triggers: Vec::new(), permissions: None };
    for step in steps {
        self::step(step, "action", &shared, pushes(steps), facts);
    }
}

fn triggers<'v>(events: &'v Value<'_>) -> Vec<&'v str> {
    match &events.data {
        Data::Map(entries) => entries.iter().map(|entry| entry.key.as_ref()).collect(),
        _ => events.each().iter().filter_map(Value::text).collect(),
    }
}

fn names<'t>(names: &[&str]) -> Value<'t> {
    let name = |name: &&str| build::text(build::NOWHERE, (*name).to_owned());
    build::list(build::NOWHERE, names.iter().map(name).collect())
}

impl Workflow<'_, '_> {
    fn is_untrusted(&self) -> bool {
        self.triggers.iter().any(|trigger| UNTRUSTED.contains(trigger))
    }
}

fn job<'t>(job: &Entry<'t>, shared: &Workflow<'_, 't>, facts: &mut Facts<'t>) {
    let steps = job.value.get("steps").map_or(&[][..], Value::each);
    let own = job.value.get("permissions");
    let permissions = own.or(shared.permissions);
    for step in steps {
        self::step(step, &job.key, shared, pushes(steps), facts);
    }
    let at = job.at;
    let mut entries = job.value.entries().to_vec();
    entries.push(build::entry("triggers", names(&shared.triggers)));
    entries.push(build::entry("untrusted", build::flag(build::NOWHERE, shared.is_untrusted())));
    entries.push(build::entry("undeclared", build::flag(build::NOWHERE, permissions.is_none())));
    let uses_secrets = mentions_secrets(&job.value);
    entries.push(build::entry("uses-secrets", build::flag(build::NOWHERE, uses_secrets)));
    let head = steps.iter().find(|step| checks_out_head(step));
    if let Some(step) = head {
        entries.push(build::entry(
            "head-checkout",
            build::flag(step.get("uses").map_or(step.span, |uses| uses.span), true),
        ));
    }
    if let Some(permissions) = permissions {
        let excess = needs::excess(&job.value, permissions);
        entries.push(build::entry("excess", build::list(permissions.span, excess)));
    }
    if let Some(step) = persists_and_uploads(steps) {
        let at = step.get("uses").map_or(step.span, |uses| uses.span);
        entries.push(build::entry("persisted", build::flag(at, true)));
    }
    facts.add("actions.job", job.key.as_ref(), at, build::map(job.value.span, entries));
}

/// Whether a step sends commits back, for which the credentials of the checkout have to stay.
fn pushes(steps: &[Value<'_>]) -> bool {
    steps.iter().filter_map(|step| step.get("run").and_then(Value::text)).any(|script| script.contains("git push"))
}

fn step<'t>(step: &Value<'t>, job: &str, shared: &Workflow<'_, 't>, pushes: bool, facts: &mut Facts<'t>) {
    let named = step.entry("uses").or_else(|| step.entry("run")).or_else(|| step.entries().first());
    let at = named.map_or(step.span, |entry| if entry.key == "uses" { entry.value.span } else { entry.at });
    let mut entries = step.entries().to_vec();
    if let Some(uses) = step.get("uses").and_then(Value::text) {
        entries.push(build::entry("action", build::text(build::NOWHERE, action_of(uses))));
    }
    entries.push(build::entry("triggers", names(&shared.triggers)));
    entries.push(build::entry("untrusted", build::flag(build::NOWHERE, shared.is_untrusted())));
    entries.push(build::entry("pushes", build::flag(build::NOWHERE, pushes)));
    shell::script(step.get("run"), shared.source, job, facts);
    facts.add("actions.step", job, at, build::map(step.span, entries));
}

/// The action of a step, its version left out and in small letters: `actions/checkout`.
fn action_of(uses: &str) -> String {
    uses.split('@').next().unwrap_or(uses).to_ascii_lowercase()
}

/// Whether a value reads a secret of the repository other than the token of the run.
fn mentions_secrets(value: &Value<'_>) -> bool {
    match &value.data {
        Data::Text(text) => {
            text.match_indices("secrets.").any(|(at, _)| !text[at + 8..].starts_with("GITHUB_TOKEN"))
                && text.contains("${{")
                || text.contains("secrets[")
                || text.contains("toJSON(secrets")
                || text == "inherit"
        }
        Data::Map(entries) => entries.iter().any(|entry| mentions_secrets(&entry.value)),
        Data::List(items) => items.iter().any(mentions_secrets),
        _ => false,
    }
}

/// Whether a step checks out what somebody proposes.
fn checks_out_head(step: &Value<'_>) -> bool {
    let uses = step.get("uses").and_then(Value::text).map(action_of);
    let reference = step.at(&["with", "ref"]).and_then(Value::text).unwrap_or_default();
    let repository = step.at(&["with", "repository"]).and_then(Value::text).unwrap_or_default();
    let is_head = |text: &str| {
        ["pull_request.head", "github.head_ref", "workflow_run.head", "refs/pull/", "pull_request.number"]
            .iter()
            .any(|part| text.contains(part))
    };
    uses.as_deref() == Some("actions/checkout") && (is_head(reference) || is_head(repository))
        || step.get("run").and_then(Value::text).is_some_and(|run| {
            run.contains("gh pr checkout") || run.contains("git fetch") && run.contains("refs/pull/")
        })
}

/// The checkout whose credentials an upload of the work tree takes along.
fn persists_and_uploads<'v, 't>(steps: &'v [Value<'t>]) -> Option<&'v Value<'t>> {
    let uses = |step: &Value<'_>, name: &str| {
        step.get("uses").and_then(Value::text).map(action_of).is_some_and(|action| action == name)
    };
    let (index, checkout) = steps.iter().enumerate().find(|(_, step)| uses(step, "actions/checkout"))?;
    let keeps = step_option(checkout, "persist-credentials");
    if keeps.as_deref() == Some("false") {
        return None;
    }
    let uploads = steps[index..].iter().filter(|step| uses(step, "actions/upload-artifact"));
    let takes_all = |step: &Value<'_>| {
        let path = step.at(&["with", "path"]).and_then(Value::text).unwrap_or_default();
        path.lines().map(str::trim).any(|path| {
            matches!(
                path,
                "." | "./" | "*" | "**" | "./**" | "**/*" | "${{ github.workspace }}" | "${{github.workspace}}"
            )
        })
    };
    uploads.clone().any(takes_all).then_some(checkout)
}

/// An input of a step.
fn step_option<'v>(step: &'v Value<'_>, name: &str) -> Option<Cow<'v, str>> {
    step.at(&["with", name]).and_then(Value::text).map(Cow::from)
}

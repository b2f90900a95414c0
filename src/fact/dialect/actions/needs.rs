//! What the steps of a job need of its token, as far as that can be told.

use crate::fact::shell;
use crate::fact::value::{Data, Value};

/// What a permission is needed for: actions (the start of their names), and words in the commands of a job.
struct Need {
    permission: &'static str,
    actions: &'static [&'static str],
    words: &'static [&'static str],
}

const NEEDS: &[Need] = &[
    Need {
        permission: "contents",
        actions: &["actions/stale"],
        words: &[
            "push",
            "release",
            "publish",
            "deploy",
            "tag",
            "commit",
            "version",
            "changeset",
            "gh api",
            "gh repo",
            "bump",
            "sync",
            "merge",
            "backport",
        ],
    },
    Need {
        permission: "packages",
        actions: &["docker/"],
        words: &[
            "push", "publish", "deploy", "ghcr.io", "npm", "docker", "maven", "mvn", "gradle", "nuget", "helm", "oras",
            "release",
        ],
    },
    Need {
        permission: "pull-requests",
        actions: &["actions/labeler", "actions/stale", "actions/dependency-review"],
        words: &["gh pr", "gh api", "comment", "label", "danger", "reviewdog", "merge", "release"],
    },
    Need {
        permission: "issues",
        actions: &["actions/stale", "actions/labeler"],
        words: &["gh issue", "gh api", "comment", "label", "release"],
    },
    Need {
        permission: "id-token",
        actions: &[
            "aws-actions/",
            "google-github-actions/",
            "azure/",
            "pypa/",
            "actions/attest",
            "actions/deploy-pages",
            "sigstore/",
            "hashicorp/",
        ],
        words: &[
            "provenance",
            "cosign",
            "sigstore",
            "oidc",
            "id_token",
            "ACTIONS_ID_TOKEN",
            "publish",
            "attest",
            "vault",
            "sts",
            "trusted",
            "gcloud",
            "slsa",
            "release",
        ],
    },
    Need {
        permission: "security-events",
        actions: &["github/codeql-action"],
        words: &["sarif", "code-scanning", "codeql"],
    },
    Need {
        permission: "pages",
        actions: &["actions/deploy-pages", "actions/configure-pages", "actions/upload-pages-artifact"],
        words: &["pages"],
    },
    Need {
        permission: "actions",
        actions: &["actions/stale", "styfle/cancel-workflow-action", "actions/delete-package-versions"],
        words: &["gh run", "gh workflow", "gh cache", "gh api"],
    },
    Need { permission: "attestations", actions: &["actions/attest", "docker/"], words: &["attest", "gh api"] },
];

/// Actions of which it is known that they need nothing but to read.
const READERS: &[&str] = &[
    "actions/checkout",
    "actions/cache",
    "actions/upload-artifact",
    "actions/download-artifact",
    "codecov/codecov-action",
    "golangci/golangci-lint-action",
    "dtolnay/rust-toolchain",
    "swatinem/rust-cache",
    "pnpm/action-setup",
    "gradle/",
    "astral-sh/setup-uv",
    "taiki-e/install-action",
    "oven-sh/setup-bun",
    "ruby/setup-ruby",
    "hadolint/",
    "pre-commit/action",
];

/// The permissions to write that no step of a job makes use of. Empty where a step may use any: it is given the token,
/// or nobody knows what it does.
pub fn excess<'t>(job: &Value<'t>, permissions: &Value<'t>) -> Vec<Value<'t>> {
    let steps = job.get("steps").map_or(&[][..], Value::each);
    if steps.is_empty() || gives_token_away(job) {
        return Vec::new();
    }
    let actions: Vec<String> =
        steps.iter().filter_map(|step| step.get("uses").and_then(Value::text)).map(super::action_of).collect();
    let commands: String =
        steps.iter().filter_map(|step| step.get("run").and_then(Value::text)).collect::<Vec<_>>().join("\n");
    let names: String =
        steps.iter().filter_map(|step| step.get("name").and_then(Value::text)).collect::<Vec<_>>().join("\n");
    let is_needed = |need: &Need| {
        actions.iter().any(|action| need.actions.iter().any(|known| action.starts_with(known)))
            || need.words.iter().any(|word| commands.contains(word) || names.to_lowercase().contains(word))
    };
    let is_reader =
        |action: &String| READERS.iter().any(|known| action.starts_with(known)) || action.starts_with("actions/setup-");
    let mut excess = Vec::new();
    for entry in permissions.entries() {
        let writes = entry.value.text() == Some("write");
        let Some(need) = NEEDS.iter().find(|need| need.permission == entry.key).filter(|_| writes) else { continue };
        let all_known = actions.iter().all(|action| {
            is_reader(action) || NEEDS.iter().flat_map(|need| need.actions).any(|known| action.starts_with(known))
        });
        if all_known && !is_needed(need) {
            excess.push(Value::new(entry.at, Data::Text(format!("{}: write", entry.key).into())));
        }
    }
    excess
}

/// Whether a step is given the token of the run, or calls something that may take it. The command line of GitHub says by
/// its name what it does with it.
fn gives_token_away(job: &Value<'_>) -> bool {
    let (steps, others): (Vec<_>, Vec<_>) = job.entries().iter().partition(|entry| entry.key == "steps");
    let takes = |step: &Value<'_>| mentions_token(step) && !step.get("run").and_then(Value::text).is_some_and(is_plain);
    others.iter().any(|entry| entry.key != "permissions" && mentions_token(&entry.value))
        || steps.iter().flat_map(|entry| entry.value.each()).any(takes)
}

/// Programs that do not look at a token in their environment.
const DEAF: &[&str] =
    &["gh", "echo", "printf", "set", "cd", "mkdir", "jq", "sed", "cat", "test", "[", "exit", "true", "date", "sleep"];

/// Whether a script has but commands of which it is known what they do with the token.
fn is_plain(script: &str) -> bool {
    shell::read(script).iter().all(|command| {
        let word = |index: usize| command.words.get(index).map_or("", |word| word.text.as_ref());
        DEAF.contains(&word(0)) && !(word(0) == "gh" && matches!(word(1), "api" | "extension" | "auth" | "alias"))
    })
}

fn mentions_token(value: &Value<'_>) -> bool {
    match &value.data {
        Data::Text(text) => text.contains("GITHUB_TOKEN") || text.contains("github.token") || text.contains("GH_TOKEN"),
        Data::Map(entries) => entries.iter().any(|entry| mentions_token(&entry.value)),
        Data::List(items) => items.iter().any(mentions_token),
        _ => false,
    }
}

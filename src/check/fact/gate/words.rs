//! The words of each kind of fact.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::Formats;
use crate::check::prefilter::Literal;
use crate::fact::FileKind;
use crate::rule::{Condition, Query};

/// The words of all kinds that are asked for.
#[derive(Default)]
pub struct Words {
    /// Each word, and the formats in which it counts.
    pub literals: BTreeMap<Literal, Formats>,
    /// Formats of which every file is read.
    pub open: Formats,
}

/// Beginnings of kinds, the words of which one stands in every text with such a fact, and the formats in which they count.
/// The first that fits is taken.
const KINDS: &[(&str, &[&str], &[FileKind])] = &[
    ("aws.", &["Statement", "statement"], DOCUMENTS),
    (
        "gcp.grant",
        &["_iam_member\"", "_iam_binding\"", "google_iam_policy", "bindings", "IAMPolicy", "IAMPartial"],
        DOCUMENTS,
    ),
    ("gcp.role", &["includedPermissions"], DOCUMENTS),
    (
        "k8s.",
        &[
            "kind:",
            "verbs:",
            "\"spec\"",
            "\"roleRef\"",
            "\"verbs\"",
            "\"stringData\"",
            "\"ServiceAccount\"",
            "\"Secret\"",
            "\"ConfigMap\"",
            "\"client-key-data\"",
            "\"contexts\"",
        ],
        DOCUMENTS,
    ),
    ("kustomize.", &["Generator", "patches"], YAML),
    ("helm.value", &[], &[]),
    ("actions.", &["runs-on", "jobs:", "runs:"], YAML),
    ("gitlab.", &[], &[]),
    ("ci.", &[], &[]),
    ("pulumi.", &[], &[]),
    ("compose.", &["services:"], YAML),
    ("serverless.", &["runtime:", "iamRoleStatements"], YAML),
    ("cloudformation.", NAMES_OF_SECRETS, DOCUMENTS),
    ("microsoft.authorization/roledefinitions", &["oleDefinitions", "oledefinitions", "ssignableScopes"], JSON),
    (
        "arm.output",
        &[
            "listKeys",
            "listSecrets",
            "listCredentials",
            "listConnectionStrings",
            "listAccountSas",
            "listServiceSas",
            "listAdminKeys",
            "listQueryKeys",
            "listkeys",
        ],
        JSON,
    ),
    ("arm.", NAMES_OF_SECRETS, JSON),
    ("mcp.", &["mcpServers", "mcp_servers", "context_servers", "\"servers\"", "\"mcp\""], DOCUMENTS),
    ("slack.manifest", &["oauth_config", "display_information"], DOCUMENTS),
    ("github.app", &["default_permissions"], DOCUMENTS),
    ("entra.application", &["requiredResourceAccess", "passwordCredentials"], DOCUMENTS),
    ("google.apps-script", &["oauthScopes"], DOCUMENTS),
    ("openapi", &["openapi", "swagger"], DOCUMENTS),
    ("shopify.app", &["access_scopes"], DOCUMENTS),
    ("discord.app", &["install_params", "integration_types_config"], DOCUMENTS),
    ("zoom.app", &[], &[]),
    ("atlassian.app", &[], &[]),
    ("browser.extension", &[], &[]),
    ("agent.", &[], &[]),
    ("docker.", &[], &[]),
    ("module", &["module \"", "\"module\""], HCL),
    ("output", &["output \"", "\"output\""], HCL),
    (
        "hcl.attribute",
        &[
            "_pass",
            "passw",
            "passphrase",
            "secret",
            "token",
            "api_key",
            "apikey",
            "access_key",
            "private_key",
            "credentials",
            "_pwd",
            "lease_ttl",
            "acl =",
            "operator =",
        ],
        HCL,
    ),
    (
        "variable",
        &[
            "_pass",
            "passw",
            "passphrase",
            "secret",
            "token",
            "api_key",
            "apikey",
            "access_key",
            "private_key",
            "credentials",
            "_pwd",
        ],
        HCL,
    ),
    ("terraform.backend", &["backend \""], HCL),
    ("hcl.path", &["capabilities", "path \""], &[FileKind::Hcl, FileKind::Json]),
];

/// Pieces of the names of template parameters and outputs that hold secrets, however they are written.
const NAMES_OF_SECRETS: &[&str] = &[
    "assw",
    "ASSW",
    "ecret",
    "ECRET",
    "oken",
    "OKEN",
    "ApiKey",
    "APIKey",
    "apiKey",
    "apikey",
    "AccessKey",
    "accessKey",
    "PrivateKey",
    "privateKey",
    "AuthKey",
    "authKey",
    "LicenseKey",
    "licenseKey",
    "AccountKey",
    "accountKey",
    "SharedKey",
    "sharedKey",
    "onnectionString",
    "onnectionstring",
    "NoEcho",
    "ecureString",
    "ecurestring",
    "ecureObject",
    "ecureobject",
    "Pwd",
    "pwd",
];

const DOCUMENTS: &[FileKind] = &[FileKind::Hcl, FileKind::Json, FileKind::Yaml, FileKind::Toml, FileKind::Shell];
const YAML: &[FileKind] = &[FileKind::Yaml];
const JSON: &[FileKind] = &[FileKind::Json];
const HCL: &[FileKind] = &[FileKind::Hcl];

/// Pieces of the names of settings that rules know, `_` and `-` left out, and as they are written. The first that a
/// pattern has is looked for: rare ones come first.
const SETTINGS: &[(&str, &[&str])] = &[
    ("expir", &["expir"]),
    ("lifetime", &["lifetime", "life_time", "life-time"]),
    ("lifespan", &["lifespan", "life_span"]),
    ("maxage", &["maxage", "max_age", "max-age"]),
    ("validity", &["validity"]),
    ("validif", &["validif"]),
    ("autoapprove", &["autoapprove", "auto_approve", "auto-approve"]),
    ("yolo", &["yolo"]),
    ("dangerously", &["dangerously"]),
    ("emaildomain", &["emaildomain", "email_domain", "email-domain"]),
    ("nodelabels", &["node_labels", "node-labels", "nodelabels"]),
    ("labels.", &["_labels"]),
    ("validto", &["valid_to", "valid-to", "validto"]),
    ("validatelifetime", &["validatelifetime"]),
    ("notafter", &["not_after", "not-after", "notafter"]),
    ("certttl", &["cert_ttl"]),
    ("jwt", &["jwt"]),
    ("maxsession", &["max_session", "maxsession", "max-session"]),
    ("remember", &["remember"]),
    ("cookie", &["cookie"]),
    ("session", &["session"]),
    ("certduration", &["certduration"]),
    ("duration", &["duration"]),
    ("authlevel", &["authlevel", "auth_level", "auth-level"]),
    ("resourceaccess", &["resourceaccess"]),
    ("rules.", &["\".read\"", "\".write\""]),
    ("ttl", &["ttl"]),
    ("rotaterefreshtokens", &["rotate_refresh_tokens", "rotaterefreshtokens", "rotate-refresh-tokens"]),
    ("millis", &["millis"]),
    ("accesstoken", &["accesstoken", "access_token", "access-token"]),
    ("refreshtoken", &["refreshtoken", "refresh_token", "refresh-token"]),
    ("life", &["life"]),
];

/// Parts of the paths of files that are always read: they are few, and what is in them is known by their names.
const NAMES: &[&str] = &[
    ".tf.json",
    ".github/",
    ".gitea/",
    ".forgejo/",
    "action.yml",
    "action.yaml",
    "gitlab-ci",
    ".gitlab/ci/",
    "values",
    "kustomization.",
    "pulumi.",
    "azure-pipelines",
    ".azure-pipelines/",
    ".azuredevops/",
    ".circleci/",
    "bitbucket-pipelines",
    ".drone.y",
    ".travis.y",
    ".woodpecker",
    ".buildkite/",
    "cloudbuild.y",
    "buildspec",
    ".semaphore/",
    "appveyor.y",
    ".cirrus.y",
    "codemagic.y",
    "bitrise.y",
    "taskfile.y",
    "compose",
    "serverless.",
    "agent",
    ".claude/",
    ".cursor/",
    ".codex/",
    ".gemini/",
    ".vscode/",
    "mcp",
    "opencode.json",
    "manifest.",
    "atlassian-connect.json",
    "zoom.json",
    "permissions.json",
    "cli-config.json",
    "config.toml",
    ".aider",
    "settings.json",
    "settings.local.json",
    "dockerfile",
    "containerfile",
];

/// Whether a file is always read, by its name and the folders that it lies in.
pub fn is_known_name(path: &str) -> bool {
    static KNOWN: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let known = AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(NAMES);
        known.expect("some dozens of short texts")
    });
    let near = path.rmatch_indices(['/', '\\']).nth(2).map_or(path, |(at, _)| &path[at..]);
    KNOWN.is_match(near)
}

impl Words {
    /// Adds the words of a kind that a query asks for.
    pub fn add(&mut self, kind: &str, query: &Query) {
        match kind {
            "setting" => return self.settings(query),
            "command" => return self.commands(query),
            _ => {}
        }
        if let Some((_, words, formats)) = KINDS.iter().find(|(start, ..)| kind.starts_with(start)) {
            let formats = formats.iter().fold(Formats::default(), |all, kind| all.and(Formats::of(*kind)));
            return words.iter().for_each(|word| self.word(word, true, formats));
        }
        let hcl = Formats::of(FileKind::Hcl);
        // A block of another tool, by its first word and what may follow it.
        if let Some(keyword) = kind.strip_prefix("hcl.") {
            return ["{", "\"", "="].iter().for_each(|next| self.word(&format!("{keyword} {next}"), true, hcl));
        }
        if let Some((keyword, name)) = kind.split_once('.').filter(|(word, _)| matches!(*word, "provider" | "backend"))
        {
            return self.word(&format!("{keyword} \"{name}\""), true, hcl);
        }
        let name = kind.strip_prefix("data.").unwrap_or(kind);
        if name.contains("::") {
            self.word(name, true, Formats::of(FileKind::Json).and(Formats::of(FileKind::Yaml)));
        } else if name.starts_with("microsoft.") {
            // What lies in a resource may be named without it: the namespace and the first type stand in any case.
            let second = name.match_indices('/').nth(1).map_or(name.len(), |(at, _)| at);
            let first = name[..second].split('@').next().unwrap_or(name);
            self.word(first, false, Formats::of(FileKind::Json));
        } else if name.contains('_') && !name.contains('.') {
            self.word(&format!("\"{name}\""), true, hcl);
        } else {
            self.open = Formats::ALL;
        }
    }

    fn word(&mut self, word: &str, exact: bool, formats: Formats) {
        let literal = Literal { bytes: word.as_bytes().to_vec(), exact };
        let known = self.literals.entry(literal).or_default();
        *known = known.and(formats);
    }

    /// Names of settings: where a pattern has none of the pieces that are known, every file has to be read.
    fn settings(&mut self, query: &Query) {
        let formats = [FileKind::Json, FileKind::Yaml, FileKind::Toml, FileKind::Settings];
        let formats = formats.into_iter().fold(Formats::default(), |all, kind| all.and(Formats::of(kind)));
        // A long text that has to stand in the value is rarer than any name.
        let values = names(&query.when, "value").unwrap_or_default();
        let values: Option<Vec<&str>> = values.iter().map(|pattern| piece(pattern, 8)).collect();
        if let Some(values) = values.filter(|values| !values.is_empty()) {
            return values.into_iter().for_each(|word| self.word(word, false, formats));
        }
        let Some(patterns) = names(&query.when, "key") else {
            self.open = Formats::ALL;
            return;
        };
        for pattern in patterns {
            match SETTINGS.iter().find(|(piece, _)| pattern.contains(piece)) {
                Some((_, written)) => written.iter().for_each(|word| self.word(word, false, formats)),
                None => self.open = Formats::ALL,
            }
        }
    }

    /// Programs: what a pattern of a command begins with.
    fn commands(&mut self, query: &Query) {
        let Some(patterns) = names(&query.when, "name").or_else(|| names(&query.when, "line")) else {
            self.open = self.open.and(Formats::of(FileKind::Shell));
            return;
        };
        for pattern in patterns {
            let program: &str = pattern.split(['*', ' ']).next().unwrap_or_default();
            // A short name is looked for with what stands behind it.
            let word = if program.len() < 4 { format!("{program} ") } else { program.to_owned() };
            match piece(&pattern, 4) {
                _ if program.len() > 1 => self.word(&word, true, Formats::of(FileKind::Shell)),
                Some(piece) => self.word(piece, false, Formats::of(FileKind::Shell)),
                None => self.open = self.open.and(Formats::of(FileKind::Shell)),
            }
        }
    }
}

/// The longest piece of a pattern that stands for itself, where it has so many letters.
fn piece(pattern: &str, least: usize) -> Option<&str> {
    let pieces = pattern.split(['*', '?', '\\']).filter(|piece| piece.len() >= least);
    pieces.max_by_key(|piece| piece.len())
}

/// The patterns of a name of which one has to hold; `None` where the name does not matter.
pub fn names(conditions: &[Condition], path: &str) -> Option<Vec<String>> {
    let patterns = |condition: &Condition| -> Option<Vec<String>> {
        if condition.path.as_str() == path && !(condition.like.is_empty() && condition.is.is_empty()) {
            return Some(condition.like.iter().chain(&condition.is).map(|text| text.to_ascii_lowercase()).collect());
        }
        if let Some(all) = names(&condition.all, path) {
            return Some(all);
        }
        if condition.any.is_empty() {
            return None;
        }
        let each: Option<Vec<Vec<String>>> =
            condition.any.iter().map(|one| names(std::slice::from_ref(one), path)).collect();
        each.map(|patterns| patterns.concat())
    };
    conditions.iter().find_map(patterns)
}

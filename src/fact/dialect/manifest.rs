//! Manifests of applications and agents: documents that are known by a name or a key, as facts of their own.

use super::{build, settings};
use crate::fact::Facts;
use crate::fact::value::{Data, Value};

/// A kind of manifest: a document is one that has one of the keys, in a file whose name fits, where names are given.
struct Manifest {
    kind: &'static str,
    keys: &'static [&'static str],
    names: &'static [&'static str],
}

const MANIFESTS: &[Manifest] = &[
    Manifest { kind: "slack.manifest", keys: &["oauth_config", "display_information"], names: &[] },
    Manifest { kind: "github.app", keys: &["default_permissions"], names: &[] },
    Manifest { kind: "entra.application", keys: &["requiredResourceAccess", "passwordCredentials"], names: &[] },
    Manifest { kind: "google.apps-script", keys: &["oauthScopes"], names: &[] },
    Manifest { kind: "openapi", keys: &["openapi", "swagger"], names: &[] },
    Manifest { kind: "agent.card", keys: &["skills", "securitySchemes"], names: &["agent.json", "agent-card.json"] },
    Manifest {
        kind: "atlassian.app",
        keys: &["scopes", "permissions"],
        names: &["atlassian-connect.json", "manifest.yml", "manifest.yaml"],
    },
    Manifest { kind: "browser.extension", keys: &["manifest_version"], names: &["manifest.json"] },
    Manifest {
        kind: "agent.settings",
        keys: &[
            "permissions",
            "permission",
            "defaultMode",
            "approval_policy",
            "sandbox_mode",
            "autoAccept",
            "trustedFolders",
            "tools",
            "profiles",
            "enableAllProjectMcpServers",
            "autoApprove",
            "yolo",
            "security",
            "approvalMode",
            "alwaysAllow",
            "coreTools",
            "allowedTools",
            "chat.tools.autoApprove",
            "chat.tools.global.autoApprove",
            "dangerously_skip_permissions",
        ],
        names: &[
            ".claude/settings.json",
            ".cursor/cli.json",
            "cli-config.json",
            ".claude/settings.local.json",
            "settings.json",
            "settings.local.json",
            "config.toml",
            "opencode.json",
            "opencode.jsonc",
            ".aider.conf.yml",
            "permissions.json",
            "agent.yaml",
            "agent.yml",
            "agents.yaml",
        ],
    },
    Manifest { kind: "shopify.app", keys: &["access_scopes"], names: &[] },
    Manifest { kind: "zoom.app", keys: &["manifest"], names: &["manifest.json", "zoom.json"] },
    Manifest { kind: "discord.app", keys: &["install_params", "integration_types_config"], names: &[] },
];

/// Adds the facts of a manifest; `false` where a document is none.
pub fn facts<'t>(path: &str, document: &Value<'t>, facts: &mut Facts<'t>) -> bool {
    let path = path.replace('\\', "/");
    let name = path.rsplit('/').next().unwrap_or(&path);
    let mut known = servers(document, facts);
    for manifest in MANIFESTS {
        let fits =
            manifest.names.is_empty() || manifest.names.iter().any(|known| *known == name || path.ends_with(known));
        if fits && manifest.keys.iter().any(|key| document.get(key).is_some()) {
            facts.add(manifest.kind, name, document.span, document.clone());
            // Among the settings of an agent lie others, which a document of no kind has too.
            known |= manifest.kind != "agent.settings";
        }
    }
    known
}

/// The servers of the Model Context Protocol that a client is to run, each a fact.
fn servers<'t>(document: &Value<'t>, facts: &mut Facts<'t>) -> bool {
    let lists =
        [&["mcpServers"][..], &["mcp", "servers"], &["mcp_servers"], &["context_servers"], &["servers"], &["mcp"]];
    let mut found = false;
    for servers in lists.into_iter().filter_map(|path| document.at(path)) {
        for server in servers.entries() {
            if ["command", "url", "serverUrl", "httpUrl"].iter().all(|key| server.value.get(key).is_none()) {
                continue;
            }
            found = true;
            for key in ["env", "headers", "environment", "http_headers"] {
                for variable in server.value.get(key).map_or(&[][..], Value::entries) {
                    let name = build::text(variable.at, variable.key.clone());
                    let fields = vec![build::entry("name", name), build::entry("value", variable.value.clone())];
                    facts.add(
                        "mcp.variable",
                        server.key.as_ref(),
                        variable.at,
                        build::map(variable.value.span, fields),
                    );
                }
            }
            facts.add("mcp.server", server.key.as_ref(), server.at, server.value.clone());
        }
    }
    found
}

/// Adds what a document of no known kind sets.
pub fn other<'t>(document: &Value<'t>, facts: &mut Facts<'t>) {
    if matches!(document.data, Data::Map(_) | Data::List(_)) {
        settings::all(document, facts);
    }
}

//! GitLab CI: jobs, their variables and the commands they run.

use super::{build, shell};
use crate::fact::Facts;
use crate::fact::value::{Data, Value};

/// Whether a file is a pipeline of GitLab, by its name.
pub fn is_pipeline(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    name.contains("gitlab-ci") && [".yml", ".yaml"].iter().any(|ending| name.ends_with(ending))
        || path.replace('\\', "/").contains(".gitlab/ci/")
}

/// Sections that are no jobs.
const SECTIONS: &[&str] =
    &["variables", "stages", "include", "image", "services", "cache", "workflow", "spec", "pages"];

/// Adds the facts of a pipeline.
pub fn facts<'t>(document: &Value<'t>, source: &'t str, facts: &mut Facts<'t>) {
    variables(document.get("variables"), "pipeline", facts);
    for entry in document.entries() {
        if SECTIONS.contains(&entry.key.as_ref()) || !matches!(entry.value.data, Data::Map(_)) {
            continue;
        }
        variables(entry.value.get("variables"), &entry.key, facts);
        for key in ["before_script", "script", "after_script"] {
            for line in entry.value.get(key).map_or(&[][..], Value::each) {
                shell::script(Some(line), source, &entry.key, facts);
            }
        }
        facts.add("gitlab.job", entry.key.as_ref(), entry.at, entry.value.clone());
    }
}

fn variables<'t>(variables: Option<&Value<'t>>, subject: &str, facts: &mut Facts<'t>) {
    for entry in variables.map_or(&[][..], Value::entries) {
        let value = entry.value.get("value").unwrap_or(&entry.value).clone();
        let name = build::text(entry.at, entry.key.clone());
        let fields = vec![build::entry("name", name), build::entry("value", value)];
        facts.add("gitlab.variable", subject, entry.at, build::map(entry.value.span, fields));
    }
}

//! What the actions of a statement do, of those that a policy could have allowed on some resources alone.

use super::build;
use crate::fact::value::{Value, has_hole};
use crate::policy::iam::Pattern;
use crate::policy::iam::actions::{self, Level};

/// Actions that the table has resources for and that AWS's own policies allow on everything all the same: resources came
/// later, or are made by what is allowed.
const ON_EVERYTHING: &[&str] = &[
    "cloudwatch:getmetricdata",
    "cloudwatch:listmetrics",
    "cloudwatch:putmetricdata",
    "ec2:createnetworkinterface",
    "ec2:deletenetworkinterface",
    "ssm:updateinstanceinformation",
];

/// Beginnings of the names of actions that read.
const READERS: &[&str] = &["get", "list", "describe", "batchget"];

/// What follows the service, in small letters.
fn pattern_name(action: &str) -> String {
    action.split_once(':').map_or("", |(_, name)| name).to_ascii_lowercase()
}

/// The levels of access, each at the place of the first pattern that covers it. A lone `*` says nothing here: it is
/// everything.
pub fn of<'t>(patterns: &[Value<'t>]) -> Vec<Value<'t>> {
    let mut found: Vec<(Level, Value<'t>)> = Vec::new();
    for value in patterns {
        let Some(text) = value.text().filter(|text| text.contains(':') && !has_hole(text)) else { continue };
        let pattern = Pattern::action(text);
        if pattern.is_everything() || ON_EVERYTHING.iter().any(|action| action.eq_ignore_ascii_case(text)) {
            continue;
        }
        // The table counts some actions by which permissions are read among those that change them.
        let reads = READERS.iter().any(|verb| pattern_name(text).starts_with(verb));
        let changes = |level: Level| !reads || matches!(level, Level::List | Level::Read);
        let is_new = |level: Level| changes(level) && found.iter().all(|(known, _)| *known != level);
        let new = actions::levels(&pattern, is_new);
        found.extend(new.into_iter().map(|level| (level, build::text(value.span, level.name()))));
    }
    found.into_iter().map(|(_, value)| value).collect()
}

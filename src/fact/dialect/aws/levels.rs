//! What the actions of a statement do, of those that a policy could have allowed on some resources alone.

use super::build;
use crate::fact::value::{HOLE, Value};
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

/// The levels of access, each at the place of the first pattern that covers it. A lone `*` says nothing here: it is
/// everything.
pub fn of<'t>(patterns: &[Value<'t>]) -> Vec<Value<'t>> {
    let mut found: Vec<(Level, Value<'t>)> = Vec::new();
    for value in patterns {
        let Some(text) = value.text().filter(|text| text.contains(':') && !text.contains(HOLE)) else { continue };
        let pattern = Pattern::action(text);
        if pattern.is_everything() || ON_EVERYTHING.iter().any(|action| action.eq_ignore_ascii_case(text)) {
            continue;
        }
        for known in actions::matching(&pattern).filter(|known| known.has_resources) {
            if found.iter().all(|(level, _)| *level != known.level) {
                found.push((known.level, build::text(value.span, known.level.name())));
            }
        }
    }
    found.into_iter().map(|(_, value)| value).collect()
}

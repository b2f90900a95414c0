//! What the history says of a result: SARIF's own `provenance` speaks of scans, so commits and people are properties.

use serde_json::{Value, json};
use serde_sarif::sarif::PropertyBag;

use super::properties::bag;
use crate::document::Origin;
use crate::finding::{Moment, Provenance};
use crate::output::printable::printable;

/// The properties of a result.
pub fn properties(provenance: &Provenance, origin: &Origin, newest: Option<Moment>) -> PropertyBag {
    let first = provenance.first.as_ref();
    let commit = first.map(|commit| commit.id).or(origin.commit);
    let refs: Vec<String> = provenance.refs.iter().map(|name| printable(name)).collect();
    bag([
        ("commit", json!(commit.map(|commit| commit.to_string()))),
        ("blob", json!(origin.object.map(|object| object.to_string()))),
        ("author", text(first.map(|commit| commit.author.name.as_str()))),
        ("authorEmail", text(first.map(|commit| commit.author.email.as_str()))),
        ("authorDate", date(first.map(|commit| commit.authored))),
        ("commitDate", date(first.map(|commit| commit.committed))),
        ("refs", json!(refs)),
        ("refsTotal", json!(provenance.refs_total)),
        ("reach", json!(provenance.reach.name())),
        ("inHead", json!(provenance.in_head)),
        ("lastHeld", date(provenance.last_held)),
        ("exposedDays", json!(provenance.exposed_days(newest))),
    ])
}

fn text(text: Option<&str>) -> Value {
    json!(text.map(printable))
}

fn date(moment: Option<Moment>) -> Value {
    json!(moment.map(|moment| moment.to_string()))
}

/// What the message of a result says of its history: a viewer may show nothing else.
pub fn gist(provenance: &Provenance, origin: &Origin) -> String {
    let since = match (&provenance.first, origin.object) {
        (Some(commit), _) => format!("first in commit {} of {}", commit.id.short(), commit.authored.date()),
        (None, Some(object)) => format!("in object {} of no commit", object.short()),
        (None, None) => "in no commit".to_owned(),
    };
    let now = if provenance.in_head { "still in HEAD" } else { "not in HEAD" };
    format!("{since}, {now}")
}

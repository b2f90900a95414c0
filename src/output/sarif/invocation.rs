//! How the run went: whether it was complete, and a notification for everything that was not looked at.

use serde_json::json;
use serde_sarif::sarif::{Invocation, Notification, ReportingDescriptor, ReportingDescriptorReference, ToolComponent};

use super::places;
use super::properties::{bag, description, integer, message};
use crate::output::count::plural;
use crate::output::printable::printable;
use crate::report::{Coverage, Demand, Objects, Report};
use crate::source::{SkipReason, Skipped};

/// Skipped pieces that have a notification of their own.
const NAMED: usize = 1_000;

/// The kinds of notification that are no reason to skip a piece.
const NOT_NAMED: (&str, &str) = ("coverage/not-named", "further pieces were not looked at");
const LEFT_OUT: (&str, &str) = ("limit/results", "more findings than code scanning accepts");

/// The invocation of the run; the driver learns the kinds of its notifications.
pub fn of(report: &Report, left_out: usize, driver: &mut ToolComponent) -> Invocation {
    let mut kinds = Kinds::default();
    let mut notifications = skipped(&report.coverage, &mut kinds);
    if left_out > 0 {
        let text = format!("{} left out: the worst are in this log", plural(left_out as u64, "finding"));
        notifications.push(kinds.notification(LEFT_OUT.0, LEFT_OUT.1, "warning", text));
    }
    driver.notifications = Some(kinds.0).filter(|kinds| !kinds.is_empty());
    let mut invocation = Invocation::builder().execution_successful(report.coverage.is_complete()).build();
    invocation.tool_execution_notifications = Some(notifications).filter(|notifications| !notifications.is_empty());
    let objects = report.coverage.objects;
    // `tags` would be the labels of the bag itself.
    let of = |count: fn(&Objects) -> u64| json!(objects.as_ref().map(count));
    invocation.properties = Some(bag([
        ("commits", of(|objects| objects.commits)),
        ("annotatedTags", of(|objects| objects.tags)),
        ("trees", of(|objects| objects.trees)),
        ("blobs", of(|objects| objects.blobs)),
        ("blobBytes", of(|objects| objects.blob_bytes)),
        ("packs", of(|objects| objects.packs)),
        ("looseObjects", of(|objects| objects.loose)),
        ("unreachableObjects", of(|objects| objects.unreachable)),
        ("files", json!(report.coverage.files)),
        ("bytes", json!(report.coverage.bytes)),
        ("members", json!(report.coverage.members)),
        ("memberBytes", json!(report.coverage.member_bytes)),
        ("rulesTried", json!(report.rules_tried)),
        ("skipped", json!(report.coverage.skipped.len())),
        ("unresolved", json!(report.coverage.unresolved.values().sum::<u64>())),
    ]));
    invocation
}

/// Failures first; behind the limit, one that counts the rest.
fn skipped(coverage: &Coverage, kinds: &mut Kinds) -> Vec<Notification> {
    let level = |reason| level(reason, coverage.demand);
    let mut pieces: Vec<&Skipped> = coverage.skipped.iter().collect();
    pieces.sort_by_key(|piece| (!coverage.demand.counts(piece.reason), !piece.reason.is_failure(), piece.reason));
    let mut notifications: Vec<Notification> =
        pieces.iter().take(NAMED).map(|piece| kinds.skipped(piece, level(piece.reason))).collect();
    let rest = pieces.get(NAMED..).unwrap_or_default();
    if !rest.is_empty() {
        // The first of the rest is the worst of it.
        let level = level(rest[0].reason);
        let text = format!("{} not looked at and not named here", plural(rest.len() as u64, "further piece"));
        notifications.push(kinds.notification(NOT_NAMED.0, NOT_NAMED.1, level, text));
    }
    notifications
}

/// Limits that make the scan incomplete are warnings: nothing went wrong, and yet something is missing.
const fn level(reason: SkipReason, demand: Demand) -> &'static str {
    match (reason.is_failure(), demand.counts(reason)) {
        (true, _) => "error",
        (false, true) => "warning",
        (false, false) => "note",
    }
}

/// The kinds of notification met so far.
#[derive(Default)]
struct Kinds(Vec<ReportingDescriptor>);

impl Kinds {
    fn skipped(&mut self, piece: &Skipped, level: &str) -> Notification {
        let Skipped { origin, reason, detail } = piece;
        let detail = if detail.is_empty() { String::new() } else { format!(" ({})", printable(detail)) };
        let object = origin.object.map(|object| format!(", object {object}")).unwrap_or_default();
        let text = format!("`{}`{object}: {}{detail}", printable(&origin.display()), reason.describe());
        let id = format!("coverage/{}", reason.name());
        let mut notification = self.notification(&id, reason.describe(), level, text);
        notification.locations = Some(vec![places::elsewhere(origin)]);
        notification
    }

    fn notification(&mut self, id: &str, summary: &str, level: &str, text: String) -> Notification {
        let index = self.0.iter().position(|known| known.id == id).unwrap_or_else(|| {
            self.0.push(ReportingDescriptor::builder().id(id).short_description(description(summary, id)).build());
            self.0.len() - 1
        });
        Notification::builder()
            .descriptor(ReportingDescriptorReference::builder().id(id).index(integer(index)).build())
            .level(json!(level))
            .message(message(text))
            .build()
    }
}

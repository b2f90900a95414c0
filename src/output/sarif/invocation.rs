//! How the run went: whether it was complete, and a notification for everything that was not looked at.

use serde_json::json;
use serde_sarif::sarif::{Invocation, Notification, ReportingDescriptor, ReportingDescriptorReference, ToolComponent};

use super::places;
use super::properties::{bag, description, integer, message};
use crate::output::count::plural;
use crate::output::printable::printable;
use crate::report::Report;
use crate::source::Skipped;

/// Skipped pieces that have a notification of their own.
const NAMED: usize = 1_000;

/// The kinds of notification that are no reason to skip a piece.
const NOT_NAMED: (&str, &str) = ("coverage/not-named", "further pieces were not looked at");
const LEFT_OUT: (&str, &str) = ("limit/results", "more findings than code scanning accepts");

/// The invocation of the run; the driver learns the kinds of its notifications.
pub fn of(report: &Report, left_out: usize, driver: &mut ToolComponent) -> Invocation {
    let mut kinds = Kinds::default();
    let mut notifications = skipped(&report.coverage.skipped, &mut kinds);
    if left_out > 0 {
        let text = format!("{} left out: the worst are in this log", plural(left_out as u64, "finding"));
        notifications.push(kinds.notification(LEFT_OUT.0, LEFT_OUT.1, "warning", text));
    }
    driver.notifications = Some(kinds.0).filter(|kinds| !kinds.is_empty());
    let mut invocation = Invocation::builder().execution_successful(report.coverage.is_complete()).build();
    invocation.tool_execution_notifications = Some(notifications).filter(|notifications| !notifications.is_empty());
    invocation.properties = Some(bag([
        ("files", json!(report.coverage.files)),
        ("bytes", json!(report.coverage.bytes)),
        ("members", json!(report.coverage.members)),
        ("memberBytes", json!(report.coverage.member_bytes)),
        ("rulesTried", json!(report.rules_tried)),
        ("skipped", json!(report.coverage.skipped.len())),
    ]));
    invocation
}

/// Failures first; behind the limit, one that counts the rest.
fn skipped(skipped: &[Skipped], kinds: &mut Kinds) -> Vec<Notification> {
    let mut pieces: Vec<&Skipped> = skipped.iter().collect();
    pieces.sort_by_key(|piece| (!piece.reason.is_failure(), piece.reason));
    let mut notifications: Vec<Notification> = pieces.iter().take(NAMED).map(|piece| kinds.skipped(piece)).collect();
    let rest = pieces.get(NAMED..).unwrap_or_default();
    if !rest.is_empty() {
        let level = level(rest.iter().any(|piece| piece.reason.is_failure()));
        let text = format!("{} not looked at and not named here", plural(rest.len() as u64, "further piece"));
        notifications.push(kinds.notification(NOT_NAMED.0, NOT_NAMED.1, level, text));
    }
    notifications
}

const fn level(failure: bool) -> &'static str {
    if failure { "error" } else { "note" }
}

/// The kinds of notification met so far.
#[derive(Default)]
struct Kinds(Vec<ReportingDescriptor>);

impl Kinds {
    fn skipped(&mut self, piece: &Skipped) -> Notification {
        let Skipped { origin, reason, detail } = piece;
        let detail = if detail.is_empty() { String::new() } else { format!(" ({})", printable(detail)) };
        let text = format!("`{}`: {}{detail}", printable(&origin.display()), reason.describe());
        let level = level(reason.is_failure());
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

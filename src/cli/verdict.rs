//! What the exit code hangs on.

use super::exit::Exit;
use crate::report::{Demand, Report};
use crate::rule::Severity;
use crate::source::SkipReason;

/// What the exit code hangs on.
pub struct Verdict {
    /// The lowest severity that counts.
    pub fail_on: Severity,
    /// The code for findings.
    pub code: u8,
    /// Which pieces that were left out count as incomplete.
    pub demand: Demand,
    /// Reasons that do not, whatever is demanded.
    pub allowed: Vec<SkipReason>,
}

impl Verdict {
    /// Tells the report what this run demands of its coverage.
    pub fn demand_of(&self, report: &mut Report) {
        report.coverage.demand = self.demand;
        report.coverage.allowed.clone_from(&self.allowed);
    }

    /// How a run went, once its demands are told; findings never hide that it is incomplete.
    pub fn of(&self, report: &Report) -> Exit {
        if report.coverage.lost().next().is_some() {
            Exit::Incomplete
        } else if report.findings.iter().any(|finding| finding.severity >= self.fail_on) {
            Exit::Findings(self.code)
        } else {
            Exit::Clean
        }
    }
}

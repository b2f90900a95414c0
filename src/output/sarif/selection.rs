//! Which findings become results: as many as code scanning takes, the worst first.

use crate::finding::Finding;
use crate::report::Report;

/// Results that GitHub accepts of a run.
const RESULTS: usize = 25_000;

/// The findings that become results.
pub struct Selection<'r> {
    findings: Vec<&'r Finding>,
    accepted: Vec<&'r Finding>,
    left_out: usize,
}

impl<'r> Selection<'r> {
    /// As many as GitHub takes: the worst first, and what was accepted last.
    pub fn of(report: &'r Report) -> Self {
        let mut findings: Vec<&Finding> = report.findings.iter().collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        findings.truncate(RESULTS);
        let accepted: Vec<&Finding> = report.accepted.iter().take(RESULTS - findings.len()).collect();
        let left_out = report.findings.len() + report.accepted.len() - findings.len() - accepted.len();
        Self { findings, accepted, left_out }
    }

    /// How many findings are no results.
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// Whether one of them has been accepted.
    pub const fn holds_accepted(&self) -> bool {
        !self.accepted.is_empty()
    }

    /// All findings that are.
    pub fn findings(&self) -> impl Iterator<Item = &'r Finding> {
        self.findings.iter().chain(&self.accepted).copied()
    }
}

//! Everything that one run has to say: findings, what was accepted, and the coverage receipt.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::RelPath;
use crate::finding::Finding;
use crate::rule::{Rule, RuleId};
use crate::source::{Artifact, Revision, SkipReason, Skipped};

/// The result of one run; sorted once, so that every output of the same input is the same to the byte.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What kind of scan it was: `scan`, `history`; part of the SARIF run id.
    pub kind: &'static str,
    /// What was scanned, as the user named it.
    pub targets: Vec<String>,
    /// What has to be looked at: worst first, then by place.
    pub findings: Vec<Finding>,
    /// What a person has accepted, in the same order.
    pub accepted: Vec<Finding>,
    /// The files that have findings, by name.
    pub artifacts: BTreeMap<RelPath, Artifact>,
    /// The version that was scanned, where it is known.
    pub revision: Option<Revision>,
    /// The rules that found something.
    pub rules: BTreeMap<RuleId, Arc<Rule>>,
    /// How many rules were tried.
    pub rules_tried: usize,
    /// What was looked at and what was not.
    pub coverage: Coverage,
}

/// What was looked at and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Files that were opened, members of archives not counted.
    pub files: u64,
    /// Members of archives that were opened.
    pub members: u64,
    /// Bytes of files that were read.
    pub bytes: u64,
    /// Bytes of members that were read.
    pub member_bytes: u64,
    /// Every piece that was not looked at, sorted.
    pub skipped: Vec<Skipped>,
}

impl Coverage {
    /// Whether nothing was lost to a failure.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.skipped.iter().any(|skipped| skipped.reason.is_failure())
    }

    /// How many pieces were skipped for each reason, failures first.
    #[must_use]
    pub fn by_reason(&self) -> Vec<(SkipReason, usize)> {
        let count = |reason| self.skipped.iter().filter(|skipped| skipped.reason == reason).count();
        SkipReason::ALL.into_iter().map(|reason| (reason, count(reason))).filter(|(_, count)| *count > 0).collect()
    }
}

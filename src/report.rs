//! Everything that one run has to say: findings, what was accepted, and the coverage receipt.

mod masking;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::RelPath;
use crate::finding::{Finding, Moment};
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
    /// How many credentials were left out because the version that a change is compared with has them already.
    pub known: usize,
    /// The files that have findings, by name.
    pub artifacts: BTreeMap<RelPath, Artifact>,
    /// The version that was scanned, where it is known.
    pub revision: Option<Revision>,
    /// The committer date of the newest commit, where a history was scanned: what HEAD still holds is exposed until then.
    pub newest: Option<Moment>,
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
    /// The objects of git that were looked at, where a history was scanned.
    pub objects: Option<Objects>,
    /// Files that were opened, members of archives not counted; in a history those beside the objects, such as content
    /// of Git LFS.
    pub files: u64,
    /// Members of archives that were opened.
    pub members: u64,
    /// Bytes of files that were read.
    pub bytes: u64,
    /// Bytes of members that were read.
    pub member_bytes: u64,
    /// Every piece that was not looked at, sorted.
    pub skipped: Vec<Skipped>,
    /// How often it could not be worked out whether something is wrong, by rule: a run alone knows.
    pub unresolved: BTreeMap<RuleId, u64>,
    /// Which of these pieces make the scan incomplete.
    pub demand: Demand,
    /// Reasons that the user forgives: they are told, and the exit code does not hang on them.
    pub allowed: Vec<SkipReason>,
}

/// The objects of git that were looked at, each once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Objects {
    /// Commits, reachable or not.
    pub commits: u64,
    /// Annotated tags.
    pub tags: u64,
    /// Trees.
    pub trees: u64,
    /// Blobs.
    pub blobs: u64,
    /// Bytes of the blobs.
    pub blob_bytes: u64,
    /// Packs that were read.
    pub packs: u64,
    /// Objects that lie in no pack.
    pub loose: u64,
    /// Objects to which no reference, stash, reflog or index leads.
    pub unreachable: u64,
}

/// Which pieces that were not looked at make a scan incomplete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Demand {
    /// What was lost to a failure.
    #[default]
    Failures,
    /// Known limits too, but not what the user chose to leave out.
    Limits,
    /// Everything.
    Everything,
}

impl Demand {
    /// Whether a piece that was left out for this reason makes the scan incomplete.
    #[must_use]
    pub const fn counts(self, reason: SkipReason) -> bool {
        match self {
            Self::Failures => reason.is_failure(),
            Self::Limits => !reason.is_choice(),
            Self::Everything => true,
        }
    }
}

impl Coverage {
    /// Whether nothing is missing that the run had to look at: nothing was lost to a failure, nor, where the scan is to
    /// be complete, to a limit.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.skipped.iter().any(|skipped| self.demand.counts(skipped.reason))
    }

    /// The pieces that make the scan incomplete and that nobody forgives: with one of them the exit code is 3.
    pub fn lost(&self) -> impl Iterator<Item = &Skipped> {
        self.skipped
            .iter()
            .filter(|skipped| self.demand.counts(skipped.reason) && !self.allowed.contains(&skipped.reason))
    }

    /// The pieces that make the scan incomplete, as the user allows.
    pub fn forgiven(&self) -> impl Iterator<Item = &Skipped> {
        self.skipped
            .iter()
            .filter(|skipped| self.demand.counts(skipped.reason) && self.allowed.contains(&skipped.reason))
    }

    /// How many pieces were skipped for each reason, failures first.
    #[must_use]
    pub fn by_reason(&self) -> Vec<(SkipReason, usize)> {
        let count = |reason| self.skipped.iter().filter(|skipped| skipped.reason == reason).count();
        SkipReason::ALL.into_iter().map(|reason| (reason, count(reason))).filter(|(_, count)| *count > 0).collect()
    }
}

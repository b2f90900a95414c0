//! The JSON shape of the coverage receipt.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Place;
use crate::report;
use crate::rule::RuleId;
use crate::source;

/// The coverage receipt.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage<'r> {
    /// Whether nothing is missing that had to be looked at: failures count, in a history known limits too.
    complete: bool,
    /// The objects of git that were looked at; `null` where no history was scanned.
    objects: Option<Objects>,
    /// Files that were opened; in a history those beside the objects.
    files: u64,
    members: u64,
    bytes: u64,
    member_bytes: u64,
    /// Every piece that was not looked at.
    skipped: Vec<Skipped<'r>>,
    /// How often it could not be worked out whether something is wrong, by rule.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unresolved: &'r BTreeMap<RuleId, u64>,
}

/// The objects of git that were looked at, each once.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Objects {
    commits: u64,
    tags: u64,
    trees: u64,
    blobs: u64,
    blob_bytes: u64,
    /// Packs that were read.
    packs: u64,
    /// Objects that lie in no pack.
    loose: u64,
    /// Objects to which nothing leads.
    unreachable: u64,
}

#[derive(Serialize)]
struct Skipped<'r> {
    #[serde(flatten)]
    origin: Place<'r>,
    reason: &'static str,
    /// Whether it was lost to a failure rather than left out by a known limit.
    failure: bool,
    detail: &'r str,
}

impl<'r> From<&'r report::Coverage> for Coverage<'r> {
    fn from(coverage: &'r report::Coverage) -> Self {
        Self {
            complete: coverage.is_complete(),
            objects: coverage.objects.map(Objects::from),
            files: coverage.files,
            members: coverage.members,
            bytes: coverage.bytes,
            member_bytes: coverage.member_bytes,
            skipped: coverage.skipped.iter().map(Skipped::from).collect(),
            unresolved: &coverage.unresolved,
        }
    }
}

impl From<report::Objects> for Objects {
    fn from(objects: report::Objects) -> Self {
        let report::Objects { commits, tags, trees, blobs, blob_bytes, packs, loose, unreachable } = objects;
        Self { commits, tags, trees, blobs, blob_bytes, packs, loose, unreachable }
    }
}

impl<'r> From<&'r source::Skipped> for Skipped<'r> {
    fn from(skipped: &'r source::Skipped) -> Self {
        Self {
            origin: Place::from(&skipped.origin),
            reason: skipped.reason.name(),
            failure: skipped.reason.is_failure(),
            detail: &skipped.detail,
        }
    }
}

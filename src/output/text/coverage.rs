//! The coverage receipt for people: what was looked at, and everything that was not.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use super::paint::{Colour, Paint};
use crate::output::Style;
use crate::output::count::{plural, size};
use crate::output::printable::printable;
use crate::report::{Coverage, Objects, Report};
use crate::source::{SkipReason, Skipped};

/// How many pieces of one reason are named.
const NAMED: usize = 20;

/// Writes the receipt.
pub fn write(report: &Report, style: Style, paint: &Paint, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "looked at {}", looked_at(report))?;
    if report.known > 0 {
        writeln!(out, "left out, for they were there before: {}", plural(report.known as u64, "credential"))?;
    }
    let coverage = &report.coverage;
    let unresolved: u64 = coverage.unresolved.values().sum();
    if unresolved > 0 {
        let values = plural(unresolved, "question");
        writeln!(
            out,
            "left open: {values} whose answer only a run knows (variables, templates); neither safe nor unsafe"
        )?;
    }
    if coverage.skipped.is_empty() {
        return Ok(());
    }
    writeln!(out, "not looked at, or not wholly: {}", plural(coverage.skipped.len() as u64, "piece"))?;
    for (reason, count) in coverage.by_reason() {
        let colour = if reason.is_failure() { Colour::Red } else { Colour::Yellow };
        writeln!(out, "  {} {}", paint.in_bold(colour, &format!("{count:>6}")), reason.describe())?;
        let pieces: Vec<&Skipped> = coverage.skipped.iter().filter(|piece| piece.reason == reason).collect();
        let named = named(reason, coverage, style);
        let lines = if style.verbose { pieces.iter().copied().map(describe).collect() } else { grouped(&pieces) };
        for line in lines.iter().take(named) {
            writeln!(out, "         {line}")?;
        }
        if named > 0 && lines.len() > named {
            writeln!(out, "         {}", paint.dim(&format!("and {} more", lines.len() - named)))?;
        }
    }
    Ok(())
}

fn looked_at(report: &Report) -> String {
    let coverage = &report.coverage;
    let mut parts = coverage.objects.as_ref().map(objects).unwrap_or_default();
    if coverage.objects.is_none() || coverage.files > 0 {
        parts.push(files(coverage));
    }
    if coverage.members > 0 {
        parts.push(format!("{} of archives ({})", plural(coverage.members, "member"), size(coverage.member_bytes)));
    }
    if report.rules_tried > 0 {
        parts.push(format!("with {}", plural(report.rules_tried as u64, "rule")));
    }
    parts.join(", ")
}

/// What was looked at, in as few words as the last line bears.
pub fn gist(coverage: &Coverage) -> String {
    match &coverage.objects {
        Some(objects) => format!("{}, {}", plural(objects.commits, "commit"), blobs(objects)),
        None => files(coverage),
    }
}

fn files(coverage: &Coverage) -> String {
    format!("{} ({})", plural(coverage.files, "file"), size(coverage.bytes))
}

fn blobs(objects: &Objects) -> String {
    format!("{} ({})", plural(objects.blobs, "blob"), size(objects.blob_bytes))
}

/// The objects by their kinds, then where they lie; kinds that are not there are left out.
fn objects(objects: &Objects) -> Vec<String> {
    let few = |count: u64, noun: &str| (count > 0).then(|| plural(count, noun));
    let mut parts = vec![plural(objects.commits, "commit")];
    parts.extend(few(objects.tags, "tag"));
    parts.extend(few(objects.trees, "tree"));
    parts.push(blobs(objects));
    let stores: Vec<String> =
        [few(objects.packs, "pack"), few(objects.loose, "loose object")].into_iter().flatten().collect();
    if !stores.is_empty() {
        parts.push(format!("in {}", stores.join(" and ")));
    }
    parts.extend(few(objects.unreachable, "object").map(|count| format!("{count} unreachable")));
    parts
}

/// How many lines name the pieces of a reason: those that make the scan incomplete and those that say what the
/// repository lacks always, other limits where the reader asks for them.
const fn named(reason: SkipReason, coverage: &Coverage, style: Style) -> usize {
    match style.verbose {
        true => usize::MAX,
        false if coverage.demand.counts(reason) || is_of_repository(reason) => NAMED,
        false => 0,
    }
}

/// Whether a reason speaks of the repository as a whole and says what to do.
const fn is_of_repository(reason: SkipReason) -> bool {
    matches!(
        reason,
        SkipReason::Shallow
            | SkipReason::Partial
            | SkipReason::SingleBranch
            | SkipReason::Submodule
            | SkipReason::Narrowed
    )
}

/// A line for each piece, but one for all objects of a pack or of another place.
fn grouped(pieces: &[&Skipped]) -> Vec<String> {
    let mut objects: BTreeMap<Cow<'_, str>, u64> = BTreeMap::new();
    for piece in pieces.iter().filter(|piece| piece.origin.object.is_some()) {
        *objects.entry(piece.origin.display()).or_default() += 1;
    }
    let mut lines = Vec::new();
    for piece in pieces {
        let count = piece.origin.object.and_then(|_| objects.remove(&piece.origin.display()));
        match (piece.origin.object, count) {
            (Some(_), None) => {}
            (Some(_), Some(count)) if count > 1 => {
                lines.push(format!("{}; {} more there", describe(piece), plural(count - 1, "object")));
            }
            _ => lines.push(describe(piece)),
        }
    }
    lines
}

fn describe(piece: &Skipped) -> String {
    let mut line = printable(&piece.origin.display());
    if let Some(object) = &piece.origin.object {
        line = format!("{line}: object {object}");
    }
    if piece.detail.is_empty() { line } else { format!("{line}: {}", printable(&piece.detail)) }
}

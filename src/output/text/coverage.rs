//! The coverage receipt for people: what was looked at, and everything that was not.

use std::io;

use super::paint::{Colour, Paint};
use crate::output::Style;
use crate::output::count::{plural, size};
use crate::output::printable::printable;
use crate::report::Report;
use crate::source::{SkipReason, Skipped};

/// How many failures of one reason are named.
const NAMED: usize = 20;

/// Writes the receipt.
pub fn write(report: &Report, style: Style, paint: &Paint, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "looked at {}", looked_at(report))?;
    if report.known > 0 {
        writeln!(out, "left out, for they were there before: {}", plural(report.known as u64, "credential"))?;
    }
    let skipped = &report.coverage.skipped;
    if skipped.is_empty() {
        return Ok(());
    }
    writeln!(out, "not looked at, or not wholly: {}", plural(skipped.len() as u64, "piece"))?;
    for (reason, count) in report.coverage.by_reason() {
        let colour = if reason.is_failure() { Colour::Red } else { Colour::Yellow };
        writeln!(out, "  {} {}", paint.in_bold(colour, &format!("{count:>6}")), reason.describe())?;
        let named = named(reason, style);
        for piece in skipped.iter().filter(|piece| piece.reason == reason).take(named) {
            writeln!(out, "         {}", describe(piece))?;
        }
        if named > 0 && count > named {
            writeln!(out, "         {}", paint.dim(&format!("and {} more", count - named)))?;
        }
    }
    Ok(())
}

fn looked_at(report: &Report) -> String {
    let coverage = &report.coverage;
    let mut parts = vec![format!("{} ({})", plural(coverage.files, "file"), size(coverage.bytes))];
    if coverage.members > 0 {
        parts.push(format!("{} of archives ({})", plural(coverage.members, "member"), size(coverage.member_bytes)));
    }
    if report.rules_tried > 0 {
        parts.push(format!("with {}", plural(report.rules_tried as u64, "rule")));
    }
    parts.join(", ")
}

/// How many pieces are named: failures always, limits where the reader asks for them.
const fn named(reason: SkipReason, style: Style) -> usize {
    match (style.verbose, reason.is_failure()) {
        (true, _) => usize::MAX,
        (false, true) => NAMED,
        (false, false) => 0,
    }
}

fn describe(piece: &Skipped) -> String {
    let place = printable(&piece.origin.display());
    if piece.detail.is_empty() { place } else { format!("{place}: {}", printable(&piece.detail)) }
}

//! `credline scan`: plan, run, report, verdict.

use std::sync::Arc;

use super::args::ScanArgs;
use super::exit::{Exit, Failure};
use super::plan::{self, Plan, Verdict};
use super::{generate, interrupt, progress};
use crate::report::Report;
use crate::rule::Catalogue;
use crate::scan::{self, Progress, Scan};

/// Scans what the user named.
pub fn run(args: &ScanArgs) -> Result<Exit, Failure> {
    let stop = interrupt::watch();
    let plan = plan::of_scan(args, &stop)?;
    if args.print_literals {
        return generate::print((plan.literals.join("\n") + "\n").as_bytes());
    }
    let counts = Progress::default();
    let scan = Scan {
        source: plan.source.as_ref(),
        checks: &plan.checks,
        thresholds: plan.thresholds,
        stop: &stop,
        progress: &counts,
    };
    let mut report =
        progress::show(!args.no_progress && !args.quiet, &counts, || scan::run(&scan)).map_err(Failure::usage)?;
    introduce(&mut report, &plan);
    for destination in &plan.destinations {
        destination.write(&report)?;
    }
    let exit = verdict(&report, &plan.verdict);
    // The process ends here: giving back the catalogue string by string costs as much as scanning a file.
    std::mem::forget(plan);
    Ok(exit)
}

/// Adds what the report has to know of the run.
fn introduce(report: &mut Report, plan: &Plan) {
    report.kind = "scan";
    report.targets.clone_from(&plan.targets);
    report.rules_tried = plan.catalogue.len();
    add_rules(report, &plan.catalogue);
}

fn add_rules(report: &mut Report, catalogue: &Catalogue) {
    for finding in report.findings.iter().chain(&report.accepted) {
        if let Some(rule) = catalogue.get(finding.rule.as_str()) {
            report.rules.entry(rule.id.clone()).or_insert_with(|| Arc::clone(rule));
        }
    }
}

/// Findings never hide an incomplete scan.
fn verdict(report: &Report, verdict: &Verdict) -> Exit {
    let counts = |skipped: &crate::source::Skipped| {
        (skipped.reason.is_failure() || verdict.require_complete) && !verdict.allowed.contains(&skipped.reason)
    };
    if report.coverage.skipped.iter().any(counts) {
        Exit::Incomplete
    } else if report.findings.iter().any(|finding| finding.severity >= verdict.fail_on) {
        Exit::Findings(verdict.code)
    } else {
        Exit::Clean
    }
}

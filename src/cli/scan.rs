//! `credline scan`, and how every source is driven: run, introduce, report, verdict.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::args::ScanArgs;
use super::exit::{Exit, Failure};
use super::plan::{self, Plan};
use super::{generate, interrupt, progress};
use crate::report::Report;
use crate::rule::Catalogue;
use crate::scan::{self, Details, Progress, Scan};
use crate::source::Source;

/// Scans what the user named.
pub fn run(args: &ScanArgs) -> Result<Exit, Failure> {
    let stop = interrupt::watch();
    let (plan, source) = plan::of_scan(args, &stop)?;
    if args.print_literals {
        return generate::print((plan.literals.join("\n") + "\n").as_bytes());
    }
    over("scan", source.as_ref(), plan, &stop)
}

/// Scans the texts of a source by a plan, and reports; `kind` is the command.
pub fn over(kind: &'static str, source: &dyn Source, plan: Plan, stop: &AtomicBool) -> Result<Exit, Failure> {
    let counts = Progress::default();
    let scan = Scan {
        source,
        checks: &plan.checks,
        thresholds: plan.thresholds,
        stop,
        progress: &counts,
        details: Details {
            files: plan.destinations.iter().any(|destination| destination.details().files),
            lines: plan.destinations.iter().any(|destination| destination.details().lines),
        },
    };
    let report = progress::show(plan.progress, &counts, || scan::run(&scan)).map_err(Failure::usage)?;
    conclude(kind, report, plan)
}

/// Writes the reports of a run and gives its verdict.
pub fn conclude(kind: &'static str, mut report: Report, plan: Plan) -> Result<Exit, Failure> {
    introduce(kind, &mut report, &plan);
    for destination in &plan.destinations {
        destination.write(&report)?;
    }
    let exit = plan.verdict.of(&report);
    // The process ends here: giving back the catalogue string by string costs as much as scanning a file.
    std::mem::forget(plan);
    Ok(exit)
}

/// Adds what the report has to know of the run.
fn introduce(kind: &'static str, report: &mut Report, plan: &Plan) {
    report.kind = kind;
    report.targets.clone_from(&plan.targets);
    report.rules_tried = plan.catalogue.len();
    plan.verdict.demand_of(report);
    add_rules(report, &plan.catalogue);
}

fn add_rules(report: &mut Report, catalogue: &Catalogue) {
    for finding in report.findings.iter().chain(&report.accepted) {
        if let Some(rule) = catalogue.get(finding.rule.as_str()) {
            report.rules.entry(rule.id.clone()).or_insert_with(|| Arc::clone(rule));
        }
    }
}

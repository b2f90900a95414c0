//! The report as SARIF 2.1.0, within the limits of GitHub's code scanning; the only room that knows `serde-sarif`.

mod invocation;
mod places;
mod properties;
mod provenance;
mod results;
mod rules;
mod selection;
mod taxonomies;

use std::io;

use serde_json::json;
use serde_sarif::sarif::{Run, RunAutomationDetails, Sarif, Tool, ToolComponent, VersionControlDetails};

use crate::report::Report;
use crate::source::Revision;
use places::Places;
use rules::Rules;
use selection::Selection;

/// The schema that the log says it follows.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What stands for hidden text.
const REDACTION: &str = "…";

/// Writes the report as one line of JSON.
pub fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut log = Sarif::builder().version(json!("2.1.0")).runs(vec![run(report)]).build();
    log.schema = Some(SCHEMA.to_owned());
    serde_json::to_writer(&mut *out, &log)?;
    writeln!(out)
}

fn run(report: &Report) -> Run {
    let selection = Selection::of(report);
    let rules = Rules::of(report, &selection);
    let mut places = Places::default();
    let results = results::all(&selection, &rules, report.newest, &mut places);
    let mut driver = driver();
    let invocation = invocation::of(report, selection.left_out(), &mut driver);
    driver.rules = Some(rules.descriptors());
    driver.supported_taxonomies = Some(rules.taxonomies().references()).filter(|taxonomies| !taxonomies.is_empty());
    let mut run = Run::builder().tool(Tool::builder().driver(driver).build()).build();
    run.automation_details = Some(automation(report.kind));
    run.taxonomies = Some(rules.taxonomies().components()).filter(|taxonomies| !taxonomies.is_empty());
    run.column_kind = Some(json!("utf16CodeUnits"));
    run.redaction_tokens = Some(vec![REDACTION.to_owned()]);
    run.invocations = Some(vec![invocation]);
    run.artifacts = Some(places.into_artifacts(&report.artifacts));
    run.results = Some(results);
    run.version_control_provenance = report.revision.as_ref().map(|revision| vec![repository(revision)]);
    run
}

fn repository(revision: &Revision) -> VersionControlDetails {
    let mut details = VersionControlDetails::builder().repository_uri(revision.repository.clone()).build();
    details.revision_id.clone_from(&revision.commit);
    details.branch.clone_from(&revision.branch);
    details
}

fn driver() -> ToolComponent {
    let mut driver = ToolComponent::builder().name(env!("CARGO_PKG_NAME")).build();
    driver.version = Some(env!("CARGO_PKG_VERSION").to_owned());
    driver.semantic_version = Some(env!("CARGO_PKG_VERSION").to_owned());
    driver.information_uri = Some(concat!("https://crates.io/crates/", env!("CARGO_PKG_NAME")).to_owned());
    driver
}

/// Runs of one kind replace each other's alerts; runs of different kinds leave each other's alone.
fn automation(kind: &str) -> RunAutomationDetails {
    let kind = if kind.is_empty() { "scan" } else { kind };
    let mut details = RunAutomationDetails::builder().build();
    details.id = Some(format!("{}/{kind}/", env!("CARGO_PKG_NAME")));
    details
}

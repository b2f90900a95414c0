//! One finding for people.

use std::io;

use super::history;
use super::paint::{Colour, Paint};
use crate::finding::{Finding, Moment};
use crate::output::count::plural;
use crate::output::printable::printable;
use crate::rule::{Family, LifetimeClass, Rule};

/// How many related places are named.
const RELATED: usize = 3;

/// The column at which explanations begin.
const INDENT: usize = 14;

/// What a finding is shown with.
pub struct Context<'r> {
    /// Its rule, where it is known.
    pub rule: Option<&'r Rule>,
    /// Whether the reader has yet to be told why it matters.
    pub explain: bool,
    /// The date up to which it is exposed, where a history was scanned.
    pub newest: Option<Moment>,
}

/// Writes a finding.
pub fn write(finding: &Finding, context: &Context<'_>, paint: &Paint, out: &mut dyn io::Write) -> io::Result<()> {
    let severity = paint.in_bold(Colour::of(finding.severity), finding.severity.name());
    writeln!(out, "  {severity} {} at {}", finding.rule, printable(&history::place(finding, &finding.at)))?;
    let size = match finding.rule.family() {
        Family::Secret => format!(" ({})", characters(finding.evidence.length())),
        _ => String::new(),
    };
    writeln!(out, "    {}{size}", paint.bold(&what(finding)))?;
    writeln!(out, "    {} {}", paint.dim(&format!("{} |", finding.at.start.line)), printable(&finding.snippet))?;
    for (name, text) in facts(finding, context) {
        let text = paint.wrapped(&printable(&text), INDENT);
        writeln!(out, "    {} {text}", paint.dim(&format!("{name:9}")))?;
    }
    writeln!(out)
}

/// The message, with the masked evidence if it does not hold it already.
fn what(finding: &Finding) -> String {
    let (message, evidence) = (&finding.message, finding.evidence.as_str());
    if finding.rule.family() != Family::Secret {
        return printable(message);
    }
    let whole = if message.contains(evidence) { message.clone() } else { format!("{message} `{evidence}`") };
    printable(&whole)
}

fn characters(length: usize) -> String {
    plural(length as u64, "character")
}

/// Everything else that is known, each under its name.
fn facts(finding: &Finding, context: &Context<'_>) -> Vec<(&'static str, String)> {
    let rule = context.rule.filter(|_| context.explain);
    let mut facts = Vec::new();
    for (name, text) in &finding.parts {
        facts.push(("with", format!("{name} `{text}`")));
    }
    facts.extend(lifetime(finding).map(|text| ("lifetime", text)));
    if !finding.decodings.is_empty() {
        let innermost_first: Vec<&str> = finding.decodings.iter().rev().copied().collect();
        facts.push(("inside", innermost_first.join(" in ")));
    }
    if !finding.notes.is_empty() {
        facts.push(("note", finding.notes.join("; ")));
    }
    facts.extend(finding.provenance.iter().flat_map(|provenance| history::facts(provenance, context.newest)));
    facts.extend(related(finding).map(|text| ("also at", text)));
    facts.extend(rule.map(|rule| ("why", rule.why.clone())));
    facts.extend(rule.map(|rule| ("fix", rule.fix.clone())));
    facts.retain(|(_, text)| !text.is_empty());
    facts
}

fn lifetime(finding: &Finding) -> Option<String> {
    let lifetime = &finding.lifetime;
    match (lifetime.class, lifetime.evidence.as_str()) {
        (LifetimeClass::Unknown, "") => None,
        (class, "") => Some(class.name().to_owned()),
        (class, evidence) => {
            let remaining = lifetime.remaining_days.filter(|_| class != LifetimeClass::Expired);
            let left =
                remaining.map(|days| format!(", {} left", plural(days.unsigned_abs(), "day"))).unwrap_or_default();
            Some(format!("{}: {evidence}{left}", class.name()))
        }
    }
}

/// The first other places, and how many more there are.
fn related(finding: &Finding) -> Option<String> {
    let mut places: Vec<String> =
        finding.related.iter().take(RELATED).map(|place| history::place(finding, place)).collect();
    let more = finding.related.len().saturating_sub(RELATED);
    if more > 0 {
        places.push(plural(more as u64, "more place"));
    }
    (!places.is_empty()).then(|| places.join(", "))
}

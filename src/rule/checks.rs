//! Turns an entry of a check over facts into a rule, or into the list of all that is wrong with it.

use std::ops::Range;
use std::sync::Arc;

use super::load::Reader;
use super::{
    CheckEntry, Condition, Detect, ExampleText, ExampleTexts, Family, FileExample, Frameworks, LifetimeFact, Query,
    Rule, Service, span,
};

impl Reader<'_> {
    /// A check as a rule.
    pub(super) fn check(&mut self, entry: CheckEntry, service: Option<Arc<Service>>) -> Option<Rule> {
        let known = self.problems.len();
        let at = entry.id.span();
        let id = self.id(&entry.id);
        if id.as_ref().is_some_and(|id| id.family() == Family::Secret) {
            self.complain(&at, "a check over facts is of the family `lifetime`, `scope` or `identity`");
        }
        self.said([("summary", &entry.summary), ("why", &entry.why), ("fix", &entry.fix)], &at);
        self.queries(&entry.find, &at);
        if entry.fails.is_empty() {
            self.complain(&at, "the check has no `fails` example: show a file in which it finds something");
        }
        if entry.passes.is_empty() {
            self.complain(&at, "the check has no `passes` example: show a similar file that it leaves alone");
        }
        if self.problems.len() > known {
            return None;
        }
        Some(Rule {
            id: id?,
            service,
            summary: entry.summary,
            why: entry.why.trim().to_owned(),
            fix: entry.fix.trim().to_owned(),
            docs: entry.docs,
            severity: entry.severity,
            confidence: entry.confidence,
            lifetime: LifetimeFact::default(),
            frameworks: Frameworks { cwe: entry.cwe, nhi: entry.nhi, csf: entry.csf },
            detect: Detect::Facts(entry.find),
            examples: ExampleTexts { matches: examples(entry.fails), no_match: examples(entry.passes) },
            defined_at: (self.file.clone(), self.text.position(at.start).0),
            builtin: self.builtin,
        })
    }

    fn queries(&mut self, queries: &[Query], at: &Range<usize>) {
        if queries.is_empty() || queries.iter().any(|query| query.on.is_empty()) {
            self.complain(at, "the check asks nothing: name the kinds of facts in `on` of every `find`");
        }
        for query in queries {
            self.conditions(&query.when, at);
            self.conditions(&query.that, at);
            if query.each.is_empty() && !query.that.is_empty() {
                self.complain(at, "`that` is asked of the values at `each`: say where they are");
            }
        }
    }

    fn conditions(&mut self, conditions: &[Condition], at: &Range<usize>) {
        for condition in conditions {
            for bound in condition.over.iter().chain(&condition.under) {
                if bound.parse::<f64>().is_err() && span::seconds(bound).is_none() {
                    self.complain(at, format!("bad bound `{bound}`: write a number, or a span of time such as `90d`"));
                }
            }
            let inner = [&condition.some, &condition.every, &condition.all, &condition.any, &condition.none];
            for inner in inner.into_iter().chain(condition.linked.iter().map(|link| &link.when)) {
                self.conditions(inner, at);
            }
        }
    }
}

fn examples(files: Vec<FileExample>) -> Vec<ExampleText> {
    let text = |file: FileExample| ExampleText { path: file.path, line: file.line, text: file.text };
    files.into_iter().map(text).collect()
}

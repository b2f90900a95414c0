//! All rules of a run: the ones embedded in the binary, and a user's own on top.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::strict::{Problem, Problems};
use super::{Rule, RuleId, Severity};

/// The built-in rules as the build script has checked and packed them.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.postcard"));

/// The rules that come with the binary.
#[must_use]
pub fn builtin() -> Catalogue {
    let rules: Vec<Rule> = postcard::from_bytes(PACKED).expect("the build script packed the rules with the same types");
    Catalogue { rules: rules.into_iter().map(|rule| (rule.id.clone(), Arc::new(rule))).collect() }
}

/// Rules by id; a user's rule with the id of one of ours takes its place.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    rules: BTreeMap<RuleId, Arc<Rule>>,
}

impl Catalogue {
    /// Adds rules; a rule of a later file replaces a built-in one of the same id.
    ///
    /// # Errors
    /// Where two files of the same kind use one id.
    pub fn add(&mut self, rules: Vec<Rule>) -> Result<(), Problems> {
        let mut problems = Vec::new();
        for rule in rules {
            if let Some(earlier) = self.rules.get(&rule.id).filter(|earlier| earlier.builtin == rule.builtin) {
                problems.push(duplicate(&rule, earlier));
                continue;
            }
            self.rules.insert(rule.id.clone(), Arc::new(rule));
        }
        if problems.is_empty() { Ok(()) } else { Err(Problems(problems)) }
    }

    /// The rule of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<Rule>> {
        self.rules.get(&id.parse::<RuleId>().ok()?)
    }

    /// All rules, sorted by id.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Rule>> {
        self.rules.values()
    }

    /// How many rules there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is no rule.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Keeps the rules for which `keep` holds.
    pub fn retain(&mut self, mut keep: impl FnMut(&Rule) -> bool) {
        self.rules.retain(|_, rule| keep(rule));
    }

    /// Gives the rules for which `which` holds another severity.
    pub fn set_severity(&mut self, which: impl Fn(&Rule) -> bool, severity: Severity) {
        for rule in self.rules.values_mut().filter(|rule| which(rule)) {
            Arc::make_mut(rule).severity = severity;
        }
    }
}

fn duplicate(rule: &Rule, earlier: &Rule) -> Problem {
    let (file, line) = &rule.defined_at;
    let (earlier_file, earlier_line) = &earlier.defined_at;
    Problem {
        file: file.to_string(),
        line: *line,
        column: 1,
        message: format!(
            "rule `{}` stands twice: its first place is {earlier_file}:{earlier_line}; give one of them another id",
            rule.id
        ),
    }
}

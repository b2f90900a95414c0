//! What a check asks of the facts that a text holds: kinds of facts, and conditions on their values.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Severity, Way};

/// Facts that are wrong.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Query {
    /// The kinds of facts that are asked: `aws_iam_access_key`, `AWS::IAM::AccessKey`, `aws.statement`, `k8s.rule`.
    pub on: Vec<String>,
    /// What has to hold of a fact for it to be wrong; every fact of the kind is wrong where nothing is said.
    pub when: Vec<Condition>,
    /// The way to values each of which is a finding of its own: `environment.variables.*password*`.
    #[schemars(with = "String")]
    pub each: Way,
    /// What has to hold of such a value.
    pub that: Vec<Condition>,
    /// The way to values that are credentials, besides those that have to be `known`: no report shows them where they
    /// are written out.
    #[schemars(with = "String")]
    pub hide: Way,
    /// The value that the finding points at, from the fact or such a value on; else the one that decided, else the name of the fact.
    #[schemars(with = "String")]
    pub at: Way,
    /// Another severity than the rule's.
    pub severity: Option<Severity>,
}

/// What has to hold of a fact; everything that is said has to hold.
///
/// A value that only a run can tell makes the answer unknown, and unknown is neither wrong nor right.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Condition {
    /// The way to the values that are looked at: names with `.` between them, `a|b` for either name, `*` for any text. Case,
    /// `_` and `-` are not looked at, and lists are looked through. Without it, the fact itself.
    #[schemars(with = "String")]
    pub path: Way,
    /// No value is there, or one that says nothing: null, an empty text or list.
    pub absent: bool,
    /// A value is there, known or not.
    pub present: bool,
    /// A value is there and all of it is known: a text or number that stands in the file, no reference or template. It is
    /// taken for a credential, which no report shows.
    pub known: bool,
    /// A value is one of these, without regard to case: `["true", "1"]`.
    pub is: Vec<String>,
    /// A value is like one of these, without regard to case: `*` stands for any text, `?` for one character, `\\*` for a star.
    pub like: Vec<String>,
    /// A value is more than this: a number, a time span such as `90d`, or a date farther away than it.
    pub over: Option<String>,
    /// A value is less than this.
    pub under: Option<String>,
    /// What plain numbers count.
    pub unit: Unit,
    /// At least so many values are there.
    pub at_least: usize,
    /// The actions of the statement or policy cover one of these; `a + b` asks for both.
    pub grants: Vec<String>,
    /// One value meets all of these.
    pub some: Vec<Condition>,
    /// There are values, and each meets all of these.
    pub every: Vec<Condition>,
    /// All of these hold of the fact.
    pub all: Vec<Condition>,
    /// One of these holds of the fact.
    pub any: Vec<Condition>,
    /// None of these holds of the fact.
    pub none: Vec<Condition>,
    /// The same text holds another fact that names this one.
    pub linked: Vec<Link>,
}

impl Query {
    /// Whether what it looks for may hold credentials, which are not to be shown.
    #[must_use]
    pub fn is_of_secrets(&self) -> bool {
        let has = |conditions: &[Condition]| conditions.iter().any(Condition::is_of_secrets);
        !self.hide.is_empty() || has(&self.when) || has(&self.that)
    }

    /// Whether all that it asks is that values at the end of a way are, or are like, one of some texts.
    #[must_use]
    pub fn is_of_texts(&self) -> bool {
        let [Condition { path, is, like, .. }] = self.when.as_slice() else { return false };
        let only = Condition { path: path.clone(), is: is.clone(), like: like.clone(), ..Condition::default() };
        self.each.is_empty() && self.at.is_empty() && is.is_empty() != like.is_empty() && self.when[0] == only
    }
}

impl Condition {
    fn is_of_secrets(&self) -> bool {
        let inner = [&self.some, &self.every, &self.all, &self.any];
        self.known || inner.into_iter().flatten().any(Self::is_of_secrets)
    }
}

/// Another fact of the same text, which names the one that is looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Link {
    /// The kinds that it may be of.
    pub on: Vec<String>,
    /// The way to the value that names this one; anywhere in it, where nothing is said.
    #[schemars(with = "String")]
    pub path: Way,
    /// What has to hold of it besides.
    pub when: Vec<Condition>,
}

/// What a plain number counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Nothing in particular.
    #[default]
    None,
    /// Milliseconds.
    Milliseconds,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Months of 30 days.
    Months,
    /// Years of 365 days.
    Years,
}

impl Unit {
    /// Seconds of one; a plain number counts as it is.
    #[must_use]
    pub const fn seconds(self) -> f64 {
        match self {
            Self::None | Self::Seconds => 1.0,
            Self::Milliseconds => 0.001,
            Self::Minutes => 60.0,
            Self::Hours => 3_600.0,
            Self::Days => 86_400.0,
            Self::Months => 30.0 * 86_400.0,
            Self::Years => 365.0 * 86_400.0,
        }
    }
}

//! What a text says about identities: spanned values of every format, and the facts that are read from them.

mod dialect;
pub mod dockerfile;
mod file;
pub mod hcl;
pub mod json;
pub mod settings;
pub mod shell;
pub mod value;
pub mod yaml;

use std::borrow::Cow;

pub use dialect::read;
pub use file::{FileKind, kind_of};

use value::{Problem, Span, Value};

/// One thing that a text says: a resource, a statement of a policy, a grant, a step, a setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact<'t> {
    /// What it is: `aws_iam_access_key`, `AWS::IAM::AccessKey`, `aws.statement`, `k8s.rule`.
    pub kind: Cow<'t, str>,
    /// The name by which a person knows it: `aws_iam_user.ci`, `Role/ci/deployer`.
    pub subject: String,
    /// Where its name stands.
    pub at: Span,
    /// What it says.
    pub value: Value<'t>,
}

/// Whether somebody may ask for settings to which a way leads that has this name.
pub type Wants<'w> = dyn Fn(&str) -> bool + 'w;

/// What a reader found in a text.
#[derive(Default)]
pub struct Facts<'t> {
    /// The facts, in the order of the text.
    pub list: Vec<Fact<'t>>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Which settings somebody asks for; all, where nothing is said.
    pub settings: Option<&'t Wants<'t>>,
}

impl<'t> Facts<'t> {
    /// Adds a fact.
    pub fn add(&mut self, kind: impl Into<Cow<'t, str>>, subject: impl Into<String>, at: Span, value: Value<'t>) {
        self.list.push(Fact { kind: kind.into(), subject: subject.into(), at, value });
    }
}

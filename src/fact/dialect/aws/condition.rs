//! Whether the conditions of a statement really narrow it.

use crate::fact::value::{Data, HOLE, Value};

/// One test of a condition: an operator, a key, and the values it is compared with.
#[derive(Clone, Debug)]
pub struct Test<'t> {
    /// `StringEquals`, `ForAnyValue:StringLike`.
    pub operator: String,
    /// `aws:PrincipalOrgID`.
    pub key: String,
    /// The values.
    pub values: Vec<Value<'t>>,
}

/// What conditions do to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrowing {
    /// Nothing that counts.
    None,
    /// They may narrow it; a run decides.
    Unknown,
    /// They leave a part of it.
    Real,
}

/// Keys that say how a request is made, not what it may reach or who makes it.
const BESIDE_THE_POINT: &[&str] = &[
    "aws:securetransport",
    "aws:multifactorauthpresent",
    "aws:multifactorauthage",
    "aws:currenttime",
    "aws:epochtime",
    "aws:tokenissuetime",
    "aws:useragent",
    "aws:referer",
    "aws:viaawsservice",
    "s3:tlsversion",
    "s3:signatureversion",
    "s3:x-amz-acl",
    "s3:x-amz-server-side-encryption",
];

/// Keys that say who makes the request.
const OF_PRINCIPALS: &[&str] = &[
    "aws:principal",
    "aws:source",
    "aws:userid",
    "aws:username",
    "aws:federatedprovider",
    "aws:vpcsource",
    "kms:calleraccount",
    "s3:dataaccesspoint",
    "sns:endpoint",
    "lambda:sourcefunction",
    "lambda:functionurlauthtype",
    "elasticfilesystem:accesspoint",
    "elasticfilesystem:accessedviamounttarget",
    "ecr:resourcetag",
    "events:creatoraccount",
    "saml:",
    "sts:externalid",
    "sts:roleid",
];

impl Test<'_> {
    /// Whether the test says who may make the request, rather than what it reaches.
    pub fn is_of_principals(&self) -> bool {
        let key = self.key.to_ascii_lowercase();
        // Keys of an identity provider carry its host: `token.actions.githubusercontent.com:sub`.
        OF_PRINCIPALS.iter().any(|start| key.starts_with(start))
            || key.split(':').next().is_some_and(|p| p.contains('.'))
    }

    /// What the test does to a statement that allows.
    pub fn narrowing(&self) -> Narrowing {
        let operator = self.operator.to_ascii_lowercase();
        let key = self.key.to_ascii_lowercase();
        if operator.contains(HOLE) {
            return Narrowing::Unknown;
        }
        let is_negated = operator.contains("not") && !operator.contains("null");
        if is_negated || operator.ends_with("ifexists") || BESIDE_THE_POINT.contains(&key.as_str()) {
            return Narrowing::None;
        }
        // `ForAllValues` holds where the key is missing altogether.
        if operator.starts_with("forallvalues") {
            return Narrowing::None;
        }
        // What has a tag at all, whatever its value, is a part of all there is.
        let is_of_tags = key.contains("resourcetag/") || key.contains("requesttag/");
        if operator == "null" {
            let must_be_there =
                |value: &Value<'_>| value.known().is_some_and(|text| text.eq_ignore_ascii_case("false"));
            return if is_of_tags && self.values.iter().all(must_be_there) { Narrowing::Real } else { Narrowing::None };
        }
        if is_of_tags && operator.contains("like") {
            return Narrowing::Real;
        }
        let is_of_any_account = |value: &Value<'_>| {
            key == "aws:principalarn" && value.text().is_some_and(|text| text.contains("::*:") || text.contains("::?"))
        };
        let narrow = self
            .values
            .iter()
            .map(|value| if is_of_any_account(value) { Narrowing::None } else { value_narrows(value) });
        narrow.reduce(weaker).unwrap_or(Narrowing::Unknown)
    }
}

/// What several tests do, all of which have to hold.
pub fn together(tests: impl Iterator<Item = Narrowing>) -> Narrowing {
    tests.fold(Narrowing::None, |sum, next| match (sum, next) {
        (Narrowing::Real, _) | (_, Narrowing::Real) => Narrowing::Real,
        (Narrowing::Unknown, _) | (_, Narrowing::Unknown) => Narrowing::Unknown,
        _ => Narrowing::None,
    })
}

const fn weaker(one: Narrowing, other: Narrowing) -> Narrowing {
    match (one, other) {
        (Narrowing::None, _) | (_, Narrowing::None) => Narrowing::None,
        (Narrowing::Unknown, _) | (_, Narrowing::Unknown) => Narrowing::Unknown,
        _ => Narrowing::Real,
    }
}

fn value_narrows(value: &Value<'_>) -> Narrowing {
    match &value.data {
        Data::Text(text) => {
            let is_open = text.chars().all(|c| matches!(c, '*' | '?' | ':' | '/'))
                || matches!(text.as_ref(), "0.0.0.0/0" | "::/0" | "arn:aws:iam::*:root" | "arn:aws:*:*:*:*" | "arn:*")
                || (text.starts_with("arn:")
                    && text.chars().filter(char::is_ascii_alphanumeric).count() < 12
                    && text.ends_with('*'));
            if is_open && !text.is_empty() { Narrowing::None } else { Narrowing::Real }
        }
        Data::Bool(is) => {
            if *is {
                Narrowing::Real
            } else {
                Narrowing::None
            }
        }
        Data::Number(_) | Data::Reference(_) => Narrowing::Real,
        Data::List(items) => items.iter().map(value_narrows).reduce(weaker).unwrap_or(Narrowing::Unknown),
        _ => Narrowing::Unknown,
    }
}

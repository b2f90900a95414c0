//! How far the resources of a statement reach: everything, all of a service, or what is named.

use crate::fact::value::{Data, HOLE, Value};

/// How far a statement reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// The resources that are named.
    Named,
    /// What only a run can tell.
    Unknown,
    /// All resources of a kind.
    Service,
    /// Everything.
    Everything,
}

impl Reach {
    /// The name under which rules ask for it.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Named => Some("named"),
            Self::Unknown => None,
            Self::Service => Some("service"),
            Self::Everything => Some("everything"),
        }
    }

    /// The farthest reach of several resources.
    pub fn of(resources: &[Value<'_>]) -> Self {
        resources.iter().map(of_one).max().unwrap_or(Self::Named)
    }
}

fn of_one(resource: &Value<'_>) -> Reach {
    match &resource.data {
        Data::Text(text) => of_text(text),
        // An attribute of a resource names that resource; a variable may be anything.
        Data::Reference(name) if name.starts_with("var.") || name.starts_with("each.") => Reach::Unknown,
        Data::Reference(_) => Reach::Named,
        Data::Call(name, _) if matches!(name.as_ref(), "Fn::GetAtt" | "Ref") => Reach::Named,
        Data::OneOf(items) => items.iter().map(of_one).min().unwrap_or(Reach::Unknown),
        _ => Reach::Unknown,
    }
}

fn of_text(text: &str) -> Reach {
    if text.chars().all(|c| c == '*') && !text.is_empty() {
        return Reach::Everything;
    }
    let mut parts = text.splitn(6, ':');
    let (Some("arn" | "*" | "arn*"), partition, service) = (parts.next(), parts.next(), parts.next()) else {
        return if text.starts_with(HOLE) { Reach::Unknown } else { Reach::Named };
    };
    let (Some(partition), Some(service)) = (partition, service) else {
        return if text.ends_with('*') { Reach::Everything } else { Reach::Named };
    };
    if service.starts_with('*') && (parts.clone().next().is_none() || parts.clone().last() == Some("*")) {
        return Reach::Everything;
    }
    if partition.is_empty() {
        return Reach::Named;
    }
    let _region = parts.next();
    let account = parts.next();
    let Some(resource) = parts.next() else {
        // `arn:aws:s3:*` and the like: one `*` for all that follows.
        return if text.ends_with('*') { Reach::Service } else { Reach::Named };
    };
    // Where no account stands a bucket is named first, and of some services the resource itself.
    let has_kinds = account.is_some_and(|account| !account.is_empty()) && !WITHOUT_KINDS.contains(&service);
    of_resource(has_kinds, resource)
}

/// Services whose resources are named without their kind.
const WITHOUT_KINDS: &[&str] = &["codecommit", "sns", "sqs"];

/// Names of kinds that stand before the name of a resource.
const SEPARATORS: [char; 2] = ['/', ':'];

/// The reach of what follows the account: `role/*`, `table/orders`, `my-bucket/*`.
fn of_resource(has_kinds: bool, resource: &str) -> Reach {
    let stars = |text: &str| !text.is_empty() && text.chars().all(|c| matches!(c, '*' | '/' | ':'));
    if resource.starts_with('*') && stars(resource) {
        return Reach::Service;
    }
    match resource.split_once(SEPARATORS) {
        Some((kind, rest)) if stars(rest) && has_kinds && !kind.contains(HOLE) => Reach::Service,
        _ if resource.starts_with(HOLE) => Reach::Unknown,
        _ => Reach::Named,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_reaches_as_far_as_its_stars() {
        for (text, reach) in [
            ("*", Reach::Everything),
            ("**", Reach::Everything),
            ("arn:aws:*:*:*:*", Reach::Everything),
            ("arn:*", Reach::Everything),
            ("arn:aws:*", Reach::Everything),
            ("arn:aws:s3:::*", Reach::Service),
            ("arn:aws:s3:*", Reach::Service),
            ("arn:aws:s3:::*/*", Reach::Service),
            ("arn:aws:iam::123456789012:role/*", Reach::Service),
            ("arn:aws:iam::*:role/ci-*", Reach::Named),
            ("arn:aws:sqs:eu-west-1:123456789012:*", Reach::Service),
            ("arn:aws:s3:::reports/*", Reach::Named),
            ("arn:aws:dynamodb:*:*:table/orders", Reach::Named),
            ("arn:aws:lambda:*:*:function:*", Reach::Service),
            ("\u{FFFC}/*", Reach::Unknown),
            ("arn:aws:s3:::\u{FFFC}/*", Reach::Unknown),
            ("arn:aws:iam::\u{FFFC}:role/*", Reach::Service),
            ("arn:aws:s3:::/*", Reach::Named),
            ("arn:aws:iam::123456789012:\u{FFFC}/*", Reach::Unknown),
            ("arn:aws:codecommit:eu-west-1:123456789012:orders/*", Reach::Named),
        ] {
            assert_eq!(of_text(text), reach, "{text}");
        }
    }
}

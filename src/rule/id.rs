//! Rule identifiers: `family/name`, the name under which a rule is reported for ever.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// One of the four kinds of finding; the folder under `rules/` that holds the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// A leaked credential.
    Secret,
    /// Code or configuration that creates, stores or asks for long-lived credentials.
    Lifetime,
    /// Access that is broader than needed.
    Scope,
    /// Identity code that diverges from the policy.
    Identity,
}

impl Family {
    /// All families, in the order in which reports list them.
    pub const ALL: [Self; 4] = [Self::Secret, Self::Lifetime, Self::Scope, Self::Identity];

    /// The family's name as it stands in a rule id.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Lifetime => "lifetime",
            Self::Scope => "scope",
            Self::Identity => "identity",
        }
    }
}

/// A rule's identifier, `family/name`; cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(Arc<str>);

impl RuleId {
    /// The identifier as written, `family/name`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The family in front of the slash.
    #[must_use]
    pub fn family(&self) -> Family {
        let name = self.0.split('/').next().unwrap_or_default();
        Family::ALL.into_iter().find(|family| family.name() == name).unwrap_or(Family::Secret)
    }

    /// The part behind the slash.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or(&self.0, |(_, name)| name)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is no rule id.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RuleIdError {
    /// There is no slash.
    #[error("rule id `{0}` has no family: write `secret/{0}`")]
    NoFamily(String),
    /// The family is not one of the four.
    #[error("rule id `{0}` has an unknown family: use `secret`, `lifetime`, `scope` or `identity`")]
    UnknownFamily(String),
    /// The name holds something else than lower-case letters, digits and hyphens.
    #[error("rule id `{0}` has a bad name: use lower-case letters, digits and single hyphens")]
    BadName(String),
}

impl FromStr for RuleId {
    type Err = RuleIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((family, name)) = text.split_once('/') else {
            return Err(RuleIdError::NoFamily(text.to_owned()));
        };
        if !Family::ALL.iter().any(|known| known.name() == family) {
            return Err(RuleIdError::UnknownFamily(text.to_owned()));
        }
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if !name.split('-').all(plain) {
            return Err(RuleIdError::BadName(text.to_owned()));
        }
        Ok(Self(text.into()))
    }
}

impl<'de> serde::Deserialize<'de> for RuleId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl serde::Serialize for RuleId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_a_known_family_and_a_plain_name() {
        let id: RuleId = "secret/aws-access-key-id".parse().unwrap();
        assert_eq!(id.family(), Family::Secret);
        assert_eq!(id.name(), "aws-access-key-id");
    }

    #[test]
    fn a_bad_id_says_what_to_write_instead() {
        for bad in ["github", "secrets/github", "secret/", "secret/Git", "secret/a--b", "secret/a/b"] {
            assert!(bad.parse::<RuleId>().is_err(), "{bad}");
        }
        let error = "github".parse::<RuleId>().unwrap_err();
        assert_eq!(error.to_string(), "rule id `github` has no family: write `secret/github`");
    }
}

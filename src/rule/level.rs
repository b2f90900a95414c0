//! How bad, how sure, how long-lived: the three scales a rule and its findings are ranked on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::LifetimeReader;

/// How bad a finding is; ordered, `Note` lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; never fails a run by default.
    Note,
    /// Needs a person's look.
    Warning,
    /// A credential that has to be revoked.
    Error,
}

impl Severity {
    /// The level's name in reports and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// One level less bad; `Note` stays.
    #[must_use]
    pub const fn lowered(self) -> Self {
        match self {
            Self::Error => Self::Warning,
            Self::Warning | Self::Note => Self::Note,
        }
    }
}

/// How sure we are that a finding is what its rule says; ordered, `Low` lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The shape alone speaks for it.
    Low,
    /// Shape and context speak for it.
    Medium,
    /// An unmistakable format, or a checksum that holds.
    High,
}

impl Confidence {
    /// The level's name in reports and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// One level less sure; `Low` stays.
    #[must_use]
    pub const fn lowered(self) -> Self {
        match self {
            Self::High => Self::Medium,
            Self::Medium | Self::Low => Self::Low,
        }
    }
}

/// How long a credential of a kind lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LifetimeClass {
    /// Valid until somebody revokes it.
    Static,
    /// Ends on a date that was set when it was made.
    Expires,
    /// Its date has passed.
    Expired,
    /// Lives minutes or hours.
    Session,
    /// Nothing is known.
    #[default]
    Unknown,
}

impl LifetimeClass {
    /// The class's name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Expires => "expires",
            Self::Expired => "expired",
            Self::Session => "session",
            Self::Unknown => "unknown",
        }
    }
}

/// What is known of the lifetime of every credential of one kind, from the vendor's documentation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LifetimeFact {
    /// The class; `expired` cannot be a property of a kind.
    pub class: LifetimeClass,
    /// The longest life in days that the vendor allows, where there is a limit.
    #[serde(default)]
    pub max_days: Option<u32>,
    /// One sentence that says where the class comes from.
    #[serde(default)]
    pub note: Option<String>,
    /// How to read from a credential itself when it ends.
    #[serde(default)]
    pub decode: Option<LifetimeReader>,
}

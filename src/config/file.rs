//! The schema of `credline.toml`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::rule::{CheckEntry, Confidence, Entry, Severity};

/// A whole `credline.toml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ConfigFile {
    /// Files of the same form that this one builds on, relative to it; what stands here wins.
    #[schemars(with = "Vec<String>")]
    pub extend: Vec<Spanned<PathBuf>>,
    /// The lowest severity that makes the exit code 1.
    pub fail_on: Option<Severity>,
    /// The lowest severity that is reported.
    pub min_severity: Option<Severity>,
    /// The lowest confidence that is reported.
    pub min_confidence: Option<Confidence>,
    /// Files larger than this are left out: bytes, or `10MB`, `2GiB`.
    #[schemars(with = "Option<Size>")]
    pub max_file_size: Option<Spanned<Size>>,
    /// Globs of paths that are left out; the receipt counts them.
    #[schemars(with = "Vec<String>")]
    pub exclude: Vec<Spanned<String>>,
    /// Which rules run.
    pub rules: RulesTable,
    /// Other severities for single rules: `"secret/jwt" = "note"`.
    #[schemars(with = "BTreeMap<String, Severity>")]
    pub severity: BTreeMap<Spanned<String>, Severity>,
    /// How long credentials may live, by rule or family: `"*" = "90d"`, `"secret/jwt" = "1h"`. What lives longer, or until
    /// somebody revokes it, is an error.
    #[schemars(with = "BTreeMap<String, String>")]
    pub max_lifetime: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Rules of your own, in the form of the built-in ones.
    pub rule: Vec<Entry>,
    /// Checks of facts of your own, in the form of the built-in ones.
    pub check: Vec<CheckEntry>,
}

/// A size in bytes, or with its unit.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a size: bytes, or a text such as `10MB` or `2GiB`")]
pub enum Size {
    /// Bytes.
    Bytes(u64),
    /// A number with its unit.
    Text(String),
}

/// Which rules run.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct RulesTable {
    /// Further rule files, relative to this file.
    #[schemars(with = "Vec<String>")]
    pub files: Vec<Spanned<PathBuf>>,
    /// Rules that do not run: `secret/jwt`, or a family: `secret/*`.
    #[schemars(with = "Vec<String>")]
    pub disable: Vec<Spanned<String>>,
    /// Only these rules run; empty means all.
    #[schemars(with = "Vec<String>")]
    pub only: Vec<Spanned<String>>,
}

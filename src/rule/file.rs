//! The schema of a rule file: what may stand in `rules/FAMILY/NAME.toml` and in a user's own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{Confidence, LifetimeFact, Query, Severity};

/// A whole rule file.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleFile {
    /// The service whose credentials the rules find.
    #[serde(default)]
    pub service: Option<Service>,
    /// What all rules of the file have in common.
    #[serde(default)]
    pub shared: Shared,
    /// The rules that look for credentials.
    #[serde(default)]
    pub rule: Vec<Entry>,
    /// The rules that look at facts: what a text grants, asks for or makes, and how long that lives.
    #[serde(default)]
    pub check: Vec<CheckEntry>,
}

/// A rule over facts as it is written.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CheckEntry {
    /// `family/name`; never reused for something else.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// What is wrong, as a phrase without a full stop: `IAM policy that allows everything`.
    pub summary: String,
    /// Why it matters: what can happen.
    pub why: String,
    /// What to do, with a narrower or shorter-lived example.
    pub fix: String,
    /// The vendor's page.
    #[serde(default)]
    pub docs: Option<String>,
    /// How bad a finding is.
    #[serde(default = "CheckEntry::severity")]
    pub severity: Severity,
    /// How sure a finding is.
    #[serde(default = "Entry::confidence")]
    pub confidence: Confidence,
    /// The weaknesses of MITRE's list, by number.
    #[serde(default)]
    pub cwe: Vec<u32>,
    /// The risks of the OWASP Non-Human Identities Top 10:2025, by number.
    #[serde(default)]
    pub nhi: Vec<u32>,
    /// Outcomes of the NIST Cybersecurity Framework 2.0: `PR.AA-05`.
    #[serde(default)]
    pub csf: Vec<String>,
    /// What is wrong.
    pub find: Vec<Query>,
    /// Files in which the rule finds something.
    pub fails: Vec<FileExample>,
    /// Files in which it finds nothing.
    pub passes: Vec<FileExample>,
}

impl CheckEntry {
    const fn severity() -> Severity {
        Severity::Warning
    }
}

/// A file that shows what a rule finds or leaves alone.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FileExample {
    /// Its path, with `/` separators.
    pub path: String,
    /// The line, from 1, at which the finding has to stand.
    #[serde(default)]
    pub line: Option<usize>,
    /// What it holds; one line end at its start is left out.
    pub text: String,
}

/// What all rules of a file have in common; it adds to what each of them says.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Shared {
    /// Where the rules look.
    pub paths: Paths,
    /// What the rules leave alone.
    pub allow: Allow,
}

/// The service that issues a credential.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Service {
    /// The name people know it by.
    pub name: String,
    /// Short names under which lists of services know it.
    pub ids: Vec<String>,
    /// The vendor's page on its credentials.
    pub docs: String,
}

/// One rule as it is written.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Entry {
    /// `family/name`; never reused for something else.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// What is found, as a noun phrase without a full stop: `GitHub fine-grained personal access token`.
    pub summary: String,
    /// Why it matters: what the holder of the credential can do.
    pub why: String,
    /// What to do: where to revoke it, and the short-lived alternative.
    pub fix: String,
    /// The vendor's page that documents the format or the credential.
    #[serde(default)]
    pub docs: Option<String>,
    /// How bad a finding is.
    #[serde(default = "Entry::severity")]
    pub severity: Severity,
    /// How sure a match is.
    #[serde(default = "Entry::confidence")]
    pub confidence: Confidence,
    /// Literals, without regard to case, of which one stands in every match; at least three bytes long. They may be
    /// left out only where `paths.include` names the few files that the rule looks at.
    #[schemars(with = "Vec<String>")]
    pub keywords: Spanned<Vec<String>>,
    /// The pattern, with a `(?<secret>…)` group around the credential.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub pattern: Option<Spanned<String>>,
    /// Instead of `pattern`: the value of an assignment, option, header or pair whose key matches.
    #[serde(default)]
    pub assignment: Option<Assignment>,
    /// How many bytes a match of an unbounded pattern may span; 512 unless told, 65536 at most.
    #[serde(default)]
    #[schemars(with = "Option<usize>")]
    pub window: Option<Spanned<usize>>,
    /// Bits of Shannon entropy a character that the secret has at the least.
    #[serde(default)]
    pub entropy: Option<f64>,
    /// Classes of characters of which the secret holds at least one each.
    #[serde(default)]
    pub needs: Vec<CharacterClass>,
    /// Checks of structure or checksum, all of which the secret has to pass.
    #[serde(default)]
    pub validate: Vec<Validator>,
    /// Whether a secret that looks like a placeholder is reported all the same.
    #[serde(default)]
    pub keep_placeholders: bool,
    /// A rule that gives way where a more specific rule finds the same text.
    #[serde(default)]
    pub generic: bool,
    /// Where the rule looks.
    #[serde(default)]
    pub paths: Paths,
    /// What the rule leaves alone.
    #[serde(default)]
    pub allow: Allow,
    /// Further parts of the same credential that stand near it.
    #[serde(default)]
    pub part: Vec<PartEntry>,
    /// What is known of the lifetime of the kind.
    #[serde(default)]
    pub lifetime: LifetimeFact,
    /// Texts that have to be found and texts that must not.
    pub examples: Examples,
}

impl Entry {
    const fn severity() -> Severity {
        Severity::Error
    }

    const fn confidence() -> Confidence {
        Confidence::High
    }
}

/// The value of an assignment, in any of the syntaxes that code and configuration use.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Assignment {
    /// Pattern, without regard to case, that the key holds: `datadog|dd_api`. Up to 40 further characters of the key may follow it.
    #[schemars(with = "String")]
    pub key: Spanned<String>,
    /// Pattern of the whole value: `[0-9a-f]{32}`.
    #[schemars(with = "String")]
    pub value: Spanned<String>,
}

/// A second part of a credential: the id beside a secret, say.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PartEntry {
    /// What the part is: `client id`.
    pub name: String,
    /// Its pattern, with a `(?<part>…)` group.
    #[schemars(with = "String")]
    pub pattern: Spanned<String>,
    /// How many lines away it may stand.
    #[serde(default = "PartEntry::within_lines")]
    pub within_lines: usize,
    /// Whether there is no finding without it.
    #[serde(default)]
    pub required: bool,
    /// Whether the part is a secret too, and is masked.
    #[serde(default)]
    pub secret: bool,
}

impl PartEntry {
    const fn within_lines() -> usize {
        5
    }
}

/// Where a rule looks; globs over the path with `/` separators, `**/` in front understood.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Paths {
    /// Only files that match one of these.
    #[schemars(with = "Vec<String>")]
    pub include: Vec<Spanned<String>>,
    /// No file that matches one of these.
    #[schemars(with = "Vec<String>")]
    pub exclude: Vec<Spanned<String>>,
}

/// What a rule leaves alone.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Allow {
    /// Patterns that, found in the secret, drop the match.
    #[schemars(with = "Vec<String>")]
    pub values: Vec<Spanned<String>>,
    /// Patterns that, found in the line of the match, drop it.
    #[schemars(with = "Vec<String>")]
    pub lines: Vec<Spanned<String>>,
    /// Words, without regard to case, that drop a match whose secret holds one.
    pub stop_words: Vec<String>,
}

/// A class of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CharacterClass {
    /// `0`–`9`
    Digit,
    /// `A`–`Z`
    Upper,
    /// `a`–`z`
    Lower,
    /// `A`–`Z` and `a`–`z`
    Letter,
    /// Printable ASCII that is neither a letter nor a digit.
    Symbol,
}

/// A check of a secret's structure or checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Validator {
    /// The last six characters are the base62 CRC32 of what stands between the last `_` and them (GitHub, npm).
    Crc32Base62,
    /// The eight characters behind the last `_` are the hexadecimal CRC32, lowest byte first, of what stands before it (Grafana).
    Crc32Hex,
    /// A base64url macaroon whose location is a package index (PyPI).
    PypiMacaroon,
    /// An AWS key id whose account number can be decoded.
    AwsAccount,
    /// Three base64url parts, the first two JSON objects, the first with `alg`.
    Jwt,
    /// A PEM, OpenSSH, PuTTY or PGP block whose body is what its header says; an elided one fails.
    PrivateKey,
    /// Base64 of `user:password`.
    BasicAuth,
    /// Base64 whose decoded bytes are a JSON object.
    Base64Json,
    /// Base64 (either alphabet) that decodes at all.
    Base64,
    /// The Luhn check digit holds over the digits.
    Luhn,
    /// A password or key that a person would use: no placeholder, reference, path, identifier or call.
    PlausiblePassword,
}

/// Texts that show what a rule finds and what it leaves alone.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Examples {
    /// Texts in which the rule finds something.
    #[serde(rename = "match")]
    pub matches: Vec<Example>,
    /// Texts in which it finds nothing.
    #[serde(rename = "no-match")]
    pub no_match: Vec<Example>,
}

/// A text, and where it matters, the path it stands at.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Example {
    /// A text at no particular path.
    Text(String),
    /// A text in a file of this path.
    File {
        /// The path, with `/` separators.
        path: String,
        /// The text.
        text: String,
    },
}

impl Example {
    /// The text as written, templates not expanded.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::File { text, .. } => text,
        }
    }
}

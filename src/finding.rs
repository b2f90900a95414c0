//! One thing wrong: what, where, how bad, how long it lives; masked at birth.

mod fingerprint;
mod masked;
mod moment;
mod provenance;

use std::fmt;
use std::ops::Range;

use crate::document::{Origin, Position};
use crate::rule::{Confidence, LifetimeClass, RuleId, Severity};

pub use fingerprint::Fingerprint;
pub use masked::{Masked, Reveal};
pub use moment::Moment;
pub use provenance::{Commit, MOST_REFS, Person, Provenance, Reach};

/// One thing wrong.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that found it.
    pub rule: RuleId,
    /// How bad it is here; the rule's own severity, lowered in tests and examples.
    pub severity: Severity,
    /// How sure we are.
    pub confidence: Confidence,
    /// What was found, as a sentence without a full stop.
    pub message: String,
    /// The first place.
    pub at: Location,
    /// The credential, masked.
    pub evidence: Masked,
    /// How long the credential lives.
    pub lifetime: Lifetime,
    /// Further parts of the same credential: its name and its masked or plain text.
    pub parts: Vec<(String, Masked)>,
    /// The bytes of the file that hold something secret: those of the credential and of its secret parts.
    pub hidden: Vec<Range<u64>>,
    /// Other places of the same credential.
    pub related: Vec<Location>,
    /// What the credential is known by in baselines and alerts.
    pub fingerprint: Fingerprint,
    /// The hash by which code scanning follows the line, for texts that are files themselves.
    pub line_hash: Option<String>,
    /// What else weighed in: `in a test path`, `checksum holds`.
    pub notes: Vec<String>,
    /// The decodings it was found behind, outermost first.
    pub decodings: Vec<&'static str>,
    /// The line it stands in, every known secret masked.
    pub snippet: String,
    /// How a person has accepted it, if somebody has.
    pub suppression: Option<Suppression>,
    /// What the history says of the first place, where a history was scanned.
    pub provenance: Option<Provenance>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file, and the member inside it.
    pub origin: Origin,
    /// The first character.
    pub start: Position,
    /// Behind the last character.
    pub end: Position,
    /// Bytes before the place.
    pub offset: u64,
    /// Bytes of the place.
    pub length: u64,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.origin.display(), self.start.line, self.start.column)
    }
}

/// How long a credential lives, and how that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lifetime {
    /// The class.
    pub class: LifetimeClass,
    /// One sentence that says how it is known; empty where nothing is.
    pub evidence: String,
}

/// How a person has accepted a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The mark as written: `credline:allow`.
    pub mark: &'static str,
    /// The reason given; empty where none is.
    pub reason: String,
}

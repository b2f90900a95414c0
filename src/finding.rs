//! One thing wrong: what, where, how bad, how long it lives; masked at birth.

mod fingerprint;
mod masked;
mod moment;
mod provenance;

use std::fmt;
use std::ops::Range;

use crate::document::{Document, Origin, Position};
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

impl Location {
    /// The place of a range of a text.
    #[must_use]
    pub fn of(document: &Document<'_>, range: &Range<usize>) -> Self {
        Self {
            origin: document.origin.clone(),
            start: document.position(range.start),
            end: document.position(range.end),
            offset: document.start.offset + range.start as u64,
            length: range.len() as u64,
        }
    }
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
    /// When it was made, where it says so.
    pub issued: Option<Moment>,
    /// When it ends or ended, where it says so.
    pub expires: Option<Moment>,
    /// Seconds that it can live at the most from when it was made, where its kind or form tells.
    pub longest: Option<i64>,
    /// Whole days from the time of the run until it ends; negative where it has ended.
    pub remaining_days: Option<i64>,
}

impl Lifetime {
    /// How dangerous it is to have leaked, the longer-lived the more: static, long, unknown, short, expired.
    #[must_use]
    pub const fn danger(&self) -> u8 {
        match self.class {
            LifetimeClass::Static => 4,
            LifetimeClass::Expires => 3,
            LifetimeClass::Unknown => 2,
            LifetimeClass::Session => 1,
            LifetimeClass::Expired => 0,
        }
    }

    /// Settles what only its kind tells by the time at which it was there already: what lives an hour and was committed
    /// a year ago has ended. `true` where it has.
    pub fn settle(&mut self, seen: Moment, now: i64) -> bool {
        let Some(end) = self.longest.and_then(|longest| seen.seconds.checked_add(longest)) else { return false };
        let ended = self.expires.is_none() && end <= now && self.class != LifetimeClass::Expired;
        if ended {
            self.class = LifetimeClass::Expired;
            self.evidence = format!("{}; it was there on {} already", self.evidence, seen.date());
        }
        ended
    }
}

/// How a person has accepted a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The mark as written: `credline:allow`.
    pub mark: &'static str,
    /// The reason given; empty where none is.
    pub reason: String,
}

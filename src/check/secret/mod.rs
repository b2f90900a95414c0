//! The secret check: finds leaked credentials by the rules of the catalogue.

mod compiled;
pub mod decode;
mod engine;
pub mod entropy;
pub mod examples;
mod hit;
mod judge;
mod life;
pub mod lifetime;
pub mod placeholder;
mod resolve;
pub mod validate;
pub mod versions;

use std::cell::RefCell;
use std::sync::Arc;

use crate::check::{Check, GaveUp};
use crate::document::Document;
use crate::finding::{Finding, Fingerprint, Reveal};
use crate::rule::strict::Problems;
use crate::rule::{Catalogue, Rule};
use crate::source::SkipReason;

use decode::{DecodeLimits, decoded_views};
use engine::{Engine, Paths};
use hit::Hit;

pub use life::LifetimeLimits;

/// How the check works; the defaults are what users get.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether secrets are shown in the clear.
    pub reveal: Reveal,
    /// How often a text is decoded and looked at again.
    pub decode_depth: usize,
    /// How many findings one text may have before the rest is left out and the receipt says so.
    pub most_findings: usize,
    /// The time of the run in seconds since 1970, by which credentials have ended or not.
    pub now: i64,
    /// How long credentials may live.
    pub limits: LifetimeLimits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            reveal: Reveal::Never,
            decode_depth: 4,
            most_findings: 10_000,
            now: 0,
            limits: LifetimeLimits::default(),
        }
    }
}

/// Finds leaked credentials.
pub struct SecretCheck {
    engine: Engine,
    settings: Settings,
}

impl SecretCheck {
    /// Prepares the rules of a catalogue.
    ///
    /// # Errors
    /// Where a user's pattern is too large to be compiled.
    pub fn new(catalogue: &Catalogue, settings: Settings) -> Result<Self, Problems> {
        Ok(Self { engine: Engine::new(catalogue)?, settings })
    }

    /// The keywords that the first pass looks for.
    #[must_use]
    pub fn keywords(&self) -> &[String] {
        self.engine.keywords()
    }

    /// The rules in use.
    pub fn rules(&self) -> impl Iterator<Item = &Arc<Rule>> {
        self.engine.rules()
    }

    /// The ids of rules whose pattern exceeds the size limit when compiled; such a rule finds nothing.
    #[must_use]
    pub fn uncompilable(&self) -> Vec<String> {
        self.engine.uncompilable()
    }

    /// Collects the hits of a text and of everything encoded in it.
    fn collect(&self, document: &Document<'_>, at: Paths, hits: &mut Vec<Hit>) {
        self.engine.search(document, at, self.settings.most_findings, hits);
        if document.depth() < self.settings.decode_depth {
            decoded_views(document, &DecodeLimits::default(), &mut |view| self.collect(view, at, hits));
        }
    }

    fn is_full(&self, hits: &[Hit]) -> Result<(), GaveUp> {
        if hits.len() >= self.settings.most_findings { Err(SkipReason::TooManyFindings.into()) } else { Ok(()) }
    }
}

impl Check for SecretCheck {
    fn as_secrets(&self) -> Option<&SecretCheck> {
        Some(self)
    }

    fn inspect(&self, document: &Document<'_>, found: &mut Vec<Finding>) -> Result<(), GaveUp> {
        thread_local! {
            static HITS: RefCell<Vec<Hit>> = const { RefCell::new(Vec::new()) };
        }
        let mut hits = HITS.take();
        hits.clear();
        self.collect(document, Paths::ItsOwn, &mut hits);
        let outcome = self.is_full(&hits);
        if !hits.is_empty() {
            resolve::settle(&mut hits);
            // Hits know their places in the text as it lies, whatever it was decoded to before the check saw it.
            found.extend(hit::findings(document.root(), &hits, &self.settings));
        }
        hits.clear();
        HITS.set(hits);
        outcome
    }

    fn suspect(&self, document: &Document<'_>, found: &mut Vec<Fingerprint>) -> Result<(), GaveUp> {
        let mut hits = Vec::new();
        self.collect(document, Paths::Any, &mut hits);
        found.extend(resolve::fingerprints(hits.iter()));
        self.is_full(&hits)
    }
}

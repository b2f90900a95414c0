//! Sets of actions: the lists `Action` and `NotAction` of statements, and the actions of AWS that are in them.

use super::actions::{self, Known, Level};
use super::expansion::Expansion;
use super::pattern::Pattern;
use super::set::Set;
use crate::policy::Answer;

/// The actions that a statement names, or all but them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionSet(Set);

impl ActionSet {
    /// The actions that these patterns match: `Action`.
    pub fn of<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self(Set::new(texts, Pattern::action, false))
    }

    /// The actions that none of these patterns matches: `NotAction`.
    pub fn all_but<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self(Set::new(texts, Pattern::action, true))
    }

    /// The patterns behind it.
    pub fn set(&self) -> &Set {
        &self.0
    }

    /// Whether an action, such as `s3:GetObject`, is in it.
    pub fn grants(&self, action: &str) -> Answer {
        self.0.has(action)
    }

    /// Whether all actions of the other set are in this one, also those that AWS may add one day; *no* where an action
    /// that AWS has, or that the other set names in full, is not.
    pub fn covers(&self, other: &Self) -> Answer {
        if self.0.surely_covers(&other.0) {
            return Answer::Yes;
        }
        let is_missing = |action: &str| other.grants(action).and(self.grants(action).not()) == Answer::Yes;
        let mut named = self.named().chain(other.named());
        let is_apart = named.any(is_missing) || !other.expand().minus(&self.expand_widest()).is_empty();
        if is_apart { Answer::No } else { Answer::Unknown }
    }

    /// The actions of AWS that are certainly in it.
    pub fn expand(&self) -> Expansion {
        self.collect(if self.0.is_rest() { Answer::Unknown } else { Answer::Yes })
    }

    /// The actions of AWS that may be in it.
    pub fn expand_widest(&self) -> Expansion {
        self.collect(if self.0.is_rest() { Answer::Yes } else { Answer::Unknown })
    }

    /// The actions of AWS in it that change something: of the levels write, permissions management, and tagging.
    pub fn write_actions(&self) -> impl Iterator<Item = Known> {
        self.expand().into_actions().filter(|known| known.level.writes())
    }

    /// The services some of whose actions are certainly in it.
    pub fn services(&self) -> Vec<&'static str> {
        let mut services: Vec<_> = self.expand().into_actions().map(|known| known.service).collect();
        services.dedup();
        services
    }

    /// How many actions of AWS of this level are certainly in it.
    pub fn count(&self, level: Level) -> usize {
        self.expand().into_actions().filter(|known| known.level == level).count()
    }

    /// Actions that are named in full.
    fn named(&self) -> impl Iterator<Item = &str> {
        self.0.patterns().iter().filter(|pattern| pattern.is_literal()).map(Pattern::text)
    }

    /// The actions that some pattern matches with this answer at least; of a rest, all others.
    fn collect(&self, least: Answer) -> Expansion {
        let mut found = Expansion::default();
        for pattern in self.0.patterns() {
            let matched = actions::candidates(pattern).filter(|(_, answer)| *answer >= least);
            matched.for_each(|(known, _)| found.insert(&known));
        }
        if self.0.is_rest() { found.others() } else { found }
    }
}

//! Actions of AWS as a set of their numbers: union, intersection and difference.

use super::actions::{self, Known};

/// Some of the actions that AWS has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    bits: Vec<u64>,
}

impl Default for Expansion {
    fn default() -> Self {
        Self { bits: vec![0; actions::count().div_ceil(64)] }
    }
}

impl Expansion {
    /// Adds an action.
    pub fn insert(&mut self, known: &Known) {
        self.bits[known.number / 64] |= 1 << (known.number % 64);
    }

    /// Whether the action is there.
    pub fn has(&self, known: &Known) -> bool {
        self.bits[known.number / 64] & (1 << (known.number % 64)) != 0
    }

    /// What is in one of both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.with(other, |a, b| a | b)
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.with(other, |a, b| a & b)
    }

    /// What is not in the other one.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.with(other, |a, b| a & !b)
    }

    /// All actions of AWS that are not in it.
    #[must_use]
    pub fn others(&self) -> Self {
        let mut all = Self { bits: vec![!0; self.bits.len()] };
        if let (Some(last), tail @ 1..) = (all.bits.last_mut(), actions::count() % 64) {
            *last = (1 << tail) - 1;
        }
        all.minus(self)
    }

    /// Whether all of it is in the other one.
    pub fn is_within(&self, other: &Self) -> bool {
        self.minus(other).is_empty()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|word| *word == 0)
    }

    /// How many actions are in it.
    pub fn len(&self) -> usize {
        self.bits.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The actions, by service and level.
    pub fn into_actions(self) -> impl Iterator<Item = Known> {
        actions::services().iter().flat_map(actions::Service::actions).filter(move |known| self.has(known))
    }

    fn with(&self, other: &Self, join: fn(u64, u64) -> u64) -> Self {
        Self { bits: self.bits.iter().zip(&other.bits).map(|(a, b)| join(*a, *b)).collect() }
    }
}

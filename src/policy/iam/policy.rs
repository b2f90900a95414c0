//! Policies: what their statements allow together, less what they deny.

use super::action_set::ActionSet;
use super::expansion::Expansion;
use super::set::Set;
use crate::policy::Answer;

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever else allows.
    Deny,
}

/// One statement of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What it does.
    pub effect: Effect,
    /// The actions it is about: `Action` or `NotAction`.
    pub actions: ActionSet,
    /// The resources it is about: `Resource` or `NotResource`; everything, where a policy of a resource names none.
    pub resources: Set,
    /// Whether it has a condition that narrows it.
    pub conditional: Answer,
}

impl Statement {
    /// Whether it applies to an action on a resource.
    pub fn applies(&self, action: &str, resource: &str) -> Answer {
        self.actions.grants(action).and(self.resources.has(resource)).and(self.holds())
    }

    /// Whether its condition holds: always where there is none, and a run decides otherwise.
    pub(super) fn holds(&self) -> Answer {
        if self.conditional == Answer::No { Answer::Yes } else { Answer::Unknown }
    }
}

/// Statements that count together, as all policies of one identity do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// The statements. Their order does not matter.
    pub statements: Vec<Statement>,
}

impl Policy {
    /// Whether an action on a resource is allowed: some statement allows it, and none denies it. Both are names; of an
    /// action that has no resources, the resource is `*`.
    pub fn allows(&self, action: &str, resource: &str) -> Answer {
        let some = |effect| {
            let applies = self.with(effect).map(|statement| statement.applies(action, resource));
            applies.fold(Answer::No, Answer::or)
        };
        some(Effect::Allow).and(some(Effect::Deny).not())
    }

    /// The actions of AWS that are certainly allowed on a resource.
    pub fn actions_on(&self, resource: &str) -> Expansion {
        let mut sum = Expansion::default();
        for statement in self.with(Effect::Allow) {
            if statement.resources.has(resource).and(statement.holds()) == Answer::Yes {
                sum = sum.union(&statement.actions.expand());
            }
        }
        for statement in self.with(Effect::Deny) {
            if statement.resources.has(resource) != Answer::No {
                sum = sum.minus(&statement.actions.expand_widest());
            }
        }
        sum
    }

    /// The statements with this effect.
    pub(super) fn with(&self, effect: Effect) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(move |statement| statement.effect == effect)
    }
}

//! Whether all that one policy allows is allowed by another one, and if not, what is not.

use super::actions;
use super::pattern::Pattern;
use super::policy::{Effect, Policy, Statement};
use super::set::{Part, Set};
use crate::policy::Answer;

/// Steps that one comparison takes at most; what is left then is unknown. Policies that AWS takes need far fewer.
const STEPS: usize = 1 << 30;

/// The answer to whether one policy lies within another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Within {
    /// All that it allows is allowed by the other one.
    Yes,
    /// It allows this, and the other one does not.
    No(Witness),
    /// Only a run can tell, or there is neither a proof nor a witness.
    Unknown,
}

/// What one policy certainly allows and another one certainly does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// An action that AWS has, or that the policy names in full.
    pub action: String,
    /// A resource. It is an invented one, where the policy does not name it in full, and has a
    /// [`HOLE`](super::HOLE) for each piece that only a run can tell.
    pub resource: String,
}

impl Within {
    /// The answer without the witness.
    pub const fn answer(&self) -> Answer {
        match self {
            Self::Yes => Answer::Yes,
            Self::No(_) => Answer::No,
            Self::Unknown => Answer::Unknown,
        }
    }
}

impl Policy {
    /// Whether the other policy allows all that this one does, both asked by one and the same request.
    ///
    /// *Yes* also holds for actions that AWS may add one day. A condition is not looked into: what a narrowed statement
    /// allows may be all of it or nothing.
    pub fn is_within(&self, other: &Self) -> Within {
        Comparison::new(self, other).and_then(|mut comparison| comparison.answer()).unwrap_or(Within::Unknown)
    }
}

/// Characters of patterns: of actions, and of resources.
#[derive(Clone, Copy, Debug, Default)]
struct Size(usize, usize);

impl Size {
    fn of<'s>(statements: impl IntoIterator<Item = &'s Statement>) -> Self {
        let size = |set: &Set| set.patterns().iter().map(|pattern| pattern.text().len() + 1).sum::<usize>();
        let add = |sum: Self, next: &Statement| Self(sum.0 + size(next.actions.set()), sum.1 + size(&next.resources));
        statements.into_iter().fold(Self::default(), add)
    }

    /// Steps that it takes at most to compare all patterns of both.
    const fn times(self, other: Self) -> usize {
        self.0.saturating_mul(other.0).saturating_add(self.1.saturating_mul(other.1))
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 + other.0, self.1 + other.1)
    }
}

/// Two policies, the first of which should lie within the second.
struct Comparison<'p> {
    inner: &'p Policy,
    outer: &'p Policy,
    /// Statements of the first one that deny without a condition.
    denied: Vec<&'p Statement>,
    /// Statements of the second one that deny something that the first one does not deny too.
    forbids: Vec<&'p Statement>,
    /// Of what the first one denies, and of all of the second one.
    sizes: (Size, Size),
    steps: usize,
}

impl<'p> Comparison<'p> {
    /// Nothing, where the policies are too large.
    fn new(inner: &'p Policy, outer: &'p Policy) -> Option<Self> {
        let denied: Vec<_> = inner.with(Effect::Deny).filter(|deny| deny.holds() == Answer::Yes).collect();
        let sizes = (Size::of(denied.iter().copied()), Size::of(&outer.statements));
        let steps = STEPS.checked_sub(sizes.0.times(sizes.1))?;
        let is_shared = |deny: &Statement| {
            denied.iter().any(|own| {
                own.actions.set().surely_covers(deny.actions.set()) && own.resources.surely_covers(&deny.resources)
            })
        };
        let forbids = outer.with(Effect::Deny).filter(|deny| !is_shared(deny)).collect();
        Some(Self { inner, outer, denied, forbids, sizes, steps })
    }

    /// The answer, or nothing where it takes too many steps.
    fn answer(&mut self) -> Option<Within> {
        let mut answer = Within::Yes;
        for statement in self.inner.with(Effect::Allow) {
            for actions in statement.actions.set().parts() {
                for resources in statement.resources.parts() {
                    let size = Size(actions.size(), resources.size()).and(self.sizes.0);
                    self.spend(size.times(self.sizes.0.and(self.sizes.1)))?;
                    if self.is_inside(actions.clone(), resources.clone()) {
                        continue;
                    }
                    if let Some(witness) = self.witness(statement, &actions, &resources) {
                        return Some(Within::No(witness));
                    }
                    answer = Within::Unknown;
                }
            }
        }
        Some(answer)
    }

    fn spend(&mut self, steps: usize) -> Option<()> {
        self.steps = self.steps.checked_sub(steps)?;
        Some(())
    }

    /// Whether these actions on these resources, as far as the first policy does not deny them, are allowed by the
    /// second one for certain.
    fn is_inside(&self, mut actions: Part<'p>, mut resources: Part<'p>) -> bool {
        self.take_out_denied(&mut actions, &mut resources);
        if actions.is_empty() || resources.is_empty() {
            return true;
        }
        let covers = |allow: &Statement| allow.actions.set().has_all(&actions) && allow.resources.has_all(&resources);
        let misses = |deny: &&Statement| deny.actions.set().has_none(&actions) || deny.resources.has_none(&resources);
        let mut allows = self.outer.with(Effect::Allow).filter(|allow| allow.holds() == Answer::Yes);
        allows.any(covers) && self.forbids.iter().all(misses)
    }

    /// Takes out the actions that are denied on all of the resources, and the resources on which all actions are denied.
    fn take_out_denied(&self, actions: &mut Part<'p>, resources: &mut Part<'p>) {
        let mut out = (Vec::new(), Vec::new());
        for deny in &self.denied {
            if deny.resources.has_all(resources) {
                out.0.extend(removed(deny.actions.set(), actions));
            }
            if deny.actions.set().has_all(actions) {
                out.1.extend(removed(&deny.resources, resources));
            }
        }
        actions.without.extend(out.0);
        resources.without.extend(out.1);
    }

    /// An action and a resource of a statement that the first policy certainly allows, and the second certainly not.
    fn witness(&mut self, statement: &Statement, actions: &Part<'_>, resources: &Part<'_>) -> Option<Witness> {
        if !actions.pattern.is_certain() || statement.holds() != Answer::Yes {
            return None;
        }
        let Size(of_actions, of_resources) = Size::of(&self.inner.statements).and(self.sizes.1);
        let mut ask = |action: &str, has_resources: bool| {
            self.spend(of_actions + of_resources)?;
            let resource = self.resource(statement, action, has_resources, resources)?;
            Some(Witness { action: action.to_owned(), resource })
        };
        if actions.pattern.is_literal() {
            let action = actions.pattern.text();
            return ask(action, actions::find(action).is_none_or(|known| known.has_resources));
        }
        actions::matching(actions.pattern).find_map(|known| ask(&known.to_string(), known.has_resources))
    }

    /// A resource on which only the first policy allows the action. An action without resources is asked for with `*`.
    fn resource(&self, statement: &Statement, action: &str, has_resources: bool, part: &Part<'_>) -> Option<String> {
        let pattern = part.pattern;
        let is_apart = |resource: &String| {
            self.inner.allows(action, resource).and(self.outer.allows(action, resource).not()) == Answer::Yes
        };
        if !has_resources {
            return Some("*".to_owned()).filter(|all| pattern.is_everything() && is_apart(all));
        }
        if !pattern.is_certain() {
            return self.is_apart_on(statement, action, part).then(|| pattern.text().to_owned());
        }
        if pattern.is_everything() {
            let service = action.split_once(':').map_or(action, |(service, _)| service);
            return Some(format!("arn:aws:{service}:::example")).filter(is_apart);
        }
        ["example", ""].into_iter().filter_map(|fill| pattern.example(fill)).find(is_apart)
    }

    /// Whether, on all of a part of the statement's resources, only the first policy allows the action.
    fn is_apart_on(&self, statement: &Statement, action: &str, part: &Part<'_>) -> bool {
        let misses = |other: &Statement| other.actions.grants(action) == Answer::No || other.resources.has_none(part);
        let denies = |other: &Statement| {
            other.holds().and(other.actions.grants(action)) == Answer::Yes && other.resources.has_all(part)
        };
        statement.actions.grants(action) == Answer::Yes
            && self.inner.with(Effect::Deny).all(misses)
            && (self.outer.with(Effect::Allow).all(misses) || self.outer.with(Effect::Deny).any(denies))
    }
}

/// The patterns of what a set takes out of a part; the part's own, where it takes out all.
fn removed<'p>(set: &'p Set, part: &Part<'p>) -> Vec<&'p Pattern> {
    if set.has_all(part) {
        return vec![part.pattern];
    }
    if set.is_rest() { Vec::new() } else { set.patterns().iter().collect() }
}

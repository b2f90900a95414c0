//! The actions that AWS has, with their access levels: a table that is part of the program.
//!
//! Nothing is read before it is asked for. Then an index of the services is made, one entry a line; names stay where
//! they are in the text.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use super::pattern::Pattern;
use crate::policy::Answer;

/// Lines of `prefix TAB L:Action,Action* TAB W:…`, in order; the lines at the top say where it is from.
static TABLE: &str = include_str!("../../../rules/data/aws-actions.txt");

static INDEX: OnceLock<Vec<Service>> = OnceLock::new();

/// What an action does, in AWS's five levels of access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// It says which resources there are.
    List,
    /// It reads what is in a resource.
    Read,
    /// It changes tags alone.
    Tagging,
    /// It makes, changes or deletes resources.
    Write,
    /// It changes who may do what.
    Permissions,
}

impl Level {
    fn of(letter: &str) -> Option<Self> {
        Some(match letter {
            "L" => Self::List,
            "R" => Self::Read,
            "T" => Self::Tagging,
            "W" => Self::Write,
            "P" => Self::Permissions,
            _ => return None,
        })
    }

    /// The name in small letters: `permissions`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Read => "read",
            Self::Tagging => "tagging",
            Self::Write => "write",
            Self::Permissions => "permissions",
        }
    }

    /// Whether something is changed.
    pub const fn writes(self) -> bool {
        matches!(self, Self::Tagging | Self::Write | Self::Permissions)
    }
}

/// A service of AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// What its actions begin with: `s3`.
    pub prefix: &'static str,
    lists: &'static str,
    numbers: Range<usize>,
}

/// An action that AWS has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The service: `s3`.
    pub service: &'static str,
    /// The name: `GetObject`.
    pub name: &'static str,
    /// What it does.
    pub level: Level,
    /// Whether a policy can allow it on some resources alone; it has to say `*` otherwise, as for `ec2:DescribeInstances`.
    pub has_resources: bool,
    /// Its place in the table.
    pub(super) number: usize,
}

impl fmt::Display for Known {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.service, self.name)
    }
}

impl Service {
    /// Its actions, level by level.
    pub fn actions(&'static self) -> impl Iterator<Item = Known> {
        let named = self.leveled().flat_map(|(level, names)| names.split(',').map(move |name| (level, name)));
        named.zip(self.numbers.clone()).map(|((level, marked), number)| {
            let (name, has_resources) = unmarked(marked);
            Known { service: self.prefix, name, level, has_resources, number }
        })
    }

    /// The names of its actions, with their marks, for each level.
    fn leveled(&'static self) -> impl Iterator<Item = (Level, &'static str)> {
        self.lists.split('\t').filter_map(|list| {
            let (letter, names) = list.split_once(':')?;
            Some((Level::of(letter)?, names))
        })
    }

    /// The action of this name, in any case.
    pub fn action(&'static self, name: &str) -> Option<Known> {
        self.actions().find(|known| known.name.eq_ignore_ascii_case(name))
    }
}

/// The name of an action without its mark, and whether the action has resources.
fn unmarked(name: &'static str) -> (&'static str, bool) {
    name.strip_suffix('*').map_or((name, true), |name| (name, false))
}

/// All services, by prefix.
pub fn services() -> &'static [Service] {
    INDEX.get_or_init(|| {
        let mut first = 0;
        let entry = |line: &'static str| {
            let (prefix, lists) = line.split_once('\t')?;
            let fields = lists.bytes().filter(|byte| matches!(byte, b',' | b'\t')).count() + 1;
            let numbers = first..first + fields;
            first = numbers.end;
            Some(Service { prefix, lists, numbers })
        };
        TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(entry).collect()
    })
}

/// The service of a prefix, in any case.
pub fn service(prefix: &str) -> Option<&'static Service> {
    let services = services();
    let place = services.binary_search_by(|service| compare(service.prefix, prefix)).ok()?;
    services.get(place)
}

/// The action of a whole name, such as `s3:GetObject`, in any case.
pub fn find(action: &str) -> Option<Known> {
    let (prefix, name) = action.split_once(':')?;
    service(prefix)?.action(name)
}

/// The actions that a pattern certainly matches.
pub fn matching(pattern: &Pattern) -> impl Iterator<Item = Known> {
    candidates(pattern).filter(|(_, answer)| *answer == Answer::Yes).map(|(known, _)| known)
}

/// The levels that `is_asked` means of which a pattern certainly matches an action that has resources.
pub fn levels(pattern: &Pattern, is_asked: impl Fn(Level) -> bool) -> Vec<Level> {
    let mut found = Vec::new();
    for service in services_of(pattern) {
        for (level, names) in service.leveled().filter(|(level, _)| is_asked(*level)) {
            let is_matched = |(name, has_resources): (&str, bool)| {
                has_resources && pattern.matches_action(service.prefix, name) == Answer::Yes
            };
            if !found.contains(&level) && names.split(',').map(unmarked).any(is_matched) {
                found.push(level);
            }
        }
    }
    found
}

/// The services that actions which a pattern matches may be of.
fn services_of(pattern: &Pattern) -> &'static [Service] {
    match pattern.service() {
        Some(prefix) => service(prefix).map_or(&[][..], std::slice::from_ref),
        None => services(),
    }
}

/// The actions that a pattern matches, or may match.
pub(super) fn candidates(pattern: &Pattern) -> impl Iterator<Item = (Known, Answer)> {
    let judged = services_of(pattern).iter().flat_map(Service::actions);
    judged.map(|known| (known, pattern.matches_action(known.service, known.name))).filter(|(_, is)| *is != Answer::No)
}

/// How many actions there are.
pub fn count() -> usize {
    services().last().map_or(0, |service| service.numbers.end)
}

/// The day of the data, as `2026-01-31`.
pub fn date() -> &'static str {
    TABLE.lines().find_map(|line| line.strip_prefix("# Date: ")).unwrap_or_default()
}

/// The order of the table, case aside.
fn compare(prefix: &str, asked: &str) -> Ordering {
    prefix.bytes().cmp(asked.bytes().map(|byte| byte.to_ascii_lowercase()))
}

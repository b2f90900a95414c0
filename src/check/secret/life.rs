//! How long a credential lives: what it says itself, else what is known of its kind; and how long it may.

use std::sync::Arc;

use super::lifetime::{self, Validity};
use crate::finding::{Lifetime, Moment};
use crate::rule::{LifetimeClass, Rule, Severity};

/// Credentials of at most so many seconds are those of a session: a day and a half.
const SESSION: i64 = 36 * 3_600;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// How long credentials may live, by rule.
#[derive(Clone, Debug, Default)]
pub struct LifetimeLimits {
    /// Rules, or families as `secret/*`, and seconds; the last one that fits holds.
    limits: Arc<[(String, i64)]>,
}

impl LifetimeLimits {
    /// Limits in seconds by rule or `family/*`; of several that fit, the last one holds.
    #[must_use]
    pub fn new(limits: Vec<(String, i64)>) -> Self {
        Self { limits: limits.into() }
    }

    /// What to say of a credential that may live longer than it should; a static one always does.
    pub fn exceeded(&self, rule: &str, lifetime: &Lifetime) -> Option<String> {
        let fits =
            |selector: &str| selector.strip_suffix('*').map_or(selector == rule, |start| rule.starts_with(start));
        let (_, limit) = self.limits.iter().rev().find(|(selector, _)| fits(selector))?;
        let life = match (lifetime.class, lifetime.issued, lifetime.expires) {
            (LifetimeClass::Static, ..) => None,
            (LifetimeClass::Expired, ..) => return None,
            (_, Some(issued), Some(expires)) => Some(expires.seconds.saturating_sub(issued.seconds)),
            (_, None, Some(_)) => lifetime.remaining_days.map(|days| days.saturating_mul(DAY)),
            _ => Some(lifetime.longest?),
        };
        let allowed = days(*limit);
        match life {
            None => Some(format!("lives until somebody revokes it, {allowed} allowed")),
            Some(life) if life > *limit => Some(format!("lives {}, {allowed} allowed", days(life))),
            Some(_) => None,
        }
    }
}

/// Seconds in words: `90 days`, `12 hours`.
fn days(seconds: i64) -> String {
    match seconds {
        ..7_200 => format!("{} minutes", seconds / 60),
        7_200..172_800 => format!("{} hours", seconds / 3_600),
        _ => format!("{} days", seconds / DAY),
    }
}

/// How long a credential lives; `around` is the text it stands in, `now` the time of the run.
pub fn of(rule: &Rule, secret: &[u8], around: &[u8], now: i64) -> Lifetime {
    let kind = &rule.lifetime;
    let by_kind = || Lifetime {
        class: kind.class,
        evidence: kind.note.clone().unwrap_or_default(),
        longest: kind.max_days.map(|days| i64::from(days) * DAY),
        ..Lifetime::default()
    };
    let Some(validity) = kind.decode.and_then(|reader| lifetime::read(reader, secret, around)) else {
        return by_kind();
    };
    let moment = |seconds: i64| Moment { seconds, offset_minutes: 0 };
    Lifetime {
        class: class(&validity, kind.class, now),
        issued: validity.issued.map(moment),
        expires: validity.expires.map(moment),
        longest: validity
            .longest
            .or_else(|| by_kind().longest.filter(|_| validity.expires.is_none() && !validity.never)),
        remaining_days: validity.expires.map(|expires| expires.saturating_sub(now).div_euclid(DAY)),
        evidence: validity.evidence,
    }
}

fn class(validity: &Validity, kind: LifetimeClass, now: i64) -> LifetimeClass {
    let of_life = |life: i64| if life <= SESSION { LifetimeClass::Session } else { LifetimeClass::Expires };
    match (validity.expires, validity.longest) {
        (Some(expires), _) if expires <= now => LifetimeClass::Expired,
        (Some(expires), _) => of_life(expires.saturating_sub(validity.issued.unwrap_or(now))),
        (None, Some(longest)) => of_life(longest),
        (None, None) if validity.never => LifetimeClass::Static,
        (None, None) => kind,
    }
}

/// How bad a finding is, by how long its credential lives: one that has ended is only worth knowing, one of hours less
/// bad than one of months.
pub fn severity(severity: Severity, lifetime: &Lifetime) -> Severity {
    match lifetime.class {
        LifetimeClass::Expired => Severity::Note,
        LifetimeClass::Session => severity.lowered(),
        _ => severity,
    }
}

//! How much a value is: a number, a span of time, or the time until a date.

use crate::fact::value::{Data, Value, has_hole};
use crate::finding::Moment;
use crate::policy::Answer;
use crate::rule::{Unit, span};

/// Whether a value is more, or less, than a bound; unknown where only a run can tell how much it is.
pub fn compare(value: &Value<'_>, bound: &str, unit: Unit, now: i64, is_over: bool) -> Answer {
    let bound = match bound.parse::<f64>() {
        Ok(plain) if unit != Unit::None => plain * unit.seconds(),
        Ok(plain) => plain,
        Err(_) => match span::seconds(bound) {
            Some(seconds) => seconds,
            None => return Answer::No,
        },
    };
    match amount(value, unit, now) {
        Amount::Known(amount) if is_over => Answer::from(amount > bound),
        Amount::Known(amount) => Answer::from(amount < bound),
        Amount::Unknown => Answer::Unknown,
        Amount::None => Answer::No,
    }
}

enum Amount {
    /// A number, or seconds.
    Known(f64),
    /// What only a run can tell.
    Unknown,
    /// No amount at all.
    None,
}

fn amount(value: &Value<'_>, unit: Unit, now: i64) -> Amount {
    let text = match &value.data {
        Data::Number(text) | Data::Text(text) => text.trim().trim_start_matches('+'),
        Data::Reference(_) | Data::Call(..) | Data::Unknown | Data::OneOf(_) => return Amount::Unknown,
        _ => return Amount::None,
    };
    if has_hole(text) || text.starts_with("${") || text.starts_with('$') {
        return Amount::Unknown;
    }
    if let Ok(number) = text.replace('_', "").parse::<f64>() {
        return Amount::Known(number * unit.seconds());
    }
    if let Some(seconds) = span::seconds(text) {
        return Amount::Known(seconds);
    }
    #[allow(clippy::cast_precision_loss, reason = "seconds of a person's time are exact in a double")]
    Moment::parse(text).map_or(Amount::None, |moment| Amount::Known((moment.seconds - now) as f64))
}

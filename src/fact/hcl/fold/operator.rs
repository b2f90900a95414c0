//! Operators over values that are known: truths, comparisons, and sums of whole numbers.

use std::borrow::Cow;

use super::form;
use crate::fact::value::{Data, HOLE, Value};

/// An operand, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Known<'v> {
    Null,
    Truth(bool),
    Whole(i128),
    Real(f64),
    Text(&'v str),
    /// Something that is not null.
    Some,
    /// Nothing is known of it.
    Open,
}

use Known::{Null, Open, Real, Some as Present, Text, Truth, Whole};

impl<'v> Known<'v> {
    fn of(value: &'v Value<'_>) -> Self {
        match &value.data {
            Data::Null => Null,
            Data::Bool(is) => Truth(*is),
            Data::Number(number) => match (number.parse(), number.parse()) {
                (Ok(whole), _) => Whole(whole),
                (_, Ok(real)) => Real(real),
                _ => Present,
            },
            Data::Text(text) if text.contains(HOLE) => Present,
            Data::Text(text) => Text(text),
            Data::List(_) | Data::Map(_) | Data::Block(..) => Present,
            Data::Reference(_) | Data::Call(..) | Data::OneOf(_) | Data::Unknown => Open,
        }
    }

    fn data<'t>(self) -> Data<'t> {
        match self {
            Null => Data::Null,
            Truth(is) => Data::Bool(is),
            Whole(number) => Data::Number(Cow::Owned(number.to_string())),
            Real(_) | Text(_) | Present | Open => Data::Unknown,
        }
    }

    fn truth(self) -> Option<bool> {
        match self {
            Truth(is) => Some(is),
            Text("true") => Some(true),
            Text("false") => Some(false),
            _ => None,
        }
    }

    /// As a number with a fraction, for comparisons.
    fn real(self) -> Option<f64> {
        match self {
            #[allow(clippy::cast_precision_loss, reason = "compared with a fraction only")]
            Whole(number) => Some(number as f64),
            Real(number) => Some(number),
            _ => None,
        }
    }
}

/// Whether a condition holds, where that is known.
pub fn truth(value: &Value<'_>) -> Option<bool> {
    Known::of(value).truth()
}

/// The value of a sign before an operand.
pub fn prefix<'t>(sign: &str, parts: &[Value<'_>]) -> Data<'t> {
    let operand = parts.first().map_or(Open, Known::of);
    match operand {
        Whole(number) if sign == form::NEGATE => number.checked_neg().map_or(Open, Whole).data(),
        _ if sign == form::NOT => operand.truth().map_or(Data::Unknown, |is| Data::Bool(!is)),
        _ => Data::Unknown,
    }
}

/// The value of operands with operators between them.
pub fn infix<'t>(parts: &[Value<'_>]) -> Data<'t> {
    let mut operands = Vec::new();
    let mut waiting: Vec<&str> = Vec::new();
    for pair in parts.chunks(2) {
        operands.push(Known::of(&pair[0]));
        let Some(Data::Text(operator)) = pair.get(1).map(|operator| &operator.data) else { break };
        while let Some(earlier) = waiting.pop_if(|earlier| strength(earlier) >= strength(operator)) {
            reduce(&mut operands, earlier);
        }
        waiting.push(operator);
    }
    while let Some(operator) = waiting.pop() {
        reduce(&mut operands, operator);
    }
    operands.pop().unwrap_or(Open).data()
}

/// How strongly an operator binds.
fn strength(operator: &str) -> u8 {
    match operator {
        "||" => 0,
        "&&" => 1,
        "==" | "!=" => 2,
        "<" | ">" | "<=" | ">=" => 3,
        "+" | "-" => 4,
        _ => 5,
    }
}

/// Puts what an operator makes of the last two operands in their place.
fn reduce(operands: &mut Vec<Known<'_>>, operator: &str) {
    if let (Some(right), Some(left)) = (operands.pop(), operands.pop()) {
        operands.push(apply(left, operator, right));
    }
}

fn apply<'v>(left: Known<'v>, operator: &str, right: Known<'v>) -> Known<'v> {
    let truth = |is: Option<bool>| is.map_or(Open, Truth);
    match operator {
        "&&" => match (left.truth(), right.truth()) {
            (Some(false), _) | (_, Some(false)) => Truth(false),
            (Some(true), Some(true)) => Truth(true),
            _ => Open,
        },
        "||" => match (left.truth(), right.truth()) {
            (Some(true), _) | (_, Some(true)) => Truth(true),
            (Some(false), Some(false)) => Truth(false),
            _ => Open,
        },
        "==" => truth(equal(left, right)),
        "!=" => truth(equal(left, right).map(|is| !is)),
        "<" | ">" | "<=" | ">=" => match (left, right) {
            (Whole(left), Whole(right)) => Truth(ordered(operator, &left, &right)),
            _ => truth(left.real().zip(right.real()).map(|(left, right)| ordered(operator, &left, &right))),
        },
        _ => match (left, right) {
            (Whole(left), Whole(right)) => sum(left, operator, right).map_or(Open, Whole),
            _ => Open,
        },
    }
}

fn ordered<T: PartialOrd>(operator: &str, left: &T, right: &T) -> bool {
    match operator {
        "<" => left < right,
        ">" => left > right,
        "<=" => left <= right,
        _ => left >= right,
    }
}

/// A sum, a product, a quotient that is whole, or what is left of one.
fn sum(left: i128, operator: &str, right: i128) -> Option<i128> {
    match operator {
        "+" => left.checked_add(right),
        "-" => left.checked_sub(right),
        "*" => left.checked_mul(right),
        "/" if left.checked_rem(right)? == 0 => left.checked_div(right),
        "%" => left.checked_rem(right),
        _ => None,
    }
}

/// Whether two operands are equal, where that is known.
fn equal(left: Known<'_>, right: Known<'_>) -> Option<bool> {
    match (left, right) {
        (Open, _) | (_, Open) | (Present, Present) => None,
        (Null, _) | (_, Null) => Some(left == right),
        (Present, _) | (_, Present) => None,
        (Whole(_) | Real(_), Whole(_) | Real(_)) => Some(left.real() == right.real()),
        _ => Some(left == right),
    }
}

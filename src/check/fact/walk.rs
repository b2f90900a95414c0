//! The values at the end of a way of names.

use smallvec::SmallVec;

use crate::fact::value::{Data, HOLE, Span, Value};
use crate::rule::{Step, Way};

/// Values that a way leads to.
#[derive(Default)]
pub struct Reached<'v, 't> {
    /// The values; lists are looked through.
    pub values: SmallVec<[Reach<'v, 't>; 4]>,
    /// Whether there may be others, which only a run can tell.
    pub may_be_more: bool,
}

/// A value, and whether it is there in any case.
#[derive(Clone, Copy)]
pub struct Reach<'v, 't> {
    /// The value.
    pub value: &'v Value<'t>,
    /// Where the name stands that leads to it.
    named: Option<Span>,
    /// Whether it is one of several that only a run decides between.
    pub maybe: bool,
}

impl Reach<'_, '_> {
    /// The place to point at: the value, of one that goes over lines its name; nothing for what is worked out.
    pub fn place(&self) -> Option<Span> {
        let holds_others = matches!(self.value.data, Data::Map(_) | Data::Block(..) | Data::List(_) | Data::Null);
        let place = self.named.filter(|_| holds_others).unwrap_or(self.value.span);
        Some(place).filter(|place| *place != Span::default())
    }
}

/// Follows a way from a value.
pub fn walk<'v, 't>(from: &'v Value<'t>, way: &Way) -> Reached<'v, 't> {
    let mut reached = Reached::default();
    follow(Reach { value: from, named: None, maybe: false }, way.steps(), &mut reached);
    reached
}

/// Follows what is left of a way, through lists and choices.
fn follow<'v, 't>(reach: Reach<'v, 't>, steps: &[Step], reached: &mut Reached<'v, 't>) {
    match &reach.value.data {
        Data::List(items) if items.is_empty() && steps.is_empty() => reached.values.push(reach),
        Data::List(items) => {
            for value in items {
                follow(Reach { value, named: None, ..reach }, steps, reached);
            }
        }
        Data::OneOf(items) => {
            for value in items {
                follow(Reach { value, maybe: true, ..reach }, steps, reached);
            }
        }
        Data::Unknown | Data::Reference(_) | Data::Call(..) if !steps.is_empty() => reached.may_be_more = true,
        _ => match steps.split_first() {
            None => reached.values.push(reach),
            Some((step, steps)) => {
                for entry in reach.value.entries().iter().filter(|entry| step.means(&entry.key)) {
                    follow(Reach { value: &entry.value, named: Some(entry.at), ..reach }, steps, reached);
                }
            }
        },
    }
}

/// The longest pattern and text, in characters, that are compared where the text has holes.
const LONGEST: usize = 1_000;

/// Whether what is known of a text with holes leaves room for a pattern. What a run puts into a hole has no `/`, for a part
/// of a path or name is filled in; a text that is a hole and nothing else may be anything.
pub fn may_match(pattern: &str, text: &str) -> bool {
    if begin_apart(pattern, text) {
        return false;
    }
    let pattern = tokens(pattern);
    let text: Vec<char> = text.chars().map(|c| c.to_ascii_lowercase()).collect();
    if pattern.len().max(text.len()) > LONGEST || text.iter().all(|c| *c == HOLE) {
        return true;
    }
    // For every part of the text from its end on, the parts of the pattern from its end on that it may be like.
    let is_rest_empty = |rest: &[Token]| rest.iter().all(|token| *token == Token::Any);
    let mut fits: Vec<bool> = (0..=pattern.len()).map(|at| is_rest_empty(&pattern[at..])).collect();
    for &letter in text.iter().rev() {
        let behind = fits.clone();
        for at in (0..=pattern.len()).rev() {
            let wanted = pattern.get(at).copied();
            fits[at] = match (letter, wanted) {
                (HOLE, Some(Token::Letter('/')) | None) => behind[at],
                (HOLE, Some(_)) | (_, Some(Token::Any)) => behind[at] || fits[at + 1],
                (_, Some(Token::One)) => behind[at + 1],
                (_, Some(Token::Letter(wanted))) => wanted == letter && behind[at + 1],
                (_, None) => false,
            };
        }
    }
    fits[0]
}

/// Whether what a pattern and a text begin with tells already that they are not alike.
fn begin_apart(pattern: &str, text: &str) -> bool {
    let letters = pattern.bytes().take_while(|byte| !matches!(byte, b'*' | b'?' | b'\\'));
    let known = text.split(HOLE).next().unwrap_or_default();
    letters.zip(known.bytes()).any(|(wanted, byte)| !wanted.eq_ignore_ascii_case(&byte))
}

/// A part of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    Any,
    One,
    Letter(char),
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut letters = pattern.chars().map(|c| c.to_ascii_lowercase());
    let mut tokens = Vec::with_capacity(pattern.len());
    while let Some(letter) = letters.next() {
        tokens.push(match letter {
            '*' => Token::Any,
            '?' => Token::One,
            '\\' => Token::Letter(letters.next().unwrap_or(letter)),
            letter => Token::Letter(letter),
        });
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_may_be_any_part_of_a_path_and_alone_anything() {
        for (pattern, text, may) in [
            ("*/resourceGroups/*", "/subscriptions/\u{FFFC}", false),
            ("*/resourceGroups/*", "\u{FFFC}", true),
            ("/subscriptions/*", "/subscriptions/\u{FFFC}", true),
            ("arn:aws:iam::*:root", "arn:aws:iam::\u{FFFC}:root", true),
            ("arn:aws:iam::*:root", "arn:aws:iam::\u{FFFC}:user/ci", false),
            ("*admin*", "app-\u{FFFC}", true),
            ("roles/owner", "roles/\u{FFFC}", true),
            ("roles/owner", "role\u{FFFC}", false),
        ] {
            assert_eq!(may_match(pattern, text), may, "{pattern} {text}");
        }
    }
}

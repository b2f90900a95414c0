//! A pattern of actions or of resources, as policies write it, with the pieces that only a run can tell.

use super::wildcard::{self, Piece};
use crate::policy::Answer;

/// Stands in a text for a piece that only a run can tell; it may be a wildcard.
pub const HOLE: char = '\u{FFFC}';

/// Characters of the longest name that AWS has; of a longer pattern nothing is told.
const LONGEST: usize = 2048;

/// A pattern with the wildcards `*` (any characters, also `:` and `/`) and `?` (any one).
///
/// A policy variable (`${aws:username}`) is a text that only a run can tell, never a wildcard, and the same one
/// wherever it stands: two patterns are compared as of one request. `${*}`, `${?}` and `${$}` are the characters.
/// A [`HOLE`] may be anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: Box<str>,
    pieces: Box<[Piece]>,
    /// With a `*` for each unknown piece, where there is one.
    widest: Option<Box<[Piece]>>,
    variables: Vec<Box<str>>,
    ignores_case: bool,
}

impl Pattern {
    /// A pattern of actions, such as `s3:Get*`. Case does not matter.
    pub fn action(text: &str) -> Self {
        let pattern = Self::new(text, true);
        let all_actions = [Piece::Many, Piece::Char(':'), Piece::Many];
        if wildcard::covers(&pattern.pieces, all_actions.into_iter()) {
            return Self { pieces: Box::new([Piece::Many]), ..pattern };
        }
        pattern
    }

    /// A pattern of resources, such as `arn:aws:s3:::reports/*`. Case matters.
    pub fn resource(text: &str) -> Self {
        Self::new(text, false)
    }

    /// What matches every text.
    pub fn everything() -> Self {
        Self::new("*", false)
    }

    /// What may match anything: only a run can tell.
    pub fn unknown() -> Self {
        Self::new("\u{FFFC}", false)
    }

    fn new(text: &str, ignores_case: bool) -> Self {
        let mut variables = Vec::new();
        let pieces = read(text, &mut variables);
        Self::of(text, pieces, variables, ignores_case)
    }

    /// A name, in which wildcards are characters.
    fn name(text: &str, ignores_case: bool) -> Self {
        let pieces = text.chars().map(|c| if c == HOLE { Piece::Hole } else { Piece::Char(c) });
        Self::of(text, pieces.collect(), Vec::new(), ignores_case)
    }

    fn of(text: &str, mut pieces: Vec<Piece>, variables: Vec<Box<str>>, ignores_case: bool) -> Self {
        if pieces.len() > LONGEST {
            pieces = vec![Piece::Hole];
        }
        if ignores_case {
            pieces = pieces.into_iter().map(small).collect();
        }
        let is_unknown = |piece: &Piece| matches!(piece, Piece::Hole | Piece::Variable(_));
        let star = |piece: &Piece| if is_unknown(piece) { Piece::Many } else { *piece };
        let widest = pieces.iter().any(is_unknown).then(|| wildcard::normal(pieces.iter().map(star)));
        Self { text: text.into(), pieces: wildcard::normal(pieces), widest, variables, ignores_case }
    }

    /// The pattern as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether no piece of it is unknown.
    pub fn is_certain(&self) -> bool {
        self.widest.is_none()
    }

    /// Whether it matches one text alone.
    pub fn is_literal(&self) -> bool {
        self.pieces.iter().all(|piece| matches!(piece, Piece::Char(_)))
    }

    /// Whether it matches every text; a pattern of actions, every action.
    pub fn is_everything(&self) -> bool {
        *self.pieces == [Piece::Many]
    }

    /// The service of a pattern of actions, where it is written out.
    pub fn service(&self) -> Option<&str> {
        let (service, _) = self.text.split_once(':')?;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        service.chars().all(is_plain).then_some(service)
    }

    /// Whether it matches a text. The text is a name, in which `*` is a character; it may have a [`HOLE`].
    pub fn matches(&self, text: &str) -> Answer {
        if text.contains(HOLE) {
            return self.covers(&Self::name(text, self.ignores_case));
        }
        self.judge(text.chars())
    }

    /// Whether it matches an action of this service and name.
    pub fn matches_action(&self, service: &str, name: &str) -> Answer {
        self.judge(service.chars().chain([':']).chain(name.chars()))
    }

    /// Whether it matches every text that the other one matches.
    pub fn covers(&self, other: &Self) -> Answer {
        if wildcard::covers(&self.pieces, self.read_alike(other)) {
            return Answer::Yes;
        }
        let may_cover = if other.is_certain() {
            !self.is_certain() && wildcard::covers(self.widest(), other.pieces.iter().copied())
        } else {
            wildcard::overlap(self.widest(), other.widest())
        };
        if may_cover { Answer::Unknown } else { Answer::No }
    }

    /// Whether there is a text that both match.
    pub fn overlaps(&self, other: &Self) -> Answer {
        if self.is_certain() && other.is_certain() {
            return wildcard::overlap(&self.pieces, &other.pieces).into();
        }
        if !wildcard::overlap(self.widest(), other.widest()) {
            return Answer::No;
        }
        let alike: Vec<Piece> = self.read_alike(other).collect();
        if wildcard::overlap(&self.pieces, &alike) { Answer::Yes } else { Answer::Unknown }
    }

    /// A text that it matches, with `fill` for each `*`; none, where a piece is unknown.
    pub fn example(&self, fill: &str) -> Option<String> {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Char(c) => text.push(*c),
                Piece::One => text.push('x'),
                Piece::Many => text.push_str(fill),
                Piece::Variable(_) | Piece::Hole => return None,
            }
        }
        Some(text)
    }

    /// The answer for a name all of which is known.
    fn judge(&self, name: impl Iterator<Item = char> + Clone) -> Answer {
        let name = name.map(|c| if self.ignores_case { small(Piece::Char(c)) } else { Piece::Char(c) });
        if !wildcard::covers(self.widest(), name) {
            return Answer::No;
        }
        // Some run may have a piece that does not fit.
        if self.is_certain() { Answer::Yes } else { Answer::Unknown }
    }

    fn widest(&self) -> &[Piece] {
        self.widest.as_ref().unwrap_or(&self.pieces)
    }

    /// The pieces of another pattern, with the numbers that its variables have here.
    fn read_alike<'o>(&'o self, other: &'o Self) -> impl Iterator<Item = Piece> + Clone + 'o {
        other.pieces.iter().map(|piece| match *piece {
            Piece::Variable(number) => {
                let here = self.variables.iter().position(|name| *name == other.variables[number]);
                here.map_or(Piece::Hole, Piece::Variable)
            }
            piece => piece,
        })
    }
}

const fn small(piece: Piece) -> Piece {
    match piece {
        Piece::Char(c) => Piece::Char(c.to_ascii_lowercase()),
        _ => piece,
    }
}

/// The pieces of a text; the names of its variables go to `variables`.
fn read(text: &str, variables: &mut Vec<Box<str>>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next().filter(|_| pieces.len() <= LONGEST) {
        let inner = rest.strip_prefix("${").and_then(|inner| inner.split_once('}'));
        if let Some((name, behind)) = inner {
            pieces.push(variable(name, variables));
            rest = behind;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        pieces.push(match c {
            '*' => Piece::Many,
            '?' => Piece::One,
            HOLE => Piece::Hole,
            _ => Piece::Char(c),
        });
    }
    pieces
}

/// The piece that `${…}` stands for.
fn variable(name: &str, variables: &mut Vec<Box<str>>) -> Piece {
    match name {
        "*" => return Piece::Char('*'),
        "?" => return Piece::Char('?'),
        "$" => return Piece::Char('$'),
        // Which variable it is, only a run can tell.
        _ if name.contains(HOLE) => return Piece::Hole,
        _ => {}
    }
    let known = variables.iter().position(|known| **known == *name);
    Piece::Variable(known.unwrap_or_else(|| {
        variables.push(name.into());
        variables.len() - 1
    }))
}

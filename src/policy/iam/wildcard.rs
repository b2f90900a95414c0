//! Wildcards as rows of pieces: which row takes all that another one takes, and which two take something in common.

/// One piece of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// This character.
    Char(char),
    /// Any one character: `?`.
    One,
    /// Any characters, or none: `*`.
    Many,
    /// A text that is the same wherever the variable of this number stands.
    Variable(usize),
    /// What only a run can tell; it may be a wildcard itself.
    Hole,
}

impl Piece {
    /// Whether it stands for at least one character, whatever the run.
    const fn has_length(self) -> bool {
        matches!(self, Self::Char(_) | Self::One)
    }

    /// Whether it takes all that the other one stands for; what a `*` takes is not asked here.
    fn takes(self, other: Self) -> bool {
        match self {
            Self::Char(_) | Self::Variable(_) => self == other,
            Self::One => other.has_length(),
            Self::Many | Self::Hole => false,
        }
    }
}

/// Brings each run of wildcards into one form, a `*` in front: `?*?*` is `*??`.
pub fn normal(pieces: impl IntoIterator<Item = Piece>) -> Box<[Piece]> {
    let mut row: Vec<Piece> = Vec::new();
    // Where the run of wildcards at the end begins.
    let mut start = 0;
    for piece in pieces {
        match piece {
            Piece::Many if row.get(start) == Some(&Piece::Many) => {}
            Piece::Many => row.insert(start, Piece::Many),
            Piece::One => row.push(Piece::One),
            _ => {
                row.push(piece);
                start = row.len();
            }
        }
    }
    row.into_boxed_slice()
}

/// Whether a row takes every text that the other one takes. Exact where neither has variables or holes, and there are
/// characters that stand in neither of them; with these, `true` holds for every run.
///
/// The part between two `*` is put at the first place where it fits; a later place could only leave less for the rest.
/// A part never needs to lie across a `*` of the other row, as that may be a long text of foreign characters.
pub fn covers(mut row: &[Piece], mut other: impl Iterator<Item = Piece> + Clone) -> bool {
    let mut again = None;
    loop {
        if let Some((Piece::Many, rest)) = row.split_first() {
            row = rest;
            // The `?` of this run: so many characters at least, with whatever `*` of the other row lie among them.
            while let Some((Piece::One, rest)) = row.split_first() {
                if !other.any(Piece::has_length) {
                    return false;
                }
                row = rest;
            }
            if row.is_empty() {
                return true;
            }
            again = Some((row, other.clone()));
        }
        match (row.split_first(), other.next()) {
            (None, None) => return true,
            (Some(_), None) => return false,
            (Some((first, rest)), Some(next)) if first.takes(next) => row = rest,
            _ => {
                let Some((part, from)) = &mut again else { return false };
                if from.next().is_none() {
                    return false;
                }
                (row, other) = (part, from.clone());
            }
        }
    }
}

/// Whether there is a text that both rows take. Exact where neither has variables or holes; with these, `true` holds
/// for every run.
pub fn overlap(one: &[Piece], other: &[Piece]) -> bool {
    // `reached[j]`: what is before this piece of `one` and before piece `j` of the other can be the same text.
    let mut reached = vec![false; other.len() + 1];
    reached[0] = true;
    skip_stars(&mut reached, other, false);
    for piece in one {
        let is_star = *piece == Piece::Many;
        let mut next = vec![false; other.len() + 1];
        for (j, _) in reached.iter().enumerate().filter(|(_, is_reached)| **is_reached) {
            next[j] |= is_star || other.get(j) == Some(&Piece::Many);
            if let Some(met) = other.get(j) {
                next[j + 1] |= piece.takes(*met) || met.takes(*piece);
            }
        }
        skip_stars(&mut next, other, is_star);
        if !next.contains(&true) {
            return false;
        }
        reached = next;
    }
    reached[other.len()]
}

/// Goes on over each `*` of the other row, which may be nothing; over every piece, where a `*` of the first takes it.
fn skip_stars(reached: &mut [bool], other: &[Piece], takes_all: bool) {
    for (j, piece) in other.iter().enumerate() {
        reached[j + 1] |= reached[j] && (takes_all || *piece == Piece::Many);
    }
}

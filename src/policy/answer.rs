//! Yes, no, or only a run can tell: the three answers that a look at a text can give, and how they go together.

/// An answer in Kleene's logic of three values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// It does not hold, whatever the run.
    No,
    /// Only a run can tell.
    Unknown,
    /// It holds, whatever the run.
    Yes,
}

impl From<bool> for Answer {
    fn from(is: bool) -> Self {
        if is { Self::Yes } else { Self::No }
    }
}

impl Answer {
    /// Whether both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Whether one of them holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Whether it does not hold.
    #[must_use]
    #[allow(clippy::should_implement_trait, reason = "read in a row with `and` and `or`")]
    pub const fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_stays_so_unless_the_other_side_decides() {
        use Answer::{No, Unknown, Yes};
        assert_eq!([Yes.and(Unknown), No.and(Unknown), Yes.or(Unknown), No.or(Unknown)], [Unknown, No, Yes, Unknown]);
        for (one, other) in [(Yes, No), (Unknown, No), (Yes, Unknown), (No, No)] {
            assert_eq!(one.and(other).not(), one.not().or(other.not()));
        }
    }
}

//! x
use super::Verdict;
pub fn plausible(_: &[u8]) -> Verdict {
    Verdict::Plausible
}

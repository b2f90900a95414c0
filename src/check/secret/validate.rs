use crate::rule::Validator;
#[allow(dead_code)]
pub enum Verdict {
    Plausible,
    Proven(&'static str),
    Doubtful(&'static str),
    Impossible,
}
pub fn validate(_: Validator, _: &[u8]) -> Verdict {
    Verdict::Plausible
}

//! Where a match can only begin: the literals at the start of a pattern, worked out when a rule is loaded.

use std::collections::BTreeMap;

use regex_syntax::hir::Hir;
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use serde::{Deserialize, Serialize};

use super::Head;

/// The fewest bytes of an anchor; shorter ones would wake their rules everywhere.
const SHORTEST: usize = 4;

/// The fewest bytes of an anchor whose rule knows so many bytes of every match, and how many such anchors there may be.
const SHORTEST_WITH_HEAD: usize = 3;
const HEAD: usize = 16;
const MOST_WITH_HEAD: usize = 24;

/// A literal that stands at the very start of a match.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Anchor {
    /// Its bytes; lower-case where `exact` is not set.
    pub bytes: Vec<u8>,
    /// Whether its case has to be right.
    pub exact: bool,
}

/// The literals of which one stands at the start of every match; none where they are not few and long enough, or where
/// one of them lacks a keyword.
#[must_use]
pub fn anchors(hir: &Hir, keywords: &[String], head: &Head) -> Vec<Anchor> {
    // First the literals as written; where they are too short, three or four bytes with their last class spelled out.
    let written = Wanted { class: 10, length: 48, total: 250, shortest: SHORTEST };
    let short = Wanted { class: 64, length: SHORTEST_WITH_HEAD, total: MOST_WITH_HEAD, shortest: SHORTEST_WITH_HEAD };
    let spelled = Wanted { class: 64, length: SHORTEST, total: 1500, shortest: SHORTEST };
    let ways = [Some(written), (head.length() >= HEAD).then_some(short), Some(spelled)];
    ways.iter().flatten().find_map(|wanted| wanted.extract(hir, keywords)).unwrap_or_default()
}

/// What literals are looked for at the start of a pattern.
struct Wanted {
    class: usize,
    length: usize,
    total: usize,
    shortest: usize,
}

impl Wanted {
    fn extract(&self, hir: &Hir, keywords: &[String]) -> Option<Vec<Anchor>> {
        let mut extractor = Extractor::new();
        extractor.kind(ExtractKind::Prefix);
        extractor.limit_class(self.class).limit_literal_len(self.length).limit_total(self.total);
        let sequence = extractor.extract(hir);
        let literals = sequence.literals()?.iter();
        let cut: Vec<&[u8]> = literals.map(|literal| self.cut(literal.as_bytes(), keywords)).collect::<Option<_>>()?;
        (!cut.is_empty()).then(|| without_case_variants(&cut))
    }

    /// A literal up to the end of its keyword: what follows only multiplies the anchors. `None` where it is no anchor.
    fn cut<'l>(&self, literal: &'l [u8], keywords: &[String]) -> Option<&'l [u8]> {
        let lower = literal.to_ascii_lowercase();
        let end = |keyword: &String| memchr::memmem::find(&lower, keyword.as_bytes()).map(|at| at + keyword.len());
        let end = keywords.iter().filter_map(end).min()?.max(self.shortest);
        literal.get(..end)
    }
}

/// Cases of a literal that are looked for one by one; more become one literal that stands for every case.
const FEW_CASES: usize = 4;

fn without_case_variants(literals: &[&[u8]]) -> Vec<Anchor> {
    let mut by_lower: BTreeMap<Vec<u8>, Vec<&[u8]>> = BTreeMap::new();
    for literal in literals {
        let same = by_lower.entry(literal.to_ascii_lowercase()).or_default();
        if !same.contains(literal) {
            same.push(literal);
        }
    }
    let mut anchors = Vec::new();
    for (lower, same) in by_lower {
        let letters = lower.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
        if same.len() > FEW_CASES || same.len() > 1 && same.len() == 1 << letters.min(FEW_CASES) {
            anchors.push(Anchor { bytes: lower, exact: false });
        } else {
            anchors.extend(same.into_iter().map(|literal| Anchor { bytes: literal.to_vec(), exact: true }));
        }
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::pattern::parse;

    fn of(pattern: &str, keywords: &[&str]) -> Vec<(String, bool)> {
        let keywords: Vec<String> = keywords.iter().map(ToString::to_string).collect();
        let hir = parse(pattern).unwrap();
        let anchors = anchors(&hir, &keywords, &Head::of(&hir));
        anchors.into_iter().map(|anchor| (String::from_utf8(anchor.bytes).unwrap(), anchor.exact)).collect()
    }

    #[test]
    fn a_prefix_is_an_anchor_up_to_its_keyword() {
        assert_eq!(of(r"\bghp_(?<secret>[0-9A-Za-z]{36})", &["ghp_"]), [("ghp_".to_owned(), true)]);
        assert_eq!(of(r"sk-ant-api\d\d-(?<secret>\w{9})", &["sk-ant-api"]), [("sk-ant-api".to_owned(), true)]);
    }

    #[test]
    fn variants_of_case_are_one_anchor() {
        assert_eq!(of(r"(?i:heroku)=(?<secret>\w{9})", &["heroku"]), [("heroku".to_owned(), false)]);
    }

    #[test]
    fn a_short_prefix_is_spelled_out_to_four_bytes_unless_much_is_known_of_what_follows() {
        assert_eq!(of(r"hf_(?<secret>[0-9]{4})", &["hf_"]).len(), 10);
        assert_eq!(of(r"hf_(?<secret>[0-9a-z]{34})", &["hf_"]), [("hf_".to_owned(), true)]);
    }

    #[test]
    fn a_few_cases_of_a_literal_stay_as_they_are() {
        let anchors = without_case_variants(&[b"pat1", b"pata", b"patA", b"_x1", b"_X1"]);
        let anchors: Vec<(&str, bool)> =
            anchors.iter().map(|anchor| (std::str::from_utf8(&anchor.bytes).unwrap(), anchor.exact)).collect();
        assert_eq!(anchors, [("_x1", false), ("pat1", true), ("pata", true), ("patA", true)]);
    }

    #[test]
    fn a_pattern_that_begins_with_anything_has_no_anchor() {
        assert!(of(r"[^a]key=(?<secret>\w{9})", &["key"]).is_empty());
        assert!(of(r"abcd.{9}key=(?<secret>\w{9})", &["key"]).is_empty());
    }
}

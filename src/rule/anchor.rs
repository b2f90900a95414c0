//! Where a match can only begin: the literals at the start of a pattern, worked out when a rule is loaded.

use std::collections::BTreeMap;

use regex_syntax::hir::Hir;
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use serde::{Deserialize, Serialize};

/// The fewest bytes of an anchor; shorter ones would wake their rules everywhere.
const SHORTEST: usize = 4;

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
pub fn anchors(hir: &Hir, keywords: &[String]) -> Vec<Anchor> {
    // First the literals as written; where they are too short, four bytes with their last class spelled out.
    for (class, length, total) in [(10, 48, 250), (64, SHORTEST, 1500)] {
        let mut extractor = Extractor::new();
        extractor.kind(ExtractKind::Prefix).limit_class(class).limit_literal_len(length).limit_total(total);
        let sequence = extractor.extract(hir);
        let Some(literals) = sequence.literals() else { continue };
        let cut: Option<Vec<&[u8]>> = literals.iter().map(|literal| cut(literal.as_bytes(), keywords)).collect();
        if let Some(cut) = cut.filter(|cut| !cut.is_empty()) {
            return without_case_variants(&cut);
        }
    }
    Vec::new()
}

/// A literal up to the end of its keyword: what follows only multiplies the anchors. `None` where it is no anchor.
fn cut<'l>(literal: &'l [u8], keywords: &[String]) -> Option<&'l [u8]> {
    let lower = literal.to_ascii_lowercase();
    let end = |keyword: &String| memchr::memmem::find(&lower, keyword.as_bytes()).map(|at| at + keyword.len());
    let end = keywords.iter().filter_map(end).min()?.max(SHORTEST);
    literal.get(..end)
}

/// Literals that differ in case alone become one that stands for every case.
fn without_case_variants(literals: &[&[u8]]) -> Vec<Anchor> {
    let mut by_lower: BTreeMap<Vec<u8>, Vec<&[u8]>> = BTreeMap::new();
    for literal in literals {
        let same = by_lower.entry(literal.to_ascii_lowercase()).or_default();
        if !same.contains(literal) {
            same.push(literal);
        }
    }
    let one = |(lower, same): (Vec<u8>, Vec<&[u8]>)| match same.as_slice() {
        [only] => Anchor { bytes: only.to_vec(), exact: true },
        _ => Anchor { bytes: lower, exact: false },
    };
    by_lower.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::pattern::parse;

    fn of(pattern: &str, keywords: &[&str]) -> Vec<(String, bool)> {
        let keywords: Vec<String> = keywords.iter().map(ToString::to_string).collect();
        let anchors = anchors(&parse(pattern).unwrap(), &keywords);
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
    fn a_short_prefix_is_spelled_out_to_four_bytes() {
        assert_eq!(of(r"hf_(?<secret>[0-9]{34})", &["hf_"]).len(), 10);
    }

    #[test]
    fn a_pattern_that_begins_with_anything_has_no_anchor() {
        assert!(of(r"[^a]key=(?<secret>\w{9})", &["key"]).is_empty());
        assert!(of(r"abcd.{9}key=(?<secret>\w{9})", &["key"]).is_empty());
    }
}

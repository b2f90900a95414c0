//! Marks beside a credential that say that it is accepted: ours, and those that people already have.

use std::ops::Range;

use crate::document::Document;
use crate::finding::{Finding, Suppression};
use crate::rule::{Family, RuleId};

/// Marks of other scanners that silence any secret on their line.
const SAME_LINE: &[&str] = &[
    "gitleaks:allow",
    "betterleaks:allow",
    "trufflehog:ignore",
    "kingfisher:ignore",
    "pragma: allowlist secret",
    "pragma: whitelist secret",
    "nosemgrep",
];

/// Marks of scanners of configuration that silence what a line grants or makes; on it, or in a comment before it.
const OF_CONFIGURATION: &[&str] =
    &["checkov:skip", "tfsec:ignore", "trivy:ignore", "zizmor: ignore", "kics-scan ignore-line", "nosemgrep"];

/// Marks that silence any secret on the line behind theirs.
const NEXT_LINE: &[&str] = &["pragma: allowlist nextline secret", "pragma: whitelist nextline secret"];

/// Ours, with the rule in brackets: `credline:allow[secret/name] reason`.
const OURS: &str = "credline:allow";

/// How far around a finding, in bytes, a mark is looked for on a very long line.
const FARTHEST: usize = 4096;

/// The longest reason, in bytes, that is kept.
const LONGEST_REASON: usize = 200;

/// Notes on every finding of this text whether a mark accepts it.
pub fn mark(document: &Document<'_>, findings: &mut [Finding]) {
    if findings.is_empty() {
        return;
    }
    let hidden = findings.iter().flat_map(|finding| &finding.hidden);
    let mut secrets: Vec<Range<usize>> = hidden.filter_map(|range| in_text(document, range)).collect();
    secrets.sort_unstable_by_key(|secret| (secret.start, secret.end));
    for finding in findings {
        let place = finding.at.offset..finding.at.offset + finding.at.length;
        let Some(range) = in_text(document, &place) else { continue };
        finding.suppression = suppression(document, &range, &finding.rule, &secrets);
    }
}

/// The bytes of this text that a range of the file stands for.
fn in_text(document: &Document<'_>, range: &Range<u64>) -> Option<Range<usize>> {
    let place = |offset: u64| usize::try_from(offset.saturating_sub(document.start.offset)).ok();
    Some(place(range.start)?..place(range.end)?)
}

fn suppression(
    document: &Document<'_>,
    finding: &Range<usize>,
    rule: &RuleId,
    secrets: &[Range<usize>],
) -> Option<Suppression> {
    let (start, last) = (finding.start, finding.end.saturating_sub(1).max(finding.start));
    let (first_line, last_line) = (document.line_range(start), document.line_range(last));
    let from = first_line.start.max(start.saturating_sub(FARTHEST));
    let to = last_line.end.min(last.saturating_add(FARTHEST));
    let marked = Marked { text: document.bytes, lines: from..to, secrets };
    let is_secret = rule.family() == Family::Secret;
    let others = if is_secret { SAME_LINE } else { OF_CONFIGURATION };
    marked.ours(rule).or_else(|| marked.first_of(others)).or_else(|| {
        let before = first_line.start.checked_sub(1)?;
        let line = document.line_range(before);
        let line = line.start.max(line.end.saturating_sub(FARTHEST))..line.end;
        let is_comment = is_comment(document.bytes.get(line.clone())?);
        let marked = Marked { lines: line, ..marked };
        let next = if is_secret { NEXT_LINE } else { &[] };
        marked.first_of(next).or_else(|| {
            let above = if is_secret { &[] } else { OF_CONFIGURATION };
            is_comment.then(|| marked.ours(rule).or_else(|| marked.first_of(above))).flatten()
        })
    })
}

/// The lines in which a mark is looked for, and the secrets of the whole text, which no reason may show.
struct Marked<'t> {
    text: &'t [u8],
    lines: Range<usize>,
    /// Sorted by where they begin.
    secrets: &'t [Range<usize>],
}

impl Marked<'_> {
    fn first_of(&self, marks: &[&'static str]) -> Option<Suppression> {
        let (mark, at) = marks.iter().find_map(|mark| Some((mark, self.find(mark, self.lines.start)?)))?;
        Some(Suppression { mark, reason: self.reason(at + mark.len()) })
    }

    /// Our own mark, where it names this rule, its family (`secret/*`) or no rule at all.
    fn ours(&self, rule: &RuleId) -> Option<Suppression> {
        let mut at = self.lines.start;
        while let Some(found) = self.find(OURS, at) {
            at = found + OURS.len();
            let rest = self.text.get(at..self.lines.end)?;
            let (names, behind) = match rest.strip_prefix(b"[") {
                Some(inner) => {
                    let end = memchr::memchr(b']', inner)?;
                    (&inner[..end], at + end + 2)
                }
                None => (&b""[..], at),
            };
            let names = String::from_utf8_lossy(names);
            let everything = format!("{}/*", rule.family().name());
            if names.is_empty()
                || names.split(',').any(|name| name.trim() == rule.as_str() || name.trim() == everything)
            {
                return Some(Suppression { mark: OURS, reason: self.reason(behind) });
            }
        }
        None
    }

    fn find(&self, mark: &str, from: usize) -> Option<usize> {
        Some(from + memchr::memmem::find(self.text.get(from..self.lines.end)?, mark.as_bytes())?)
    }

    /// What stands behind a mark, up to the end of its line or comment, or to the next secret.
    fn reason(&self, from: usize) -> String {
        let behind = self.secrets.partition_point(|secret| secret.start < from);
        let is_inside = behind.checked_sub(1).is_some_and(|before| self.secrets[before].end > from);
        let secret = if is_inside { from } else { self.secrets.get(behind).map_or(usize::MAX, |secret| secret.start) };
        let end = self.lines.end.min(from.saturating_add(LONGEST_REASON)).min(secret);
        let rest = self.text.get(from..end).unwrap_or_default();
        let line = &rest[..memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
        let text = String::from_utf8_lossy(line);
        let text = text.split("*/").next().unwrap_or_default().split("-->").next().unwrap_or_default();
        text.trim_matches(|c: char| c.is_whitespace() || c == ':' || c == '"' || c == '\'')
            .chars()
            .filter(|c| !c.is_control())
            .collect()
    }
}

/// Whether a line holds nothing but a comment, so that a mark in it speaks of the next line.
fn is_comment(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    [&b"#"[..], b"//", b"--", b"/*", b"*", b";", b"<!--", b"%", b"'", b"REM ", b"rem "]
        .iter()
        .any(|open| line.starts_with(open))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Origin, RelPath};

    fn accepted(text: &str) -> Option<(String, String)> {
        let origin = Origin::file(RelPath::new("a"));
        let document = Document::whole(&origin, text.as_bytes());
        let at = text.find("SECRET").unwrap();
        let rule: RuleId = "secret/aws-access-key-id".parse().unwrap();
        let secrets: Vec<_> = text.match_indices("SECRET").map(|(at, _)| at..at + 6).collect();
        suppression(&document, &(at..at + 6), &rule, &secrets).map(|found| (found.mark.to_owned(), found.reason))
    }

    #[test]
    fn our_mark_takes_a_rule_a_family_or_nothing_and_a_reason() {
        let ours = |reason: &str| Some(("credline:allow".to_owned(), reason.to_owned()));
        assert_eq!(
            accepted("SECRET # credline:allow[secret/aws-access-key-id] revoked in May"),
            ours("revoked in May")
        );
        assert_eq!(accepted("SECRET // credline:allow[secret/*] test key"), ours("test key"));
        assert_eq!(accepted("SECRET # credline:allow"), ours(""));
        assert_eq!(accepted("# credline:allow[secret/aws-access-key-id] below\nSECRET"), ours("below"));
        assert_eq!(accepted("SECRET # credline:allow[secret/github-token]"), None);
        assert_eq!(accepted("x = 1 # credline:allow\nSECRET"), None);
        assert_eq!(accepted("SECRET\n# credline:allow"), None);
    }

    #[test]
    fn a_reason_never_shows_a_secret() {
        let reason = |text: &str| accepted(text).map(|found| found.1);
        assert_eq!(reason("nosemgrep: known, key = SECRET"), Some("known, key =".to_owned()));
        assert_eq!(reason("SECRET # credline:allow was SECRET"), Some("was".to_owned()));
        assert_eq!(reason("# credline:allow not SECRET\nSECRET"), Some("not".to_owned()));
    }

    #[test]
    fn marks_of_scanners_of_configuration_are_honoured_for_configuration() {
        let origin = Origin::file(RelPath::new("main.tf"));
        let rule: RuleId = "scope/aws-iam-everything".parse().unwrap();
        let found = |text: &str| {
            let document = Document::whole(&origin, text.as_bytes());
            let at = text.find("WIDE").unwrap();
            suppression(&document, &(at..at + 4), &rule, &[]).map(|found| (found.mark, found.reason))
        };
        let skip = |reason: &str| Some(("checkov:skip", reason.to_owned()));
        assert_eq!(found("WIDE # checkov:skip=CKV_AWS_1:break glass"), skip("=CKV_AWS_1:break glass"));
        assert_eq!(found("#checkov:skip=CKV_AWS_1\nWIDE"), skip("=CKV_AWS_1"));
        assert_eq!(found("x = 1 # tfsec:ignore:x\nWIDE"), None);
        assert_eq!(found("WIDE # gitleaks:allow"), None);
        assert_eq!(accepted("SECRET # tfsec:ignore:x"), None);
    }

    #[test]
    fn the_marks_of_other_scanners_are_honoured() {
        for mark in SAME_LINE {
            assert_eq!(accepted(&format!("SECRET # {mark}")).map(|found| found.0), Some((*mark).to_owned()));
        }
        assert!(accepted("# pragma: allowlist nextline secret\nSECRET").is_some());
        assert!(accepted("# pragma: allowlist nextline secret\n\nSECRET").is_none());
    }
}

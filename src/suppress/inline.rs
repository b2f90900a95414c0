//! Marks beside a credential that say that it is accepted: ours, and those that people already have.

use crate::document::Document;
use crate::finding::{Finding, Suppression};
use crate::rule::RuleId;

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

/// Marks that silence any secret on the line behind theirs.
const NEXT_LINE: &[&str] = &["pragma: allowlist nextline secret", "pragma: whitelist nextline secret"];

/// Ours, with the rule in brackets: `credline:allow[secret/name] reason`.
const OURS: &str = "credline:allow";

/// How far around a finding, in bytes, a mark is looked for on a very long line.
const FARTHEST: usize = 4096;

/// Notes on every finding of this text whether a mark accepts it.
pub fn mark(document: &Document<'_>, findings: &mut [Finding]) {
    if findings.is_empty() {
        return;
    }
    for finding in findings {
        let base = document.start.offset;
        let Ok(start) = usize::try_from(finding.at.offset.saturating_sub(base)) else { continue };
        let end = start + usize::try_from(finding.at.length).unwrap_or(0);
        finding.suppression = suppression(document, start, end.saturating_sub(1).max(start), &finding.rule);
    }
}

fn suppression(document: &Document<'_>, start: usize, last: usize, rule: &RuleId) -> Option<Suppression> {
    let (first_line, last_line) = (document.line_range(start), document.line_range(last));
    let from = first_line.start.max(start.saturating_sub(FARTHEST));
    let to = last_line.end.min(last.saturating_add(FARTHEST));
    let lines = document.bytes.get(from..to)?;
    ours(lines, rule).or_else(|| first_of(lines, SAME_LINE)).or_else(|| {
        let before = first_line.start.checked_sub(1)?;
        let line = document.line_range(before);
        let line = &document.bytes[line.start.max(line.end.saturating_sub(FARTHEST))..line.end];
        first_of(line, NEXT_LINE).or_else(|| if is_comment(line) { ours(line, rule) } else { None })
    })
}

fn first_of(lines: &[u8], marks: &[&'static str]) -> Option<Suppression> {
    let mark = marks.iter().find(|mark| find(lines, mark).is_some())?;
    let rest = &lines[find(lines, mark)? + mark.len()..];
    Some(Suppression { mark, reason: reason(rest) })
}

/// Our own mark, where it names this rule, its family (`secret/*`) or no rule at all.
fn ours(lines: &[u8], rule: &RuleId) -> Option<Suppression> {
    let mut rest = lines;
    while let Some(at) = find(rest, OURS) {
        rest = &rest[at + OURS.len()..];
        let (names, behind) = match rest.strip_prefix(b"[") {
            Some(inner) => {
                let end = memchr::memchr(b']', inner)?;
                (&inner[..end], &inner[end + 1..])
            }
            None => (&b""[..], rest),
        };
        let names = String::from_utf8_lossy(names);
        let everything = format!("{}/*", rule.family().name());
        if names.is_empty() || names.split(',').any(|name| name.trim() == rule.as_str() || name.trim() == everything) {
            return Some(Suppression { mark: OURS, reason: reason(behind) });
        }
    }
    None
}

/// What stands behind a mark, up to the end of its line or comment.
fn reason(rest: &[u8]) -> String {
    let line = &rest[..memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
    let text = String::from_utf8_lossy(&line[..line.len().min(200)]).into_owned();
    let text = text.split("*/").next().unwrap_or_default().split("-->").next().unwrap_or_default();
    text.trim_matches(|c: char| c.is_whitespace() || c == ':' || c == '"' || c == '\'')
        .chars()
        .filter(|c| !c.is_control())
        .collect()
}

/// Whether a line holds nothing but a comment, so that a mark in it speaks of the next line.
fn is_comment(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    [&b"#"[..], b"//", b"--", b"/*", b"*", b";", b"<!--", b"%", b"'", b"REM ", b"rem "]
        .iter()
        .any(|open| line.starts_with(open))
}

fn find(text: &[u8], needle: &str) -> Option<usize> {
    memchr::memmem::find(text, needle.as_bytes())
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
        suppression(&document, at, at + 5, &rule).map(|found| (found.mark.to_owned(), found.reason))
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
    fn the_marks_of_other_scanners_are_honoured() {
        for mark in SAME_LINE {
            assert_eq!(accepted(&format!("SECRET # {mark}")).map(|found| found.0), Some((*mark).to_owned()));
        }
        assert!(accepted("# pragma: allowlist nextline secret\nSECRET").is_some());
        assert!(accepted("# pragma: allowlist nextline secret\n\nSECRET").is_none());
    }
}

//! What credentials look like, checked: every pattern parses, every bound is known. Still plain data.

use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

use super::{Anchor, Assignment, CharacterClass, Head, Shape, Validator};

/// The longest window, in bytes, that any pattern may look at around its keyword.
pub const LONGEST_WINDOW: usize = 65_536;

/// How many bytes into the match of an assignment its keyword may stand.
pub const FARTHEST_KEYWORD: usize = 256;

/// The window, in bytes, of a pattern without a bound of its own.
pub const DEFAULT_WINDOW: usize = 512;

/// What the credentials of a rule look like, ready to be compiled.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Format {
    /// Lower-case literals of which one stands in every match.
    pub keywords: Vec<String>,
    /// The pattern over bytes, ASCII classes, with a `secret` group.
    pub pattern: String,
    /// Literals of which one stands at the very start of every match; empty where there are none.
    pub anchors: Vec<Anchor>,
    /// What every match has from its anchor on, or from a keyword on where there is a tail.
    pub head: Head,
    /// Matches right where a keyword or an anchor stands, where a match can go on behind it; `None` where nothing is known.
    pub tail: Option<String>,
    /// How many bytes a match spans at the most.
    pub reach: usize,
    /// How many lines a match reaches over at the most; `None` where there may be many.
    pub lines: Option<Lines>,
    /// What every secret of the pattern has in common.
    pub shape: Shape,
    /// How many bytes before one of its keywords a match begins at the most.
    pub before: usize,
    /// Bits of entropy a character at the least.
    pub entropy: Option<f64>,
    /// Classes of characters of which the secret holds at least one each.
    pub needs: Vec<CharacterClass>,
    /// Checks that the secret has to pass.
    pub validate: Vec<Validator>,
    /// Whether placeholders are reported.
    pub keep_placeholders: bool,
    /// Whether the rule gives way to a more specific one.
    pub generic: bool,
    /// Globs of the paths the rule looks at; empty means all.
    pub include: Vec<String>,
    /// Globs of the paths it does not look at.
    pub exclude: Vec<String>,
    /// What it leaves alone.
    pub allow: Allowance,
    /// Further parts of the credential.
    pub parts: Vec<Part>,
}

/// How many lines a match reaches over, from one of its keywords.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// Line ends in a match before its keyword, at the most.
    pub before: u32,
    /// Line ends in a match behind its keyword, at the most; one that the match ends with is not counted.
    pub behind: u32,
}

/// What a rule leaves alone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Allowance {
    /// Patterns that, found in the secret, drop the match.
    pub values: Vec<String>,
    /// Patterns that, found in the line of the match, drop it.
    pub lines: Vec<String>,
    /// Lower-case words that drop a match whose secret holds one.
    pub stop_words: Vec<String>,
}

/// A further part of a credential.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Part {
    /// What it is: `client id`.
    pub name: String,
    /// The pattern, with a `part` group.
    pub pattern: String,
    /// How many lines away it may stand.
    pub within_lines: usize,
    /// Whether there is no finding without it.
    pub required: bool,
    /// Whether it is a secret itself.
    pub secret: bool,
}

/// What follows the key word inside the key: more of the name, then its closing quote or bracket.
const KEY_TAIL: &str = r#"(?:[\w.\-]|\[["']?|:(?:\w)){0,40}?(?:\\{0,3}["'`\])}]){0,4}"#;

/// Everything that stands between a key and its value in code, configuration, options, headers, XML and environment lists.
const SEPARATOR: &str = concat!(
    r#"(?:[ \t]{0,8}(?::[ \t]?&?[A-Za-z][\w.\[\]<>|?]{0,24}[ \t]{0,3})?"#,
    r#"(?:=>|->|:=|\?=|\|\|=|={1,3}|\+=|:{1,2}|,|\(|>|<<|\|)[ \t]{0,8}"#,
    r#"|>[ \t]{0,8}\r?\n[ \t]{0,40}|</key>[ \t]{0,40}(?:\r?\n[ \t]{0,40})?<string>[ \t]{0,40}(?:\r?\n[ \t]{0,40})?"#,
    r#"|(?:,[ \t]{0,8}|[ \t]{1,8})|[ \t]{0,8}=[ \t]{0,4}\r?\n[ \t]{0,24}"#,
    r#"|,?[ \t]{0,8}(?:\r?\n)?[ \t]{1,24}(?:-[ \t])?["']?(?:value|Value|VALUE|default|content)["']?[ \t]?[:=][ \t]?)"#
);

/// What opens a value: string prefixes, quotes (escaped ones too), brackets, one wrapping call.
const OPEN: &str = r#"(?:[\w.]{1,24}\()?(?:[bBfFrRuU@$]{0,2}(?:\\{0,3}["'`]){1,3}|[(\[{<]|["'`]?(?:Bearer|Token|Basic)[ \t]{1,8}){0,3}"#;

/// The pattern that an [`Assignment`] stands for.
#[must_use]
pub fn of_assignment(assignment: &Assignment) -> String {
    let key = assignment.key.get_ref();
    let value = assignment.value.get_ref();
    format!(r"(?:(?i:{key})){KEY_TAIL}{SEPARATOR}{OPEN}(?<secret>{value})(?:[^A-Za-z0-9_+/\-]|$)")
}

/// How far, in bytes, a match of a parsed pattern can reach; `None` where it has no bound below [`LONGEST_WINDOW`].
#[must_use]
pub fn reach_of(hir: &Hir) -> Option<usize> {
    hir.properties().maximum_len().filter(|&longest| longest <= LONGEST_WINDOW)
}

/// The most line ends that a window is bounded by.
const MOST_LINE_ENDS: u32 = 4;

/// How many lines a match of a parsed pattern reaches over; `None` where that is more than a few.
#[must_use]
pub fn lines_of(hir: &Hir) -> Option<Lines> {
    let parts = match hir.kind() {
        HirKind::Concat(parts) => parts.as_slice(),
        _ => std::slice::from_ref(hir),
    };
    // A line end that closes the match brings no other line into it.
    let is_closing = |part: &Hir| part.properties().maximum_len().is_some_and(|length| length <= 1);
    let inner = parts.split_last().filter(|(last, _)| is_closing(last)).map_or(parts, |(_, inner)| inner);
    let ends = inner.iter().try_fold(0_u32, |sum, part| sum.checked_add(line_ends_of(part)?))?;
    (ends <= MOST_LINE_ENDS).then_some(Lines { before: ends, behind: ends })
}

fn line_ends_of(hir: &Hir) -> Option<u32> {
    Some(match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => u32::try_from(literal.0.iter().filter(|byte| **byte == b'\n').count()).ok()?,
        HirKind::Class(Class::Bytes(class)) => {
            u32::from(class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&b'\n')))
        }
        HirKind::Class(Class::Unicode(class)) => {
            u32::from(class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&'\n')))
        }
        HirKind::Capture(capture) => line_ends_of(&capture.sub)?,
        HirKind::Repetition(repetition) => match line_ends_of(&repetition.sub)? {
            0 => 0,
            each => each.checked_mul(repetition.max?)?,
        },
        HirKind::Concat(parts) => parts.iter().try_fold(0_u32, |sum, part| sum.checked_add(line_ends_of(part)?))?,
        HirKind::Alternation(parts) => parts.iter().try_fold(0, |most, part| Some(line_ends_of(part)?.max(most)))?,
    })
}

/// Parses a pattern the way the engine compiles it: over bytes, classes in ASCII.
///
/// # Errors
/// Where the pattern is not one of the `regex` crate's syntax; the error says where and why.
pub fn parse(pattern: &str) -> Result<Hir, Box<regex_syntax::Error>> {
    regex_syntax::ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .nest_limit(100)
        .build()
        .parse(pattern)
        .map_err(Box::new)
}

/// Whether a parsed pattern has a group of this name.
#[must_use]
pub fn has_group(hir: &Hir, name: &str) -> bool {
    match hir.kind() {
        HirKind::Capture(capture) => capture.name.as_deref() == Some(name) || has_group(&capture.sub, name),
        HirKind::Repetition(repetition) => has_group(&repetition.sub, name),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(|part| has_group(part, name)),
        _ => false,
    }
}

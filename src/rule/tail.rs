//! How a match goes on behind its keyword, worked out when a rule is loaded: a pattern that is tried right where a
//! keyword stands, and nearly always fails within a few bytes.

use std::collections::{BTreeMap, BTreeSet};

use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind, Repetition};

/// Ways to go on behind a keyword, and steps of a proof, after which a pattern is taken for too tangled.
const MOST_WAYS: usize = 64;
const MOST_STEPS: usize = 4_000;

/// Words that are told apart in a pattern with few of them.
const MOST_WORDS: usize = 600;

/// Repetitions of more than this are taken for endless, so that what is tried stays small; of single bytes so many are
/// asked for at the most.
const MOST_TIMES: u32 = 3;
const MOST_BYTES: u32 = 24;

/// A pattern that matches right where a keyword begins that stands in a match; `None` where there is no such place for
/// each of them.
#[must_use]
pub fn tail(hir: &Hir, keywords: &[String]) -> Option<String> {
    let capturing = parts_of(hir);
    let parts: Vec<Hir> = capturing.iter().map(relaxed).collect();
    // The fewest parts that cannot do without a keyword, so that one inside a secret is no reason to look closer. A rule
    // may match what has none; then only those matches count that have one before their secret, if it can stand there.
    let proven = (1..=parts.len()).find(|&count| Proof { keywords, steps: 0 }.holds(&parts[..count]));
    let secret = capturing.iter().position(holds_group)?;
    let counts = proven.map_or_else(|| vec![secret, secret + 1], |count| vec![count]);
    // Behind a keyword that follows its secret there is little to see.
    let (count, ways) = counts.into_iter().filter(|count| *count <= secret + 1).find_map(|count| {
        let ways = keywords.iter().map(|keyword| behind(&parts[..count], keyword.as_bytes()));
        let ways: Vec<Vec<Way>> = ways.collect::<Option<_>>()?;
        (proven.is_some() || !ways.iter().any(Vec::is_empty)).then_some((count, ways))
    })?;
    let leading = &parts[..count];
    let begun = leading.iter().zip(0..).fold(Hir::fail(), |begun, (part, number)| {
        let goes_on = Hir::concat(vec![begun, part.clone()]);
        Hir::alternation(vec![goes_on, begins(number, keywords, &ways)])
    });
    let rest = parts[count..].iter().cloned();
    Some(Hir::concat([begun].into_iter().chain(rest).collect()).to_string())
}

/// The same for a keyword with which every match begins, whatever stands before it.
#[must_use]
pub fn tail_from_start(hir: &Hir) -> String {
    without_looks(&relaxed(hir)).to_string()
}

/// A pattern that does not look around, which matches at least as much.
fn without_looks(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Look(_) => Hir::empty(),
        HirKind::Capture(capture) => without_looks(&capture.sub),
        HirKind::Repetition(again) => repeated(without_looks(&again.sub), again.min, again.max),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(without_looks).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(without_looks).collect()),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) => hir.clone(),
    }
}

/// Keywords, and what follows them in the part where they end; keywords that go on alike stand together.
fn begins(part: usize, keywords: &[String], ways: &[Vec<Way>]) -> Hir {
    let mut alike: BTreeMap<String, (Vec<Hir>, Hir)> = BTreeMap::new();
    for (keyword, ways) in keywords.iter().zip(ways) {
        let rests = ways.iter().filter(|way| way.part == part).map(|way| way.rest.clone()).collect::<Vec<_>>();
        if !rests.is_empty() {
            let rest = Hir::alternation(rests);
            let same = alike.entry(rest.to_string()).or_insert_with(|| (Vec::new(), rest));
            same.0.push(Hir::concat(keyword.bytes().map(of_any_case).collect()));
        }
    }
    let each = alike.into_values().map(|(words, rest)| Hir::concat(vec![Hir::alternation(words), rest]));
    Hir::alternation(each.collect())
}

/// Whether a part of a pattern holds a group: that of the secret.
fn holds_group(part: &Hir) -> bool {
    part.properties().explicit_captures_len() > 0
}

/// A pattern without groups and without high counts, which matches at least as much.
fn relaxed(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Capture(capture) => relaxed(&capture.sub),
        HirKind::Repetition(repetition) => repeated(relaxed(&repetition.sub), repetition.min, repetition.max),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(relaxed).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(relaxed).collect()),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => hir.clone(),
    }
}

/// A repetition, high counts taken for endless; one of a repetition is a single one, as it could not be written down.
fn repeated(sub: Hir, min: u32, max: Option<u32>) -> Hir {
    let (sub, min, max) = match sub.kind() {
        HirKind::Repetition(inner) => {
            let max = inner.max.zip(max).map(|(inner, outer)| inner.saturating_mul(outer));
            ((*inner.sub).clone(), inner.min.saturating_mul(min), max)
        }
        _ => (sub, min, max),
    };
    let most = if sub.properties().maximum_len() == Some(1) { MOST_BYTES } else { MOST_TIMES };
    let max = max.filter(|max| *max <= MOST_TIMES);
    Hir::repetition(Repetition { min: min.min(most), max, greedy: true, sub: Box::new(sub) })
}

fn of_any_case(byte: u8) -> Hir {
    let ranges = [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()].map(|byte| ClassBytesRange::new(byte, byte));
    Hir::class(Class::Bytes(ClassBytes::new(ranges)))
}

/// Shows that no match of some parts lacks a keyword.
struct Proof<'p> {
    keywords: &'p [String],
    steps: usize,
}

impl Proof<'_> {
    fn holds(&mut self, parts: &[Hir]) -> bool {
        self.goes_on(&[String::new()], parts)
    }

    /// The same behind some words.
    fn goes_on(&mut self, words: &[String], parts: &[Hir]) -> bool {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return false;
        }
        // Words that hold a keyword need no more.
        let open: Vec<String> = words.iter().filter(|word| !self.has_keyword(word)).cloned().collect();
        let Some((first, rest)) = parts.split_first() else { return open.is_empty() };
        if open.is_empty() {
            return true;
        }
        if let Some(joined) = words_of(first).and_then(|next| joined(&open, &next)) {
            return self.goes_on(&joined, rest);
        }
        match first.kind() {
            HirKind::Alternation(ways) => {
                ways.iter().all(|way| self.goes_on(&open, &[&parts_of(way)[..], rest].concat()))
            }
            HirKind::Concat(inner) => self.goes_on(&open, &[inner, rest].concat()),
            HirKind::Repetition(repetition) if repetition.min > 0 && self.holds(&parts_of(&repetition.sub)) => true,
            // Anything may stand here, a keyword is only known to begin behind it.
            _ => self.goes_on(&[String::new()], rest),
        }
    }

    fn has_keyword(&self, word: &str) -> bool {
        self.keywords.iter().any(|keyword| word.contains(keyword.as_str()))
    }
}

fn parts_of(hir: &Hir) -> Vec<Hir> {
    match hir.kind() {
        HirKind::Concat(parts) => parts.clone(),
        _ => vec![hir.clone()],
    }
}

/// Every word with every other behind it.
fn joined(words: &[String], next: &[String]) -> Option<Vec<String>> {
    let is_few = words.len() * next.len() <= MOST_WORDS;
    is_few.then(|| words.iter().flat_map(|word| next.iter().map(move |next| format!("{word}{next}"))).collect())
}

/// All words of a pattern in lower case, where they are few.
fn words_of(hir: &Hir) -> Option<Vec<String>> {
    let mut words = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => vec![std::str::from_utf8(&literal.0).ok()?.to_ascii_lowercase()],
        HirKind::Class(Class::Bytes(class)) => {
            let bytes = class.ranges().iter().flat_map(|range| range.start()..=range.end());
            bytes
                .map(|byte| byte.is_ascii().then(|| char::from(byte.to_ascii_lowercase()).to_string()))
                .collect::<Option<_>>()?
        }
        HirKind::Class(Class::Unicode(_)) => return None,
        HirKind::Capture(capture) => words_of(&capture.sub)?,
        HirKind::Repetition(repetition) => words_repeated(repetition)?,
        HirKind::Concat(parts) => {
            parts.iter().try_fold(vec![String::new()], |words, part| joined(&words, &words_of(part)?))?
        }
        HirKind::Alternation(ways) => ways.iter().map(words_of).collect::<Option<Vec<_>>>()?.concat(),
    };
    words.sort_unstable();
    words.dedup();
    (words.len() <= MOST_WORDS).then_some(words)
}

fn words_repeated(repetition: &Repetition) -> Option<Vec<String>> {
    let most = repetition.max.filter(|most| *most <= 4)?;
    let each = words_of(&repetition.sub)?;
    let (mut all, mut words) = (Vec::new(), vec![String::new()]);
    for count in 0..=most {
        if count >= repetition.min {
            all.extend_from_slice(&words);
        }
        words = joined(&words, &each)?;
    }
    Some(all)
}

/// What can still follow at a place inside one of several parts: the rest of that one, and its number.
#[derive(Clone)]
struct Way {
    rest: Hir,
    part: usize,
}

impl Way {
    /// What can follow a byte here.
    fn after(&self, byte: u8, parts: &[Hir]) -> Vec<Self> {
        let mut ways: Vec<Self> = Vec::new();
        let behind = parts.iter().zip(0..).skip(self.part + 1);
        for (rest, part) in [(&self.rest, self.part)].into_iter().chain(behind) {
            ways.extend(after(rest, byte).into_iter().map(|rest| Self { rest, part }));
            if rest.properties().minimum_len() != Some(0) {
                break;
            }
        }
        ways
    }
}

/// What can follow a word in some parts; `None` where that is too much.
fn behind(parts: &[Hir], word: &[u8]) -> Option<Vec<Way>> {
    let starts =
        (0..parts.len()).flat_map(|part| suffixes(&parts[part]).into_iter().map(move |rest| Way { rest, part }));
    let mut ways: Vec<Way> = starts.collect();
    for &byte in word {
        let mut seen = BTreeSet::new();
        let next = ways.iter().flat_map(|way| way.after(byte, parts));
        ways = next.filter(|way| seen.insert((way.part, way.rest.to_string()))).collect();
    }
    (ways.len() <= MOST_WAYS).then_some(ways)
}

/// What can still follow at each place of a match; more than that where a repetition is cut.
fn suffixes(hir: &Hir) -> Vec<Hir> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![hir.clone()],
        HirKind::Literal(literal) => (0..=literal.0.len()).map(|at| Hir::literal(&literal.0[at..])).collect(),
        HirKind::Class(_) => vec![hir.clone(), Hir::empty()],
        HirKind::Capture(capture) => suffixes(&capture.sub),
        HirKind::Repetition(repetition) => {
            let again = repeated((*repetition.sub).clone(), 0, repetition.max);
            let inner = suffixes(&repetition.sub).into_iter().map(|way| Hir::concat(vec![way, again.clone()]));
            std::iter::once(hir.clone()).chain(inner).collect()
        }
        HirKind::Concat(parts) => (0..parts.len())
            .flat_map(|at| suffixes(&parts[at]).into_iter().map(move |way| (at, way)))
            .map(|(at, way)| Hir::concat([&[way][..], &parts[at + 1..]].concat()))
            .collect(),
        HirKind::Alternation(ways) => ways.iter().flat_map(suffixes).collect(),
    }
}

/// What can follow a byte, in either case, at the beginning of a match.
fn after(hir: &Hir, byte: u8) -> Vec<Hir> {
    match hir.kind() {
        HirKind::Literal(literal) => match literal.0.split_first() {
            Some((first, rest)) if first.eq_ignore_ascii_case(&byte) => vec![Hir::literal(rest)],
            _ => Vec::new(),
        },
        HirKind::Class(class) if holds(class, byte) => vec![Hir::empty()],
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) => Vec::new(),
        HirKind::Capture(capture) => after(&capture.sub, byte),
        HirKind::Repetition(repetition) => {
            let (min, max) = (repetition.min.saturating_sub(1), repetition.max.map(|max| max.saturating_sub(1)));
            if repetition.max == Some(0) {
                return Vec::new();
            }
            let again = repeated((*repetition.sub).clone(), min, max);
            after(&repetition.sub, byte).into_iter().map(|way| Hir::concat(vec![way, again.clone()])).collect()
        }
        HirKind::Concat(parts) => {
            let mut ways = Vec::new();
            for (at, part) in parts.iter().enumerate() {
                let rest = &parts[at + 1..];
                ways.extend(after(part, byte).into_iter().map(|way| Hir::concat([&[way][..], rest].concat())));
                if part.properties().minimum_len() != Some(0) {
                    break;
                }
            }
            ways
        }
        HirKind::Alternation(ways) => ways.iter().flat_map(|way| after(way, byte)).collect(),
    }
}

fn holds(class: &Class, byte: u8) -> bool {
    let holds = |byte: u8| match class {
        Class::Bytes(class) => class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&byte)),
        // Of a character of several bytes each may be any.
        Class::Unicode(class) => {
            !byte.is_ascii()
                || class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&char::from(byte)))
        }
    };
    holds(byte.to_ascii_lowercase()) || holds(byte.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::{Anchored, Input, meta, util::syntax};

    use super::*;
    use crate::rule::pattern::parse;

    fn compiled(pattern: &str) -> meta::Regex {
        meta::Regex::builder().syntax(syntax::Config::new().unicode(false).utf8(false)).build(pattern).unwrap()
    }

    fn of(pattern: &str, keywords: &[&str]) -> Option<String> {
        let keywords: Vec<String> = keywords.iter().map(ToString::to_string).collect();
        tail(&parse(pattern).unwrap(), &keywords)
    }

    fn goes_on(tail: &str, text: &str, at: usize) -> bool {
        compiled(tail).is_match(Input::new(text).range(at..).anchored(Anchored::Yes))
    }

    #[test]
    fn a_keyword_is_looked_behind_wherever_it_stands_in_the_name() {
        let tail = of(
            r"(?i:my_)?(?i:git[_-]?hub[\w.]{0,8}?(?:token|key))=(?<secret>[0-9]{4})",
            &["github", "git_hub", "git-hub"],
        )
        .unwrap();
        for (text, at) in [("github_token=1234", 0), ("MY_GitHub.api.KEY=1234", 3), ("git-hubkey=1234", 0)] {
            assert!(goes_on(&tail, text, at), "{text}");
        }
        for text in ["github.com/x", "github_token=12x", "github", "github_sha=1234", "git-hubs keys=1234"] {
            assert!(!goes_on(&tail, text, 0), "{text}");
        }
    }

    #[test]
    fn a_keyword_that_stands_in_no_match_leaves_nothing_to_say() {
        assert_eq!(of("(?:gh_(?:api|key))=(?<secret>[0-9]{4})", &["gh_key", "hub"]), None);
        assert!(of("(?:gh_(?:api|key))=(?<secret>[0-9]{4})", &["gh_key", "gh_api"]).is_some());
    }

    #[test]
    fn of_matches_that_can_do_without_a_keyword_those_count_that_have_one_before_their_secret() {
        let tail = of("(?:gh_(?:api|key|x))=(?<secret>[a-z_]{4})", &["gh_key", "gh_api"]).unwrap();
        assert!(goes_on(&tail, "gh_key=abcd", 0));
        assert!(!goes_on(&tail, "gh_x=gh_key", 5));
    }

    #[test]
    fn a_match_that_begins_with_its_keyword_goes_on_whatever_stands_before() {
        let tail = tail_from_start(&parse(r"\bto_(?<secret>[0-9]{30,40})(?:@|$)").unwrap());
        let digits = "1".repeat(40);
        assert!(goes_on(&tail, &format!("xto_{digits}@"), 1));
        assert!(!goes_on(&tail, "to_123@", 0));
    }

    #[test]
    fn a_keyword_may_stand_in_one_of_several_ways() {
        let tail = of(r"(?:(?:a|b)[\w]{0,3}pass|x_pwd)\s*=\s*(?<secret>\w+)", &["pass", "pwd"]).unwrap();
        assert!(goes_on(&tail, "axpass = 1", 2));
        assert!(goes_on(&tail, "x_pwd=1", 2));
        assert!(!goes_on(&tail, "pass the salt", 0));
    }

    proptest! {
        #[test]
        fn every_match_goes_on_behind_one_of_its_keywords(
            text in "[ab_=]{0,3}(?:(?i:key|kei)|pass|to_?ken|[ab_=]){0,6}[a-b]{0,3}[=:]{0,2}[0-9a-c]{0,6}[ab_= ]{0,2}",
            which in 0_usize..6,
        ) {
            let patterns = [
                r"(?i:[ab]{0,2}key[ab_]{0,3}?)(?:=|:=)(?<secret>[0-9a-c]{2,5})\b",
                r"(?:\b|_)(?:key|pass)(?:_(?:key|a))*[=:]+(?<secret>[0-9]{2})",
                r"(?:(?:a|b)+to_?ken|(?i)kei)(?:ken|key){0,2}=(?<secret>[a-c0-9key]{1,4})",
                r"(?<secret>pass[ab]{1,3}|key[=:]b)",
                r"(?m:^)[ab_]*?(?:pass|a?key)(?:$|[=:](?<secret>[0-9a-c]*))",
                r"(?:x|key|b+)?pass(?:[ab]|key)?=(?<secret>.)",
            ];
            let keywords = ["key", "pass", "token", "to_ken", "kei"];
            let tail = of(patterns[which], &keywords).unwrap();
            for found in compiled(patterns[which]).find_iter(&text) {
                let lower = text.to_ascii_lowercase();
                let places = (found.start()..found.end()).filter(|at| keywords.iter().any(|word| lower[*at..].starts_with(word)));
                prop_assert!(places.clone().any(|at| goes_on(&tail, &text, at)), "{} in {} by {}", patterns[which], text, tail);
            }
        }
    }
}

//! A rule with its patterns compiled, each of them only when a text first needs it.

use std::sync::{Arc, OnceLock};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use regex_automata::meta;
use regex_automata::util::syntax;

use crate::rule::{Format, Part, Rule};

/// The most memory, in bytes, that one compiled pattern may take.
const PATTERN_SIZE: usize = 8 << 20;

/// A rule ready to run.
pub struct Compiled {
    /// The rule itself.
    pub rule: Arc<Rule>,
    /// What its credentials look like.
    pub format: Arc<Format>,
    pattern: OnceLock<Option<Pattern>>,
    allowed_values: OnceLock<Vec<meta::Regex>>,
    allowed_lines: OnceLock<Vec<meta::Regex>>,
    parts: OnceLock<Vec<Option<Pattern>>>,
    paths: OnceLock<PathFilter>,
    /// The names of the files that it looks at.
    names: OnceLock<Option<GlobSet>>,
}

/// A pattern and the group of it that matters.
pub struct Pattern {
    /// The compiled pattern.
    pub regex: meta::Regex,
    /// The index of the group.
    pub group: usize,
}

struct PathFilter {
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
}

impl Compiled {
    /// Takes a rule, if it is one that looks for credentials; compiles nothing yet.
    #[must_use]
    pub fn new(rule: Arc<Rule>) -> Option<Self> {
        let format = Arc::clone(rule.format()?);
        Some(Self {
            rule,
            format,
            pattern: OnceLock::new(),
            allowed_values: OnceLock::new(),
            allowed_lines: OnceLock::new(),
            parts: OnceLock::new(),
            paths: OnceLock::new(),
            names: OnceLock::new(),
        })
    }

    /// The rule's pattern; `None` where it exceeds the size limit, which loading and the tests rule out for ours.
    pub fn pattern(&self) -> Option<&Pattern> {
        self.pattern.get_or_init(|| compile(&self.format.pattern, "secret")).as_ref()
    }

    /// Whether every pattern of the rule can be compiled within the size limit.
    pub fn compiles(&self) -> bool {
        let allow = self.format.allow.values.iter().chain(&self.format.allow.lines);
        self.pattern().is_some()
            && self.parts().count() == self.format.parts.len()
            && allow.map(|pattern| build(pattern)).all(|built| built.is_some())
    }

    /// The parts of the credential, each with its pattern.
    pub fn parts(&self) -> impl Iterator<Item = (&Part, &Pattern)> {
        let compiled =
            self.parts.get_or_init(|| self.format.parts.iter().map(|part| compile(&part.pattern, "part")).collect());
        self.format.parts.iter().zip(compiled).filter_map(|(part, pattern)| Some((part, pattern.as_ref()?)))
    }

    /// Whether the rule looks at files of this path.
    pub fn looks_at(&self, path: &str) -> bool {
        if self.format.include.is_empty() && self.format.exclude.is_empty() {
            return true;
        }
        let filter = self
            .paths
            .get_or_init(|| PathFilter { include: globs(&self.format.include), exclude: globs(&self.format.exclude) });
        let path = path.replace('\\', "/");
        filter.include.as_ref().is_none_or(|set| set.is_match(&path))
            && !filter.exclude.as_ref().is_some_and(|set| set.is_match(&path))
    }

    /// Whether the rule looks at some files of this name, in whatever folder.
    pub fn may_look_at(&self, name: &str) -> bool {
        let last = |glob: &String| glob.rsplit('/').next().filter(|last| *last != "**").unwrap_or("*").to_owned();
        let names = self.names.get_or_init(|| globs(&self.format.include.iter().map(last).collect::<Vec<_>>()));
        names.as_ref().is_none_or(|set| set.is_match(name))
    }

    /// Whether the rule leaves a secret alone for its value.
    pub fn allows_value(&self, secret: &[u8]) -> bool {
        let words = &self.format.allow.stop_words;
        let lower = if words.is_empty() { Vec::new() } else { secret.to_ascii_lowercase() };
        words.iter().any(|word| memchr::memmem::find(&lower, word.as_bytes()).is_some())
            || self
                .allowed_values
                .get_or_init(|| self.format.allow.values.iter().filter_map(|pattern| build(pattern)).collect())
                .iter()
                .any(|pattern| pattern.is_match(secret))
    }

    /// Whether the rule leaves a match alone for the line it stands in.
    pub fn allows_line(&self, line: &[u8]) -> bool {
        self.allowed_lines
            .get_or_init(|| self.format.allow.lines.iter().filter_map(|pattern| build(pattern)).collect())
            .iter()
            .any(|pattern| pattern.is_match(line))
    }
}

fn globs(patterns: &[String]) -> Option<GlobSet> {
    if patterns.is_empty() {
        return None;
    }
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let anywhere = if pattern.contains('/') { pattern.clone() } else { format!("**/{pattern}") };
        set.add(GlobBuilder::new(&anywhere).literal_separator(true).case_insensitive(true).build().ok()?);
    }
    set.build().ok()
}

/// Compiles over bytes, with ASCII classes, within the size limit.
pub fn build(pattern: &str) -> Option<meta::Regex> {
    meta::Regex::builder()
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .configure(
            meta::Config::new().utf8_empty(false).nfa_size_limit(Some(PATTERN_SIZE)).hybrid_cache_capacity(1 << 20),
        )
        .build(pattern)
        .ok()
}

fn compile(pattern: &str, group: &str) -> Option<Pattern> {
    let regex = build(pattern)?;
    let group = regex.group_info().to_index(regex_automata::PatternID::ZERO, group)?;
    Some(Pattern { regex, group })
}

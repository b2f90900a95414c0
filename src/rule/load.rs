//! Turns a rule file into rules, or into the list of all that is wrong with it.

use std::ops::Range;
use std::sync::Arc;

use regex_syntax::hir::Hir;
use toml::Spanned;

use super::file::PartEntry;
use super::pattern::{self, Allowance, DEFAULT_WINDOW, FARTHEST_KEYWORD, Format, LONGEST_WINDOW, Lines, Part};
use super::strict::{Problem, Problems, Text};
use super::{
    Allow, Assignment, CharacterClass, Detect, Entry, Example, ExampleText, ExampleTexts, Examples, Frameworks, Head,
    LifetimeClass, Paths, Rule, RuleFile, RuleId, Service, Shape, Shared, anchors, expand, tail, tail_from_start,
};

/// Reads the rules of one file; `file` is the name to show, `builtin` whether they are ours.
///
/// # Errors
/// All mistakes of the file at once.
pub fn load(file: &str, text: &str, builtin: bool) -> Result<Vec<Rule>, Problems> {
    let text = Text { file, text };
    let parsed: RuleFile = text.read().map_err(|problem| Problems(vec![problem]))?;
    from_entries(text, parsed, builtin)
}

/// Checks the rules that a text holds, once it has been read.
///
/// # Errors
/// All mistakes of the rules at once.
pub fn from_entries(text: Text<'_>, parsed: RuleFile, builtin: bool) -> Result<Vec<Rule>, Problems> {
    let mut reader = Reader { text, file: text.file.into(), builtin, problems: Vec::new() };
    let service = parsed.service.map(Arc::new);
    let entries = parsed.rule.into_iter().map(|entry| with_shared(entry, &parsed.shared));
    let mut rules: Vec<Rule> = entries.filter_map(|entry| reader.rule(entry, service.clone())).collect();
    rules.extend(parsed.check.into_iter().filter_map(|entry| reader.check(entry, service.clone())));
    if reader.problems.is_empty() { Ok(rules) } else { Err(Problems(reader.problems)) }
}

pub(super) struct Reader<'a> {
    pub(super) text: Text<'a>,
    pub(super) file: Arc<str>,
    pub(super) builtin: bool,
    pub(super) problems: Vec<Problem>,
}

impl Reader<'_> {
    fn rule(&mut self, entry: Entry, service: Option<Arc<Service>>) -> Option<Rule> {
        let known = self.problems.len();
        let at = entry.id.span();
        let id = self.id(&entry.id);
        let keywords = self.keywords(&entry.keywords, &entry.paths);
        let (pattern, hir) = self.pattern(&entry, &at)?;
        let reach = self.reach(entry.window.as_ref(), pattern::reach_of(&hir));
        let shape = Shape::of_secret(&hir, entry.needs.contains(&CharacterClass::Digit));
        // Where a match may be longer than its window, windows that touch have a say in how long it is: all are needed.
        let is_bounded = pattern::reach_of(&hir).is_some_and(|longest| longest <= reach);
        let head = if is_bounded { Head::of(&hir) } else { Head::default() };
        let anchors = anchors(&hir, &keywords, &head);
        let before = if entry.assignment.is_some() { reach.min(FARTHEST_KEYWORD) } else { reach };
        let by_key = entry.assignment.as_ref().filter(|assignment| are_in_key(assignment, &keywords));
        let lines = pattern::lines_of(&hir);
        let lines = lines.map(|lines| by_key.map_or(lines, |assignment| lines_of_assignment(lines, assignment)));
        let tail = if anchors.is_empty() { tail(&hir, &keywords) } else { Some(tail_from_start(&hir)) };
        self.examples(&entry, &at);
        self.globs(&entry);
        self.allow(&entry);
        self.texts(&entry, &at);
        let parts = entry.part.into_iter().filter_map(|part| self.part(part)).collect();
        if self.problems.len() > known {
            return None;
        }
        Some(Rule {
            id: id?,
            service,
            summary: entry.summary,
            why: entry.why.trim().to_owned(),
            fix: entry.fix.trim().to_owned(),
            docs: entry.docs,
            severity: entry.severity,
            confidence: entry.confidence,
            lifetime: entry.lifetime,
            frameworks: Frameworks::default(),
            detect: Detect::Secret(Arc::new(Format {
                keywords,
                pattern,
                head: if anchors.is_empty() { tail.as_deref().map_or_else(Head::default, head_of) } else { head },
                tail,
                anchors,
                shape,
                reach,
                before,
                lines,
                entropy: entry.entropy,
                needs: entry.needs,
                validate: entry.validate,
                keep_placeholders: entry.keep_placeholders,
                generic: entry.generic,
                include: entry.paths.include.into_iter().map(Spanned::into_inner).collect(),
                exclude: entry.paths.exclude.into_iter().map(Spanned::into_inner).collect(),
                allow: allowance(entry.allow),
                parts,
            })),
            examples: texts(entry.examples),
            defined_at: (self.file.clone(), self.text.position(at.start).0),
            builtin: self.builtin,
        })
    }

    pub(super) fn complain(&mut self, span: &Range<usize>, message: impl Into<String>) {
        self.problems.push(self.text.problem(span, message));
    }

    pub(super) fn id(&mut self, id: &Spanned<String>) -> Option<RuleId> {
        let parsed = id.get_ref().parse();
        parsed.map_err(|error: super::RuleIdError| self.complain(&id.span(), error.to_string())).ok()
    }

    fn keywords(&mut self, keywords: &Spanned<Vec<String>>, paths: &Paths) -> Vec<String> {
        if keywords.get_ref().is_empty() && paths.include.is_empty() {
            self.complain(&keywords.span(), "`keywords` is empty: name a literal that stands in every match, or the files to look at in `paths.include`, so that the rule is only tried where it can match");
        }
        for short in keywords.get_ref().iter().filter(|word| word.len() < 3) {
            self.complain(&keywords.span(), format!("keyword `{short}` is too short: use at least three bytes"));
        }
        keywords.get_ref().iter().map(|word| word.to_ascii_lowercase()).collect()
    }

    /// The pattern, as it stands and parsed.
    fn pattern(&mut self, entry: &Entry, at: &Range<usize>) -> Option<(String, Hir)> {
        let (pattern, span) = match (&entry.pattern, &entry.assignment) {
            (Some(pattern), None) => (pattern.get_ref().clone(), pattern.span()),
            (None, Some(assignment)) => {
                self.parse(&assignment.key)?;
                self.parse(&assignment.value)?;
                (pattern::of_assignment(assignment), assignment.value.span())
            }
            (Some(pattern), Some(_)) => {
                self.complain(&pattern.span(), "`pattern` and `assignment` stand in one rule: keep one of the two");
                return None;
            }
            (None, None) => {
                self.complain(at, "the rule finds nothing: give it a `pattern` or an `assignment`");
                return None;
            }
        };
        let hir = self.parse_at(&pattern, &span)?;
        if !pattern::has_group(&hir, "secret") {
            self.complain(&span, "the pattern has no `(?<secret>…)` group: put it around the credential");
            return None;
        }
        if hir.properties().minimum_len() == Some(0) {
            self.complain(&span, "the pattern matches the empty text: give it a part that has to be there");
            return None;
        }
        Some((pattern, hir))
    }

    fn parse(&mut self, pattern: &Spanned<String>) -> Option<Hir> {
        self.parse_at(pattern.get_ref(), &pattern.span())
    }

    fn parse_at(&mut self, pattern: &str, span: &Range<usize>) -> Option<Hir> {
        let reason = |error: &regex_syntax::Error| match error {
            regex_syntax::Error::Parse(error) => (error.kind().to_string(), error.span().start.column),
            regex_syntax::Error::Translate(error) => (error.kind().to_string(), error.span().start.column),
            other => (other.to_string(), 1),
        };
        pattern::parse(pattern)
            .map_err(|error| {
                let (reason, column) = reason(&error);
                self.complain(span, format!("bad pattern: {reason} (at character {column} of the pattern)"));
            })
            .ok()
    }

    fn reach(&mut self, window: Option<&Spanned<usize>>, bound: Option<usize>) -> usize {
        match (window, bound) {
            (Some(window), _) if !(1..=LONGEST_WINDOW).contains(window.get_ref()) => {
                self.complain(&window.span(), format!("bad `window`: use 1 to {LONGEST_WINDOW} bytes"));
                DEFAULT_WINDOW
            }
            (Some(window), _) => *window.get_ref(),
            (None, bound) => bound.unwrap_or(DEFAULT_WINDOW),
        }
    }

    fn examples(&mut self, entry: &Entry, at: &Range<usize>) {
        if entry.examples.matches.is_empty() {
            self.complain(at, "the rule has no `match` example: show a text that it finds");
        }
        if entry.examples.no_match.is_empty() {
            self.complain(at, "the rule has no `no-match` example: show a similar text that it leaves alone");
        }
        for example in entry.examples.matches.iter().chain(&entry.examples.no_match) {
            if let Err(error) = expand(example.text(), entry.id.get_ref()) {
                self.complain(at, format!("bad example: {error}"));
            }
        }
    }

    fn globs(&mut self, entry: &Entry) {
        for glob in entry.paths.include.iter().chain(&entry.paths.exclude) {
            if let Err(error) = globset::Glob::new(glob.get_ref()) {
                self.complain(&glob.span(), format!("bad glob: {}", error.kind()));
            }
        }
    }

    fn allow(&mut self, entry: &Entry) {
        for pattern in entry.allow.values.iter().chain(&entry.allow.lines) {
            self.parse(pattern);
        }
    }

    /// Complains of texts that are empty.
    pub(super) fn said(&mut self, texts: [(&str, &str); 3], at: &Range<usize>) {
        for (key, _) in texts.iter().filter(|(_, text)| text.trim().is_empty()) {
            self.complain(at, format!("`{key}` is empty: reports show it to the person who has to act"));
        }
    }

    fn texts(&mut self, entry: &Entry, at: &Range<usize>) {
        self.said([("summary", &entry.summary), ("why", &entry.why), ("fix", &entry.fix)], at);
        if entry.lifetime.class == LifetimeClass::Expired {
            self.complain(at, "a kind of credential is never `expired`: use static, expires, session or unknown");
        }
    }

    fn part(&mut self, part: PartEntry) -> Option<Part> {
        let hir = self.parse(&part.pattern)?;
        if !pattern::has_group(&hir, "part") {
            self.complain(&part.pattern.span(), "the pattern has no `(?<part>…)` group: put it around the part");
        }
        Some(Part {
            name: part.name,
            pattern: part.pattern.into_inner(),
            within_lines: part.within_lines,
            required: part.required,
            secret: part.secret,
        })
    }
}

/// A rule with what its file says of all of its rules.
fn with_shared(mut entry: Entry, shared: &Shared) -> Entry {
    entry.paths.include.extend_from_slice(&shared.paths.include);
    entry.paths.exclude.extend_from_slice(&shared.paths.exclude);
    entry.allow.values.extend_from_slice(&shared.allow.values);
    entry.allow.lines.extend_from_slice(&shared.allow.lines);
    entry.allow.stop_words.extend_from_slice(&shared.allow.stop_words);
    entry
}

/// What a tail begins with.
fn head_of(tail: &str) -> Head {
    pattern::parse(tail).map_or_else(|_| Head::default(), |tail| Head::of(&tail))
}

/// Whether every keyword of an assignment stands in its key.
fn are_in_key(assignment: &Assignment, keywords: &[String]) -> bool {
    let key = assignment.key.get_ref().to_ascii_lowercase();
    keywords.iter().all(|keyword| key.contains(keyword.as_str()))
}

/// What precedes a keyword of an assignment is of the key alone.
fn lines_of_assignment(lines: Lines, assignment: &Assignment) -> Lines {
    let of_key = pattern::parse(assignment.key.get_ref()).ok().and_then(|key| pattern::lines_of(&key));
    Lines { before: of_key.map_or(lines.before, |of_key| of_key.before.min(lines.before)), ..lines }
}

fn allowance(allow: Allow) -> Allowance {
    let plain = |patterns: Vec<Spanned<String>>| patterns.into_iter().map(Spanned::into_inner).collect();
    Allowance {
        values: plain(allow.values),
        lines: plain(allow.lines),
        stop_words: allow.stop_words.iter().map(|word| word.to_ascii_lowercase()).collect(),
    }
}

fn texts(examples: Examples) -> ExampleTexts {
    let plain = |list: Vec<Example>| {
        list.into_iter()
            .map(|example| match example {
                Example::Text(text) => ExampleText { path: "example".to_owned(), line: None, text },
                Example::File { path, text } => ExampleText { path, line: None, text },
            })
            .collect()
    };
    ExampleTexts { matches: plain(examples.matches), no_match: plain(examples.no_match) }
}

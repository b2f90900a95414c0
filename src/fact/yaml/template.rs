//! Masks what a template engine fills in: the text keeps its length, so that all places stay.

use crate::fact::value::HOLE;

/// What stands for all bytes of an action that gives no text. It counts as a blank of no width.
pub(super) const FILLING: u8 = 0;

/// What stands for the bytes of an action behind its hole.
pub(super) const REST: u8 = 1;

/// How many lines an action may have that is no comment.
const MOST_LINES: usize = 40;

/// What an action does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It gives text.
    Output,
    /// It begins a part that is there or not: a condition, a loop, a definition.
    Open,
    /// It begins another such part in place of the one before it.
    Middle,
    /// It ends such a part.
    End,
    /// It leaves nothing: a comment, a variable.
    Silent,
}

/// An action and its place.
struct Action {
    start: usize,
    end: usize,
    kind: Kind,
}

/// What is known of the line that an action is on.
#[derive(Default)]
struct Line {
    /// Whether something stands before the action that is not silent.
    is_begun: bool,
    /// How many parts have been begun on the line behind other text.
    open: usize,
}

/// The text with a hole for each action; `None` where it has no actions.
///
/// What is left of the length of an action is filled up. Actions that give no text leave no hole: those that begin a
/// line, and those that only end what other lines began.
pub(super) fn mask(text: &str) -> Option<String> {
    let mut actions = Actions::new(text).peekable();
    actions.peek()?;
    let mut masked = String::with_capacity(text.len());
    let mut line = Line::default();
    for Action { start, end, kind } in actions {
        let gap = &text[masked.len()..start];
        let before = gap.rfind('\n').map_or(gap, |at| &gap[at + 1..]);
        if before.len() < gap.len() {
            line = Line::default();
        }
        line.is_begun |= !before.trim_ascii().is_empty();
        masked.push_str(gap);
        if line.has_hole(kind) {
            masked.push(HOLE);
            fill(REST, end - start - HOLE.len_utf8(), &mut masked);
        } else {
            fill(FILLING, end - start, &mut masked);
        }
    }
    masked.push_str(&text[masked.len()..]);
    Some(masked)
}

/// Adds a byte so many times.
fn fill(byte: u8, mut count: usize, masked: &mut String) {
    let block = [byte; 64];
    while count > 0 {
        let part = count.min(block.len());
        masked.push_str(std::str::from_utf8(&block[..part]).expect("a byte of ASCII"));
        count -= part;
    }
}

impl Line {
    /// Whether an action of this kind leaves a hole.
    const fn has_hole(&mut self, kind: Kind) -> bool {
        match kind {
            Kind::Silent => false,
            Kind::Output => {
                self.is_begun = true;
                true
            }
            Kind::Middle => self.is_begun,
            Kind::Open => {
                self.open += self.is_begun as usize;
                self.is_begun
            }
            Kind::End => {
                let is_open = self.open > 0;
                self.open -= is_open as usize;
                is_open
            }
        }
    }
}

/// Finds the actions of a text, in their order.
struct Actions<'t> {
    text: &'t str,
    at: usize,
    /// Whether the line is a comment.
    is_comment: bool,
    /// How many bytes may still be looked at more than once: keeps hostile texts linear.
    steps: usize,
}

impl<'t> Actions<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0, is_comment: text.starts_with('#'), steps: text.len().saturating_mul(8) }
    }
}

impl Iterator for Actions<'_> {
    type Item = Action;

    fn next(&mut self) -> Option<Action> {
        let bytes = self.text.as_bytes();
        while self.steps > 0 {
            let start = self.at + memchr::memchr(b'{', &bytes[self.at..])?;
            if let Some(line) = memchr::memrchr(b'\n', &bytes[self.at..start]) {
                self.is_comment = self.text[self.at + line + 1..].trim_start_matches([' ', '\t']).starts_with('#');
            }
            self.at = start + 1;
            let is_expression = start > 0 && bytes[start - 1] == b'$';
            let action = match bytes.get(start + 1)? {
                b'{' if is_expression => {
                    self.at = self.on_line(start, *b"}}").unwrap_or(start + 2);
                    None
                }
                b'{' => self.action(start),
                b'%' if !is_expression => {
                    self.on_line(start, *b"%}").map(|end| (end, kind(&self.text[start..end], true)))
                }
                b'#' if self.is_first(start) => self.on_line(start, *b"#}").map(|end| (end, Kind::Silent)),
                _ => None,
            };
            if let Some((end, kind)) = action {
                self.at = end;
                return Some(Action { start, end, kind });
            }
        }
        None
    }
}

impl Actions<'_> {
    /// The end of the action that begins at a place, and what it does.
    fn action(&mut self, start: usize) -> Option<(usize, Kind)> {
        let inner = self.text[start + 2..].trim_start_matches(['-', '~', ' ', '\t', '\r', '\n']);
        if inner.starts_with("/*") {
            let comment = self.find(self.text.len() - inner.len() + 2, *b"*/")?;
            return self.find(comment, *b"}}").map(|end| (end, Kind::Silent));
        }
        let end = self.close(start).or_else(|| self.on_line(start, *b"}}"))?;
        Some((end, kind(&self.text[start..end], false)))
    }

    /// Behind the braces that close an action, those in its texts left out.
    fn close(&mut self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let most = if self.is_comment { 0 } else { MOST_LINES };
        let mut lines = 0;
        let mut depth = 0;
        let mut at = start + 2;
        loop {
            self.spend(1)?;
            match *bytes.get(at)? {
                b'"' | b'\'' | b'`' => at = self.text_end(at).unwrap_or(at),
                b'{' if bytes.get(at + 1) == Some(&b'{') => return None,
                b'{' => depth += 1,
                b'}' if depth > 0 => depth -= 1,
                b'}' if bytes.get(at + 1) == Some(&b'}') => return Some(at + 2),
                b'\n' if lines == most => return None,
                b'\n' => lines += 1,
                _ => {}
            }
            at += 1;
        }
    }

    /// The quote that closes the text which one opens, if it is on the same line.
    fn text_end(&mut self, open: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = open + 1;
        loop {
            self.spend(1)?;
            match *bytes.get(at)? {
                b'\n' => return None,
                byte if byte == bytes[open] => return Some(at),
                b'\\' if bytes[open] != b'`' => at += 2,
                _ => at += 1,
            }
        }
    }

    /// Behind the next `close` on the line of an opening.
    fn on_line(&mut self, open: usize, close: [u8; 2]) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = open + 2;
        while self.steps > 0 {
            let step = memchr::memchr2(close[0], b'\n', bytes.get(at..)?).unwrap_or(bytes.len() - at);
            self.spend(step + 1)?;
            at += step;
            match bytes.get(at)? {
                b'\n' => return None,
                _ if bytes.get(at + 1) == Some(&close[1]) => return Some(at + 2),
                _ => at += 1,
            }
        }
        None
    }

    /// Behind the next `close`.
    fn find(&mut self, from: usize, close: [u8; 2]) -> Option<usize> {
        let rest = self.text.as_bytes().get(from..).filter(|_| self.steps > 0)?;
        let found = memchr::memmem::find(rest, &close);
        self.spend(found.unwrap_or(rest.len()))?;
        found.map(|at| from + at + close.len())
    }

    /// Takes away steps; `None` when there are no more.
    fn spend(&mut self, steps: usize) -> Option<()> {
        self.steps = self.steps.saturating_sub(steps);
        (self.steps > 0).then_some(())
    }

    /// Whether nothing stands before a place on its line.
    fn is_first(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with('\n')
    }
}

/// What an action does, by its first word.
fn kind(action: &str, is_statement: bool) -> Kind {
    let inner = action[2..].trim_start_matches(['-', '~', '+', ' ', '\t', '\r', '\n']);
    let word = inner.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
    match word {
        "else" | "elif" => Kind::Middle,
        "if" | "range" | "with" | "define" | "block" => Kind::Open,
        "end" => Kind::End,
        "for" | "macro" | "filter" | "call" | "raw" if is_statement => Kind::Open,
        _ if is_statement && word.starts_with("end") => Kind::End,
        _ if is_statement => Kind::Silent,
        "break" | "continue" => Kind::Silent,
        "" if inner.starts_with('$') && is_assignment(inner) => Kind::Silent,
        _ => Kind::Output,
    }
}

/// Whether variables are given values: `$name := …`, `$name = …`.
fn is_assignment(inner: &str) -> bool {
    let names = |letter: char| letter.is_alphanumeric() || matches!(letter, '$' | '_' | ',' | ' ');
    let rest = inner.trim_start_matches(names);
    rest.starts_with(":=") || rest.starts_with('=') && !rest.starts_with("==")
}

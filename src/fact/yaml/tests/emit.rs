//! Writes values as YAML in one of many styles.

/// A value that is to be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
    Call(Box<Tree>),
}

/// Writes a value; the bytes choose the styles.
pub fn emit(tree: &Tree, styles: &[u8]) -> String {
    let mut emitter = Emitter { out: String::new(), styles, at: 0, is_in_text: false };
    if emitter.pick(3) == 0 {
        emitter.out.push_str("%YAML 1.2\n---");
    }
    emitter.node(tree, 0, Behind::Root);
    emitter.out.push('\n');
    if emitter.pick(4) == 0 { emitter.out.replace('\n', "\r\n") } else { emitter.out }
}

/// What a value stands behind.
#[derive(Clone, Copy, PartialEq)]
enum Behind {
    Root,
    Key,
    Dash,
}

struct Emitter<'s> {
    out: String,
    styles: &'s [u8],
    at: usize,
    /// Whether a comment would be a part of the text before it.
    is_in_text: bool,
}

impl Emitter<'_> {
    /// One of so many styles.
    fn pick(&mut self, count: usize) -> usize {
        self.at += 1;
        let byte = self.styles.get(self.at % self.styles.len().max(1)).copied().unwrap_or(0);
        (usize::from(byte) + self.at * 7) % count
    }

    /// Begins a line at a column; comments and empty lines may come before it.
    fn line(&mut self, column: usize) {
        let is_in_text = std::mem::take(&mut self.is_in_text);
        if !is_in_text && self.pick(5) == 0 {
            self.out.push_str(" # note: 'x' [");
        }
        match self.pick(8) {
            _ if is_in_text => {}
            0 => self.out.push_str("\n# - a: \"b"),
            1 => self.out.push_str("\n\n   "),
            _ => {}
        }
        self.out.push('\n');
        self.out.push_str(&" ".repeat(column));
    }

    /// Writes a value of which all lines have to be at a column `least` at the least.
    fn node(&mut self, tree: &Tree, least: usize, behind: Behind) {
        match tree {
            Tree::Call(inner) => {
                self.out.push_str(" !Call");
                self.node(inner, least, if behind == Behind::Root { Behind::Key } else { behind });
            }
            Tree::List(items) if !items.is_empty() && self.pick(4) > 0 => self.list(items, least, behind),
            Tree::Map(entries) if !entries.is_empty() && self.pick(4) > 0 => self.map(entries, least, behind),
            Tree::Text(text) if self.pick(3) == 0 && is_literal(text) => self.literal(text, least),
            _ => {
                if !self.out.is_empty() {
                    self.out.push(' ');
                }
                self.flow(tree, least, false);
            }
        }
    }

    /// Goes to where a map or a list begins; its column.
    fn begin(&mut self, least: usize, behind: Behind) -> usize {
        let is_tagged = self.out.ends_with("!Call");
        if behind == Behind::Dash && !is_tagged && self.pick(2) == 0 {
            let blanks = 1 + self.pick(2);
            self.out.push_str(&" ".repeat(blanks));
            return least + blanks;
        }
        let column = least + self.pick(4);
        if !self.out.is_empty() || column > 0 {
            self.line(column);
        }
        column
    }

    fn list(&mut self, items: &[Tree], least: usize, behind: Behind) {
        let is_even = behind == Behind::Key && least > 0 && self.pick(2) == 0;
        let column = if is_even {
            self.line(least - 1);
            least - 1
        } else {
            self.begin(least, behind)
        };
        for (number, item) in items.iter().enumerate() {
            if number > 0 {
                self.line(column);
            }
            self.out.push('-');
            self.node(item, column + 1, Behind::Dash);
        }
    }

    fn map(&mut self, entries: &[(String, Tree)], least: usize, behind: Behind) {
        let column = self.begin(least, behind);
        for (number, (key, value)) in entries.iter().enumerate() {
            if number > 0 {
                self.line(column);
            }
            if self.pick(6) == 0 {
                self.out.push_str("? ");
                self.scalar(key, None);
                self.line(column);
                self.out.push(':');
            } else {
                self.scalar(key, None);
                self.out.push(':');
            }
            self.node(value, column + 1, Behind::Key);
        }
    }

    /// Writes a value that needs no indentation.
    fn flow(&mut self, tree: &Tree, least: usize, is_inside: bool) {
        let blank = |emitter: &mut Self| match emitter.pick(4) {
            0 => emitter.line(least + 1),
            1 => emitter.out.push(' '),
            _ => {}
        };
        match tree {
            Tree::Null => {
                let style = self.pick(3);
                self.out.push_str(["null", "~", "Null"][style]);
            }
            Tree::Bool(is) => self.out.push_str(if *is { "true" } else { "False" }),
            Tree::Number(number) => self.out.push_str(number),
            Tree::Text(text) => self.scalar(text, (!is_inside).then_some(least)),
            Tree::Call(inner) => {
                self.out.push_str("!Call ");
                self.flow(inner, least, is_inside);
            }
            Tree::List(items) => {
                self.out.push('[');
                for item in items {
                    blank(self);
                    self.flow(item, least, true);
                    blank(self);
                    self.out.push_str(", ");
                }
                self.out.push(']');
            }
            Tree::Map(entries) => {
                self.out.push('{');
                for (number, (key, value)) in entries.iter().enumerate() {
                    self.out.push_str(if number > 0 { ", " } else { "" });
                    blank(self);
                    self.scalar(key, None);
                    self.out.push_str(": ");
                    self.flow(value, least, true);
                    blank(self);
                }
                self.out.push('}');
            }
        }
    }

    /// Writes a text, plain or in quotes; over several lines, if a column for them is given.
    fn scalar(&mut self, text: &str, lines_at: Option<usize>) {
        let breaks = lines_at.filter(|_| is_foldable(text) && self.pick(2) == 0);
        let break_at = breaks.map(|column| format!("\n{}", " ".repeat(column + 1)));
        let fold = |text: &str| break_at.as_ref().map_or(text.to_owned(), |end| text.replace(' ', end));
        match self.pick(3) {
            0 if is_plain(text) => self.out.push_str(&fold(text)),
            1 if !text.contains(|letter: char| letter.is_control()) => {
                self.out.push_str(&format!("'{}'", fold(&text.replace('\'', "''"))));
            }
            _ => {
                let escaped: String = text.chars().map(|letter| self.escaped(letter)).collect();
                self.out.push_str(&format!("\"{}\"", fold(&escaped)));
            }
        }
    }

    fn escaped(&mut self, letter: char) -> String {
        match letter {
            '"' | '\\' => format!("\\{letter}"),
            '\n' => "\\n".to_owned(),
            letter if letter.is_control() => format!("\\x{:02x}", u32::from(letter)),
            letter if !letter.is_ascii() && self.pick(2) == 0 => format!("\\U{:08X}", u32::from(letter)),
            letter => letter.to_string(),
        }
    }

    /// Writes a text as whole lines.
    fn literal(&mut self, text: &str, least: usize) {
        let more = 1 + self.pick(3);
        let indent = " ".repeat(least.max(1) - 1 + more);
        let body = text.trim_end_matches('\n');
        let ends = text.len() - body.len();
        self.out.push_str(" |");
        if body.starts_with([' ', '\n']) || self.pick(3) == 0 {
            self.out.push_str(&more.to_string());
        }
        self.out.push_str(["-", "", "+"][ends.min(2)]);
        for line in body.split('\n') {
            self.out.push('\n');
            self.out.push_str(if line.is_empty() { "" } else { &indent });
            self.out.push_str(line);
        }
        // The last end of a line is written by whatever follows.
        self.out.push_str(&"\n".repeat(ends.saturating_sub(1)));
        self.is_in_text = true;
    }
}

/// Whether a text may stand without quotes.
fn is_plain(text: &str) -> bool {
    let is_letter =
        |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '_' | '-' | '.' | '/' | '$' | '(' | ')');
    let is_word = matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "null");
    !is_word && text.starts_with(char::is_alphabetic) && text.chars().all(is_letter) && !text.ends_with(' ')
}

/// Whether the blanks of a text may be ends of lines.
fn is_foldable(text: &str) -> bool {
    let is_letter = |letter: char| letter == ' ' || letter.is_alphabetic();
    text.chars().all(is_letter) && !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ")
}

/// Whether a text may stand as whole lines.
fn is_literal(text: &str) -> bool {
    let body = text.trim_end_matches('\n');
    !body.trim().is_empty() && !body.ends_with(' ') && !body.chars().any(|letter| letter.is_control() && letter != '\n')
}

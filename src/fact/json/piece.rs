//! Pieces of a template: where they end, and which of them give no text.

use memchr::memmem;

use super::{Holes, Reader};

/// How long a piece may be, in bytes. One that goes on is none: it is a mark that stands for itself.
const LONGEST: usize = 1 << 14;

/// Words that an action begins with that gives no text itself.
const QUIET: [&str; 10] = ["if", "else", "end", "range", "with", "define", "break", "continue", "each", "unless"];

impl Reader<'_> {
    /// Behind the piece of a template that begins at an offset, if one does.
    pub(super) fn piece(&mut self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let ahead = &rest[..rest.len().min(LONGEST)];
        let length = match (self.holes, ahead.get(..2)?) {
            _ if self.barren.contains(&at) => return None,
            (Holes::Dollar, b"${" | b"%{") => expression_end(ahead),
            (Holes::Braces, b"{{") if is_brace_before_action(ahead) => return None,
            (Holes::Braces, b"{{") => action_end(ahead).ok_or(ahead.len()),
            (Holes::Braces, b"{%") => marked_end(ahead, b"%}").ok_or(ahead.len()),
            (Holes::Braces, b"{#") => marked_end(ahead, b"#}").ok_or(ahead.len()),
            _ => return None,
        };
        length.map(|length| at + length).map_err(|searched| self.barren = at..at + searched).ok()
    }

    /// Behind the piece at an offset, if it gives no text: conditions, loops, comments.
    pub(super) fn quiet_piece(&mut self, at: usize) -> Option<usize> {
        let end = self.piece(at)?;
        let piece = &self.text[at..end];
        let is_quiet = match piece.strip_prefix("{{") {
            Some(action) => is_quiet(action.trim_start_matches(['-', '~', ' ', '\t', '\r', '\n'])),
            None => !piece.starts_with('$'),
        };
        is_quiet.then_some(end)
    }

    /// Whether a mark stands at an offset that a further sign makes a text: `$${` and `%%{`.
    pub(super) fn is_doubled(&self, at: usize) -> bool {
        self.holes == Holes::Dollar && matches!(self.rest(at), [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..])
    }
}

/// Whether an action gives no text: a word of control, a comment, a section, or a variable that is set.
fn is_quiet(action: &str) -> bool {
    if action.starts_with('$') {
        return action.contains(":=") || action.contains(" = ");
    }
    let word = action.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    action.starts_with(['/', '#', '^', '!']) || QUIET.contains(&word)
}

/// Behind the braces that close an action: as many as open it.
fn action_end(ahead: &[u8]) -> Option<usize> {
    marked_end(ahead, if ahead.get(2) == Some(&b'{') { b"}}}" } else { b"}}" })
}

/// Whether the first of three braces or more belongs to a map: only three that close an action open one.
fn is_brace_before_action(ahead: &[u8]) -> bool {
    match ahead {
        [_, _, b'{', b'{', ..] => true,
        [_, _, b'{', ..] => marked_end(ahead, b"}}").is_some_and(|end| ahead.get(end) != Some(&b'}')),
        _ => false,
    }
}

/// Behind the mark that ends a piece.
fn marked_end(ahead: &[u8], mark: &[u8]) -> Option<usize> {
    memmem::find(ahead, mark).map(|end| end + mark.len())
}

/// Behind the brace that closes an expression; how far was looked, if none does. Its strings are in quotes with as many
/// backslashes before both of them.
fn expression_end(ahead: &[u8]) -> Result<usize, usize> {
    let mut open = 0_usize;
    let mut quote = None;
    let mut slashes = 0_usize;
    for (at, &byte) in ahead.iter().enumerate().skip(1) {
        match (byte, quote) {
            (b'"', None) => quote = Some(slashes),
            (b'"', Some(before)) if before == slashes => quote = None,
            (b'\n', Some(_)) => return Err(at),
            (b'{', None) => open += 1,
            (b'}', None) => {
                open -= 1;
                if open == 0 {
                    return Ok(at + 1);
                }
            }
            _ => {}
        }
        slashes = if byte == b'\\' { slashes + 1 } else { 0 };
    }
    Err(ahead.len())
}

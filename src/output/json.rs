//! The report as one JSON object, for scripts.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;

use super::printable::is_obeyed;
use super::record;
use crate::report::Report;

/// Writes the report, indented, with a line end behind it.
pub fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let text = serde_json::to_string_pretty(&record::Report::from(report))?;
    writeln!(out, "{}", escaped(text))
}

/// Writes a value on a line of its own.
pub fn write_line(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", escaped(serde_json::to_string(value)?))
}

/// JSON escapes the control characters of ASCII only; here everything that a terminal would obey is escaped, without
/// loss. Outside of strings JSON holds no such character but the line feed.
fn escaped(text: String) -> String {
    let harmless = |character: char| character == '\n' || !is_obeyed(character);
    if text.chars().all(harmless) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 64);
    for character in text.chars() {
        if harmless(character) {
            out.push(character);
        } else {
            write!(out, "\\u{:04x}", u32::from(character)).expect("writing to a string");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped_without_loss() {
        let mut out = Vec::new();
        let value = "\u{1b}[\u{9b}1m\u{202e}\u{7f}é😀";
        write_line(&value, &mut out).unwrap();
        assert_eq!(String::from_utf8_lossy(&out), "\"\\u001b[\\u009b1m\\u202e\\u007fé😀\"\n");
        assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), value);
    }
}

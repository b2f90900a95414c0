//! Foreign text made harmless: no control character of anybody else's reaches a terminal or a code-scanning service.

use std::fmt::Write as _;

/// Whether a terminal obeys a character rather than showing it: control characters, and those that are invisible or
/// turn the direction of writing.
pub fn is_obeyed(character: char) -> bool {
    let invisible = matches!(
        character,
        '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    );
    invisible || character.is_control()
}

/// A text for people: characters that a terminal would obey are shown by their numbers, a tab as a blank.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => out.push(' '),
            '\0'..='\x7f' if is_obeyed(character) => {
                write!(out, "\\x{:02x}", u32::from(character)).expect("writing to a string");
            }
            _ if is_obeyed(character) => {
                write!(out, "\\u{{{:x}}}", u32::from(character)).expect("writing to a string");
            }
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_reaches_the_terminal() {
        assert_eq!(printable("a\x1b[2Jb\tc\r\n"), "a\\x1b[2Jb c\\x0d\\x0a");
        assert_eq!(printable("\u{9b}31m\u{202e}x"), "\\u{9b}31m\\u{202e}x");
        assert_eq!(printable("…é日本"), "…é日本");
    }
}

//! Takes an armoured block out of whatever it was written into: escapes, quotes, indents, comment signs.

use memchr::memmem;

use crate::check::secret::decode::alphabet::{BASE64, NONE, append_base64, hex_value};

/// An armoured block with everything undone that its surroundings did to it.
#[derive(Debug, PartialEq, Eq)]
pub struct Block {
    /// What stands between `BEGIN` and the dashes: `RSA PRIVATE KEY`.
    pub label: String,
    /// The lines with a colon, joined: `Proc-Type: 4,ENCRYPTED`.
    pub headers: String,
    /// The decoded body.
    pub body: Vec<u8>,
    /// The three bytes of the checksum behind the body, which PGP writes.
    pub checksum: Option<Vec<u8>>,
    /// Bytes of the body that are no base64.
    pub foreign: usize,
}

/// Reads the first armoured block; `None` where there is no `-----BEGIN …-----`.
pub fn block(text: &[u8]) -> Option<Block> {
    let begin = memmem::find(text, b"BEGIN ")? + b"BEGIN ".len();
    let rest = &text[begin..];
    let dashes = memmem::find(rest, b"----").filter(|at| *at <= 64)?;
    let label = String::from_utf8_lossy(&rest[..dashes]).trim().to_owned();
    let content = &rest[dashes..];
    let content = &content[content.iter().take_while(|b| **b == b'-').count()..];
    let end = memmem::find(content, b"-----END").or_else(|| memmem::find(content, b"---- END"));
    Some(read(label, &content[..end.unwrap_or(content.len())]))
}

fn read(label: String, content: &[u8]) -> Block {
    let text = without_quotes(without_escapes(content));
    let mut block = Block { label, headers: String::new(), body: Vec::new(), checksum: None, foreign: 0 };
    let mut digits = Vec::with_capacity(text.len());
    let one_line = memchr::memchr_iter(b'\n', &text).count() < 2;
    for line in text.split(|b| *b == b'\n') {
        let words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let mut header = false;
        for word in words {
            let named = header;
            header = word.ends_with(b":") || (named && !one_line);
            if header || named {
                block.headers.push_str(&String::from_utf8_lossy(word));
                block.headers.push(' ');
            } else {
                block.take(word, &mut digits);
            }
        }
    }
    append_base64(&digits, &mut block.body);
    block
}

impl Block {
    /// Takes the digits of a word; signs of comments, quotations and lists in front of it are passed over.
    fn take(&mut self, word: &[u8], digits: &mut Vec<u8>) {
        if let [b'=', checksum @ ..] = word
            && checksum.len() == 4
        {
            let mut bytes = Vec::new();
            append_base64(checksum, &mut bytes);
            self.checksum = Some(bytes);
            return;
        }
        let is_sign = word.len() <= 3 && word.iter().all(u8::is_ascii_punctuation) && !word.contains(&b'=');
        if is_sign && word != b"..." {
            return;
        }
        let signs = word.iter().take_while(|b| matches!(b, b'#' | b'*' | b'>' | b'|' | b';' | b'%')).count();
        for &byte in &word[signs..] {
            match byte {
                b'=' | b',' | b'\\' => {}
                _ if BASE64[usize::from(byte)] != NONE => digits.push(byte),
                _ => self.foreign += 1,
            }
        }
    }
}

/// Undoes `\n`, `\r`, `\t`, `\/`, `\u002b` and `&#10;`, whatever the number of backslashes.
fn without_escapes(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len());
    let mut rest = content;
    while let [byte, after @ ..] = rest {
        rest = after;
        match byte {
            b'\\' => rest = undo_backslash(after, &mut out),
            b'&' => match memchr::memchr(b';', &after[..after.len().min(6)]) {
                Some(end) if after[0] == b'#' => {
                    out.push(b'\n');
                    rest = &after[end + 1..];
                }
                _ => out.push(b'&'),
            },
            b'\r' => out.push(b'\n'),
            _ => out.push(*byte),
        }
    }
    out
}

fn undo_backslash<'a>(after: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let after = &after[after.iter().take_while(|b| **b == b'\\').count()..];
    match after {
        [b'n' | b'r', rest @ ..] => {
            out.push(b'\n');
            rest
        }
        [b't', rest @ ..] => {
            out.push(b' ');
            rest
        }
        [b'u', b'0', b'0', high, low, rest @ ..] | [b'x', high, low, rest @ ..] => {
            let value = hex_value(*high).zip(hex_value(*low)).map_or(b' ', |(high, low)| high << 4 | low);
            out.push(value);
            rest
        }
        // a line that a backslash continues, an escaped quote or slash
        _ => after,
    }
}

/// Keeps what stands inside quotes where the block is a concatenation of quoted lines; the block begins inside a quote.
fn without_quotes(text: Vec<u8>) -> Vec<u8> {
    let is_quote = |b: &u8| matches!(b, b'"' | b'\'' | b'`');
    if text.iter().filter(|b| is_quote(b)).count() < 2 {
        return text;
    }
    let mut inside = true;
    let mut out = Vec::with_capacity(text.len());
    for byte in text {
        if is_quote(&byte) {
            inside = !inside;
            out.push(b'\n');
        } else if inside {
            out.push(byte);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::BASE64 as STANDARD;

    const PLAIN: &[u8] = b"some bytes that fill a little more than one line of a block, and then the rest of them";

    fn armoured(join: &str, indent: &str) -> String {
        let text = STANDARD.encode(PLAIN);
        let lines: Vec<String> =
            text.as_bytes().chunks(64).map(|line| format!("{indent}{}", String::from_utf8_lossy(line))).collect();
        let dashes = "-----";
        format!("{dashes}BEGIN TEST KEY{dashes}{join}{}{join}{indent}{dashes}END TEST KEY{dashes}", lines.join(join))
    }

    #[test]
    fn a_block_is_read_in_every_wrapping() {
        let wrappings = [
            ("\n", ""),
            ("\r\n", ""),
            ("\r", ""),
            ("\n", "    "),
            ("\n", "\t"),
            ("\n", "# "),
            ("\n", "// "),
            ("\n", " * "),
            ("\n", "> "),
            ("\\n", ""),
            ("\\r\\n", ""),
            ("\\\\n", ""),
            ("\\\\\\n", ""),
            (" ", ""),
            ("", ""),
            ("&#10;", ""),
            ("&#xA;", ""),
            ("\\n\" +\n", "  \""),
            ("\\n' .\n", "'"),
            ("\",\n", "\""),
            ("\\\n", ""),
            ("\\u000a", ""),
            ("\\n\\\n", ""),
        ];
        for (join, indent) in wrappings {
            let text = armoured(join, indent);
            let block = block(text.as_bytes()).unwrap();
            assert_eq!(
                (block.label.as_str(), block.body.as_slice(), block.foreign),
                ("TEST KEY", PLAIN, 0),
                "{join:?} {indent:?}"
            );
        }
    }

    #[test]
    fn headers_are_kept_apart() {
        for join in ["\n", "\\n", " "] {
            let text = armoured(join, "").replacen(join, &format!("{join}Proc-Type: 4,ENCRYPTED{join}"), 1);
            let text = if join == " " {
                armoured(" ", "").replace("KEY----- ", "KEY----- Proc-Type: 4,ENCRYPTED ")
            } else {
                text
            };
            let block = block(text.as_bytes()).unwrap();
            assert_eq!(block.headers.trim(), "Proc-Type: 4,ENCRYPTED", "{join:?}");
            assert_eq!(block.body, PLAIN, "{join:?}");
        }
    }

    #[test]
    fn what_is_elided_is_counted_as_foreign() {
        let dashes = "-----";
        for body in ["...", "MIIE...", "<key>", "[REDACTED]", "${KEY}"] {
            let block =
                block(format!("{dashes}BEGIN KEY{dashes}\n{body}\n{dashes}END KEY{dashes}").as_bytes()).unwrap();
            assert!(block.foreign > 0, "{body}");
        }
        assert_eq!(block(b"no block"), None);
    }
}

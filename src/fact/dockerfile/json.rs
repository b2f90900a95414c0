//! Words as JSON: `["nginx", "-g", "daemon off;"]`.

use memchr::memchr2;

use super::word::Words;
use crate::fact::shell::Word;
use crate::fact::value::Span;

impl<'t> Words<'t> {
    /// Reads the strings of an array that is all there is up to the end; `None` where there is something else.
    pub fn json(&mut self) -> Option<Vec<Word<'t>>> {
        let start = self.pos;
        let strings = self.strings();
        if strings.is_none() {
            self.pos = start;
        }
        strings
    }

    fn strings(&mut self) -> Option<Vec<Word<'t>>> {
        let mut strings = Vec::new();
        self.pos += 1;
        self.skip_blank();
        while self.peek()? != b']' {
            if !strings.is_empty() {
                self.expect(b',')?;
            }
            strings.push(self.string()?);
            self.skip_blank();
        }
        self.pos += 1;
        self.skip_blank();
        self.peek().is_none().then_some(strings)
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        if self.peek()? != byte {
            return None;
        }
        self.pos += 1;
        self.skip_blank();
        Some(())
    }

    fn string(&mut self) -> Option<Word<'t>> {
        let start = self.pos;
        let bytes = &self.text.as_bytes()[..self.end];
        if self.peek()? != b'"' {
            return None;
        }
        let mut at = start + 1;
        loop {
            at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
            if bytes[at] == b'"' {
                break;
            }
            at += 2;
        }
        self.pos = at + 1;
        let source = &self.text[start..self.pos];
        let plain = &source[1..source.len() - 1];
        // Only strings with escapes have to be put together.
        let text =
            if plain.contains('\\') { serde_json::from_str::<String>(source).ok()?.into() } else { plain.into() };
        Some(Word { span: Span::new(start, self.pos), text })
    }
}

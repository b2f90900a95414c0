//! From byte offsets to lines and columns, at a cost that does not grow with the length of a line.

use std::ops::Range;

/// A place as people and SARIF name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (Unicode code points), from 1.
    pub column: usize,
    /// Column in UTF-16 code units, from 1, as SARIF counts.
    pub utf16: usize,
}

/// Bytes between two remembered character counts.
const BLOCK: usize = 4096;

/// Where the lines of a text begin, and how many characters stand before each block of it.
#[derive(Debug)]
pub struct Lines {
    starts: Vec<usize>,
    blocks: Vec<Count>,
    /// Whether some characters take several bytes.
    wide: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    chars: usize,
    utf16: usize,
}

impl Lines {
    /// Reads the lines of a text. Lines end with LF or CRLF; with CR where the text holds no LF at all.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1));
        if starts.len() == 1 {
            starts.extend(memchr::memchr_iter(b'\r', bytes).map(|at| at + 1));
        }
        let wide = !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok();
        let mut total = Count::default();
        let mut blocks = Vec::with_capacity(bytes.len() / BLOCK + 1);
        for block in bytes.chunks(BLOCK) {
            blocks.push(total);
            let count = count(block, wide);
            total.chars += count.chars;
            total.utf16 += count.utf16;
        }
        blocks.push(total);
        Self { starts, blocks, wide }
    }

    /// The place of an offset.
    #[must_use]
    pub fn position(&self, bytes: &[u8], offset: usize) -> Position {
        let offset = offset.min(bytes.len());
        let line = self.line(offset);
        let (start, end) = (self.before(bytes, self.starts[line]), self.before(bytes, offset));
        Position { line: line + 1, column: end.chars - start.chars + 1, utf16: end.utf16 - start.utf16 + 1 }
    }

    /// The range of the line that holds `offset`, without its line end.
    #[must_use]
    pub fn range(&self, bytes: &[u8], offset: usize) -> Range<usize> {
        let line = self.line(offset.min(bytes.len()));
        let start = self.starts[line];
        let mut end = self.starts.get(line + 1).copied().unwrap_or(bytes.len());
        while end > start && matches!(bytes[end - 1], b'\n' | b'\r') {
            end -= 1;
        }
        start..end
    }

    fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    fn before(&self, bytes: &[u8], offset: usize) -> Count {
        let block = offset / BLOCK;
        let known = self.blocks[block.min(self.blocks.len() - 1)];
        let rest = count(&bytes[(block * BLOCK).min(offset)..offset], self.wide);
        Count { chars: known.chars + rest.chars, utf16: known.utf16 + rest.utf16 }
    }
}

/// Characters of a piece of text: by their first bytes where some take several, by bytes in anything else.
fn count(bytes: &[u8], wide: bool) -> Count {
    if !wide {
        return Count { chars: bytes.len(), utf16: bytes.len() };
    }
    let chars = bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count();
    let astral = bytes.iter().filter(|&&byte| byte >= 0xf0).count();
    Count { chars, utf16: chars + astral }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &[u8], offset: usize) -> (usize, usize, usize) {
        let position = Lines::of(text).position(text, offset);
        (position.line, position.column, position.utf16)
    }

    #[test]
    fn lines_end_with_lf_crlf_or_a_lone_cr() {
        assert_eq!(place(b"a\nb", 2), (2, 1, 1));
        assert_eq!(place(b"a\r\nbc", 4), (2, 2, 2));
        assert_eq!(place(b"a\rb\rc", 4), (3, 1, 1));
    }

    #[test]
    fn columns_count_characters_and_utf16_units() {
        let text = "é😀x".as_bytes();
        assert_eq!(place(text, text.len() - 1), (1, 3, 4));
        assert_eq!(place(b"\xe9\xe9x", 2), (1, 3, 3));
    }

    #[test]
    fn a_column_far_into_a_long_line_is_exact() {
        let mut text = "ä".repeat(10_000);
        text.push('x');
        assert_eq!(place(text.as_bytes(), 20_000), (1, 10_001, 10_001));
    }

    #[test]
    fn a_line_range_leaves_out_its_line_end() {
        let text = b"one\r\ntwo\r\n";
        let lines = Lines::of(text);
        assert_eq!(&text[lines.range(text, 6)], b"two");
        assert_eq!(&text[lines.range(text, 1)], b"one");
        assert_eq!(lines.range(text, 10), 10..10);
    }
}

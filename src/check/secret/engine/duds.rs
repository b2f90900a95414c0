//! Remembers what stood behind literals at which nothing could be found, so that the same is not read again: the lines
//! of a history come back in version after version.

/// Entries of a table, a power of two.
const ENTRIES: usize = 1 << 14;

/// What is remembered, by how far a text had to be read.
#[derive(Default)]
pub struct Duds {
    near: Table<16>,
    far: Table<64>,
}

impl Duds {
    /// Whether nothing can be found at a literal with which this text begins.
    #[inline]
    pub fn has(&self, literal: u32, text: &[u8]) -> bool {
        self.near.has(literal, text) || self.far.has(literal, text)
    }

    /// Remembers a literal at which nothing can be found, whatever follows the first `read` bytes of the text.
    pub fn add(&mut self, literal: u32, text: &[u8], read: usize) {
        if read <= 16 {
            self.near.add(literal, text);
        } else if read <= 64 {
            self.far.add(literal, text);
        }
    }
}

/// Beginnings of texts, so many bytes of each; a new one takes the place of another. Takes memory with the first one.
#[derive(Default)]
struct Table<const LENGTH: usize> {
    entries: Vec<(u32, [u8; LENGTH])>,
}

impl<const LENGTH: usize> Table<LENGTH> {
    #[inline]
    fn has(&self, literal: u32, text: &[u8]) -> bool {
        let Some(begin) = text.first_chunk() else { return false };
        self.entries.get(slot(literal, begin)).is_some_and(|entry| *entry == (literal, *begin))
    }

    fn add(&mut self, literal: u32, text: &[u8]) {
        if let Some(begin) = text.first_chunk() {
            self.entries.resize(ENTRIES, (u32::MAX, [0; LENGTH]));
            self.entries[slot(literal, begin)] = (literal, *begin);
        }
    }
}

/// Where an entry has its place.
#[inline]
fn slot<const LENGTH: usize>(literal: u32, begin: &[u8; LENGTH]) -> usize {
    let words = begin.chunks_exact(8).map(|word| u64::from_le_bytes(word.try_into().expect("eight bytes")));
    let mixed = words
        .fold(u64::from(literal), |mixed, word| (mixed.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    (mixed >> 40) as usize & (ENTRIES - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_known_whatever_follows_and_nothing_else_is() {
        let mut duds = Duds::default();
        let text = b"github.com/acme/credline/commit/0123456789abcdef0123456789abcdef01234567";
        assert!(!duds.has(7, text));
        duds.add(7, text, 11);
        assert!(duds.has(7, text));
        assert!(duds.has(7, b"github.com/acme/else"));
        assert!(!duds.has(8, text), "another literal");
        assert!(!duds.has(7, b"github.com/acm"), "a text that ends too soon to be compared");
        assert!(!duds.has(7, b"github.com/ACME/credline/commit"));
    }

    #[test]
    fn what_took_long_to_read_is_known_by_more_bytes_and_what_took_too_long_not_at_all() {
        let mut duds = Duds::default();
        let long = [b'a'; 100];
        duds.add(1, &long, 65);
        assert!(!duds.has(1, &long));
        duds.add(1, &long, 17);
        assert!(duds.has(1, &long));
        assert!(!duds.has(1, &long[..63]));
    }
}

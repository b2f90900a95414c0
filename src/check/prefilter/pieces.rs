//! Chooses the piece by which a literal is looked for: the one that is rarest in source text.
//!
//! How common pieces are was counted in the work trees of ten public projects in as many languages, each with the same
//! weight. `pairs.txt` holds, for every folded byte, a line of how common each pair is that begins with it, and at its
//! end of the byte alone; `quads.txt` the pieces that are more common than their pairs let expect, in order. A character
//! stands for a frequency: `0` for always, each next one for half a bit less.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

static PAIRS: &[u8] = include_bytes!("pairs.txt");
static QUADS: &[u8] = include_bytes!("quads.txt");

/// Different bytes that are told apart, once folded, and the length of a line of pairs.
const BYTES: usize = 64;
const LINE: usize = BYTES + 2;

/// Bits of which the filter chooses one by the last byte of a piece.
const BITS: usize = 8;

/// Bytes of an entry of the pieces.
const ENTRY: usize = 5;

/// How common pieces are in source text.
pub struct Commonness {
    /// Pieces whose commonness is known, sorted, and in half bits how rare they are.
    known: Vec<(u32, u8)>,
    /// For every byte, how rare it is that one follows of those that the filter takes for the same.
    followed: Box<[[u8; BITS]; BYTES]>,
}

impl Commonness {
    /// The tables; they are read once.
    pub fn known() -> &'static Self {
        static KNOWN: LazyLock<Commonness> = LazyLock::new(Commonness::new);
        &KNOWN
    }

    fn new() -> Self {
        let lines = QUADS.split(|byte| *byte == b'\n');
        let entries = lines.flat_map(|line| line.chunks_exact(ENTRY));
        let known = entries.map(|entry| (key(entry), entry[ENTRY - 1] - b'0')).collect();
        let mut followed = Box::new([[u8::MAX; BITS]; BYTES]);
        for (rarest, line) in followed.iter_mut().zip(PAIRS.chunks_exact(LINE)) {
            for (byte, rareness) in line[..BYTES].iter().enumerate() {
                rarest[byte % BITS] = rarest[byte % BITS].min(rareness - b'0');
            }
        }
        Self { known, followed }
    }

    /// Where the rarest piece of a literal lies: four bytes of it, or all three.
    pub fn rarest_piece(&self, literal: &[u8], exact: bool) -> Range<usize> {
        if literal.len() <= 4 {
            return 0..literal.len();
        }
        let pieces = literal.windows(4).take(usize::from(u16::MAX)).enumerate();
        let rareness = |piece| self.rareness(piece) + if exact { CAPITAL * capitals(piece) } else { 0 };
        let rarest = pieces.max_by_key(|(at, piece)| (rareness(piece), Reverse(*at)));
        rarest.map_or(0..literal.len(), |(at, piece)| at..at + piece.len())
    }

    /// How rare a piece is and how rarely it wakes, in half bits.
    fn rareness(&self, piece: &[u8]) -> i32 {
        let classes = [class(piece[0]), class(piece[1]), class(piece[2]), class(piece[3])];
        let [first, second, third, fourth] = classes;
        let three = pair(first, second) + pair(second, third) - alone(second) - alone(third);
        let mut exact = three + pair(third, fourth);
        let mut woken = three + i32::from(self.followed[third][fourth % BITS]);
        let key = key(piece);
        let known = self.known.partition_point(|(known, _)| *known < key & !0xff);
        for (known, rareness) in self.known[known..].iter().take_while(|(known, _)| known >> 8 == key >> 8) {
            let rareness = i32::from(*rareness);
            if *known == key {
                exact = rareness;
            }
            if ((*known ^ key) as usize).is_multiple_of(BITS) {
                woken = woken.min(rareness);
            }
        }
        exact + woken
    }
}

/// Three or four bytes, their case folded; where there is no fourth one, nothing stands for it.
pub fn folded(piece: &[u8]) -> u32 {
    let fourth = piece.get(3).map_or(0, |byte| byte | 0x20);
    u32::from_le_bytes([piece[0] | 0x20, piece[1] | 0x20, piece[2] | 0x20, fourth])
}

/// How much rarer, in half bits, a capital is than the letter in either case.
const CAPITAL: i32 = 6;

fn capitals(piece: &[u8]) -> i32 {
    piece.iter().map(|byte| i32::from(byte.is_ascii_uppercase())).sum()
}

/// A piece as the tables are ordered by.
fn key(piece: &[u8]) -> u32 {
    folded(piece).swap_bytes()
}

fn pair(first: usize, second: usize) -> i32 {
    i32::from(PAIRS[first * LINE + second] - b'0')
}

fn alone(byte: usize) -> i32 {
    i32::from(PAIRS[byte * LINE + BYTES] - b'0')
}

/// The line of a byte; all that are no ASCII share the last.
fn class(byte: u8) -> usize {
    let folded = byte | 0x20;
    match byte {
        0x80.. => BYTES - 1,
        _ => usize::from(folded & 0x1f | (folded & 0x40) >> 1),
    }
}

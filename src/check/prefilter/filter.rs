//! Wakes where a piece of a literal may stand; now and then elsewhere too.
//!
//! Three neighbouring bytes, their case folded, choose a byte of a table, and the fourth one a bit of it. Everything but
//! the look into the table is written as plain loops over tiles, of which the compiler makes vector code.

use multiversion::multiversion;

/// Places that are looked at together.
pub const TILE: usize = 64;

const HALF: usize = TILE / 2;

const SIZE: usize = 1 << 16;

/// Of the odd numbers one by which few common pieces of source text meet those of the built-in rules.
const MULTIPLIER: u16 = 0xc19b;

/// Which pieces there are.
#[derive(Debug)]
pub struct Filter {
    table: Box<[u8; SIZE]>,
}

impl Default for Filter {
    fn default() -> Self {
        Self { table: vec![0; SIZE].try_into().expect("as long as it was made") }
    }
}

impl Filter {
    /// Adds a piece of three or four bytes.
    pub fn add(&mut self, piece: &[u8]) {
        let index = index(of_pair([piece[0], piece[1]]), of_pair([piece[1], piece[2]]));
        self.table[usize::from(index)] |= piece.get(3).map_or(u8::MAX, |fourth| bit(*fourth));
    }

    /// Adds the groups of a block in which a piece may stand.
    pub fn wakes(&self, block: &[u8], woken: &mut Woken) {
        wakes_in(self, block, woken);
    }

    /// Adds the groups of a tile in which a piece may stand, without a branch: whether there are some is no guess of the
    /// processor's to make.
    #[inline]
    fn tile_wakes(&self, tile: &[u8; TILE + 3], at: usize, woken: &mut Woken) {
        let (even, odd) = indices(tile);
        let mut bits = [0; TILE];
        for (bits, fourth) in bits.iter_mut().zip(&tile[3..]) {
            *bits = bit(*fourth);
        }
        for group in (0..TILE).step_by(GROUP) {
            let mut found = [0; GROUP];
            for at in 0..GROUP / 2 {
                found[at * 2] = self.table[usize::from(even[group / 2 + at])];
                found[at * 2 + 1] = self.table[usize::from(odd[group / 2 + at])];
            }
            let bits: [u8; GROUP] = bits[group..group + GROUP].try_into().expect("as long as the range");
            let places = u64::from_le_bytes(found) & u64::from_le_bytes(bits);
            woken.groups[woken.length % MOST_WOKEN] = (places, at + group);
            woken.length += usize::from(places != 0);
        }
    }
}

/// Compiled for what many processors can do, and for what all can.
#[multiversion(targets("x86_64+avx2+bmi1+bmi2+lzcnt+popcnt"))]
fn wakes_in(filter: &Filter, block: &[u8], woken: &mut Woken) {
    let mut at = 0;
    while let Some(tile) = block[at..].first_chunk() {
        filter.tile_wakes(tile, at, woken);
        at += TILE;
    }
    if at < TILES * TILE && at + 3 <= block.len() {
        // What lies behind the end is blank, and no literal that reaches there is equal to it.
        let mut rest = [0; TILE + 3];
        rest[..block.len() - at].copy_from_slice(&block[at..]);
        filter.tile_wakes(&rest, at, woken);
    }
}

/// Places that are looked up together.
const GROUP: usize = 8;

/// The most groups that are kept at a time.
const MOST_WOKEN: usize = 32;

/// Tiles of which all groups may be kept.
pub const TILES: usize = MOST_WOKEN * GROUP / TILE;

/// Groups of places where a piece may stand.
#[derive(Default)]
pub struct Woken {
    /// For each place a byte that is set, and the first place.
    groups: [(u64, usize); MOST_WOKEN],
    length: usize,
}

impl Woken {
    /// Shows the places and forgets them.
    #[inline]
    pub fn drain(&mut self, mut show: impl FnMut(usize)) {
        for &(mut places, first) in &self.groups[..self.length.min(MOST_WOKEN)] {
            while places != 0 {
                let at = places.trailing_zeros() as usize / 8;
                places &= !(0xff << (at * 8));
                show(first + at);
            }
        }
        self.length = 0;
    }
}

/// Where in the table to look for the even places of a tile, and for the odd ones.
/// A function of its own, so that the indices lie in memory, from where they are fetched faster than out of vectors.
#[multiversion(targets("x86_64+avx2+bmi1+bmi2+lzcnt+popcnt"))]
fn indices(tile: &[u8; TILE + 3]) -> ([u16; HALF], [u16; HALF]) {
    let (mut even, mut odd) = ([0; HALF], [0; HALF]);
    let pairs = tile.chunks_exact(2).zip(tile[1..].chunks_exact(2)).zip(tile[2..].chunks_exact(2));
    for ((even, odd), ((first, second), third)) in even.iter_mut().zip(&mut odd).zip(pairs) {
        let [first, second, third] = [first, second, third].map(|pair| of_pair([pair[0], pair[1]]));
        *even = index(first, second);
        *odd = index(second, third);
    }
    (even, odd)
}

/// A hash of two bytes whatever their case: a multiplication of sixteen bits, of which processors do many at a time.
#[inline]
const fn of_pair(pair: [u8; 2]) -> u16 {
    (u16::from_le_bytes(pair) | 0x2020).wrapping_mul(MULTIPLIER)
}

/// The first two bytes choose a stretch of the table that fits into a cache line, the next two a byte of it.
#[inline]
const fn index(first: u16, second: u16) -> u16 {
    first & !63 | second >> 10
}

/// One of eight bits, whatever the case, by arithmetic instead of a variable shift, for the sake of vector code.
#[inline]
const fn bit(byte: u8) -> u8 {
    let one = 1 + (byte & 1);
    let two = (byte >> 1 & 1).wrapping_neg();
    let two = (one & !two) | (one << 2 & two);
    let three = (byte >> 2 & 1).wrapping_neg();
    (two & !three) | (two << 4 & three)
}

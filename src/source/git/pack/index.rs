//! The index of a pack: the names of its objects, sorted, and where each begins. Versions 1 and 2.

use std::ops::Range;
use std::path::Path;

use super::PackError;
use crate::document::ObjectId;
use crate::source::git::map::Mapped;

const MAGIC: &[u8] = b"\xfftOc\0\0\0\x02";
const FANOUT: usize = 256 * 4;

/// The index of a pack.
#[derive(Debug)]
pub struct Index {
    map: Mapped,
    id_length: usize,
    count: u32,
    layout: Layout,
}

#[derive(Clone, Copy, Debug)]
enum Layout {
    /// Offset and name side by side, from here.
    One(usize),
    /// Names, offsets and far offsets in tables of their own.
    Two { ids: usize, offsets: usize, far: usize, far_count: usize },
}

impl Index {
    /// Maps an index and looks at its tables.
    ///
    /// # Errors
    /// Where it cannot be read, or its tables cannot be.
    pub fn open(path: &Path, id_length: usize) -> Result<Self, PackError> {
        let map = Mapped::open(path).map_err(PackError::Io)?;
        Self::of(map, id_length)
    }

    /// Looks at the tables of an index that is in memory.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn of_bytes(bytes: Vec<u8>, id_length: usize) -> Result<Self, PackError> {
        Self::of(bytes.into(), id_length)
    }

    fn of(map: Mapped, id_length: usize) -> Result<Self, PackError> {
        let (count, layout) = tables(&map, id_length)?;
        Ok(Self { map, id_length, count, layout })
    }

    /// How many objects there are.
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// The bytes of the name of an object, by its place in the order of names.
    pub fn id_bytes(&self, place: u32) -> &[u8] {
        let place = place as usize;
        let start = match self.layout {
            Layout::One(table) => table + place * (4 + self.id_length) + 4,
            Layout::Two { ids, .. } => ids + place * self.id_length,
        };
        &self.map[start..start + self.id_length]
    }

    /// The name of an object, by its place in the order of names.
    pub fn id(&self, place: u32) -> ObjectId {
        ObjectId::new(self.id_bytes(place)).expect("names have one of the two lengths")
    }

    /// Where the entry of an object begins in the pack; `None` where the table of far offsets does not hold it.
    pub fn offset(&self, place: u32) -> Option<u64> {
        let place = place as usize;
        match self.layout {
            Layout::One(table) => Some(u64::from(number(&self.map, table + place * (4 + self.id_length)))),
            Layout::Two { offsets, far, far_count, .. } => {
                let near = number(&self.map, offsets + place * 4);
                if near & 0x8000_0000 == 0 {
                    return Some(u64::from(near));
                }
                let row = (near & 0x7fff_ffff) as usize;
                let at = far + row * 8;
                (row < far_count).then(|| u64::from(number(&self.map, at)) << 32 | u64::from(number(&self.map, at + 4)))
            }
        }
    }

    /// The place of an object in the order of names.
    pub fn find(&self, id: &[u8]) -> Option<u32> {
        let first = usize::from(*id.first()?);
        let fanout = match self.layout {
            Layout::One(_) => 0,
            Layout::Two { .. } => MAGIC.len(),
        };
        let bound = |row: usize| number(&self.map, fanout + row * 4);
        let (low, high) = (if first == 0 { 0 } else { bound(first - 1) }, bound(first));
        let key = beginning_of(id)?;
        let compared = |place: u32| {
            let found = self.id_bytes(place);
            beginning_of(found).cmp(&Some(key)).then_with(|| found.cmp(id))
        };
        let (mut low, mut high) = around(low..high, key, |place| compared(place).is_lt());
        while low < high {
            let middle = low + (high - low) / 2;
            match compared(middle) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// Whether the checksum at its end is that of its bytes.
    pub fn has_good_checksum(&self) -> bool {
        use sha1::Digest as _;
        let (content, checksum) = self.map.split_at(self.map.len() - self.id_length);
        match self.id_length {
            20 => sha1::Sha1::digest(content).as_slice() == checksum,
            _ => sha2::Sha256::digest(content).as_slice() == checksum,
        }
    }

    /// Whether the names are sorted and none is there twice, as finding one of them asks for.
    pub fn is_strictly_sorted(&self) -> bool {
        (1..self.count).all(|place| self.id_bytes(place - 1) < self.id_bytes(place))
    }

    /// The checksum of the pack that this is the index of.
    pub fn pack_checksum(&self) -> &[u8] {
        let end = self.map.len() - self.id_length;
        &self.map[end - self.id_length..end]
    }
}

/// The first bytes of a name as a number of the same order.
fn beginning_of(id: &[u8]) -> Option<u64> {
    id.first_chunk().map(|bytes| u64::from_be_bytes(*bytes))
}

/// Places around the one where a name is to be expected among others with the same first byte: names are hashes, and lie
/// evenly. What it is looked for by lies in one or two pages then.
fn around(all: Range<u32>, key: u64, is_before: impl Fn(u32) -> bool) -> (u32, u32) {
    let behind_first_byte = (key << 8) >> 32;
    let expected = all.start + u32::try_from((u64::from(all.end - all.start) * behind_first_byte) >> 32).unwrap_or(0);
    let (mut low, mut high, mut step) = (expected, expected, NEAR);
    while low > all.start && !is_before(low) {
        low = low.saturating_sub(step).max(all.start);
        step = step.saturating_mul(2);
    }
    step = NEAR;
    while high < all.end && is_before(high) {
        high = high.saturating_add(step).min(all.end);
        step = step.saturating_mul(2);
    }
    (low, high.saturating_add(1).min(all.end))
}

/// How far a name mostly lies from where it is expected.
const NEAR: u32 = 32;

/// Checks that the tables are there, and that the fan-out only grows.
fn tables(bytes: &[u8], id_length: usize) -> Result<(u32, Layout), PackError> {
    let start = if bytes.starts_with(MAGIC) {
        MAGIC.len()
    } else if bytes.starts_with(&MAGIC[..4]) {
        return Err(PackError::BadIndex("it is of a version that is not read"));
    } else {
        0
    };
    let fanout = bytes.get(start..start + FANOUT).ok_or(PackError::BadIndex("it is cut off"))?;
    let mut rows = fanout.chunks_exact(4).map(|row| number(row, 0));
    if !rows.clone().is_sorted() {
        return Err(PackError::BadIndex("its fan-out table does not grow"));
    }
    let count = rows.next_back().expect("256 rows");
    let rest = bytes.len().checked_sub(start + FANOUT + 2 * id_length).ok_or_else(wrong_length)?;
    let objects = count as usize;
    let table = start + FANOUT;
    if start == 0 {
        let layout = Layout::One(table);
        return if rest == objects.saturating_mul(4 + id_length) { Ok((count, layout)) } else { Err(wrong_length()) };
    }
    let far = rest.checked_sub(objects.saturating_mul(id_length + 8)).ok_or_else(wrong_length)?;
    if !far.is_multiple_of(8) {
        return Err(wrong_length());
    }
    let offsets = table + objects * (id_length + 4);
    Ok((count, Layout::Two { ids: table, offsets, far: offsets + objects * 4, far_count: far / 8 }))
}

const fn wrong_length() -> PackError {
    PackError::BadIndex("its length is not that of its tables")
}

/// The four bytes at a place as a number; the tables have been checked to be there.
fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

#[cfg(test)]
mod tests;

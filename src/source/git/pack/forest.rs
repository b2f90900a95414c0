//! The delta trees of a pack: which entry is made from which, worked out from the headers alone.

use std::path::{Path, PathBuf};

use super::{Form, Index, PackError, header};
use crate::document::ObjectId;
use crate::source::git::Kind;
use crate::source::git::map::Mapped;

/// No entry.
const NONE: u32 = u32::MAX;

/// A pack with its delta trees. Entries are numbered in the order in which they lie in the file.
#[derive(Debug)]
pub struct Pack {
    /// The file; empty for a pack that is in memory.
    pub path: PathBuf,
    map: Mapped,
    index: Index,
    id_length: usize,
    /// Where each entry begins, and behind the last one the end of the entries.
    starts: Vec<u64>,
    /// For each entry its place in the index, and the other way round.
    places: Vec<u32>,
    kinds: Vec<Option<Kind>>,
    /// The entries made from each entry: those of entry `e` are `children[bounds[e]..bounds[e + 1]]`, the heaviest last.
    bounds: Vec<u32>,
    children: Vec<u32>,
    /// Compressed bytes of an entry and of all that is made from it.
    weights: Vec<u64>,
    roots: Vec<Root>,
    /// Entries that cannot be made, and why.
    pub lost: Vec<(u32, PackError)>,
}

/// An entry at which a delta tree begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root {
    /// The entry.
    pub entry: u32,
    /// Whether it is a delta to an object that is not in the pack.
    pub is_outside: bool,
}

impl Pack {
    /// Maps a pack and its index, and reads the header of every entry.
    ///
    /// # Errors
    /// Where one of them cannot be read as a whole; what is wrong with single entries is kept in [`Pack::lost`].
    pub fn open(path: &Path, index: &Path, id_length: usize) -> Result<Self, PackError> {
        let index = Index::open(index, id_length)?;
        let map = Mapped::open(path).map_err(PackError::Io)?;
        Self::of(path.to_owned(), map, index, id_length)
    }

    /// Reads the header of every entry of a pack that is in memory.
    ///
    /// # Errors
    /// Where the pack or its index cannot be read as a whole, as with [`Pack::open`].
    pub fn of_bytes(pack: Vec<u8>, index: Vec<u8>, id_length: usize) -> Result<Self, PackError> {
        Self::of(PathBuf::new(), pack.into(), Index::of_bytes(index, id_length)?, id_length)
    }

    fn of(path: PathBuf, map: Mapped, index: Index, id_length: usize) -> Result<Self, PackError> {
        let end = end_of_entries(&map, id_length)?;
        let mut lost = Vec::new();
        let (starts, places) = in_file_order(&index, end, &mut lost);
        let mut pack = Self {
            path,
            map,
            index,
            id_length,
            kinds: vec![None; places.len()],
            weights: Vec::new(),
            bounds: Vec::new(),
            children: Vec::new(),
            roots: Vec::new(),
            starts,
            places,
            lost: Vec::new(),
        };
        let bases = pack.read_headers(&mut lost);
        pack.plant(&bases);
        pack.grow(&bases, &mut lost);
        pack.lost = lost;
        Ok(pack)
    }

    /// How many entries there are.
    pub fn count(&self) -> u32 {
        to_u32(self.places.len())
    }

    /// The index of the pack.
    pub const fn index(&self) -> &Index {
        &self.index
    }

    /// The place of an entry in the index.
    pub fn place(&self, entry: u32) -> u32 {
        self.places[entry as usize]
    }

    /// The name of an entry's object.
    pub fn id(&self, entry: u32) -> ObjectId {
        self.index.id(self.place(entry))
    }

    /// The name of an entry's object, where there is such an entry.
    pub fn id_of(&self, entry: u32) -> Option<ObjectId> {
        self.places.get(entry as usize).map(|place| self.index.id(*place))
    }

    /// How many entries are of a kind, those whose base lies outside not counted.
    pub fn count_of(&self, kind: Kind) -> u32 {
        to_u32(self.kinds.iter().filter(|known| **known == Some(kind)).count())
    }

    /// The object outside of the pack that the deltas of an entry lead to.
    pub fn way_out(&self, entry: u32) -> Option<ObjectId> {
        let mut entry = entry;
        for _ in 0..=self.places.len() {
            match self.entry(entry).ok()?.0.form {
                Form::Whole(_) => return None,
                Form::OffsetDelta(distance) => entry = self.before(entry, distance)?,
                Form::NameDelta(id) => match self.entry_of(&id) {
                    Some(base) => entry = base,
                    None => return Some(id),
                },
            }
        }
        None
    }

    /// What is wrong with the pack and its index as a whole: with this, objects may be there that no name leads to.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if !self.map.ends_with(self.index.pack_checksum()) {
            problems.push("its index is of another pack: run `git index-pack` on it".to_owned());
        }
        let counted = u32::from_be_bytes([self.map[8], self.map[9], self.map[10], self.map[11]]);
        if counted != self.index.count() {
            problems.push(format!("it holds {counted} objects and its index names {}", self.index.count()));
        }
        if !self.index.is_strictly_sorted() {
            problems.push("the names in its index are out of order: run `git index-pack` on it".to_owned());
        }
        if !self.index.has_good_checksum() {
            problems.push("its index is damaged: its checksum does not hold; run `git index-pack` on it".to_owned());
        }
        problems
    }

    /// The entry of the object at a place of the index.
    pub fn entry_at(&self, place: u32) -> Option<u32> {
        let start = self.index.offset(place)?;
        self.starts[..self.places.len()].binary_search(&start).ok().map(to_u32)
    }

    /// The entry of the object of a name.
    pub fn entry_of(&self, id: &ObjectId) -> Option<u32> {
        self.entry_at(self.index.find(id.as_bytes())?)
    }

    /// What the object of an entry is; `None` where its deltas lead nowhere, or out of the pack.
    pub fn kind(&self, entry: u32) -> Option<Kind> {
        self.kinds[entry as usize]
    }

    /// The roots of the delta trees, in the order of the file.
    pub fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// The entries made from an entry, the heaviest last.
    pub fn children(&self, entry: u32) -> &[u32] {
        let entry = entry as usize;
        &self.children[self.bounds[entry] as usize..self.bounds[entry + 1] as usize]
    }

    /// Compressed bytes of an entry and of all that is made from it.
    pub fn weight(&self, entry: u32) -> u64 {
        self.weights[entry as usize]
    }

    /// Bytes of an entry in the file.
    pub fn size_of(&self, entry: u32) -> u64 {
        self.starts[entry as usize + 1] - self.starts[entry as usize]
    }

    /// The header of an entry and the bytes behind it, as far as the entry goes.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn entry(&self, entry: u32) -> Result<(super::Header, &[u8]), PackError> {
        let entry = entry as usize;
        let range = to_usize(self.starts[entry])..to_usize(self.starts[entry + 1]);
        let bytes = self.map.get(range).ok_or(PackError::Truncated)?;
        let header = header(bytes, self.id_length)?;
        Ok((header, &bytes[header.length..]))
    }

    /// For each entry the entry that it is made from. Roots are noted.
    fn read_headers(&mut self, lost: &mut Vec<(u32, PackError)>) -> Vec<u32> {
        let mut bases = vec![NONE; self.places.len()];
        for entry in 0..self.count() {
            let form = match self.entry(entry) {
                Ok((header, _)) => header.form,
                Err(error) => {
                    lost.push((entry, error));
                    continue;
                }
            };
            match form {
                Form::Whole(kind) => {
                    self.kinds[entry as usize] = Some(kind);
                    self.roots.push(Root { entry, is_outside: false });
                }
                Form::OffsetDelta(distance) => match self.before(entry, distance) {
                    Some(base) => bases[entry as usize] = base,
                    None => {
                        lost.push((entry, PackError::NoBase(format!("no entry begins {distance} bytes before it"))));
                    }
                },
                Form::NameDelta(id) => match self.entry_of(&id) {
                    Some(base) => bases[entry as usize] = base,
                    None => self.roots.push(Root { entry, is_outside: true }),
                },
            }
        }
        self.roots.shrink_to_fit();
        bases
    }

    /// The entry that begins so many bytes before this one; bases are mostly near.
    pub fn before(&self, entry: u32, distance: u64) -> Option<u32> {
        let start = self.starts[entry as usize].checked_sub(distance).filter(|_| distance > 0)?;
        let mut step = 8;
        let mut low = entry as usize;
        while low > 0 && self.starts[low] > start {
            low = low.saturating_sub(step);
            step *= 4;
        }
        let found = self.starts[low..entry as usize].binary_search(&start).ok()?;
        Some(to_u32(low + found))
    }

    /// Lists, for each entry, those that are made from it.
    fn plant(&mut self, bases: &[u32]) {
        let mut bounds = vec![0_u32; bases.len() + 1];
        for &base in bases.iter().filter(|base| **base != NONE) {
            bounds[base as usize + 1] += 1;
        }
        for entry in 1..bounds.len() {
            bounds[entry] += bounds[entry - 1];
        }
        let mut next = bounds.clone();
        let mut children = vec![0; *bounds.last().unwrap_or(&0) as usize];
        for (entry, &base) in bases.iter().enumerate().filter(|(_, base)| **base != NONE) {
            let slot = &mut next[base as usize];
            children[*slot as usize] = to_u32(entry);
            *slot += 1;
        }
        self.bounds = bounds;
        self.children = children;
    }

    /// Hands kinds down from the roots and weights up to them; what no root leads to is lost.
    fn grow(&mut self, bases: &[u32], lost: &mut Vec<(u32, PackError)>) {
        let mut order: Vec<u32> = self.roots.iter().map(|root| root.entry).collect();
        let mut reached = vec![false; bases.len()];
        let mut at = 0;
        while let Some(&entry) = order.get(at) {
            at += 1;
            reached[entry as usize] = true;
            let kind = self.kinds[entry as usize];
            for child in self.bounds[entry as usize]..self.bounds[entry as usize + 1] {
                let child = self.children[child as usize];
                self.kinds[child as usize] = kind;
                order.push(child);
            }
        }
        self.weights = self.starts.windows(2).map(|pair| pair[1] - pair[0]).collect();
        for &entry in order.iter().rev() {
            let base = bases[entry as usize];
            if base != NONE {
                self.weights[base as usize] += self.weights[entry as usize];
            }
        }
        for &entry in &order {
            let range = self.bounds[entry as usize] as usize..self.bounds[entry as usize + 1] as usize;
            let weights = &self.weights;
            if let Some(heaviest) = range.clone().max_by_key(|&at| weights[self.children[at] as usize]) {
                self.children.swap(heaviest, range.end - 1);
            }
        }
        self.lose_unreached(bases, &reached, lost);
    }

    /// Names every entry whose deltas lead to a lost entry, or back to themselves.
    fn lose_unreached(&self, bases: &[u32], reached: &[bool], lost: &mut Vec<(u32, PackError)>) {
        // For each entry, once it is known: whether its deltas lead to a loop, and not to a lost entry.
        let mut fates: Vec<Option<bool>> = bases.iter().map(|base| (*base == NONE).then_some(false)).collect();
        let mut way = Vec::new();
        // What has no base and is no root has been named already.
        let is_left = |entry: &u32| !reached[*entry as usize] && bases[*entry as usize] != NONE;
        for entry in (0..self.count()).filter(is_left) {
            let mut at = entry as usize;
            let is_loop = loop {
                if let Some(fate) = fates[at] {
                    break fate;
                }
                // Whoever comes back to an entry of the way that it came has found a loop.
                fates[at] = Some(true);
                way.push(at);
                at = bases[at] as usize;
            };
            way.drain(..).for_each(|at| fates[at] = Some(is_loop));
            let error = if is_loop { PackError::Loop } else { PackError::NoBase("it is damaged itself".to_owned()) };
            lost.push((entry, error));
        }
    }
}

/// Checks the beginning of a pack; says where its checksum begins.
fn end_of_entries(bytes: &[u8], id_length: usize) -> Result<u64, PackError> {
    if !bytes.starts_with(b"PACK") {
        return Err(PackError::BadPack("it does not begin with `PACK`"));
    }
    let version = bytes.get(4..8).ok_or(PackError::Truncated)?;
    if ![&[0, 0, 0, 2], &[0, 0, 0, 3]].iter().any(|known| version == known.as_slice()) {
        return Err(PackError::BadPack("it is of a version that is not read"));
    }
    bytes.len().checked_sub(id_length).filter(|end| *end >= 12).map(|end| end as u64).ok_or(PackError::Truncated)
}

/// Where each object of the index begins, sorted, with its place in the index; and the end behind them.
fn in_file_order(index: &Index, end: u64, lost: &mut Vec<(u32, PackError)>) -> (Vec<u64>, Vec<u32>) {
    let mut all: Vec<(u64, u32)> = Vec::with_capacity(index.count() as usize);
    let mut outside = 0;
    for place in 0..index.count() {
        match index.offset(place) {
            Some(start) if (12..end).contains(&start) => all.push((start, place)),
            _ => outside += 1,
        }
    }
    all.sort_unstable();
    if outside > 0 {
        let detail = "its index names objects that begin outside of it";
        lost.extend((0..outside).map(|_| (NONE, PackError::BadPack(detail))));
    }
    let mut starts: Vec<u64> = all.iter().map(|(start, _)| *start).collect();
    starts.push(end);
    // A list of its own: in place, it would keep the memory of the pairs.
    (starts, all.iter().map(|(_, place)| *place).collect())
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).expect("a pack holds fewer than four thousand million objects")
}

/// Only places in a mapped file are converted.
fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;

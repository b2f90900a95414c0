//! Which tree holds which: the edges between the trees of a repository and from them to the hits, one `u32` each.

use std::collections::HashMap;
use std::sync::Arc;

use super::Graph;
use super::bits::Bits;
use super::commits::NONE;
use super::entry::{Entries, Kind};

/// How many recent entries of trees are remembered; neighbours in a pack have most entries in common.
const RECENT: usize = 1 << 14;

/// The trees of a repository with their entries that are trees or hits.
pub(crate) struct Trees {
    /// From the index of an object to the ordinal of the tree it is.
    ordinals: Vec<u32>,
    /// The index of each tree.
    pub indices: Vec<u32>,
    starts: Vec<usize>,
    edges: Vec<u32>,
    /// What edges stand for: an object under a name.
    pub entries: Vec<Child>,
    names: Names,
}

/// An object under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Child {
    /// The index of the object.
    pub object: u32,
    /// Which name.
    pub name: u32,
}

impl Trees {
    /// Reads all trees once, and keeps their edges to other trees and to the hits.
    pub(crate) fn of(graph: &dyn Graph, hits: &Bits) -> Self {
        let mut reader = Reader::new(graph, hits);
        graph.trees(&mut |index, raw| reader.take(index, raw));
        reader.trees
    }

    /// How many trees there are.
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.indices.len()).unwrap_or(NONE)
    }

    /// The ordinal of the tree with this index; `None` for what is no tree, or not there.
    pub(crate) fn ordinal(&self, index: u32) -> Option<u32> {
        self.ordinals.get(index as usize).copied().filter(|&ordinal| ordinal != NONE)
    }

    /// The edges of a tree: positions in `entries`.
    pub(crate) fn edges(&self, ordinal: u32) -> &[u32] {
        &self.edges[self.starts[ordinal as usize]..self.starts[ordinal as usize + 1]]
    }

    /// The bytes of a name.
    pub(crate) fn name(&self, name: u32) -> &[u8] {
        &self.names.all[name as usize]
    }

    /// Keeps only what leads to a hit, and says which trees do, by ordinal.
    pub(crate) fn keep_hot(&mut self, hits: &Bits) -> Bits {
        let hot = self.hot(hits);
        let mut kept = 0;
        let mut start = 0;
        for ordinal in 0..self.indices.len() {
            let end = self.starts[ordinal + 1];
            let is_hot = hot.has(u32::try_from(ordinal).unwrap_or(NONE));
            for at in if is_hot { start..end } else { 0..0 } {
                let edge = self.edges[at];
                let object = self.entries[edge as usize].object;
                if hits.has(object) || self.ordinal(object).is_some_and(|child| hot.has(child)) {
                    self.edges[kept] = edge;
                    kept += 1;
                }
            }
            start = end;
            self.starts[ordinal + 1] = kept;
        }
        self.edges.truncate(kept);
        self.edges.shrink_to_fit();
        hot
    }

    /// The ordinals of the trees that are hits or lead to one.
    pub(crate) fn hot(&self, hits: &Bits) -> Bits {
        let mut hot = Bits::none(self.len());
        let mut met = Bits::none(self.len());
        let mut stack: Vec<(u32, usize)> = Vec::new();
        for root in 0..self.len() {
            if met.insert(root) {
                stack.push((root, 0));
            }
            while let Some((ordinal, next)) = stack.pop() {
                if let Some((at, child)) = self.unmet(ordinal, next, hits, &mut hot, &mut met) {
                    stack.push((ordinal, at + 1));
                    stack.push((child, 0));
                    continue;
                }
                if hits.has(self.indices[ordinal as usize]) {
                    hot.insert(ordinal);
                }
                if let Some(&(parent, _)) = stack.last().filter(|_| hot.has(ordinal)) {
                    hot.insert(parent);
                }
            }
        }
        hot
    }

    /// The next child of a tree, from this edge on, that was not met before; what was met before makes it hot or not.
    fn unmet(&self, ordinal: u32, from: usize, hits: &Bits, hot: &mut Bits, met: &mut Bits) -> Option<(usize, u32)> {
        for (at, &edge) in self.edges(ordinal).iter().enumerate().skip(from) {
            let object = self.entries[edge as usize].object;
            match self.ordinal(object) {
                // A tree that is met and not done holds itself: only damage makes such a thing, and it leads nowhere.
                Some(child) if met.insert(child) => return Some((at, child)),
                Some(child) if !hot.has(child) => {}
                None if !hits.has(object) => {}
                _ => {
                    hot.insert(ordinal);
                }
            }
        }
        None
    }
}

/// Names, each kept once.
#[derive(Default)]
struct Names {
    all: Vec<Arc<[u8]>>,
    known: HashMap<Arc<[u8]>, u32>,
}

impl Names {
    fn intern(&mut self, name: &[u8]) -> u32 {
        if let Some(&known) = self.known.get(name) {
            return known;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(NONE);
        let name: Arc<[u8]> = name.into();
        self.all.push(Arc::clone(&name));
        self.known.insert(name, number);
        number
    }
}

/// Takes in the trees of one pass.
struct Reader<'a> {
    graph: &'a dyn Graph,
    hits: &'a Bits,
    filter: Filter,
    hash: usize,
    known: HashMap<Child, u32>,
    recent: Vec<Recent>,
    trees: Trees,
}

/// The longest name, in bytes, that is remembered beside its object.
const SHORT: usize = 24;

/// An entry that was resolved not long ago: one cache line.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Recent {
    id: [u8; 32],
    name: [u8; SHORT],
    length: u32,
    entry: u32,
}

impl Recent {
    const NOTHING: Self = Self { id: [0; 32], name: [0; SHORT], length: 0, entry: NONE };

    fn is(&self, name: &[u8], id: &[u8]) -> bool {
        // The usual length apart: a comparison of a known length is a few instructions.
        let same = match <&[u8; 20]>::try_from(id) {
            Ok(id) => self.id[..20] == *id,
            Err(_) => &self.id[..id.len()] == id,
        };
        same && self.entry != NONE && self.name.get(..self.length as usize) == Some(name)
    }

    fn remember(&mut self, name: &[u8], id: &[u8], entry: u32) {
        let Some(room) = self.name.get_mut(..name.len()) else { return };
        room.copy_from_slice(name);
        self.length = u32::try_from(name.len()).unwrap_or(NONE);
        self.id[..id.len()].copy_from_slice(id);
        self.entry = entry;
    }
}

impl<'a> Reader<'a> {
    fn new(graph: &'a dyn Graph, hits: &'a Bits) -> Self {
        let hash = if graph.count() == 0 { 20 } else { graph.id_of(0).as_bytes().len() };
        let trees = Trees {
            ordinals: vec![NONE; graph.count() as usize],
            indices: Vec::new(),
            starts: vec![0],
            edges: Vec::new(),
            entries: Vec::new(),
            names: Names::default(),
        };
        let filter = Filter::of(graph, hits);
        Self { graph, hits, filter, hash, known: HashMap::new(), recent: vec![Recent::NOTHING; RECENT], trees }
    }

    fn take(&mut self, index: u32, raw: &[u8]) {
        let ordinal = self.trees.len();
        match self.trees.ordinals.get_mut(index as usize) {
            Some(slot) if *slot == NONE && ordinal != NONE => *slot = ordinal,
            _ => return,
        }
        self.trees.indices.push(index);
        for entry in Entries::of(raw, self.hash) {
            let wanted = match entry.kind {
                Kind::Tree => true,
                Kind::Blob => self.filter.may_hold(entry.id),
                Kind::Submodule => false,
            };
            if wanted && let Some(edge) = self.edge(entry.kind, entry.name, entry.id) {
                self.trees.edges.push(edge);
            }
        }
        self.trees.starts.push(self.trees.edges.len());
    }

    /// The edge for an entry; `None` where it is neither a tree nor a hit, or the repository lacks it.
    fn edge(&mut self, kind: Kind, name: &[u8], id: &[u8]) -> Option<u32> {
        let slot = slot(id);
        if self.recent[slot].is(name, id) {
            return Some(self.recent[slot].entry);
        }
        let object = self.graph.index_of(id)?;
        if kind == Kind::Blob && !self.hits.has(object) {
            return None;
        }
        let child = Child { object, name: self.trees.names.intern(name) };
        let entries = &mut self.trees.entries;
        let entry = *self.known.entry(child).or_insert_with(|| {
            entries.push(child);
            u32::try_from(entries.len() - 1).unwrap_or(NONE)
        });
        self.recent[slot].remember(name, id, entry);
        Some(entry)
    }
}

/// The place of an object's name among the recent ones: names are hashes, any bits of them do.
fn slot(id: &[u8]) -> usize {
    usize::from(u16::from_le_bytes([id[4], id[5]])) % RECENT
}

/// Says quickly that an object is no hit.
struct Filter {
    bits: Bits,
    mask: u32,
}

impl Filter {
    fn of(graph: &dyn Graph, hits: &Bits) -> Self {
        let size = u32::try_from(hits.count().saturating_mul(256).next_power_of_two().clamp(1 << 10, 1 << 26));
        let size = size.unwrap_or(1 << 26);
        let mut filter = Self { bits: Bits::none(size), mask: size - 1 };
        for hit in hits.iter() {
            let key = filter.key(graph.id_of(hit).as_bytes());
            filter.bits.insert(key);
        }
        filter
    }

    fn key(&self, id: &[u8]) -> u32 {
        u32::from_le_bytes([id[0], id[1], id[2], id[3]]) & self.mask
    }

    fn may_hold(&self, id: &[u8]) -> bool {
        self.bits.has(self.key(id))
    }
}

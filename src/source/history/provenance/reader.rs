//! Reads all trees of a repository in one pass, the parts that neighbours share only once.

use std::collections::HashMap;
use std::ops::Range;

use super::Graph;
use super::bits::Bits;
use super::commits::NONE;
use super::entry::{Entries, Kind};
use super::trees::{Child, Trees};

/// Reads all trees once, and keeps their edges to other trees and to the hits.
pub(crate) fn read_trees(graph: &dyn Graph, hits: &Bits) -> Trees {
    let mut reader = Reader::new(graph, hits);
    graph.trees(&mut |index, raw| reader.take(index, raw));
    reader.trees
}

/// How many recent entries of trees are remembered; neighbours in a pack have most entries in common.
const RECENT: usize = 1 << 14;

/// How many bytes are compared at once.
const BLOCK: usize = 32;

/// Takes in the trees of one pass.
struct Reader<'a> {
    graph: &'a dyn Graph,
    hits: &'a Bits,
    filter: Filter,
    hash: usize,
    /// For each object the first of its entries: most objects have one name only.
    first: Vec<u32>,
    more: HashMap<Child, u32>,
    recent: Vec<Recent>,
    last: Last,
    spare: Last,
    trees: Trees,
}

/// The tree that was read last. The next one often is another version of it, and has the edges of what they share.
#[derive(Default)]
struct Last {
    raw: Vec<u8>,
    edges: Vec<u32>,
    /// Behind each entry: its end in the bytes, and the edges so far.
    ends: Vec<(usize, usize)>,
}

impl Last {
    /// The entry that begins at this byte.
    fn entry_at(&self, start: usize) -> Option<usize> {
        let before = self.ends.binary_search_by_key(&start, |&(end, _)| end);
        if start == 0 { Some(0) } else { before.ok().map(|before| before + 1) }
    }

    /// Where what was taken so far ends.
    fn end(&self) -> (usize, usize) {
        self.ends.last().copied().unwrap_or_default()
    }

    fn clear(&mut self) {
        self.raw.clear();
        self.edges.clear();
        self.ends.clear();
    }

    /// Takes over entries of another tree.
    fn take_over(&mut self, other: &Self, entries: Range<usize>) {
        let (old_start, old_edges) = if entries.start == 0 { (0, 0) } else { other.ends[entries.start - 1] };
        let (start, edges) = self.end();
        let taken = &other.ends[entries];
        self.ends.extend(taken.iter().map(|(end, after)| (end - old_start + start, after - old_edges + edges)));
        let last_edge = taken.last().map_or(old_edges, |&(_, after)| after);
        self.edges.extend_from_slice(&other.edges[old_edges..last_edge]);
    }
}

/// How many bytes two texts have in common from their starts.
fn common_start(one: &[u8], other: &[u8]) -> usize {
    let blocks = one.chunks_exact(BLOCK).zip(other.chunks_exact(BLOCK));
    let at = blocks.take_while(|(one, other)| one == other).count() * BLOCK;
    at + one[at..].iter().zip(&other[at..]).take_while(|(one, other)| one == other).count()
}

/// How many bytes two texts have in common at their ends.
fn common_end(one: &[u8], other: &[u8]) -> usize {
    let blocks = one.rchunks_exact(BLOCK).zip(other.rchunks_exact(BLOCK));
    let at = blocks.take_while(|(one, other)| one == other).count() * BLOCK;
    let left = one[..one.len() - at].iter().rev().zip(other[..other.len() - at].iter().rev());
    at + left.take_while(|(one, other)| one == other).count()
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
        Self {
            graph,
            hits,
            filter: Filter::of(graph, hits),
            hash: if graph.count() == 0 { 20 } else { graph.id_of(0).as_bytes().len() },
            first: vec![NONE; graph.count() as usize],
            more: HashMap::new(),
            recent: vec![Recent::NOTHING; RECENT],
            last: Last::default(),
            spare: Last::default(),
            trees: Trees::none(graph.count()),
        }
    }

    /// Takes in one tree.
    fn take(&mut self, index: u32, raw: &[u8]) {
        let (last, mut this) = (std::mem::take(&mut self.last), std::mem::take(&mut self.spare));
        let head = common_start(raw, &last.raw);
        this.take_over(&last, 0..last.ends.partition_point(|&(end, _)| end <= head));
        let start = this.end().0;
        let tail = common_end(&raw[start..], &last.raw[start..]);
        let mut entries = Entries::of(&raw[start..], self.hash);
        loop {
            let left = entries.left();
            // From here on both are the same, provided that an entry of the other begins here too.
            if left <= tail
                && let Some(entry) = last.entry_at(last.raw.len() - left)
            {
                this.take_over(&last, entry..last.ends.len());
                break;
            }
            let Some(entry) = entries.next() else { break };
            let wanted = match entry.kind {
                Kind::Tree => true,
                Kind::Blob => self.filter.may_hold(entry.id),
                Kind::Submodule => false,
            };
            if wanted {
                this.edges.extend(self.edge(entry.kind, entry.name, entry.id));
            }
            this.ends.push((raw.len() - entries.left(), this.edges.len()));
        }
        this.raw.extend_from_slice(raw);
        self.trees.push(index, &this.edges);
        self.last = this;
        self.spare = last;
        self.spare.clear();
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
        let next = u32::try_from(entries.len()).unwrap_or(NONE);
        let entry = match self.first[object as usize] {
            NONE => {
                self.first[object as usize] = next;
                next
            }
            first if entries[first as usize] == child => first,
            _ => *self.more.entry(child).or_insert(next),
        };
        if entry == next {
            entries.push(child);
        }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::ObjectId;

    /// Objects 0 to 255, each named by its number alone.
    struct Numbered(Vec<Vec<u8>>);

    impl Graph for Numbered {
        fn index_of(&self, id: &[u8]) -> Option<u32> {
            Some(id[0].into()).filter(|_| id[1..].iter().all(|&byte| byte == id[0]))
        }
        fn id_of(&self, index: u32) -> ObjectId {
            ObjectId::new(&[index.to_le_bytes()[0]; 20]).unwrap()
        }
        fn count(&self) -> u32 {
            256
        }
        fn trees(&self, visit: &mut (dyn FnMut(u32, &[u8]) + Send)) {
            (0..).zip(&self.0).for_each(|(index, raw)| visit(index, raw));
        }
        fn read(&self, _: u32) -> Option<Vec<u8>> {
            None
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

        #[test]
        fn what_neighbours_share_is_read_as_if_alone(
            all in prop::collection::vec((prop::collection::vec((0u8..4, 0usize..3, 250u8..255), 0..12), 0usize..4), 1..9),
        ) {
            let raw = |(entries, cut): &(Vec<(u8, usize, u8)>, usize)| {
                let mut raw = Vec::new();
                for &(kind, name, object) in entries {
                    let mode = ["40000", "100644", "160000", "40000"][usize::from(kind)];
                    raw.extend_from_slice(format!("{mode} {}\0", ["a", "bb", "a name of more than two dozen bytes"][name]).as_bytes());
                    raw.extend_from_slice(&[object; 20]);
                }
                raw.truncate(raw.len().saturating_sub(*cut));
                raw
            };
            let graph = Numbered(all.iter().map(raw).collect());
            let mut hits = Bits::none(256);
            hits.insert(251);
            hits.insert(253);
            let trees = read_trees(&graph, &hits);
            for (ordinal, raw) in (0..).zip(&graph.0) {
                let edges = trees.edges(ordinal).iter().map(|&edge| trees.entries[edge as usize]);
                let read: Vec<_> = edges.map(|child| (child.object, trees.name(child.name).to_vec())).collect();
                let is_edge = |entry: &crate::source::history::provenance::entry::Entry<'_>| match entry.kind {
                    Kind::Tree => true,
                    Kind::Blob => hits.has(entry.id[0].into()),
                    Kind::Submodule => false,
                };
                let alone: Vec<_> =
                    Entries::of(raw, 20).filter(is_edge).map(|entry| (u32::from(entry.id[0]), entry.name.to_vec())).collect();
                prop_assert_eq!(read, alone);
            }
        }
    }
}

//! Which tree holds which: the edges between the trees of a repository and from them to the hits, one `u32` each.

use std::collections::HashMap;
use std::sync::Arc;

use super::bits::Bits;
use super::commits::NONE;

/// The trees of a repository with their entries that are trees or hits.
pub(crate) struct Trees {
    /// From the index of an object to the ordinal of the tree it is.
    ordinals: Vec<u32>,
    /// The index of each tree.
    pub indices: Vec<u32>,
    edges: Edges,
    /// What edges stand for: an object under a name.
    pub entries: Vec<Child>,
    pub names: Names,
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
    /// No tree yet, of a repository with so many objects.
    pub(crate) fn none(objects: u32) -> Self {
        Self {
            ordinals: vec![NONE; objects as usize],
            indices: Vec::new(),
            edges: Edges::default(),
            entries: Vec::new(),
            names: Names::default(),
        }
    }

    /// Takes a tree with its edges, unless it is there.
    pub(crate) fn push(&mut self, index: u32, edges: &[u32]) {
        let ordinal = self.len();
        match self.ordinals.get_mut(index as usize) {
            Some(slot) if *slot == NONE && ordinal != NONE => *slot = ordinal,
            _ => return,
        }
        self.indices.push(index);
        self.edges.push(edges);
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
        self.edges.of(ordinal)
    }

    /// The bytes of a name.
    pub(crate) fn name(&self, name: u32) -> &[u8] {
        &self.names.all[name as usize]
    }

    /// Keeps only what leads to a hit, and says which trees do, by ordinal.
    pub(crate) fn keep_hot(&mut self, hits: &Bits) -> Bits {
        let hot = self.hot(hits);
        let all = std::mem::take(&mut self.edges);
        let mut kept = Edges::default();
        let mut edges = Vec::new();
        for ordinal in 0..self.len() {
            edges.clear();
            if hot.has(ordinal) {
                let leads = |edge: &&u32| {
                    let object = self.entries[**edge as usize].object;
                    hits.has(object) || self.ordinal(object).is_some_and(|child| hot.has(child))
                };
                edges.extend(all.of(ordinal).iter().filter(leads));
            }
            kept.push(&edges);
        }
        self.edges = kept;
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

/// The edges of all trees. In pieces, for a list that grows takes up to three times the memory of what is in it.
#[derive(Default)]
struct Edges {
    pieces: Vec<Vec<u32>>,
    /// For each tree, in which piece its edges are, and where they begin there.
    places: Vec<(u32, u32)>,
}

/// Edges in a piece, unless one tree has more.
const PIECE: usize = 1 << 18;

impl Edges {
    /// Adds the edges of the next tree.
    fn push(&mut self, edges: &[u32]) {
        let has_room = |piece: &Vec<u32>| piece.len() + edges.len() <= piece.capacity();
        if !self.pieces.last().is_some_and(has_room) {
            self.pieces.push(Vec::with_capacity(edges.len().max(PIECE)));
        }
        let narrow =
            |number: usize| u32::try_from(number).expect("a tree with fewer than four thousand million entries");
        let number = narrow(self.pieces.len() - 1);
        let piece = self.pieces.last_mut().expect("there is one with room");
        self.places.push((number, narrow(piece.len())));
        piece.extend_from_slice(edges);
    }

    fn of(&self, ordinal: u32) -> &[u32] {
        let ordinal = ordinal as usize;
        let (piece, start) = self.places[ordinal];
        let next = self.places.get(ordinal + 1).filter(|(next, _)| *next == piece);
        let edges = &self.pieces[piece as usize];
        &edges[start as usize..next.map_or(edges.len(), |(_, end)| *end as usize)]
    }
}

/// Names, each kept once.
#[derive(Default)]
pub(crate) struct Names {
    all: Vec<Arc<[u8]>>,
    known: HashMap<Arc<[u8]>, u32>,
}

impl Names {
    /// The number of a name.
    pub(crate) fn intern(&mut self, name: &[u8]) -> u32 {
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

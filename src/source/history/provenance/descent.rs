//! The way down from the root of a commit to the hits, each folder of each version only once.

use std::collections::HashSet;

use super::bits::Bits;
use super::commits::NONE;
use super::paths::{Paths, ROOT};
use super::trees::Trees;

/// How many edges may be looked at again because their tree was seen at another path before. A few folders move in an
/// honest history; trees made so that one of them is reached along thousands of millions of paths end here, and from then
/// on each tree is descended into once.
const SPARE: usize = if cfg!(test) { 1 << 20 } else { 16 << 20 };

/// What was seen on the ways down so far.
pub(crate) struct Descent {
    /// The folder under which each entry was met last.
    met_in: Vec<u32>,
    /// The path at which each tree was seen first.
    first_at: Vec<u32>,
    also_at: HashSet<(u32, u32)>,
    spare: usize,
    stack: Vec<(u32, u32)>,
}

impl Descent {
    pub(crate) fn new(trees: &Trees) -> Self {
        Self {
            met_in: vec![NONE; trees.entries.len()],
            first_at: vec![NONE; trees.indices.len()],
            also_at: HashSet::new(),
            spare: SPARE,
            stack: Vec::new(),
        }
    }

    /// Whether a tree was seen at any path.
    pub(crate) fn has_seen(&self, ordinal: u32) -> bool {
        self.first_at[ordinal as usize] != NONE
    }

    /// Counts what another descent has seen as seen.
    pub(crate) fn also_seen(&mut self, other: &Self) {
        for (first, also) in self.first_at.iter_mut().zip(&other.first_at) {
            *first = (*first).min(*also);
        }
    }

    /// Descends from the root of a version and shows each hit with its path; those in folders that were seen at the same path
    /// before are not shown again, nor need they be.
    pub(crate) fn descend(&mut self, map: &Map<'_>, paths: &mut Paths, root: u32, found: &mut dyn FnMut(u32, u32)) {
        self.enter(map, root, ROOT, found);
        while let Some((ordinal, path)) = self.stack.pop() {
            for &edge in map.trees.edges(ordinal) {
                if std::mem::replace(&mut self.met_in[edge as usize], path) == path {
                    continue;
                }
                let child = map.trees.entries[edge as usize];
                let Some(inside) = paths.join(path, child.name) else { continue };
                match map.trees.ordinal(child.object) {
                    Some(tree) => self.enter(map, tree, inside, found),
                    None => found(child.object, inside),
                }
            }
        }
    }

    fn enter(&mut self, map: &Map<'_>, ordinal: u32, path: u32, found: &mut dyn FnMut(u32, u32)) {
        if !map.hot.has(ordinal) || !self.is_new(map, ordinal, path) {
            return;
        }
        let index = map.trees.indices[ordinal as usize];
        if map.hits.has(index) {
            found(index, path);
        }
        self.stack.push((ordinal, path));
    }

    fn is_new(&mut self, map: &Map<'_>, ordinal: u32, path: u32) -> bool {
        let first = &mut self.first_at[ordinal as usize];
        if *first == NONE {
            *first = path;
            return true;
        }
        // A pair costs memory too, as much as a dozen edges cost time.
        let cost = map.trees.edges(ordinal).len() + 16;
        if *first == path || self.spare < cost || !self.also_at.insert((ordinal, path)) {
            return false;
        }
        self.spare -= cost;
        true
    }
}

/// What a descent goes through: the trees that lead to a hit.
pub(crate) struct Map<'a> {
    pub trees: &'a Trees,
    /// The trees that are hits or lead to one, by ordinal.
    pub hot: &'a Bits,
    pub hits: &'a Bits,
}

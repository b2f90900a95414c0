//! Which ordinary commit brings something in, where a merge or one with a wrong clock was the first to hold it.

use std::collections::{HashMap, HashSet};

use super::bits::Bits;
use super::commits::{Commits, NONE};
use super::descent::Map;
use super::order::Order;
use super::paths::{Paths, ROOT};
use super::trees::Trees;
use crate::finding::Reach;

/// How many edges may be compared in all. The changes of an honest history are far fewer; trees made so that one of them is
/// reached along thousands of millions of paths end here, and what is left stays with its merge.
const SPARE: usize = 256 << 20;

/// What is looked for and what was found.
#[derive(Default)]
pub(crate) struct Introduced {
    wanted: HashMap<(u32, u32), Reach>,
    /// A hit, its path, and the position of the ordinary commit that brings it in there.
    pub found: Vec<(u32, u32, u32)>,
}

impl Introduced {
    /// Asks for a hit at a path, among the commits that count as this.
    pub(crate) fn want(&mut self, hit: u32, path: u32, reach: Reach) {
        self.wanted.insert((hit, path), reach);
    }

    /// Compares each ordinary commit with its parent, the oldest first, until all is found.
    pub(crate) fn find(&mut self, commits: &Commits, order: &Order, map: &Map<'_>, paths: &mut Paths) {
        let mut changes = Changes::of(map, &self.wanted);
        for &commit in order.oldest() {
            if self.wanted.is_empty() || changes.spare == 0 {
                return;
            }
            let root = |commit| commits.tree(commit).and_then(|tree| map.trees.ordinal(tree));
            let (Some(new), parents) = (root(commit), commits.parents(commit)) else { continue };
            if parents.len() < 2 {
                let reach = order.reach(commit);
                let old = parents.first().and_then(|&parent| root(parent));
                changes.between(old, new, paths, &mut |hit, path| {
                    if self.wanted.get(&(hit, path)) == Some(&reach) {
                        self.wanted.remove(&(hit, path));
                        self.found.push((hit, path, commit));
                    }
                });
            }
        }
    }
}

/// Compares trees, as far as they lead to what is looked for.
struct Changes<'a> {
    trees: &'a Trees,
    hits: Bits,
    hot: Bits,
    spare: usize,
    round: u32,
    /// In which round an edge was last seen in the old tree.
    old_edges: Vec<u32>,
    /// In which round a name last stood for a tree in the old one, and for which.
    old_names: HashMap<u32, (u32, u32)>,
    stack: Vec<(Option<u32>, u32, u32)>,
}

impl<'a> Changes<'a> {
    fn of(map: &Map<'a>, wanted: &HashMap<(u32, u32), Reach>) -> Self {
        let objects: HashSet<u32> = wanted.keys().map(|&(hit, _)| hit).collect();
        let mut hits = Bits::none(objects.iter().max().map_or(0, |most| most + 1));
        for object in objects {
            hits.insert(object);
        }
        let trees = map.trees;
        let (hot, old_edges) = match hits.count() {
            0 => (Bits::none(0), Vec::new()),
            _ => (trees.hot(&hits), vec![NONE; trees.entries.len()]),
        };
        let (old_names, stack) = (HashMap::new(), Vec::new());
        Self { trees, hits, hot, spare: SPARE, round: 0, old_edges, old_names, stack }
    }

    /// Shows what the new root holds at paths where the old one does not.
    fn between(&mut self, old: Option<u32>, new: u32, paths: &mut Paths, found: &mut dyn FnMut(u32, u32)) {
        self.push(old, new, ROOT, found);
        while let Some((old, new, path)) = self.stack.pop() {
            self.round += 1;
            self.remember(old);
            self.spare = self.spare.saturating_sub(self.trees.edges(new).len() + 1);
            for &edge in self.trees.edges(new) {
                let child = self.trees.entries[edge as usize];
                if self.old_edges[edge as usize] == self.round || !self.leads(child.object) {
                    continue;
                }
                let Some(inside) = paths.join(path, child.name) else { continue };
                match self.trees.ordinal(child.object) {
                    Some(tree) => {
                        let before = self.old_names.get(&child.name).filter(|(round, _)| *round == self.round);
                        self.push(before.map(|&(_, old)| old), tree, inside, found);
                    }
                    None => found(child.object, inside),
                }
            }
            if self.spare == 0 {
                self.stack.clear();
            }
        }
    }

    fn push(&mut self, old: Option<u32>, new: u32, path: u32, found: &mut dyn FnMut(u32, u32)) {
        if old == Some(new) || !self.hot.has(new) {
            return;
        }
        let index = self.trees.indices[new as usize];
        if self.hits.has(index) {
            found(index, path);
        }
        self.stack.push((old, new, path));
    }

    fn remember(&mut self, old: Option<u32>) {
        let Some(old) = old else { return };
        self.spare = self.spare.saturating_sub(self.trees.edges(old).len());
        for &edge in self.trees.edges(old) {
            let child = self.trees.entries[edge as usize];
            if self.leads(child.object) {
                self.old_edges[edge as usize] = self.round;
                if let Some(tree) = self.trees.ordinal(child.object) {
                    self.old_names.insert(child.name, (self.round, tree));
                }
            }
        }
    }

    fn leads(&self, object: u32) -> bool {
        self.hits.has(object) || self.trees.ordinal(object).is_some_and(|tree| self.hot.has(tree))
    }
}

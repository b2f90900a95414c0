//! What the commits of a selection bring in: what their trees hold and those that came before do not.

use super::paths::PathFilter;
use crate::finding::Reach;
use crate::source::history::provenance::{
    Bits, Commits, Descent, Entries, Graph, History, Kind, Map, Paths, Trees, read_trees,
};

/// How many recent objects are remembered; neighbours in a pack have most entries in common.
const RECENT: usize = 1 << 14;

/// Which files are meant, and the held trees with their paths: ordinals and folders, sorted.
struct Meant {
    filter: PathFilter,
    paths: Paths,
    places: Vec<(u32, u32)>,
}

impl Meant {
    /// Whether a file of a tree is meant at one of the tree's paths.
    fn holds(&mut self, trees: &Trees, ordinal: u32, name: &[u8]) -> bool {
        let start = self.places.partition_point(|&(tree, _)| tree < ordinal);
        let mut folders = self.places[start..].iter().take_while(|(tree, _)| *tree == ordinal);
        folders.any(|&(_, folder)| self.filter.holds(trees, &self.paths, folder, name))
    }
}

/// The trees of a repository, sorted into those that the selected commits hold and those that came before.
pub(super) struct Parts<'a> {
    graph: &'a dyn Graph,
    commits: &'a Commits,
    trees: Trees,
    /// By ordinal: trees that a selected commit holds.
    held: Bits,
    /// By ordinal: trees of the commits before them.
    before: Bits,
    /// Where files are meant by their paths: the held trees with theirs.
    meant: Option<Meant>,
    /// By index: what no commit holds, and is looked at all the same.
    uncommitted: Option<Bits>,
}

impl<'a> Parts<'a> {
    /// Sorts the trees.
    pub(super) fn of(graph: &'a dyn Graph, commits: &'a Commits, selected: &Bits, filter: Option<PathFilter>) -> Self {
        let trees = read_trees(graph, &Bits::none(graph.count()));
        let root = |commit| commits.tree(commit).and_then(|tree| trees.ordinal(tree));
        let mut before = Bits::none(trees.len());
        for commit in selected.iter() {
            let boundary = commits.parents(commit).iter().filter(|parent| !selected.has(**parent));
            for root in boundary.filter_map(|&parent| root(parent)) {
                descend(&trees, root, &mut before);
            }
        }
        let mut held = Bits::none(trees.len());
        for root in selected.iter().filter_map(root) {
            descend(&trees, root, &mut held);
        }
        let meant = filter.map(|mut filter| {
            let (paths, mut places) = at_paths(&trees, selected.iter().filter_map(root), &held);
            places.retain(|&(_, folder)| filter.may_hold_in(&trees, &paths, folder));
            Meant { filter, paths, places }
        });
        Self { graph, commits, trees, held, before, meant, uncommitted: None }
    }

    /// Takes what no commit holds as well: all of it, or only what a tip leads to.
    pub(super) fn take_uncommitted(&mut self, history: &History<'_>, reachable_only: bool) {
        let (mut taken, mut gone) = (Bits::none(self.graph.count()), Bits::none(self.graph.count()));
        let (mut committed, mut by_tip) = (Bits::none(self.trees.len()), Bits::none(self.trees.len()));
        let tree = |index| self.trees.ordinal(index);
        for commit in 0..self.commits.len() {
            gone.insert(self.commits.index(commit));
            if let Some(root) = self.commits.tree(commit).and_then(tree) {
                descend(&self.trees, root, &mut committed);
            }
        }
        for &(tag, target) in history.tags {
            gone.insert(tag);
            if let Some(root) = tree(target) {
                descend(&self.trees, root, &mut by_tip);
            }
        }
        if reachable_only {
            for tip in history.tips.iter().filter(|tip| tip.reach != Reach::Nothing) {
                taken.insert(tip.index);
                if let Some(root) = tree(tip.index) {
                    descend(&self.trees, root, &mut by_tip);
                }
            }
        } else {
            (0..self.graph.count()).for_each(|index| {
                taken.insert(index);
            });
        }
        let mut recall = Recall::new(self.graph);
        self.graph.trees(&mut |index, raw| {
            let Some(ordinal) = tree(index) else { return };
            let side = match (committed.has(ordinal), by_tip.has(ordinal)) {
                (true, _) => &mut gone,
                (false, true) => &mut taken,
                (false, false) => return,
            };
            side.insert(index);
            recall.blobs(raw, &mut |_, blob| {
                side.insert(blob);
            });
        });
        taken.subtract(&gone);
        self.uncommitted = Some(taken);
    }

    /// The blobs and trees that are brought in.
    pub(super) fn objects(mut self) -> Bits {
        let mut taken = self.uncommitted.take().unwrap_or_else(|| Bits::none(self.graph.count()));
        let mut old = Bits::none(self.graph.count());
        let mut recall = Recall::new(self.graph);
        let (trees, before, held) = (&self.trees, &self.before, &self.held);
        let mut meant = self.meant;
        self.graph.trees(&mut |index, raw| {
            let Some(ordinal) = trees.ordinal(index) else { return };
            if before.has(ordinal) {
                old.insert(index);
                recall.blobs(raw, &mut |_, blob| {
                    old.insert(blob);
                });
            } else if held.has(ordinal) {
                recall.blobs(raw, &mut |name, blob| {
                    if meant.as_mut().is_none_or(|meant| meant.holds(trees, ordinal, name)) {
                        taken.insert(blob);
                        taken.insert(index);
                    }
                });
                if meant.is_none() {
                    taken.insert(index);
                }
            }
        });
        taken.subtract(&old);
        taken
    }
}

/// Marks a tree and all below it.
fn descend(trees: &Trees, root: u32, marked: &mut Bits) {
    if !marked.insert(root) {
        return;
    }
    let mut stack = vec![root];
    while let Some(ordinal) = stack.pop() {
        for &edge in trees.edges(ordinal) {
            let child = trees.ordinal(trees.entries[edge as usize].object);
            stack.extend(child.filter(|&child| marked.insert(child)));
        }
    }
}

/// The trees below these roots, each with every path it has there; sorted by ordinal.
fn at_paths(trees: &Trees, roots: impl Iterator<Item = u32>, held: &Bits) -> (Paths, Vec<(u32, u32)>) {
    let mut indices = Bits::none(trees.indices.iter().max().map_or(0, |most| most.saturating_add(1)));
    for ordinal in held.iter() {
        indices.insert(trees.indices[ordinal as usize]);
    }
    let map = Map { trees, hot: held, hits: &indices };
    let mut descent = Descent::new(trees);
    let (mut paths, mut pairs) = (Paths::new(), Vec::new());
    for root in roots {
        descent.descend(&map, &mut paths, root, &mut |index, path| {
            pairs.extend(trees.ordinal(index).map(|ordinal| (ordinal, path)));
        });
    }
    pairs.sort_unstable();
    (paths, pairs)
}

/// Finds the blobs of trees, and remembers those of the last ones.
struct Recall<'a> {
    graph: &'a dyn Graph,
    recent: Vec<([u8; 32], Option<u32>)>,
    hash: usize,
}

impl<'a> Recall<'a> {
    fn new(graph: &'a dyn Graph) -> Self {
        let hash = if graph.count() == 0 { 20 } else { graph.id_of(0).as_bytes().len() };
        Self { graph, recent: vec![([0; 32], None); RECENT], hash }
    }

    /// Shows the name and index of each blob of a tree.
    fn blobs(&mut self, raw: &[u8], show: &mut dyn FnMut(&[u8], u32)) {
        for entry in Entries::of(raw, self.hash).filter(|entry| entry.kind == Kind::Blob) {
            let (known, index) = &mut self.recent[usize::from(u16::from_le_bytes([entry.id[4], entry.id[5]])) % RECENT];
            if index.is_none() || &known[..entry.id.len()] != entry.id {
                known[..entry.id.len()].copy_from_slice(entry.id);
                *index = self.graph.index_of(entry.id);
            }
            if let Some(index) = *index {
                show(entry.name, index);
            }
        }
    }
}

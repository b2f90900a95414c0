//! The walk over a whole history that says of each hit what there is to say.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::bits::Bits;
use super::descent::{Descent, Map};
use super::ends::{Ends, named_by};
use super::introduced::Introduced;
use super::order::Order;
use super::paths::Paths;
use super::reader::read_trees;
use super::refs::{Containing, containing};
use super::{First, Graph, History, Place, Trace};
use crate::finding::Reach;

/// Says of each of these objects, by index, since when the history holds it, where, and what leads to it. A blob or tree is
/// held by the commits whose trees hold it; a commit by itself; a tag by none.
#[must_use]
pub fn trace(graph: &dyn Graph, history: &History<'_>, hits: &[u32]) -> Vec<Trace> {
    let wanted: HashSet<u32> = hits.iter().copied().filter(|&hit| hit < graph.count()).collect();
    let mut tips = Ends::of(history, &wanted);
    let order = Order::of(history.commits, &tips.commits(Reach::Reference), &tips.commits(Reach::Log));
    let mut all: HashMap<u32, Found> = wanted.iter().map(|&hit| (hit, Found::default())).collect();
    let mut in_trees = Bits::none(graph.count());
    for &hit in &wanted {
        match history.commits.position(hit) {
            Some(commit) => all.entry(hit).or_default().be(commit, &order, history),
            None => {
                in_trees.insert(hit);
            }
        }
    }
    mark_messages_of_head(history, &mut all);
    if in_trees.count() > 0 {
        let mut trees = read_trees(graph, &in_trees);
        let hot = trees.keep_hot(&in_trees);
        let map = Map { trees: &trees, hot: &hot, hits: &in_trees };
        let mut walk = Walk { history, order: &order, map, paths: Paths::new(), all: &mut all };
        walk.commits_and_tips(&mut tips);
        walk.head();
        walk.last_held();
        walk.settle_paths();
    }
    name_references(history, &order, &tips, &mut all);
    hits.iter().map(|hit| all.get(hit).map_or_else(|| Found::default().trace, |found| found.trace.clone())).collect()
}

/// What is known of a hit so far.
struct Found {
    trace: Trace,
    /// Its paths by number, and where each stands in `places`.
    paths: HashMap<u32, usize>,
    places: Vec<(u32, Option<First>, bool)>,
}

impl Default for Found {
    fn default() -> Self {
        let trace = Trace {
            first: None,
            reach: Reach::Nothing,
            refs: Vec::new(),
            refs_total: 0,
            in_head: false,
            last_held: None,
            places: Vec::new(),
        };
        Self { trace, paths: HashMap::new(), places: Vec::new() }
    }
}

impl Found {
    /// A hit that is a commit.
    fn be(&mut self, commit: u32, order: &Order, history: &History<'_>) {
        let index = history.commits.index(commit);
        self.trace.first = Some(First { age: order.age(commit), commit: index });
        self.trace.reach = order.reach(commit);
        self.trace.last_held = Some(index);
    }

    fn at(&mut self, path: u32, first: Option<First>) {
        let next = self.places.len();
        if *self.paths.entry(path).or_insert(next) == next {
            self.places.push((path, first, false));
        }
    }
}

/// One walk over all that leads to trees.
struct Walk<'a, 'm> {
    history: &'a History<'a>,
    order: &'a Order,
    map: Map<'m>,
    paths: Paths,
    all: &'a mut HashMap<u32, Found>,
}

impl Walk<'_, '_> {
    /// Everything in the order in which it counts as the first.
    fn commits_and_tips(&mut self, tips: &mut Ends) {
        let mut descent = Descent::new(self.map.trees);
        self.commits(&mut descent, self.order.by_reference(), Reach::Reference);
        self.commits(&mut descent, self.order.by_log(), Reach::Log);
        self.commits(&mut descent, self.order.by_nothing(), Reach::Nothing);
        self.prefer_as_git_does();
        self.tips(&mut descent, tips);
        for root in self.dangling(&descent) {
            if !descent.has_seen(root) {
                self.tree(&mut descent, root, &mut |_| Reach::Nothing);
            }
        }
    }

    fn commits(&mut self, descent: &mut Descent, commits: &[u32], reach: Reach) {
        for &commit in commits {
            let Some(root) = self.root(commit) else { continue };
            let first = First { age: self.order.age(commit), commit: self.history.commits.index(commit) };
            descent.descend(&self.map, &mut self.paths, root, &mut |hit, path| {
                let found = self.all.entry(hit).or_default();
                if found.trace.first.is_none() {
                    found.trace.first = Some(first);
                    found.trace.reach = reach;
                }
                found.at(path, Some(first));
            });
        }
    }

    /// What a merge was the first to hold and an ordinary commit brings in as well is that one's, as `git log` has it, which
    /// shows no changes of merges; and where clocks were wrong the oldest of those that bring it in is the first.
    fn prefer_as_git_does(&mut self) {
        let mut introduced = Introduced::default();
        let contested = self.order.contested();
        for (&hit, found) in self.all.iter() {
            for &(path, first, _) in &found.places {
                let first = first.and_then(|first| self.history.commits.position(first.commit));
                let is_merge = |commit: u32| self.history.commits.parents(commit).len() > 1;
                if let Some(commit) = first.filter(|&commit| contested[commit as usize] || is_merge(commit)) {
                    introduced.want(hit, path, self.order.reach(commit));
                }
            }
        }
        introduced.find(self.history.commits, self.order, &self.map, &mut self.paths);
        for (hit, path, commit) in introduced.found {
            let found = self.all.entry(hit).or_default();
            if let Some(&at) = found.paths.get(&path) {
                let first = First { age: self.order.age(commit), commit: self.history.commits.index(commit) };
                found.places[at].1 = Some(first);
            }
        }
        for found in self.all.values_mut().filter(|found| !found.places.is_empty()) {
            let firsts = found.places.iter().filter_map(|place| place.1);
            found.trace.first = firsts.min_by_key(|&first| standing_of(first, self.history, self.order));
        }
    }

    /// Tips that lead to a tree without a commit, references first.
    fn tips(&mut self, descent: &mut Descent, tips: &mut Ends) {
        let mut roots: Vec<_> = tips
            .others
            .iter()
            .filter_map(|&(index, tip, reach)| Some((reach, tip, self.map.trees.ordinal(index)?)))
            .collect();
        roots.sort_by_key(|&(reach, _, _)| reach);
        // What these lead to may be in commits that nothing leads to: a walk of its own.
        let mut by_tip = if roots.is_empty() { return } else { Descent::new(self.map.trees) };
        for (reach, tip, root) in roots {
            self.tree(&mut by_tip, root, &mut |hit| {
                tips.name(hit, tip, reach);
                reach
            });
        }
        descent.also_seen(&by_tip);
    }

    /// A tree that no commit leads to; `lead` says what leads to a hit in it.
    fn tree(&mut self, descent: &mut Descent, root: u32, lead: &mut dyn FnMut(u32) -> Reach) {
        descent.descend(&self.map, &mut self.paths, root, &mut |hit, path| {
            let found = self.all.entry(hit).or_default();
            found.trace.reach = found.trace.reach.min(lead(hit));
            if found.trace.first.is_none() {
                found.at(path, None);
            }
        });
    }

    /// The hot trees that nothing has led to: first those that no other one holds, then, where damage made a ring, the rest.
    fn dangling(&self, descent: &Descent) -> Vec<u32> {
        let trees = self.map.trees;
        let unseen = || self.map.hot.iter().filter(|&ordinal| !descent.has_seen(ordinal));
        let mut held = Bits::none(trees.len());
        for ordinal in unseen() {
            for &edge in trees.edges(ordinal) {
                if let Some(child) = trees.ordinal(trees.entries[edge as usize].object) {
                    held.insert(child);
                }
            }
        }
        let mut roots: Vec<u32> = unseen().collect();
        roots.sort_by_key(|&ordinal| (held.has(ordinal), trees.indices[ordinal as usize]));
        roots
    }

    /// What the tree of HEAD holds.
    fn head(&mut self) {
        let commit = self.history.head.and_then(|head| self.history.commits.position(head));
        let Some(root) = commit.and_then(|commit| self.root(commit)) else { return };
        Descent::new(self.map.trees).descend(&self.map, &mut self.paths, root, &mut |hit, path| {
            let found = self.all.entry(hit).or_default();
            found.trace.in_head = true;
            if let Some(&at) = found.paths.get(&path) {
                found.places[at].2 = true;
            }
        });
    }

    /// The newest commit that holds each hit: newest first, a tree that was seen has nothing new to say.
    fn last_held(&mut self) {
        let commits = self.history.commits;
        let mut newest: Vec<u32> = (0..commits.len()).collect();
        newest.sort_by_key(|&commit| (Reverse(commits.committed(commit)), Reverse(self.order.rank(commit))));
        let mut seen = Bits::none(self.map.trees.len());
        let mut done = HashSet::new();
        let mut stack = Vec::new();
        let wanted = self.map.hits.count();
        for commit in newest {
            if done.len() as u64 == wanted {
                break;
            }
            let Some(root) = self.root(commit).filter(|&root| self.map.hot.has(root)) else { continue };
            if seen.insert(root) {
                stack.push(root);
            }
            let mut show = |hit: u32| {
                if done.insert(hit) {
                    self.all.entry(hit).or_default().trace.last_held = Some(commits.index(commit));
                }
            };
            while let Some(ordinal) = stack.pop() {
                let index = self.map.trees.indices[ordinal as usize];
                if self.map.hits.has(index) {
                    show(index);
                }
                for &edge in self.map.trees.edges(ordinal) {
                    let object = self.map.trees.entries[edge as usize].object;
                    match self.map.trees.ordinal(object) {
                        Some(child) if seen.insert(child) => stack.push(child),
                        Some(_) => {}
                        None => show(object),
                    }
                }
            }
        }
    }

    fn settle_paths(&mut self) {
        for found in self.all.values_mut() {
            let place = |&(path, first, in_head): &(u32, Option<First>, bool)| {
                let path = self.paths.bytes(self.map.trees, path);
                Place { path, first, in_head }
            };
            found.trace.places = found.places.iter().map(place).collect();
            let standing = |place: &Place| place.first.map(|first| standing_of(first, self.history, self.order));
            found.trace.places.sort_by_cached_key(|place| (standing(place), place.path.clone()));
        }
    }

    /// The ordinal of a commit's tree.
    fn root(&self, commit: u32) -> Option<u32> {
        self.history.commits.tree(commit).and_then(|tree| self.map.trees.ordinal(tree))
    }
}

/// Where a commit stands among those that hold the same: what leads to it, then ordinary ones before merges, then by age.
fn standing_of(first: First, history: &History<'_>, order: &Order) -> (Reach, bool, u32) {
    let commit = history.commits.position(first.commit);
    let is_merge = commit.is_some_and(|commit| history.commits.parents(commit).len() > 1);
    (commit.map_or(Reach::Nothing, |commit| order.reach(commit)), is_merge, first.age)
}

/// A commit that is a hit is in HEAD where HEAD's history holds it.
fn mark_messages_of_head(history: &History<'_>, all: &mut HashMap<u32, Found>) {
    let commits = history.commits;
    if !all.keys().any(|&hit| commits.position(hit).is_some()) {
        return;
    }
    let mut seen = Bits::none(commits.len());
    let mut stack: Vec<u32> = history.head.and_then(|head| commits.position(head)).into_iter().collect();
    while let Some(commit) = stack.pop() {
        if seen.insert(commit) {
            if let Some(found) = all.get_mut(&commits.index(commit)) {
                found.trace.in_head = true;
            }
            stack.extend_from_slice(commits.parents(commit));
        }
    }
}

/// Fills in the references: those that contain the first commit, or where none does, those that name the hit itself.
fn name_references(history: &History<'_>, order: &Order, ends: &Ends, all: &mut HashMap<u32, Found>) {
    let tips = ends.references(history.tips);
    let rank = |first: First| history.commits.position(first.commit).map(|commit| order.rank(commit));
    let by_reference = |rank: &u32| (*rank as usize) < order.by_reference().len();
    let mut ranks: Vec<u32> =
        all.values().filter_map(|found| found.trace.first.and_then(rank).filter(by_reference)).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let containing = containing(history.commits, order, &tips, &ranks);
    for (hit, found) in all {
        let named = ends.naming(*hit);
        for &(_, reach) in named {
            found.trace.reach = found.trace.reach.min(reach);
        }
        let first = found.trace.first.and_then(rank).filter(by_reference);
        let known = first.and_then(|rank| ranks.binary_search(&rank).ok()).map(|at| containing[at].clone());
        let Containing { names, total } = known.unwrap_or_else(|| named_by(history.tips, named));
        found.trace.refs = names;
        found.trace.refs_total = total;
    }
}

//! In which order commits count as the first to hold something, and what leads to them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::commits::{Commits, NONE};
use crate::finding::Reach;

/// All commits in the order in which they count as the first: those that a reference leads to, then those that only a stash,
/// a reflog or the index leads to, then the rest; in each part the oldest by committer date.
///
/// There are two such orders. By rank, no commit comes before an ancestor, whatever the clocks said that dated them: a walk
/// in it meets a thing first where it came in. By age it is the order of `git log --all` turned round, and of two
/// commits that both bring something in the one that git shows last is the first. They are the same but for wrong clocks.
#[derive(Debug)]
pub struct Order {
    /// Ancestors before descendants.
    ranked: Vec<u32>,
    ranks: Vec<u32>,
    /// The one that git shows last before the others of its part.
    oldest: Vec<u32>,
    ages: Vec<u32>,
    references: usize,
    logs: usize,
}

impl Order {
    /// Orders the commits; `references` and `logs` are the positions of those that are tips, in git's own order: of two
    /// unrelated commits of the same second the one that `git log --all` shows later comes first.
    #[must_use]
    pub fn of(commits: &Commits, references: &[u32], logs: &[u32]) -> Self {
        let mut walk = Walk::new(commits);
        walk.from(references);
        let first = walk.end_of_part();
        walk.from(logs);
        let second = walk.end_of_part();
        walk.from(&walk.unvisited_heads());
        // Damaged commits may be each other's ancestors; none of them is a head.
        let rest: Vec<u32> = (0..commits.len()).filter(|&commit| walk.seen[commit as usize] == NONE).collect();
        walk.from(&rest);
        walk.end_of_part();
        let mut oldest = walk.shown;
        let ends = [0, first, second, oldest.len()];
        for part in ends.windows(2) {
            oldest[part[0]..part[1]].reverse();
        }
        let (ranks, ages) = (places(&walk.ranked), places(&oldest));
        Self { ranked: walk.ranked, ranks, oldest, ages, references: first, logs: second }
    }

    /// The positions of all commits by age, the oldest of each part first.
    #[must_use]
    pub fn oldest(&self) -> &[u32] {
        &self.oldest
    }

    /// The age of a commit, from 0 for the oldest.
    #[must_use]
    pub fn age(&self, commit: u32) -> u32 {
        self.ages[commit as usize]
    }

    /// Which commits come by rank before one that is older: some clock was wrong.
    pub(crate) fn contested(&self) -> Vec<bool> {
        let mut contested = vec![false; self.ranked.len()];
        let mut oldest_left = NONE;
        for &commit in self.ranked.iter().rev() {
            contested[commit as usize] = oldest_left < self.age(commit);
            oldest_left = oldest_left.min(self.age(commit));
        }
        contested
    }

    /// The positions of all commits by rank, ancestors before descendants.
    #[must_use]
    pub fn ranked(&self) -> &[u32] {
        &self.ranked
    }

    /// Those that a reference leads to.
    #[must_use]
    pub fn by_reference(&self) -> &[u32] {
        &self.ranked[..self.references]
    }

    /// Those that only a stash, a reflog or the index leads to.
    #[must_use]
    pub fn by_log(&self) -> &[u32] {
        &self.ranked[self.references..self.logs]
    }

    /// Those that nothing leads to.
    #[must_use]
    pub fn by_nothing(&self) -> &[u32] {
        &self.ranked[self.logs..]
    }

    /// The rank of a commit, from 0 for the first.
    #[must_use]
    pub fn rank(&self, commit: u32) -> u32 {
        self.ranks[commit as usize]
    }

    /// What leads to a commit.
    #[must_use]
    pub fn reach(&self, commit: u32) -> Reach {
        match self.rank(commit) as usize {
            rank if rank < self.references => Reach::Reference,
            rank if rank < self.logs => Reach::Log,
            _ => Reach::Nothing,
        }
    }
}

/// Where each number of a list stands in it.
fn places(list: &[u32]) -> Vec<u32> {
    let mut places = vec![NONE; list.len()];
    for (place, &number) in (0..).zip(list) {
        places[number as usize] = place;
    }
    places
}

/// Git's own walk, newest first, and its order turned round so that no commit comes before an ancestor.
struct Walk<'a> {
    commits: &'a Commits,
    /// When each commit was reached: git's order.
    seen: Vec<u32>,
    /// The commits in git's order.
    shown: Vec<u32>,
    ranked: Vec<u32>,
}

impl<'a> Walk<'a> {
    fn new(commits: &'a Commits) -> Self {
        let count = commits.len() as usize;
        Self { commits, seen: vec![NONE; count], shown: Vec::with_capacity(count), ranked: Vec::with_capacity(count) }
    }

    /// Reaches everything from these tips that was not reached before.
    fn from(&mut self, tips: &[u32]) {
        const QUEUED: u32 = NONE - 1;
        let mut queue = BinaryHeap::new();
        let mut queued: u32 = 0;
        let mut push = |queue: &mut BinaryHeap<_>, seen: &mut [u32], commit: u32| {
            if seen[commit as usize] == NONE {
                seen[commit as usize] = QUEUED;
                queue.push((self.commits.committed(commit), Reverse(queued), commit));
                queued += 1;
            }
        };
        for &tip in tips {
            push(&mut queue, &mut self.seen, tip);
        }
        while let Some((_, _, commit)) = queue.pop() {
            self.seen[commit as usize] = u32::try_from(self.shown.len()).unwrap_or(QUEUED);
            self.shown.push(commit);
            for &parent in self.commits.parents(commit) {
                push(&mut queue, &mut self.seen, parent);
            }
        }
    }

    /// Commits not reached yet that are no parent of another such.
    fn unvisited_heads(&self) -> Vec<u32> {
        let unvisited = |commit: &u32| self.seen[*commit as usize] == NONE;
        let mut is_parent = vec![false; self.seen.len()];
        for commit in (0..self.commits.len()).filter(unvisited) {
            for &parent in self.commits.parents(commit) {
                is_parent[parent as usize] = true;
            }
        }
        (0..self.commits.len()).filter(|commit| unvisited(commit) && !is_parent[*commit as usize]).collect()
    }

    /// Ranks what was reached since the last part, and says how many have a rank now.
    fn end_of_part(&mut self) -> usize {
        let part = &self.shown[self.ranked.len()..];
        let start = self.ranked.len();
        let in_part = |commit: u32| {
            let at = self.seen[commit as usize];
            at != NONE && at as usize >= start
        };
        let mut waiting_for: Vec<u32> = vec![0; part.len()];
        let mut children = Children::new(part.len());
        for (at, &commit) in part.iter().enumerate() {
            for &parent in self.commits.parents(commit) {
                if in_part(parent) {
                    waiting_for[at] += 1;
                    children.count(self.seen[parent as usize] as usize - start);
                }
            }
        }
        children.place();
        for (at, &commit) in (0..).zip(part) {
            for &parent in self.commits.parents(commit) {
                if in_part(parent) {
                    children.put(self.seen[parent as usize] as usize - start, at);
                }
            }
        }
        let key = |at: u32| (Reverse(self.commits.committed(part[at as usize])), at);
        let mut ready: BinaryHeap<_> =
            (0..).zip(&waiting_for).filter(|(_, waiting)| **waiting == 0).map(|(at, _)| key(at)).collect();
        let mut ranked = Vec::with_capacity(part.len());
        while let Some((_, at)) = ready.pop() {
            ranked.push(part[at as usize]);
            for &child in children.of(at as usize) {
                waiting_for[child as usize] -= 1;
                if waiting_for[child as usize] == 0 {
                    ready.push(key(child));
                }
            }
        }
        // What waits for itself is damaged; it comes last, in git's order turned round.
        ranked.extend(
            part.iter().zip(&waiting_for).rev().filter(|(_, waiting)| **waiting > 0).map(|(commit, _)| *commit),
        );
        self.ranked.extend(ranked);
        self.ranked.len()
    }
}

/// The children of each commit of a part, in one flat array.
struct Children {
    starts: Vec<u32>,
    all: Vec<u32>,
}

impl Children {
    fn new(count: usize) -> Self {
        Self { starts: vec![0; count + 1], all: Vec::new() }
    }

    fn count(&mut self, parent: usize) {
        self.starts[parent] += 1;
    }

    /// Turns counts into ends; `put` moves each of them down to its start.
    fn place(&mut self) {
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
        self.all = vec![0; sum as usize];
    }

    fn put(&mut self, parent: usize, child: u32) {
        self.starts[parent] -= 1;
        self.all[self.starts[parent] as usize] = child;
    }

    fn of(&self, parent: usize) -> &[u32] {
        &self.all[self.starts[parent] as usize..self.starts[parent + 1] as usize]
    }
}

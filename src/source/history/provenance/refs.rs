//! Which references contain a commit: for many commits and many references at once.

use super::commits::Commits;
use super::order::Order;
use crate::finding::MOST_REFS;

/// A reference and the position of the commit it leads to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RefTip<'a> {
    pub name: &'a str,
    pub commit: u32,
}

/// The references that contain one commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Containing {
    /// The names of the best of them, sorted.
    pub names: Vec<String>,
    /// How many there are.
    pub total: usize,
}

/// How many commits are asked for in one sweep.
const BLOCK: usize = 256;
const WORDS: usize = BLOCK / 64;

/// The references that contain each of these commits, which are given by rank, ascending.
pub(crate) fn containing(commits: &Commits, order: &Order, tips: &[RefTip<'_>], wanted: &[u32]) -> Vec<Containing> {
    let mut tips = tips.to_vec();
    tips.sort_by_key(|tip| (standing(tip.name), tip.name));
    tips.dedup_by_key(|tip| tip.name);
    let mut all = Vec::with_capacity(wanted.len());
    for block in wanted.chunks(BLOCK) {
        let sweep = Sweep::of(commits, order, block);
        let mut found = vec![Containing::default(); block.len()];
        for tip in &tips {
            for at in sweep.held_by(order.rank(tip.commit)) {
                found[at].total += 1;
                if found[at].names.len() < MOST_REFS {
                    found[at].names.push(tip.name.to_owned());
                }
            }
        }
        all.append(&mut found);
    }
    for containing in &mut all {
        containing.names.sort_unstable();
    }
    all
}

/// Which references are named first where there are too many: what people look at.
pub(crate) fn standing(name: &str) -> u8 {
    let kinds = ["refs/heads/", "refs/tags/", "refs/remotes/"];
    match kinds.iter().zip(1..).find(|(kind, _)| name.starts_with(**kind)) {
        Some((_, standing)) => standing,
        None if name == "HEAD" => 0,
        None => 4,
    }
}

/// For each commit, which ones of a block are it or its ancestors: one bit each.
struct Sweep {
    /// The rank of the first commit of the block: no earlier one holds any.
    start: u32,
    held: Vec<[u64; WORDS]>,
}

impl Sweep {
    fn of(commits: &Commits, order: &Order, block: &[u32]) -> Self {
        let start = block.first().copied().unwrap_or(0);
        let reached = order.by_reference().get(start as usize..).unwrap_or(&[]);
        let mut sweep = Self { start, held: Vec::with_capacity(reached.len()) };
        let mut next = block.iter().zip(0..).peekable();
        for (rank, &commit) in (start..).zip(reached) {
            let mut held = [0; WORDS];
            while let Some((_, bit)) = next.next_if(|(wanted, _)| **wanted == rank) {
                held[bit / 64] |= 1 << (bit % 64);
            }
            for &parent in commits.parents(commit) {
                for (word, of_parent) in held.iter_mut().zip(sweep.words(order.rank(parent))) {
                    *word |= of_parent;
                }
            }
            sweep.held.push(held);
        }
        sweep
    }

    fn words(&self, rank: u32) -> [u64; WORDS] {
        let at = rank.checked_sub(self.start);
        at.and_then(|at| self.held.get(at as usize)).copied().unwrap_or_default()
    }

    /// The places in the block of the commits that a commit holds.
    fn held_by(&self, rank: u32) -> impl Iterator<Item = usize> {
        self.words(rank).into_iter().zip((0..).step_by(64)).flat_map(|(word, base)| {
            let mut left: u64 = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(base + bit)
            })
        })
    }
}

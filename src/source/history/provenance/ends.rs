//! What tips lead to once annotated tags are followed.

use std::collections::{HashMap, HashSet};

use super::refs::{Containing, RefTip, standing};
use super::{History, Tip};
use crate::finding::{MOST_REFS, Reach};

/// The longest chain of tags that name tags.
const MOST_TAGS: usize = 64;

/// What the tips lead to once tags are followed.
pub(crate) struct Ends {
    /// The position of a commit, which tip leads there, and what it counts as.
    commits: Vec<(u32, usize, Reach)>,
    /// The index of anything else.
    pub others: Vec<(u32, usize, Reach)>,
    /// For each hit, the tips that name it or a tag of it.
    naming: HashMap<u32, Vec<(usize, Reach)>>,
}

impl Ends {
    pub(crate) fn of(history: &History<'_>, wanted: &HashSet<u32>) -> Self {
        let targets: HashMap<u32, u32> = history.tags.iter().copied().collect();
        let mut ends = Self { commits: Vec::new(), others: Vec::new(), naming: HashMap::new() };
        let mut tips: Vec<(usize, &Tip)> =
            history.tips.iter().enumerate().filter(|(_, tip)| tip.reach != Reach::Nothing).collect();
        // The order of `git log --all`: all references by name, then HEAD.
        tips.sort_by_key(|(_, tip)| (tip.name == "HEAD", tip.name.as_str()));
        for (number, tip) in tips {
            let mut index = tip.index;
            for _ in 0..MOST_TAGS {
                if wanted.contains(&index) {
                    ends.naming.entry(index).or_default().push((number, tip.reach));
                }
                let Some(&target) = targets.get(&index) else { break };
                index = target;
            }
            match history.commits.position(index) {
                Some(commit) => ends.commits.push((commit, number, tip.reach)),
                None => ends.others.push((index, number, tip.reach)),
            }
        }
        ends
    }

    /// The positions of the commits that tips of this kind lead to.
    pub(crate) fn commits(&self, wanted: Reach) -> Vec<u32> {
        self.commits.iter().filter(|(_, _, reach)| *reach == wanted).map(|&(commit, _, _)| commit).collect()
    }

    /// The references that lead to commits.
    pub(crate) fn references<'t>(&self, tips: &'t [Tip]) -> Vec<RefTip<'t>> {
        let tip = |&(commit, number, _): &(u32, usize, Reach)| RefTip { name: &tips[number].name, commit };
        self.commits.iter().filter(|end| end.2 == Reach::Reference).map(tip).collect()
    }

    /// The tips that name a hit, a tag of it or a tree that holds it.
    pub(crate) fn naming(&self, hit: u32) -> &[(usize, Reach)] {
        self.naming.get(&hit).map_or(&[], Vec::as_slice)
    }

    /// Notes that a tip leads to a hit without a commit.
    pub(crate) fn name(&mut self, hit: u32, tip: usize, reach: Reach) {
        self.naming.entry(hit).or_default().push((tip, reach));
    }
}

/// The references that name an object themselves.
pub(crate) fn named_by(tips: &[Tip], by: &[(usize, Reach)]) -> Containing {
    let references = by.iter().filter(|(_, reach)| *reach == Reach::Reference);
    let mut names: Vec<&str> = references.map(|&(number, _)| tips[number].name.as_str()).collect();
    names.sort_unstable_by_key(|name| (standing(name), *name));
    names.dedup();
    let mut best: Vec<String> = names.iter().take(MOST_REFS).map(|&name| name.to_owned()).collect();
    best.sort_unstable();
    Containing { names: best, total: names.len() }
}

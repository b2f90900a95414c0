//! All commits of a repository in a few flat arrays: millions of them have to fit beside a mapped pack.

/// Stands for "none" where an index or a position would stand.
pub(crate) const NONE: u32 = u32::MAX;

/// Takes commits one by one, in any order.
#[derive(Debug, Default)]
pub struct CommitsBuilder {
    indices: Vec<u32>,
    trees: Vec<u32>,
    dates: Vec<i64>,
    parents: Vec<u32>,
    ends: Vec<u32>,
}

impl CommitsBuilder {
    /// Takes one commit: its index, that of its tree if the repository has it, those of its parents that the repository
    /// has, and its committer date in seconds since 1970.
    pub fn push(&mut self, index: u32, tree: Option<u32>, parents: &[u32], committed: i64) {
        // A repository with four thousand million parents is none that fits in memory; the ends stay in range all the same.
        let room = (NONE as usize).saturating_sub(self.parents.len()).min(parents.len());
        self.parents.extend_from_slice(&parents[..room]);
        self.ends.push(u32::try_from(self.parents.len()).unwrap_or(NONE));
        self.indices.push(index);
        self.trees.push(tree.unwrap_or(NONE));
        self.dates.push(committed);
    }

    /// Sorts the commits by index and ties parents to their commits; parents that are no commits here are dropped.
    #[must_use]
    pub fn build(self) -> Commits {
        let given = |i: usize| {
            let start = if i == 0 { 0 } else { self.ends[i - 1] };
            &self.parents[start as usize..self.ends[i] as usize]
        };
        let mut by_index: Vec<u32> = (0..count(self.indices.len())).collect();
        by_index.sort_by_key(|&i| self.indices[i as usize]);
        by_index.dedup_by_key(|i| self.indices[*i as usize]);
        let pick = |from: &[u32]| by_index.iter().map(|&i| from[i as usize]).collect::<Vec<u32>>();
        let mut commits = Commits {
            indices: pick(&self.indices),
            trees: pick(&self.trees),
            dates: by_index.iter().map(|&i| self.dates[i as usize]).collect(),
            parents: Vec::with_capacity(self.parents.len()),
            ends: Vec::with_capacity(by_index.len()),
        };
        let most = commits.indices.last().map_or(0, |&last| last as usize + 1);
        let mut positions = vec![NONE; most];
        for (position, &index) in (0..).zip(&commits.indices) {
            positions[index as usize] = position;
        }
        for &i in &by_index {
            let known = given(i as usize).iter().filter_map(|&parent| positions.get(parent as usize).copied());
            commits.parents.extend(known.filter(|&position| position != NONE));
            commits.ends.push(count(commits.parents.len()));
        }
        commits
    }
}

/// All commits, each known by its position: 0 for the one with the lowest index.
#[derive(Debug, Default)]
pub struct Commits {
    indices: Vec<u32>,
    trees: Vec<u32>,
    dates: Vec<i64>,
    parents: Vec<u32>,
    ends: Vec<u32>,
}

impl Commits {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        count(self.indices.len())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// The position of the commit with this index, if it is one.
    #[must_use]
    pub fn position(&self, index: u32) -> Option<u32> {
        self.indices.binary_search(&index).ok().map(count)
    }

    /// The index of the commit at this position.
    #[must_use]
    pub fn index(&self, position: u32) -> u32 {
        self.indices[position as usize]
    }

    /// The index of its tree.
    #[must_use]
    pub fn tree(&self, position: u32) -> Option<u32> {
        Some(self.trees[position as usize]).filter(|&tree| tree != NONE)
    }

    /// Its committer date in seconds since 1970.
    #[must_use]
    pub fn committed(&self, position: u32) -> i64 {
        self.dates[position as usize]
    }

    /// The positions of its parents.
    #[must_use]
    pub fn parents(&self, position: u32) -> &[u32] {
        let at = position as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.parents[start as usize..self.ends[at] as usize]
    }
}

/// A length as the number it is known by elsewhere; what exceeds it cannot be indexed and is not.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_come_in_any_order_and_know_their_parents() {
        let mut builder = CommitsBuilder::default();
        builder.push(9, Some(4), &[2, 7, 5], 30);
        builder.push(2, None, &[], -10);
        builder.push(5, Some(4), &[2], 20);
        builder.push(5, Some(4), &[2], 20);
        let commits = builder.build();
        assert_eq!(commits.len(), 3);
        let top = commits.position(9).unwrap();
        assert_eq!((commits.index(top), commits.tree(top), commits.committed(top)), (9, Some(4), 30));
        assert_eq!(commits.parents(top), [0, 1], "the parent that is missing is dropped");
        assert_eq!((commits.tree(0), commits.position(7)), (None, None));
    }
}

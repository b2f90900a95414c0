//! A small repository in memory, made by tests.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proptest::prelude::*;

use super::{Commits, CommitsBuilder, Graph, Tip};
use crate::document::ObjectId;
use crate::finding::Reach;

/// What a commit's tree holds: the number of a blob at each path.
pub(crate) type Files = BTreeMap<String, u8>;

/// A commit as a test writes it: its parents by their place in the list.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub parents: Vec<usize>,
    pub date: i64,
    pub files: Files,
}

/// These commits and their ancestors.
pub(crate) fn with_ancestors(history: &[Made], commits: &[usize]) -> BTreeSet<usize> {
    let mut all = BTreeSet::new();
    let mut stack = commits.to_vec();
    while let Some(next) = stack.pop() {
        if all.insert(next) {
            stack.extend(&history[next].parents);
        }
    }
    all
}

/// The objects of a made-up history.
#[derive(Default)]
pub(crate) struct Memory {
    ids: HashMap<Vec<u8>, u32>,
    names: Vec<ObjectId>,
    raw: Vec<Vec<u8>>,
    trees: Vec<u32>,
    /// The index of each commit, as they were made.
    pub made: Vec<u32>,
    pub commits: Commits,
}

impl Graph for Memory {
    fn index_of(&self, id: &[u8]) -> Option<u32> {
        self.ids.get(id).copied()
    }

    fn id_of(&self, index: u32) -> ObjectId {
        self.names[index as usize]
    }

    fn count(&self) -> u32 {
        u32::try_from(self.raw.len()).unwrap()
    }

    fn trees(&self, visit: &mut (dyn FnMut(u32, &[u8]) + Send)) {
        for &tree in &self.trees {
            visit(tree, &self.raw[tree as usize]);
        }
    }

    fn read(&self, index: u32) -> Option<Vec<u8>> {
        self.raw.get(index as usize).cloned()
    }
}

impl Memory {
    /// The repository that holds these commits.
    pub(crate) fn of(history: &[Made]) -> Self {
        let mut memory = Self::default();
        let mut builder = CommitsBuilder::default();
        for (number, commit) in history.iter().enumerate() {
            let tree = memory.tree(&commit.files);
            let index = memory.add(format!("commit {number}").as_bytes());
            let parents: Vec<u32> = commit.parents.iter().map(|&parent| memory.made[parent]).collect();
            builder.push(index, Some(tree), &parents, commit.date);
            memory.made.push(index);
        }
        memory.commits = builder.build();
        memory
    }

    /// The index of a blob, which is there from now on.
    pub(crate) fn blob(&mut self, number: u8) -> u32 {
        self.add(format!("blob {number}").as_bytes())
    }

    /// The index of the tree that holds these files, which is there from now on.
    pub(crate) fn tree(&mut self, files: &Files) -> u32 {
        let mut folders: BTreeMap<&str, Files> = BTreeMap::new();
        let mut raw = Vec::new();
        for (path, &blob) in files {
            if let Some((folder, rest)) = path.split_once('/') {
                folders.entry(folder).or_default().insert(rest.to_owned(), blob);
            } else {
                let blob = self.blob(blob);
                self.entry(&mut raw, "100644", path, blob);
            }
        }
        for (name, inside) in folders {
            let tree = self.tree(&inside);
            self.entry(&mut raw, "40000", name, tree);
        }
        let before = self.raw.len();
        let mut text = b"tree ".to_vec();
        text.extend_from_slice(&raw);
        let index = self.add(&text);
        if self.raw.len() > before {
            self.raw[index as usize] = raw;
            // Parents before children in one half of the cases: a pass promises no order.
            let at = if index.is_multiple_of(2) { 0 } else { self.trees.len() };
            self.trees.insert(at, index);
        }
        index
    }

    /// A tree that holds another under so many names.
    pub(crate) fn fan(&mut self, tree: u32, names: u8) -> u32 {
        let mut raw = Vec::new();
        for name in 0..names {
            self.entry(&mut raw, "40000", &name.to_string(), tree);
        }
        let index = self.add(&[b"tree ", raw.as_slice()].concat());
        self.raw[index as usize] = raw;
        self.trees.push(index);
        index
    }

    /// A tip of this name that leads to an object.
    pub(crate) fn tip(name: &str, index: u32, reach: Reach) -> Tip {
        Tip { name: name.to_owned(), index, reach }
    }

    fn entry(&self, raw: &mut Vec<u8>, mode: &str, name: &str, index: u32) {
        raw.extend_from_slice(format!("{mode} {name}\0").as_bytes());
        raw.extend_from_slice(self.names[index as usize].as_bytes());
    }

    fn add(&mut self, text: &[u8]) -> u32 {
        use sha2::Digest as _;
        let id = sha2::Sha256::digest(text)[..20].to_vec();
        if let Some(&known) = self.ids.get(&id) {
            return known;
        }
        let index = self.count();
        self.names.push(ObjectId::new(&id).unwrap());
        self.raw.push(text.to_vec());
        self.ids.insert(id, index);
        index
    }
}

/// Up to twelve commits with up to three parents each, and few paths and blobs, so that everything happens twice.
pub(crate) fn histories() -> impl Strategy<Value = Vec<Made>> {
    let path = prop::sample::select(vec!["a", "b", "d/a", "d/b", "d/e/a", "f/a"]);
    let change = (path, prop::option::of(0u8..5));
    let commit = (prop::collection::vec(0usize..12, 0..4), 0i64..8, prop::collection::vec(change, 0..4));
    prop::collection::vec(commit, 1..12).prop_map(|all| {
        let mut history: Vec<Made> = Vec::new();
        for (number, (parents, jitter, changes)) in all.into_iter().enumerate() {
            let mut parents: Vec<usize> = parents.into_iter().filter(|&parent| parent < number).collect();
            parents.sort_unstable();
            parents.dedup();
            let mut files = parents.first().map(|&parent| history[parent].files.clone()).unwrap_or_default();
            for (path, blob) in changes {
                match blob {
                    Some(blob) => files.insert(path.to_owned(), blob),
                    None => files.remove(path),
                };
            }
            let date = i64::try_from(number).unwrap() * 3 + jitter * 2;
            history.push(Made { parents, date, files });
        }
        history
    })
}

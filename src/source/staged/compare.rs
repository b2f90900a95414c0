//! Compares the index with a tree, folder by folder, entering only folders that differ.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use gix::index::entry::{Flags, Mode};
use gix::index::extension::Tree as Cached;

use crate::document::{ObjectId, RelPath};
use crate::source::Skipped;
use crate::source::version::{Entry, Kind, Trees, Version, named, ours};

/// Bytes at the beginning of an object's name that tell most objects apart.
const HEAD: usize = 4;

/// One version that is staged and differs from what is checked out at its path.
pub struct Change {
    /// The staged version.
    pub new: Version,
    /// What the path holds in the commit.
    pub old: Option<ObjectId>,
    /// Whether the commit holds the same object under another name.
    pub is_copy: bool,
}

/// How an index differs from a commit.
#[derive(Default)]
pub struct Comparison {
    /// New and changed versions, by path.
    pub changes: Vec<Change>,
    /// Files of the commit that the index does not have any more.
    pub gone: Vec<Version>,
    /// What could not be compared.
    pub skipped: Vec<Skipped>,
}

impl Comparison {
    /// The places of the changes of a file, or of all files below a folder.
    pub fn at_or_below(&self, path: &[u8]) -> Vec<usize> {
        let from = |start: &[u8]| self.changes.partition_point(|change| change.new.path.as_bytes() < start);
        let many = |start: usize, is_in: &dyn Fn(&[u8]) -> bool| {
            let changes = self.changes[start..].iter();
            start..start + changes.take_while(|change| is_in(change.new.path.as_bytes())).count()
        };
        if path.is_empty() {
            return (0..self.changes.len()).collect();
        }
        let folder = [path, b"/"].concat();
        let file = many(from(path), &|other| other == path);
        file.chain(many(from(&folder), &|other| other.starts_with(&folder))).collect()
    }

    /// The staged version of a file that is this object.
    pub fn change(&self, path: &RelPath, object: Option<&ObjectId>) -> Option<&Change> {
        let places = self.at_or_below(path.as_bytes());
        places
            .into_iter()
            .map(|place| &self.changes[place])
            .find(|change| change.new.path == *path && object.is_none_or(|object| *object == change.new.id))
    }
}

/// Compares an index with the tree of a commit, or with nothing before the first commit.
pub fn with_head(repository: &gix::Repository, index: &gix::index::File, head: Option<ObjectId>) -> Comparison {
    let trees = Trees::new(repository);
    let mut walk = Walk { index, trees: &trees, found: Comparison::default(), changed: HashSet::new() };
    walk.folder(&mut Vec::new(), 0..index.entries().len(), index.tree(), head, 0);
    let Walk { mut found, changed, .. } = walk;
    mark_copies(&mut found, index, &changed);
    found.changes.sort_by(|a, b| a.new.path.cmp(&b.new.path));
    found.skipped = trees.skipped();
    found
}

/// Finds out which staged versions are in the commit already: gone from another path, or still there unchanged.
fn mark_copies(found: &mut Comparison, index: &gix::index::File, changed: &HashSet<usize>) {
    let mut staged: HashMap<ObjectId, bool> = found.changes.iter().map(|change| (change.new.id, false)).collect();
    let before = found.changes.iter().filter_map(|change| change.old).chain(found.gone.iter().map(|gone| gone.id));
    for id in before {
        staged.entry(id).and_modify(|known| *known = true);
    }
    // Most entries of the index are told apart by their first bytes, without a hash.
    let mut heads: Vec<&[u8]> = found.changes.iter().map(|change| &change.new.id.as_bytes()[..HEAD]).collect();
    heads.sort_unstable();
    for (place, entry) in index.entries().iter().enumerate() {
        let may_be = heads.binary_search(&&entry.id.as_bytes()[..HEAD]).is_ok();
        if may_be && !changed.contains(&place) && !entry.flags.contains(Flags::INTENT_TO_ADD) {
            staged.entry(ours(&entry.id)).and_modify(|known| *known = true);
        }
    }
    for change in &mut found.changes {
        change.is_copy = staged[&change.new.id];
    }
}

struct Walk<'w> {
    index: &'w gix::index::File,
    trees: &'w Trees<'w>,
    found: Comparison,
    /// The places of changed entries in the index.
    changed: HashSet<usize>,
}

impl Walk<'_> {
    /// Compares the entries of the index below a folder with the folder of the commit.
    fn folder(
        &mut self,
        path: &mut Vec<u8>,
        range: Range<usize>,
        cached: Option<&Cached>,
        head: Option<ObjectId>,
        depth: usize,
    ) {
        if let (Some(cached), Some(head)) = (cached, &head) {
            let is_valid = cached.num_entries.is_some_and(|count| count as usize == range.len());
            if is_valid && ours(&cached.id) == *head {
                return;
            }
        }
        if !self.trees.may_enter(path, depth) {
            return;
        }
        let before = head.map(|head| self.trees.entries(&head, path));
        let before = before.as_deref().unwrap_or_default();
        let mut seen = HashSet::new();
        let mut next = range.start;
        while next < range.end {
            let full = self.index.entries()[next].path(self.index);
            let rest = &full[path.len().min(full.len())..];
            let name = rest.split(|byte| *byte == b'/').next().unwrap_or_default().to_owned();
            let old = named(before, &name);
            let length = path.len();
            path.extend_from_slice(&name);
            if rest.len() == name.len() {
                // A folder that a file took the place of is gone.
                if self.entry(next, old) && old.is_some_and(|old| old.kind.is_some()) {
                    seen.insert(name);
                }
                next += 1;
            } else {
                path.push(b'/');
                let end = self.end_of(path, next..range.end);
                let cached = cached.and_then(|cached| cached.children.iter().find(|child| child.name[..] == name[..]));
                let head = old.filter(|old| old.kind.is_none()).map(|old| old.id);
                self.below(path, next..end, cached, head, depth + 1);
                if head.is_some() {
                    seen.insert(name);
                }
                next = end;
            }
            path.truncate(length);
        }
        for old in before.iter().filter(|old| !seen.contains(&*old.name)) {
            self.gone(path, old, depth + 1);
        }
    }

    /// Compares a folder below; in a sparse index it may be one entry that stands for a whole tree.
    fn below(
        &mut self,
        path: &mut Vec<u8>,
        range: Range<usize>,
        cached: Option<&Cached>,
        head: Option<ObjectId>,
        depth: usize,
    ) {
        let first = &self.index.entries()[range.start];
        if first.mode == Mode::DIR && *first.path(self.index) == path[..] {
            let new = ours(&first.id);
            if head != Some(new) {
                self.changed.insert(range.start);
                self.trees(path, Some(new), head, depth);
            }
        } else {
            self.folder(path, range, cached, head, depth);
        }
    }

    /// Where the entries below a folder end.
    fn end_of(&self, folder: &[u8], range: Range<usize>) -> usize {
        let entries = &self.index.entries()[range.clone()];
        // An index that is out of order must not make this stand still.
        range.start + entries.partition_point(|entry| entry.path(self.index).starts_with(folder)).max(1)
    }

    /// Compares one entry with what the commit has at its path; says whether the index has the path at all.
    fn entry(&mut self, place: usize, old: Option<&Entry>) -> bool {
        let entry = &self.index.entries()[place];
        if entry.flags.intersects(Flags::INTENT_TO_ADD | Flags::REMOVE) {
            // Only the name is staged, or not even that.
            return false;
        }
        let kind = match entry.mode {
            Mode::SYMLINK => Kind::Link,
            Mode::COMMIT => Kind::Submodule,
            _ => Kind::File,
        };
        let old = old.and_then(|old| Some((old.id, old.kind?)));
        let id = ours(&entry.id);
        if old != Some((id, kind)) {
            self.changed.insert(place);
            let new = Version { path: RelPath::new(entry.path(self.index)), id, kind };
            self.change(new, old);
        }
        true
    }

    fn change(&mut self, new: Version, old: Option<(ObjectId, Kind)>) {
        // A commit of a submodule is in another repository: it is no earlier version of a file.
        let old = old.filter(|(_, kind)| *kind != Kind::Submodule).map(|(id, _)| id);
        self.found.changes.push(Change { new, old, is_copy: false });
    }

    /// Compares two folders.
    fn trees(&mut self, path: &mut Vec<u8>, new: Option<ObjectId>, old: Option<ObjectId>, depth: usize) {
        if new == old || !self.trees.may_enter(path, depth) {
            return;
        }
        let [news, olds] = [new, old].map(|tree| tree.map(|tree| self.trees.entries(&tree, path)));
        let (news, olds) = (news.as_deref().unwrap_or_default(), olds.as_deref().unwrap_or_default());
        for entry in news {
            let before = named(olds, &entry.name);
            let length = path.len();
            path.extend_from_slice(&entry.name);
            match entry.kind {
                None => {
                    path.push(b'/');
                    let before = before.filter(|before| before.kind.is_none()).map(|before| before.id);
                    self.trees(path, Some(entry.id), before, depth + 1);
                }
                Some(kind) => {
                    let before = before.and_then(|before| Some((before.id, before.kind?)));
                    if before != Some((entry.id, kind)) {
                        self.change(Version { path: RelPath::new(&path), id: entry.id, kind }, before);
                    }
                }
            }
            path.truncate(length);
        }
        for old in
            olds.iter().filter(|old| named(news, &old.name).is_none_or(|new| new.kind.is_none() != old.kind.is_none()))
        {
            self.gone(path, old, depth + 1);
        }
    }

    /// Notes what the commit has and the index has not.
    fn gone(&mut self, folder: &mut Vec<u8>, old: &Entry, depth: usize) {
        let length = folder.len();
        folder.extend_from_slice(&old.name);
        let gone = &mut self.found.gone;
        if let Some(kind) = old.kind {
            gone.push(Version { path: RelPath::new(&folder), id: old.id, kind });
        } else {
            folder.push(b'/');
            self.trees.files(&old.id, folder, depth, &mut |version| gone.push(version));
        }
        folder.truncate(length);
    }
}

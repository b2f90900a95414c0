//! Folders of a repository as they are stored: each read once, all of them within a bound.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use gix::bstr::ByteSlice as _;

use super::{Kind, Version, ours, read, theirs};
use crate::document::{ObjectId, Origin, RelPath};
use crate::source::{SkipReason, Skipped};

/// Bytes of one folder: a few hundred thousand entries.
const MOST_BYTES: u64 = 64 << 20;
/// So many entries are kept decoded at a time.
const KEPT: usize = 1 << 18;
/// Folders inside one another.
const MOST_DEPTH: usize = 256;
/// Visits of folders; a few small trees can stand for any number of paths.
const MOST_VISITS: u64 = 2_000_000;

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the folder.
    pub name: Box<[u8]>,
    /// The object.
    pub id: ObjectId,
    /// What the object is; `None` for a folder.
    pub kind: Option<Kind>,
}

/// Reads folders of one repository.
pub struct Trees<'r> {
    repository: &'r gix::Repository,
    kept: RefCell<HashMap<ObjectId, Rc<[Entry]>>>,
    kept_entries: Cell<usize>,
    visits: Cell<u64>,
    skipped: RefCell<Vec<Skipped>>,
}

impl<'r> Trees<'r> {
    /// Reads from this repository.
    pub fn new(repository: &'r gix::Repository) -> Self {
        Self {
            repository,
            kept: RefCell::default(),
            kept_entries: Cell::new(0),
            visits: Cell::new(0),
            skipped: RefCell::default(),
        }
    }

    /// What could not be read so far.
    pub fn skipped(&self) -> Vec<Skipped> {
        self.skipped.borrow().clone()
    }

    /// The entries of a folder, sorted by name; none where it cannot be read, which is noted.
    pub fn entries(&self, id: &ObjectId, path: &[u8]) -> Rc<[Entry]> {
        if let Some(entries) = self.kept.borrow().get(id) {
            return Rc::clone(entries);
        }
        let entries: Rc<[Entry]> = self.decode(id, path).into();
        if self.kept_entries.get() + entries.len() > KEPT {
            self.kept.borrow_mut().clear();
            self.kept_entries.set(0);
        }
        self.kept_entries.set(self.kept_entries.get() + entries.len());
        self.kept.borrow_mut().insert(*id, Rc::clone(&entries));
        entries
    }

    fn decode(&self, id: &ObjectId, path: &[u8]) -> Vec<Entry> {
        let bytes = match read(self.repository, id, MOST_BYTES) {
            Ok(bytes) => bytes,
            Err((reason, detail)) => {
                self.skip(path, reason, detail);
                return Vec::new();
            }
        };
        let mut entries = Vec::new();
        for entry in gix::objs::TreeRefIter::from_bytes(&bytes, self.repository.object_hash()) {
            let Ok(entry) = entry else {
                self.skip(path, SkipReason::Corrupt, format!("folder {id}"));
                break;
            };
            let kind = match entry.mode.kind() {
                gix::objs::tree::EntryKind::Tree => None,
                gix::objs::tree::EntryKind::Link => Some(Kind::Link),
                gix::objs::tree::EntryKind::Commit => Some(Kind::Submodule),
                _ => Some(Kind::File),
            };
            entries.push(Entry { name: entry.filename.as_bytes().into(), id: ours(entry.oid), kind });
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        entries
    }

    /// Notes that a folder was not looked at.
    pub fn skip(&self, path: &[u8], reason: SkipReason, detail: String) {
        let path = path.strip_suffix(b"/").unwrap_or(path);
        let origin = Origin::file(RelPath::new(if path.is_empty() { b"." } else { path }));
        let skip = Skipped { origin, reason, detail };
        let mut skipped = self.skipped.borrow_mut();
        if skipped.last() != Some(&skip) {
            skipped.push(skip);
        }
    }

    /// Whether one more folder may be entered, so deep; where not, the receipt says so.
    pub fn may_enter(&self, path: &[u8], depth: usize) -> bool {
        self.visits.set(self.visits.get() + 1);
        let (reason, detail) = if depth > MOST_DEPTH {
            (SkipReason::TooDeep, format!("more than {MOST_DEPTH} folders in one another"))
        } else if self.visits.get() > MOST_VISITS {
            (SkipReason::TooMuch, format!("more than {MOST_VISITS} folders"))
        } else {
            return true;
        };
        let top = if reason == SkipReason::TooMuch { b"." } else { path };
        self.skip(top, reason, detail);
        false
    }

    /// Shows every file below a folder whose path, with a slash at its end, is given.
    pub fn files(&self, id: &ObjectId, path: &mut Vec<u8>, depth: usize, found: &mut dyn FnMut(Version)) {
        if !self.may_enter(path, depth) {
            return;
        }
        for entry in self.entries(id, path).iter() {
            let length = path.len();
            path.extend_from_slice(&entry.name);
            if let Some(kind) = entry.kind {
                found(Version { path: RelPath::new(&path), id: entry.id, kind });
            } else {
                path.push(b'/');
                self.files(&entry.id, path, depth + 1, found);
            }
            path.truncate(length);
        }
    }

    /// What a tree holds at a path.
    pub fn at(&self, tree: &ObjectId, path: &RelPath) -> Option<Version> {
        let mut folder = *tree;
        let mut names = path.as_bytes().split(|byte| *byte == b'/').peekable();
        while let Some(name) = names.next() {
            let entries = self.entries(&folder, b"");
            let entry = named(&entries, name)?;
            match (entry.kind, names.peek()) {
                (Some(kind), None) => return Some(Version { path: path.clone(), id: entry.id, kind }),
                (None, Some(_)) => folder = entry.id,
                _ => return None,
            }
        }
        None
    }

    /// The tree of a commit.
    pub fn of_commit(&self, commit: &ObjectId) -> Option<ObjectId> {
        let commit = self.repository.find_commit(theirs(commit)).ok()?;
        commit.tree_id().ok().map(|id| ours(&id))
    }
}

/// The entry of this name, among sorted ones.
pub fn named<'e>(entries: &'e [Entry], name: &[u8]) -> Option<&'e Entry> {
    entries.binary_search_by(|entry| (*entry.name).cmp(name)).ok().map(|index| &entries[index])
}

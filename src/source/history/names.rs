//! What the objects of a repository are called: read from the trees, where a tree that is made from another shows only
//! what it does not share with it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::database::{Database, Lost, Seen, corrupt};
use crate::document::{ObjectId, RelPath};
use crate::source::git::object::tree::Entries;
use crate::source::git::pack::{self, Base, Delta, Pack, PackError, Step, Visit};
use crate::source::git::{HashKind, Kind};
use crate::source::{SkipReason, Skipped};

/// No name, or no object.
const NONE: u32 = u32::MAX;

/// The deepest path that is put together.
const DEEPEST: usize = 4096;

/// A name of each object, and every name that there is.
#[derive(Debug, Default)]
pub struct Names {
    /// The names, each once.
    table: Vec<Box<[u8]>>,
    numbers: HashMap<Box<[u8]>, u32>,
    /// For each object one of its names, and the tree that has it.
    name: Vec<u32>,
    parent: Vec<u32>,
    /// Names and objects that lie under more than one name.
    more: Vec<(u32, u32)>,
    /// Objects that trees name and the repository lacks, each with a tree that does.
    pub missing: Vec<(ObjectId, u32)>,
    /// Submodules' commits, by the name of their folder.
    pub submodules: Vec<(u32, u32)>,
}

/// An entry of a tree, as it is collected.
struct Found {
    tree: u32,
    child: u32,
}

impl Names {
    /// Reads all trees; says of each that it is `done`.
    pub fn read(
        database: &Database,
        lost: &Lost<'_>,
        done: &(dyn Fn() + Sync),
        stopped: &(dyn Fn() -> bool + Sync),
    ) -> Self {
        let count = database.objects.count() as usize;
        let names = Self { name: vec![NONE; count], parent: vec![NONE; count], ..Self::default() };
        let names = Mutex::new(names);
        let seen = Seen::of(database.objects.count());
        for (number, pack) in database.objects.packs().iter().enumerate() {
            let reader = Reader { database, number, pack, names: &names, seen: &seen, lost, done, stopped };
            pack::walk(pack, &database.roots(pack, Kind::Tree), 1, &reader);
        }
        let mut names = names.into_inner().unwrap_or_else(PoisonError::into_inner);
        for number in database.loose_of(Kind::Tree) {
            let object = database.objects.of_loose(number);
            let path = &database.objects.loose()[number].1;
            match database.read_loose(number) {
                Ok(bytes) => names.add(database, object, &bytes, &[], lost),
                Err(error) => lost(corrupt(&database.repository, path, error.to_string())),
            }
        }
        names.missing.sort_unstable();
        names.missing.dedup_by_key(|(id, _)| *id);
        names
    }

    /// Adds the entries of a tree that do not lie wholly in one of the `shared` stretches.
    fn add(&mut self, database: &Database, tree: u32, bytes: &[u8], shared: &[(usize, usize)], lost: &Lost<'_>) {
        let hash = database.repository.hash;
        let mut at = 0;
        let mut next = 0;
        for entry in Entries::of(bytes, hash) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let detail = format!("object {}: {error}", database.objects.id(tree));
                    lost(Skipped {
                        origin: database.repository.origin(&database.repository.objects()),
                        reason: SkipReason::Corrupt,
                        detail,
                    });
                    return;
                }
            };
            let end = end_of(bytes, &entry, hash);
            let range = at..end;
            at = end;
            while next < shared.len() && shared[next].1 < range.end {
                next += 1;
            }
            if shared.get(next).is_some_and(|(start, _)| *start <= range.start) {
                continue;
            }
            if entry.is_submodule() {
                let name = self.number(entry.name);
                self.submodules.push((tree, name));
                continue;
            }
            match database.objects.find(entry.id) {
                Some(child) => self.note(&Found { tree, child }, entry.name),
                None => self.missing.push((entry.object(), tree)),
            }
        }
    }

    fn note(&mut self, found: &Found, name: &[u8]) {
        let child = found.child as usize;
        let known = self.name[child];
        if known == NONE {
            self.name[child] = self.number(name);
            self.parent[child] = found.tree;
        } else if *self.table[known as usize] != *name {
            let number = self.number(name);
            self.more.push((number, found.child));
        }
    }

    fn number(&mut self, name: &[u8]) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.table.len()).unwrap_or(NONE - 1);
        self.table.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    /// Ends the reading: brings further names into order.
    pub fn settle(&mut self) {
        self.numbers = HashMap::new();
        self.more.sort_unstable_by_key(|(name, object)| (*object, *name));
        self.more.dedup();
    }

    /// Every name there is, by number.
    pub fn all(&self) -> impl Iterator<Item = &[u8]> {
        self.table.iter().map(|name| &**name)
    }

    /// The names of an object, by number.
    pub fn of(&self, object: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.name[object as usize];
        let start = self.more.partition_point(|(_, other)| *other < object);
        let more = self.more[start..].iter().take_while(move |(_, other)| *other == object).map(|(name, _)| *name);
        std::iter::once(first).filter(|name| *name != NONE).chain(more)
    }

    /// The objects that have one of some names, sorted.
    pub fn objects_called(&self, wanted: &dyn Fn(u32) -> bool) -> Vec<u32> {
        let first =
            (0..).zip(&self.name).filter(|(_, name)| **name != NONE && wanted(**name)).map(|(object, _)| object);
        let more = self.more.iter().filter(|(name, _)| wanted(*name)).map(|(_, object)| *object);
        let mut all: Vec<u32> = first.chain(more).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// A name by its number.
    pub fn name(&self, number: u32) -> &[u8] {
        &self.table[number as usize]
    }

    /// One path of an object, from the root of some commit or of a tree that no commit has; `None` where no tree has it.
    pub fn path(&self, object: u32) -> Option<RelPath> {
        let mut parts: Vec<&[u8]> = Vec::new();
        let mut at = object;
        while let Some(&name) = self.name.get(at as usize).filter(|name| **name != NONE) {
            parts.push(self.name(name));
            at = self.parent[at as usize];
            if parts.len() > DEEPEST {
                break;
            }
        }
        parts.reverse();
        (!parts.is_empty()).then(|| RelPath::new(parts.join(&b'/')))
    }
}

/// Where an entry ends in its tree.
fn end_of(bytes: &[u8], entry: &crate::source::git::object::tree::Entry<'_>, hash: HashKind) -> usize {
    let id = entry.id.as_ptr() as usize - bytes.as_ptr() as usize;
    id + hash.length()
}

/// Reads the trees of one pack.
struct Reader<'r> {
    database: &'r Database,
    number: usize,
    pack: &'r Pack,
    names: &'r Mutex<Names>,
    seen: &'r Seen,
    lost: &'r Lost<'r>,
    done: &'r (dyn Fn() + Sync),
    stopped: &'r (dyn Fn() -> bool + Sync),
}

impl Reader<'_> {
    fn add(&self, entry: u32, bytes: &[u8], shared: &[(usize, usize)]) {
        (self.done)();
        let object = self.database.objects.of_pack(self.number, self.pack.place(entry));
        if self.seen.insert(object) {
            let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
            names.add(self.database, object, bytes, shared, self.lost);
        }
    }
}

impl Visit for Reader<'_> {
    type State = ();

    fn whole(&self, entry: u32, bytes: &[u8]) {
        self.add(entry, bytes, &[]);
    }

    fn derived(&self, entry: u32, bytes: &[u8], delta: &Delta<'_>, _: &Base<'_, ()>) {
        let mut shared: Vec<(usize, usize)> = Vec::new();
        let (mut at, mut known) = (0, 0);
        for step in delta.steps().map_while(Result::ok) {
            match step {
                Step::Copy { from, length } => {
                    match shared.last_mut() {
                        Some((_, end)) if *end == at && known == from => *end += length,
                        _ => shared.push((at, at + length)),
                    }
                    known = from + length;
                    at += length;
                }
                Step::Insert(bytes) => at += bytes.len(),
            }
        }
        self.add(entry, bytes, &shared);
    }

    fn lost(&self, entry: u32, error: &PackError) {
        (self.lost)(self.database.lost_entry(self.pack, entry, error));
    }

    fn outside(&self, id: &ObjectId) -> Result<Vec<u8>, PackError> {
        self.database.outside(id)
    }

    fn stopped(&self) -> bool {
        (self.stopped)()
    }
}

//! The objects of a repository behind one door: packs and single files, its own and those it borrows.

use std::io::Read;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::provenance::Graph;
use crate::document::{ObjectId, RelPath};
use crate::source::git::loose::{self, LooseObject, ObjectError};
use crate::source::git::objects::{Objects, Place};
use crate::source::git::pack::{self, Base, Delta, Form, Pack, PackError, Root, Stream, Visit};
use crate::source::git::{Kind, Repository};
use crate::source::{SkipReason, Skipped};

/// The most bytes of an object that is held whole for what it says of others, or in a file of its own.
const LARGEST: u64 = 1 << 30;

/// The objects of a repository.
pub struct Database {
    /// The repository.
    pub repository: Repository,
    /// Where the objects lie.
    pub objects: Objects,
    /// What each object in a file of its own is.
    loose_kinds: Vec<Option<Kind>>,
}

/// An object that is not held: how many bytes it has, and what reads them.
pub type LongObject<'o> = (u64, Box<dyn Read + 'o>);

/// Shown an object: its index and its bytes.
pub type Shown<'s> = dyn Fn(u32, &[u8]) + Sync + 's;

/// Shown what is lost.
pub type Lost<'l> = dyn Fn(Skipped) + Sync + 'l;

impl Database {
    /// Opens everything in which objects lie; what cannot be opened is shown as lost.
    pub fn open(repository: Repository, lost: &Lost<'_>) -> Self {
        let stores = repository.stores();
        stores.skipped.into_iter().for_each(lost);
        let mut packs = Vec::new();
        for files in &stores.packs {
            let Some(index) = &files.index else {
                let detail = "the pack has no index: run `git index-pack` on it".to_owned();
                lost(corrupt(&repository, &files.pack, detail));
                continue;
            };
            match Pack::open(&files.pack, index, repository.hash.length()) {
                Ok(pack) => packs.push(pack),
                Err(error) => lost(corrupt(&repository, &files.pack, error.to_string())),
            }
        }
        let mut all = Vec::new();
        for directory in &stores.directories {
            let found = repository.loose(directory);
            found.skipped.into_iter().for_each(lost);
            all.extend(found.objects);
        }
        let objects = Objects::new(packs, all);
        let mut database = Self { repository, objects, loose_kinds: Vec::new() };
        database.check_packs(lost);
        database.open_loose(lost);
        database
    }

    /// Names what is wrong with packs and indexes as a whole, and with entries that cannot be made.
    fn check_packs(&self, lost: &Lost<'_>) {
        for pack in self.objects.packs() {
            for problem in pack.problems() {
                lost(corrupt(&self.repository, &pack.path, problem));
            }
            for (entry, error) in &pack.lost {
                let name = pack.id_of(*entry).map_or_else(String::new, |id| format!("object {id}: "));
                lost(corrupt(&self.repository, &pack.path, format!("{name}{error}")));
            }
        }
    }

    fn open_loose(&mut self, lost: &Lost<'_>) {
        let kinds = self.objects.loose().iter().map(|(_, path)| match loose::header(path) {
            Ok((kind, _)) => Some(kind),
            Err(error) => {
                lost(corrupt(&self.repository, path, error.to_string()));
                None
            }
        });
        self.loose_kinds = kinds.collect();
    }

    /// What the tree of deltas below a root is made of; a base outside of the pack is looked up.
    fn kind_of(&self, pack: &Pack, root: Root) -> Option<Kind> {
        if root.is_outside {
            return self.kind(self.objects.find(pack.way_out(root.entry)?.as_bytes())?, 0);
        }
        pack.kind(root.entry)
    }

    fn kind(&self, object: u32, depth: usize) -> Option<Kind> {
        match self.objects.place(object) {
            Place::Loose(number) => self.loose_kinds.get(number as usize).copied().flatten(),
            Place::Packed(pack, place) => {
                let pack = &self.objects.packs()[pack as usize];
                let entry = pack.entry_at(place)?;
                if let Some(kind) = pack.kind(entry) {
                    return Some(kind);
                }
                // Its deltas lead out of the pack, perhaps by way of several.
                let base = pack.way_out(entry)?;
                (depth < 64).then(|| self.kind(self.objects.find(base.as_bytes())?, depth + 1)).flatten()
            }
        }
    }

    /// The roots of a pack below which the objects are of a kind.
    pub fn roots(&self, pack: &Pack, kind: Kind) -> Vec<Root> {
        pack.roots().iter().filter(|root| self.kind_of(pack, **root) == Some(kind)).copied().collect()
    }

    /// The files of single objects of a kind, by number.
    pub fn loose_of(&self, kind: Kind) -> impl Iterator<Item = usize> + '_ {
        (0..self.loose_kinds.len()).filter(move |number| self.loose_kinds[*number] == Some(kind))
    }

    /// Names the roots whose base is nowhere.
    pub fn lost_roots(&self, lost: &Lost<'_>) {
        for pack in self.objects.packs() {
            for root in pack.roots().iter().filter(|root| self.kind_of(pack, **root).is_none()) {
                let base = pack.way_out(root.entry).map_or_else(String::new, |id| format!(": {id}"));
                let detail = format!("object {}: the base of its delta is missing{base}", pack.id(root.entry));
                lost(corrupt(&self.repository, &pack.path, detail));
            }
        }
    }

    /// Shows every object of a kind once, whole.
    pub fn each(
        &self,
        kind: Kind,
        threads: usize,
        show: &Shown<'_>,
        lost: &Lost<'_>,
        stopped: &(dyn Fn() -> bool + Sync),
    ) {
        let seen = Seen::of(self.objects.count());
        for (number, pack) in self.objects.packs().iter().enumerate() {
            let visit = Each { database: self, number, pack, seen: &seen, show, lost, stopped };
            pack::walk(pack, &self.roots(pack, kind), threads, &visit);
        }
        for number in self.loose_of(kind) {
            let object = self.objects.of_loose(number);
            if !stopped() && seen.insert(object) {
                match self.read_loose(number) {
                    Ok(bytes) => show(object, &bytes),
                    Err(error) => lost(corrupt(&self.repository, &self.objects.loose()[number].1, error.to_string())),
                }
            }
        }
    }

    /// The content of an object in a file of its own.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn read_loose(&self, number: usize) -> Result<Vec<u8>, ObjectError> {
        loose::read_loose(&self.objects.loose()[number].1, LARGEST).map(|(_, bytes)| bytes)
    }

    /// The content of any object; slow, for few of them.
    pub fn read_object(&self, object: u32) -> Option<Vec<u8>> {
        match self.objects.place(object) {
            Place::Packed(pack, place) => self.read_packed(pack as usize, place).ok(),
            Place::Loose(number) => self.read_loose(number as usize).ok(),
        }
    }

    /// The content of an object that is longer than `most` bytes, as a stream, where it lies whole and no other is made
    /// from it.
    pub fn stream(&self, object: u32, most: u64) -> Option<LongObject<'_>> {
        match self.objects.place(object) {
            Place::Loose(number) => self.stream_loose(number as usize, most),
            Place::Packed(pack, place) => {
                let pack = &self.objects.packs()[pack as usize];
                let entry = pack.entry_at(place).filter(|entry| pack.children(*entry).is_empty())?;
                let (header, compressed) = pack.entry(entry).ok()?;
                let is_long = matches!(header.form, Form::Whole(_)) && header.size > most;
                let stream = Stream::new(compressed, header.size).ok().filter(|_| is_long)?;
                Some((stream.size, Box::new(stream)))
            }
        }
    }

    /// The same for an object in a file of its own.
    pub fn stream_loose(&self, number: usize, most: u64) -> Option<LongObject<'_>> {
        let object = LooseObject::open(&self.objects.loose()[number].1).ok()?;
        (object.size() > most).then(|| (object.size(), Box::new(object) as _))
    }

    /// Reads a packed object by its deltas, and a base that lies in a file of its own.
    fn read_packed(&self, pack: usize, place: u32) -> Result<Vec<u8>, PackError> {
        match self.objects.read_packed(pack, place) {
            Err(PackError::NoBase(_)) => {}
            read => return read.map(|(_, bytes)| bytes),
        }
        let (deltas, base) = self.objects.deltas_to_outside(pack, place)?;
        let object = self.objects.find(base.as_bytes()).ok_or_else(|| PackError::NoBase(base.to_string()))?;
        let Place::Loose(number) = self.objects.place(object) else { return Err(PackError::NoBase(base.to_string())) };
        let mut bytes = self.read_loose(number as usize).map_err(|_| PackError::NoBase(base.to_string()))?;
        for delta in deltas.iter().rev() {
            let mut made = Vec::new();
            Delta::read(delta)?.apply(&bytes, &mut made)?;
            bytes = made;
        }
        Ok(bytes)
    }

    /// The object that a root is a delta to.
    ///
    /// # Errors
    /// Where it is not there.
    pub fn outside(&self, id: &ObjectId) -> Result<Vec<u8>, PackError> {
        let found = self.objects.find(id.as_bytes()).and_then(|object| self.read_object(object));
        found.ok_or_else(|| PackError::NoBase(id.to_string()))
    }

    /// A line of the receipt for an entry that cannot be made.
    pub fn lost_entry(&self, pack: &Pack, entry: u32, error: &PackError) -> Skipped {
        let mut line = corrupt(&self.repository, &pack.path, format!("object {}: {error}", pack.id(entry)));
        if let PackError::TooLarge(_) | PackError::LargeBase(_) = error {
            line.reason = SkipReason::TooLarge;
        }
        line
    }

    /// How many objects of each kind there are, and how many compressed bytes.
    pub fn weight_of(&self, kind: Kind) -> (u64, u64) {
        let mut sums = (0, 0);
        for pack in self.objects.packs() {
            for root in self.roots(pack, kind) {
                sums.1 += pack.weight(root.entry);
            }
            sums.0 += u64::from(pack.count_of(kind));
        }
        sums.0 += self.loose_of(kind).count() as u64;
        sums
    }
}

impl Graph for Database {
    fn index_of(&self, id: &[u8]) -> Option<u32> {
        self.objects.find(id)
    }

    fn id_of(&self, index: u32) -> ObjectId {
        self.objects.id(index)
    }

    fn count(&self) -> u32 {
        self.objects.count()
    }

    fn trees(&self, visit: &mut (dyn FnMut(u32, &[u8]) + Send)) {
        let visit = Mutex::new(visit);
        let show = |object: u32, bytes: &[u8]| {
            visit.lock().unwrap_or_else(std::sync::PoisonError::into_inner)(object, bytes);
        };
        // What is lost has been told when the names were read.
        self.each(Kind::Tree, 1, &show, &|_| {}, &|| false);
    }

    fn read(&self, index: u32) -> Option<Vec<u8>> {
        self.read_object(index)
    }
}

/// A line of the receipt for a file of the repository.
pub fn corrupt(repository: &Repository, path: &std::path::Path, detail: String) -> Skipped {
    Skipped { origin: repository.origin(path), reason: SkipReason::Corrupt, detail }
}

/// Objects that were shown already, since one may lie in several packs.
pub struct Seen(Vec<AtomicU64>);

impl Seen {
    /// None of so many.
    pub fn of(count: u32) -> Self {
        Self((0..=count / 64).map(|_| AtomicU64::new(0)).collect())
    }

    /// Adds an object; says whether it is new.
    pub fn insert(&self, object: u32) -> bool {
        let bit = 1 << (object % 64);
        self.0[object as usize / 64].fetch_or(bit, Ordering::Relaxed) & bit == 0
    }
}

/// Shows whole objects.
struct Each<'e> {
    database: &'e Database,
    number: usize,
    pack: &'e Pack,
    seen: &'e Seen,
    show: &'e Shown<'e>,
    lost: &'e Lost<'e>,
    stopped: &'e (dyn Fn() -> bool + Sync),
}

impl Visit for Each<'_> {
    type State = ();

    fn whole(&self, entry: u32, bytes: &[u8]) {
        let object = self.database.objects.of_pack(self.number, self.pack.place(entry));
        if self.seen.insert(object) {
            (self.show)(object, bytes);
        }
    }

    fn derived(&self, entry: u32, bytes: &[u8], _: &Delta<'_>, _: &Base<'_, ()>) {
        self.whole(entry, bytes);
    }

    fn lost(&self, entry: u32, error: &PackError) {
        (self.lost)(self.database.lost_entry(self.pack, entry, error));
    }

    fn outside(&self, id: &ObjectId) -> Result<Vec<u8>, PackError> {
        self.database.outside(id)
    }

    fn limit(&self) -> Option<u64> {
        Some(LARGEST)
    }

    fn stopped(&self) -> bool {
        (self.stopped)()
    }
}

/// The name of the document that a message is.
pub fn message_path(kind: Kind) -> RelPath {
    RelPath::new(if kind == Kind::Tag { "tag-message" } else { "commit-message" })
}

#[cfg(test)]
mod tests;

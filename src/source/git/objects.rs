//! All objects of a repository, each known by its index in the order of names, wherever it lies.

use std::path::PathBuf;

use super::Kind;
use super::pack::{Delta, Form, Pack, PackError, inflate};
use crate::document::ObjectId;

/// The longest chain of deltas that is followed to read a single object.
const LONGEST_CHAIN: usize = 100_000;

/// All objects of a repository.
#[derive(Debug, Default)]
pub struct Objects {
    packs: Vec<Pack>,
    loose: Vec<(ObjectId, PathBuf)>,
    table: Table,
}

/// Where the objects lie, in the order of names.
#[derive(Debug, Default)]
enum Table {
    /// All of them in one pack, so that its index is the table.
    #[default]
    OnePack,
    Many {
        places: Vec<Place>,
        /// For each pack, the index of each of its objects.
        of_packs: Vec<Vec<u32>>,
        of_loose: Vec<u32>,
    },
}

/// Where an object lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a pack: its number, and the place in its index.
    Packed(u32, u32),
    /// In a file of its own: its number.
    Loose(u32),
}

impl Objects {
    /// Brings together what lies in packs and in files of its own; an object that lies twice counts once.
    pub fn new(packs: Vec<Pack>, mut loose: Vec<(ObjectId, PathBuf)>) -> Self {
        loose.sort_unstable();
        loose.dedup_by(|one, other| one.0 == other.0);
        let simple = packs.len() == 1 && loose.is_empty() && packs[0].index().is_strictly_sorted();
        let table = if simple { Table::OnePack } else { table_of(&packs, &loose) };
        Self { packs, loose, table }
    }

    /// How many objects there are.
    pub fn count(&self) -> u32 {
        match &self.table {
            Table::OnePack => self.packs.first().map_or(0, |pack| pack.index().count()),
            Table::Many { places, .. } => u32::try_from(places.len()).expect("the table is built with 32 bits"),
        }
    }

    /// The packs.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// The files of single objects, by name.
    pub fn loose(&self) -> &[(ObjectId, PathBuf)] {
        &self.loose
    }

    /// Where an object lies.
    pub fn place(&self, object: u32) -> Place {
        match &self.table {
            Table::OnePack => Place::Packed(0, object),
            Table::Many { places, .. } => places[object as usize],
        }
    }

    /// The object at a place of the index of a pack.
    pub fn of_pack(&self, pack: usize, place: u32) -> u32 {
        match &self.table {
            Table::OnePack => place,
            Table::Many { of_packs, .. } => of_packs[pack][place as usize],
        }
    }

    /// The object in a file of its own.
    pub fn of_loose(&self, number: usize) -> u32 {
        match &self.table {
            Table::OnePack => unreachable!("there are no loose objects"),
            Table::Many { of_loose, .. } => of_loose[number],
        }
    }

    /// The name of an object.
    pub fn id(&self, object: u32) -> ObjectId {
        match self.place(object) {
            Place::Packed(pack, place) => self.packs[pack as usize].index().id(place),
            Place::Loose(number) => self.loose[number as usize].0,
        }
    }

    /// The object of a name.
    pub fn find(&self, id: &[u8]) -> Option<u32> {
        for (number, pack) in self.packs.iter().enumerate() {
            if let Some(place) = pack.index().find(id) {
                return Some(self.of_pack(number, place));
            }
        }
        let number = self.loose.binary_search_by(|(loose, _)| loose.as_bytes().cmp(id)).ok()?;
        Some(self.of_loose(number))
    }

    /// The deltas of a packed object, the last one first, up to a base that lies in no pack.
    ///
    /// # Errors
    /// Where one of them is damaged, or they lead to no such base.
    pub fn deltas_to_outside(&self, pack: usize, place: u32) -> Result<(Vec<Vec<u8>>, ObjectId), PackError> {
        let pack = &self.packs[pack];
        let mut entry = pack.entry_at(place).ok_or(PackError::Truncated)?;
        let mut deltas = Vec::new();
        while deltas.len() < LONGEST_CHAIN {
            let (header, compressed) = pack.entry(entry)?;
            let mut inflated = Vec::new();
            inflate(compressed, header.size, &mut inflated)?;
            deltas.push(inflated);
            entry = match header.form {
                Form::Whole(_) => return Err(PackError::Loop),
                Form::OffsetDelta(distance) => pack.before(entry, distance).ok_or(PackError::Truncated)?,
                Form::NameDelta(id) => match pack.entry_of(&id) {
                    Some(base) => base,
                    None => return Ok((deltas, id)),
                },
            };
        }
        Err(PackError::Loop)
    }

    /// Reads one packed object by the chain of its deltas; for few objects, since nothing of the chain is kept.
    ///
    /// # Errors
    /// Where it or one of its bases is damaged or missing.
    pub fn read_packed(&self, pack: usize, place: u32) -> Result<(Kind, Vec<u8>), PackError> {
        let mut deltas: Vec<Vec<u8>> = Vec::new();
        let mut pack = &self.packs[pack];
        let mut entry = pack.entry_at(place).ok_or(PackError::Truncated)?;
        let (kind, mut bytes) = loop {
            let (header, compressed) = pack.entry(entry)?;
            let mut inflated = Vec::new();
            inflate(compressed, header.size, &mut inflated)?;
            let base = match header.form {
                Form::Whole(kind) => break (kind, inflated),
                Form::OffsetDelta(distance) => (pack, pack.before(entry, distance).ok_or(PackError::Truncated)?),
                Form::NameDelta(id) => {
                    let mut all = std::iter::once(pack).chain(&self.packs);
                    let found = all.find_map(|pack| Some((pack, pack.entry_of(&id)?)));
                    found.ok_or_else(|| PackError::NoBase(id.to_string()))?
                }
            };
            (pack, entry) = base;
            deltas.push(inflated);
            if deltas.len() > LONGEST_CHAIN {
                return Err(PackError::Loop);
            }
        };
        for delta in deltas.iter().rev() {
            let mut made = Vec::new();
            Delta::read(delta)?.apply(&bytes, &mut made)?;
            bytes = made;
        }
        Ok((kind, bytes))
    }
}

/// Sorts all objects by name.
fn table_of(packs: &[Pack], loose: &[(ObjectId, PathBuf)]) -> Table {
    let to_u32 = |number: usize| u32::try_from(number).expect("fewer than four thousand million objects");
    let id_of = |place: &Place| match *place {
        Place::Packed(pack, place) => packs[pack as usize].index().id_bytes(place),
        Place::Loose(number) => loose[number as usize].0.as_bytes(),
    };
    let mut all: Vec<Place> = Vec::new();
    for (number, pack) in packs.iter().enumerate() {
        all.extend((0..pack.index().count()).map(|place| Place::Packed(to_u32(number), place)));
    }
    all.extend((0..loose.len()).map(|number| Place::Loose(to_u32(number))));
    // Stable, so that of several copies the one in the first pack is the one that is read.
    all.sort_by(|one, other| id_of(one).cmp(id_of(other)));
    let mut of_packs: Vec<Vec<u32>> = packs.iter().map(|pack| vec![0; pack.index().count() as usize]).collect();
    let mut of_loose = vec![0; loose.len()];
    let mut places: Vec<Place> = Vec::with_capacity(all.len());
    for place in all {
        if places.last().is_none_or(|last| id_of(last) != id_of(&place)) {
            places.push(place);
        }
        let object = to_u32(places.len() - 1);
        match place {
            Place::Packed(pack, place) => of_packs[pack as usize][place as usize] = object,
            Place::Loose(number) => of_loose[number as usize] = object,
        }
    }
    Table::Many { places, of_packs, of_loose }
}

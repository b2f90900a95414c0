//! Finds the file that a new one was renamed from: the one that shares most of its lines.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::{Version, read};
use crate::document::RelPath;

/// So many files are compared; those of the same name first.
const MOST_CANDIDATES: usize = 256;
/// Longer files are compared by name alone.
const MOST_BYTES: u64 = 4 << 20;
/// Per cent of the longer file that both have to share, as git has it.
const ENOUGH: usize = 50;
/// The same where the files have the same name, in another folder.
const ENOUGH_OF_NAMESAKE: usize = 25;

/// The file among those that went away that `new` was most probably made from.
pub fn renamed_from<'g>(repository: &gix::Repository, new: &Version, gone: &'g [Version]) -> Option<&'g Version> {
    if let Some(same) = gone.iter().find(|old| old.id == new.id) {
        return Some(same);
    }
    let name = file_name(&new.path);
    let mut candidates: Vec<&Version> = gone.iter().filter(|old| old.kind == new.kind).collect();
    candidates.sort_by_key(|old| file_name(&old.path) != name);
    candidates.truncate(MOST_CANDIDATES);
    let text = read(repository, &new.id, MOST_BYTES).ok()?;
    let lines = Lines::of(&text);
    let mut best: Option<(usize, &Version)> = None;
    for old in candidates {
        let Ok(before) = read(repository, &old.id, MOST_BYTES) else { continue };
        let shared = lines.shared(&before) * 100 / before.len().max(text.len()).max(1);
        let enough = if file_name(&old.path) == name { ENOUGH_OF_NAMESAKE } else { ENOUGH };
        if shared >= enough && best.is_none_or(|(most, _)| shared > most) {
            best = Some((shared, old));
        }
    }
    best.map(|(_, old)| old)
}

fn file_name(path: &RelPath) -> &[u8] {
    path.as_bytes().rsplit(|byte| *byte == b'/').next().unwrap_or_default()
}

/// How often each line of a text occurs.
struct Lines {
    hasher: RandomState,
    counts: HashMap<u64, u32>,
}

impl Lines {
    fn of(text: &[u8]) -> Self {
        let hasher = RandomState::new();
        let mut counts = HashMap::new();
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            *counts.entry(hasher.hash_one(line)).or_default() += 1;
        }
        Self { hasher, counts }
    }

    /// Bytes of the lines that another text has too.
    fn shared(&self, other: &[u8]) -> usize {
        let mut taken: HashMap<u64, u32> = HashMap::new();
        let mut bytes = 0;
        for line in other.split_inclusive(|byte| *byte == b'\n') {
            let hash = self.hasher.hash_one(line);
            let Some(&count) = self.counts.get(&hash) else { continue };
            let taken = taken.entry(hash).or_default();
            if *taken < count {
                *taken += 1;
                bytes += line.len();
            }
        }
        bytes
    }
}

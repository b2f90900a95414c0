//! Which loose objects a folder of objects holds.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::super::object::{HashKind, id_of_hex};
use crate::document::{ObjectId, Origin};
use crate::source::{SkipReason, Skipped};

/// The loose objects of a folder, sorted by name.
#[derive(Debug, Default)]
pub struct LooseObjects {
    /// Their names; [`path_of`] tells where each lies.
    pub ids: Vec<ObjectId>,
    /// What could not be listed, and objects whose writing was never finished.
    pub skipped: Vec<Skipped>,
}

/// The loose objects of a folder of objects; `name` tells how a path is named in the receipt.
pub fn loose(directory: &Path, hash: HashKind, name: &dyn Fn(&Path) -> Origin) -> LooseObjects {
    let mut found = LooseObjects::default();
    let mut unfinished = 0_usize;
    for first in 0..=u8::MAX {
        let folder = directory.join(format!("{first:02x}"));
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => {
                found.skipped.push(unreadable(name(&folder), &error));
                continue;
            }
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    found.skipped.push(unreadable(name(&folder), &error));
                    break;
                }
            };
            match id_of_file(first, &entry.file_name(), hash) {
                Some(id) => found.ids.push(id),
                None => unfinished += usize::from(is_unfinished(&entry.file_name())),
            }
        }
    }
    unfinished += quarantined(directory);
    if unfinished > 0 {
        found.skipped.push(Skipped {
            origin: name(directory),
            reason: SkipReason::Unsupported,
            detail: format!(
                "{unfinished} temporary files of writes that were never finished; `git prune` removes them"
            ),
        });
    }
    found.ids.sort_unstable();
    found
}

/// Where the object of this name lies below a folder of objects.
#[must_use]
pub fn path_of(directory: &Path, id: &ObjectId) -> PathBuf {
    let digits = id.to_string();
    directory.join(&digits[..2]).join(&digits[2..])
}

fn id_of_file(first: u8, rest: &OsStr, hash: HashKind) -> Option<ObjectId> {
    let rest = rest.to_str()?;
    // Git writes lower case, and finds nothing else.
    if rest.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    id_of_hex(format!("{first:02x}{rest}").as_bytes()).filter(|id| id.as_bytes().len() == hash.length())
}

/// The names that git gives to what it is still writing.
pub fn is_unfinished(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    [&b"tmp_"[..], b".tmp-", b"incoming-"].iter().any(|start| name.starts_with(start))
}

/// What was being written beside the objects: folders of pushes that were never finished, and packs.
fn quarantined(directory: &Path) -> usize {
    [directory.to_owned(), directory.join("pack")]
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flat_map(|entries| entries.filter_map(Result::ok))
        .filter(|entry| is_unfinished(&entry.file_name()))
        .count()
}

fn unreadable(origin: Origin, error: &std::io::Error) -> Skipped {
    Skipped { origin, reason: SkipReason::Unreadable, detail: error.to_string() }
}

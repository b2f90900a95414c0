//! Which loose objects a folder of objects holds.

use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use super::super::object::{HashKind, id_of_hex};
use crate::document::{ObjectId, Origin};
use crate::source::{SkipReason, Skipped};

/// The loose objects of a folder, sorted by name.
#[derive(Debug, Default)]
pub struct LooseObjects {
    /// Their names, and where each lies.
    pub objects: Vec<(ObjectId, PathBuf)>,
    /// What could not be listed, and objects whose writing was never finished.
    pub skipped: Vec<Skipped>,
}

/// The loose objects of a folder of objects; `name` tells how a path is named in the receipt.
pub fn loose(directory: &Path, hash: HashKind, name: &dyn Fn(&Path) -> Origin) -> LooseObjects {
    let mut found = LooseObjects::default();
    let mut unfinished = unfinished_packs(&directory.join("pack"));
    let mut folders = Vec::new();
    each(directory, name, &mut found.skipped, &mut |entry, _| {
        let file_name = entry.file_name();
        unfinished += usize::from(is_unfinished(&file_name));
        folders.extend(first_byte(&file_name).map(|first| (first, entry.path())));
    });
    for (first, folder) in folders {
        each(
            &folder,
            name,
            &mut found.skipped,
            &mut |entry, skipped| match id_of_file(first, &entry.file_name(), hash) {
                Some(id) if is_file(entry) => found.objects.push((id, entry.path())),
                Some(_) => {
                    let origin = name(&entry.path());
                    skipped.push(Skipped {
                        origin,
                        reason: SkipReason::NotAFile,
                        detail: "in place of an object".to_owned(),
                    });
                }
                None => unfinished += usize::from(is_unfinished(&entry.file_name())),
            },
        );
    }
    if unfinished > 0 {
        found.skipped.push(Skipped {
            origin: name(directory),
            reason: SkipReason::Unsupported,
            detail: format!(
                "temporary files of writes that were never finished: {unfinished}; `git prune` removes them"
            ),
        });
    }
    found.objects.sort_unstable();
    found
}

/// Shows what lies in a folder; a folder that is not there is empty.
fn each(
    folder: &Path,
    name: &dyn Fn(&Path) -> Origin,
    skipped: &mut Vec<Skipped>,
    show: &mut dyn FnMut(&DirEntry, &mut Vec<Skipped>),
) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return,
        Err(error) => return skipped.push(unreadable(name(folder), &error)),
    };
    for entry in entries {
        match entry {
            Ok(entry) => show(&entry, skipped),
            Err(error) => return skipped.push(unreadable(name(folder), &error)),
        }
    }
}

/// Opening anything else might wait for ever.
fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_file() || (kind.is_symlink() && entry.path().is_file()))
}

/// The byte that all objects of a folder begin with: its name in lower-case hexadecimal.
fn first_byte(folder: &OsStr) -> Option<u8> {
    match folder.as_encoded_bytes() {
        digits @ [_, _] if !digits.iter().any(u8::is_ascii_uppercase) => {
            u8::from_str_radix(folder.to_str()?, 16).ok().filter(|_| digits[0] != b'+')
        }
        _ => None,
    }
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

/// How many packs were being written.
fn unfinished_packs(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.filter(|entry| is_unfinished(&entry.file_name())).count()
}

fn unreadable(origin: Origin, error: &io::Error) -> Skipped {
    Skipped { origin, reason: SkipReason::Unreadable, detail: error.to_string() }
}

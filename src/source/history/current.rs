//! What the tree of HEAD holds: the objects that make up the present.

use super::database::Database;
use super::provenance::{Bits, Graph as _};
use crate::document::ObjectId;
use crate::source::git::object::commit::Commit;
use crate::source::git::object::tree::Entries;

/// How deep folders may lie in one another.
const DEEPEST: usize = 512;

/// The mode bits that say what an entry is, and those of a folder.
const KIND: u32 = 0o170_000;
const FOLDER: u32 = 0o040_000;

/// The blobs in the tree of a commit; nothing where there is no such commit.
#[must_use]
pub fn blobs(database: &Database, head: Option<u32>) -> Bits {
    let mut found = Bits::none(database.count());
    let tree = head.and_then(|head| database.read_object(head)).and_then(|bytes| Commit::parse(&bytes).tree);
    let mut open: Vec<(ObjectId, usize)> = tree.into_iter().map(|tree| (tree, 0)).collect();
    let mut seen = Bits::none(database.count());
    while let Some((tree, depth)) = open.pop() {
        let Some(index) = database.index_of(tree.as_bytes()).filter(|&index| seen.insert(index)) else { continue };
        let Some(bytes) = database.read_object(index) else { continue };
        for entry in Entries::of(&bytes, database.repository.hash).map_while(Result::ok) {
            if entry.mode & KIND != FOLDER {
                if let Some(blob) = database.index_of(entry.id) {
                    found.insert(blob);
                }
            } else if let Some(id) = ObjectId::new(entry.id).filter(|_| depth < DEEPEST) {
                open.push((id, depth + 1));
            }
        }
    }
    found
}

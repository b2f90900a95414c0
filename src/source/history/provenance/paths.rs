//! Paths of folders and files, each part kept once.

use std::collections::HashMap;

use super::trees::Trees;
use crate::document::RelPath;

/// The deepest folder that is descended into; git itself stops at 2,048.
const DEEPEST: u16 = 4_096;

/// The root.
pub(crate) const ROOT: u32 = 0;

/// Paths, each known by a number.
pub(crate) struct Paths {
    parts: Vec<Part>,
    known: HashMap<(u32, u32), u32>,
}

#[derive(Clone, Copy)]
struct Part {
    folder: u32,
    name: u32,
    depth: u16,
}

impl Paths {
    pub(crate) fn new() -> Self {
        Self { parts: vec![Part { folder: ROOT, name: 0, depth: 0 }], known: HashMap::new() }
    }

    /// The path of a name in a folder; `None` where that is too deep.
    pub(crate) fn join(&mut self, folder: u32, name: u32) -> Option<u32> {
        if let Some(&known) = self.known.get(&(folder, name)) {
            return Some(known);
        }
        let depth = self.parts[folder as usize].depth + 1;
        let number = u32::try_from(self.parts.len()).ok().filter(|_| depth <= DEEPEST)?;
        self.parts.push(Part { folder, name, depth });
        self.known.insert((folder, name), number);
        Some(number)
    }

    /// The bytes of a path, its names as `trees` has them.
    pub(crate) fn bytes(&self, trees: &Trees, path: u32) -> RelPath {
        let mut names = Vec::new();
        let mut at = path;
        while at != ROOT {
            let part = self.parts[at as usize];
            names.push(trees.name(part.name));
            at = part.folder;
        }
        names.reverse();
        RelPath::new(names.join(&b'/'))
    }
}

//! Which folders and files of a version the user's globs mean.

use std::collections::HashMap;

use crate::document::RelPath;
use crate::source::history::provenance::{Paths, Trees};
use crate::source::worktree::{BadGlob, Exclude};

/// Globs, and what was said of paths so far.
pub(super) struct PathFilter {
    globs: Exclude,
    /// What each glob holds for lies in its folder; where one may hold anywhere, there is none.
    folders: Option<Vec<Vec<u8>>>,
    of_folders: HashMap<u32, Verdict>,
    of_files: HashMap<u32, HashMap<Box<[u8]>, bool>>,
}

/// What the globs say of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Everything in it is meant.
    All,
    /// Some of it may be.
    Some,
    /// Nothing directly in it is.
    None,
}

impl PathFilter {
    pub(super) fn of(globs: &[String]) -> Result<Self, BadGlob> {
        let folders = globs.iter().map(|glob| plain_folder(glob)).collect();
        let globs = Exclude::of(globs)?;
        Ok(Self { globs, folders, of_folders: HashMap::new(), of_files: HashMap::new() })
    }

    /// Whether a file in a folder is meant.
    pub(super) fn holds(&mut self, trees: &Trees, paths: &Paths, folder: u32, name: &[u8]) -> bool {
        match self.verdict(trees, paths, folder) {
            Verdict::All => return true,
            Verdict::None => return false,
            Verdict::Some => {}
        }
        let known = self.of_files.entry(folder).or_default();
        if let Some(&known) = known.get(name) {
            return known;
        }
        let mut path = paths.bytes(trees, folder).as_bytes().to_vec();
        if !path.is_empty() {
            path.push(b'/');
        }
        path.extend_from_slice(name);
        let holds = self.globs.holds(&RelPath::new(path));
        known.insert(name.into(), holds);
        holds
    }

    /// Whether anything directly in a folder may be meant.
    pub(super) fn may_hold_in(&mut self, trees: &Trees, paths: &Paths, folder: u32) -> bool {
        self.verdict(trees, paths, folder) != Verdict::None
    }

    fn verdict(&mut self, trees: &Trees, paths: &Paths, folder: u32) -> Verdict {
        if let Some(&known) = self.of_folders.get(&folder) {
            return known;
        }
        let path = paths.bytes(trees, folder);
        let inside = |outer: &Vec<u8>| {
            path.as_bytes().strip_prefix(outer.as_slice()).is_some_and(|rest| rest.is_empty() || rest[0] == b'/')
        };
        let verdict = match &self.folders {
            _ if !path.as_bytes().is_empty() && self.globs.holds(&path) => Verdict::All,
            Some(folders) if !folders.iter().any(|outer| outer.is_empty() || inside(outer)) => Verdict::None,
            _ => Verdict::Some,
        };
        self.of_folders.insert(folder, verdict);
        verdict
    }
}

/// The folder that a glob names before its first special character: all that it holds for lies below. `None` where the glob
/// holds for a name in any folder.
fn plain_folder(glob: &str) -> Option<Vec<u8>> {
    let plain = glob.trim_start_matches("./").trim_end_matches('/');
    if !plain.contains('/') {
        return None;
    }
    let anchored = plain.trim_start_matches('/');
    let special = anchored.find(['*', '?', '[', '{', '\\']).unwrap_or(anchored.len());
    let folder = anchored[..special].rfind('/').unwrap_or(0);
    Some(anchored.as_bytes()[..folder].to_vec())
}

#[cfg(test)]
mod tests {
    use super::plain_folder;

    #[test]
    fn a_glob_lies_in_the_folder_before_its_first_special_character() {
        for (glob, folder) in [("a/b/*.env", "a/b"), ("/a/b/c", "a/b"), ("**/x/y", ""), ("a/{b,c}/d", "a"), ("/x", "")]
        {
            assert_eq!(plain_folder(glob).unwrap(), folder.as_bytes(), "{glob}");
        }
        assert_eq!(plain_folder("*.env"), None);
    }
}

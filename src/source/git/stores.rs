//! Where the objects of a repository lie: its own folder, and the folders it borrows from.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::file;
use super::loose::{LooseObjects, loose};
use super::repository::Repository;
use crate::source::{SkipReason, Skipped};

/// How deeply folders may borrow from each other, as git has it.
const DEEPEST: usize = 5;

/// The longest list of borrowed folders that is read.
const LONGEST_LIST: u64 = 1 << 20;

/// Where the objects of a repository lie.
#[derive(Debug, Default)]
pub struct Stores {
    /// The folders of objects: the repository's own first.
    pub directories: Vec<PathBuf>,
    /// The packs in them.
    pub packs: Vec<PackFiles>,
    /// Indexes over several packs.
    pub multi_pack_indexes: Vec<PathBuf>,
    /// What is not there, or cannot be read.
    pub skipped: Vec<Skipped>,
}

/// The files of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackFiles {
    /// The pack.
    pub pack: PathBuf,
    /// Its index.
    pub index: Option<PathBuf>,
    /// Whether it came from a remote that keeps what it lacks.
    pub promisor: bool,
}

impl Repository {
    /// Where the objects lie.
    #[must_use]
    pub fn stores(&self) -> Stores {
        let mut stores = Stores::default();
        self.find_directories(&mut stores);
        for directory in stores.directories.clone() {
            self.find_packs(&directory, &mut stores);
        }
        stores
    }

    /// The objects that lie in a file each below one of the folders.
    #[must_use]
    pub fn loose(&self, directory: &Path) -> LooseObjects {
        loose(directory, self.hash, &|path| self.origin(path))
    }

    fn find_directories(&self, stores: &mut Stores) {
        let own = self.objects();
        let mut seen = HashSet::new();
        let mut queue: VecDeque<Borrowed> = VecDeque::new();
        queue.push_back(Borrowed { directory: own.clone(), by: own, depth: 0 });
        let listed = self.environment.alternates.clone().unwrap_or_default();
        let by = PathBuf::from("GIT_ALTERNATE_OBJECT_DIRECTORIES");
        queue.extend(listed_directories(&listed).map(|directory| Borrowed { directory, by: by.clone(), depth: 1 }));
        while let Some(next) = queue.pop_front() {
            let directory = fs::canonicalize(&next.directory).unwrap_or_else(|_| next.directory.clone());
            if !seen.insert(directory.clone()) {
                continue;
            }
            if !directory.is_dir() {
                stores.skipped.push(self.missing(&next));
                continue;
            }
            let list = directory.join("info/alternates");
            match file::read_if_there(&list, LONGEST_LIST) {
                Ok(None) => {}
                Ok(Some(_)) if next.depth > DEEPEST => stores.skipped.push(self.skipped(
                    &list,
                    SkipReason::TooDeep,
                    format!("folders of objects that borrow from each other more than {DEEPEST} deep"),
                )),
                Ok(Some(text)) => {
                    let named = alternates(&text).filter_map(|name| file::path_of(&name));
                    queue.extend(named.map(|path| Borrowed {
                        directory: directory.join(path),
                        by: list.clone(),
                        depth: next.depth + 1,
                    }));
                }
                Err(error) => stores.skipped.push(self.unreadable(&list, &error)),
            }
            stores.directories.push(directory);
        }
    }

    fn missing(&self, borrowed: &Borrowed) -> Skipped {
        let by = self.origin(&borrowed.by).display().into_owned();
        let detail = if borrowed.depth == 0 {
            "the folder of the objects is not there".to_owned()
        } else {
            format!(
                "objects are borrowed from here by `{by}`, and the folder is not there; bring it back, or clone anew"
            )
        };
        self.skipped(&borrowed.directory, SkipReason::Missing, detail)
    }

    fn find_packs(&self, directory: &Path, stores: &mut Stores) {
        let folder = directory.join("pack");
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if file::is_absent(&error) => return,
            Err(error) => return stores.skipped.push(self.unreadable(&folder, &error)),
        };
        let mut stems: BTreeMap<OsString, Vec<String>> = BTreeMap::new();
        for entry in entries {
            let path = match entry {
                Ok(entry) => entry.path(),
                Err(error) => return stores.skipped.push(self.unreadable(&folder, &error)),
            };
            let (Some(stem), extension) = (path.file_stem(), path.extension()) else { continue };
            let extension = extension.map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default();
            if (stem == "multi-pack-index" && extension.is_empty()) || extension == "midx" {
                stores.multi_pack_indexes.push(path);
            } else if !super::loose::is_unfinished(stem) && matches!(extension.as_str(), "pack" | "idx" | "promisor") {
                stems.entry(stem.to_owned()).or_default().push(extension);
            }
        }
        stores.multi_pack_indexes.extend(chained_indexes(&folder));
        for (stem, extensions) in stems {
            let has = |extension: &str| extensions.iter().any(|other| other == extension);
            let path = |extension: &str| {
                let mut name = stem.clone();
                name.push(".");
                name.push(extension);
                folder.join(name)
            };
            if has("pack") {
                let index = has("idx").then(|| path("idx"));
                stores.packs.push(PackFiles { pack: path("pack"), index, promisor: has("promisor") });
            } else if has("idx") {
                let detail = "there is an index, and the pack of that name is not there";
                stores.skipped.push(self.skipped(&path("pack"), SkipReason::Missing, detail));
            }
        }
    }
}

/// A folder of objects that another one names.
struct Borrowed {
    directory: PathBuf,
    by: PathBuf,
    depth: usize,
}

/// The folders that a variable of the environment lists; one that begins with a quote is quoted.
fn listed_directories(list: &OsString) -> impl Iterator<Item = PathBuf> {
    std::env::split_paths(list)
        .filter(|path| !path.as_os_str().is_empty())
        .map(|path| {
            let bytes = file::bytes_of(&path);
            unquoted(&bytes).and_then(|plain| file::path_of(&plain)).unwrap_or(path)
        })
        .collect::<Vec<_>>()
        .into_iter()
}

/// The folders that a file of alternates names, a line each.
fn alternates(text: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    text.split(|&byte| byte == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .filter(|line| !line.is_empty() && line[0] != b'#')
        .map(|line| unquoted(line).unwrap_or_else(|| line.to_vec()))
}

/// A name in quotes, as git quotes names with unusual bytes.
fn unquoted(name: &[u8]) -> Option<Vec<u8>> {
    if name.first() != Some(&b'"') {
        return None;
    }
    gix::quote::ansi_c::undo(name.into()).ok().map(|(plain, _)| plain.to_vec())
}

/// The links of a chain of indexes over several packs.
fn chained_indexes(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder.join("multi-pack-index.d")) else { return Vec::new() };
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let mut links: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "midx")).collect();
    links.sort();
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::git::fixture::Folder;
    use crate::source::git::repository::Environment;

    fn stores(folder: &Folder, place: &str) -> Stores {
        Repository::open_in(&folder.path(place), Environment::default()).unwrap().stores()
    }

    #[test]
    fn a_chain_of_alternates_is_followed_and_a_loop_ends() {
        let folder = Folder::repository();
        folder.commit("a", "1").git(&["clone", "-q", "--shared", ".", "b"]);
        folder.git(&["clone", "-q", "--shared", "b", "c"]);
        folder.write(".git/objects/info/alternates", "# a loop\n\n../../c/.git/objects\n");
        let found = stores(&folder, "c");
        let expected = ["c/.git/objects", "b/.git/objects", ".git/objects"].map(|name| folder.path(name));
        assert_eq!(found.directories, expected);
        assert_eq!(found.skipped, []);
    }

    #[test]
    fn alternates_that_are_missing_or_too_deep_are_named() {
        let folder = Folder::repository();
        folder.write(".git/objects/info/alternates", "../../1\n\"../../a\\tb\"\n/gone/for/good\n");
        folder.write("a\tb/x", "");
        for depth in 1..8 {
            folder.write(&format!("{depth}/info/alternates"), format!("../{}\n", depth + 1));
        }
        let found = stores(&folder, "");
        let names: Vec<_> = found.directories.iter().filter_map(|path| path.file_name()).collect();
        assert_eq!(names, ["objects", "1", "a\tb", "2", "3", "4", "5", "6"]);
        let [missing, deep] = &found.skipped[..] else { panic!("{:?}", found.skipped) };
        assert_eq!((missing.reason, missing.origin.display().as_ref()), (SkipReason::Missing, "/gone/for/good"));
        assert!(missing.detail.contains("`.git/objects/info/alternates`"), "{}", missing.detail);
        assert_eq!((deep.reason, deep.origin.display().as_ref()), (SkipReason::TooDeep, "6/info/alternates"));
    }

    #[test]
    fn the_environment_lists_more_folders() {
        let folder = Folder::repository();
        folder.write("x/y", "").write("z/y", "");
        let alternates = std::env::join_paths([folder.path("x"), folder.path("z")]).unwrap();
        let environment = Environment { alternates: Some(alternates), ..Environment::default() };
        let found = Repository::open_in(&folder.path(""), environment).unwrap().stores();
        assert_eq!(found.directories, [".git/objects", "x", "z"].map(|name| folder.path(name)));
    }

    #[test]
    fn packs_are_found_with_what_belongs_to_them() {
        let folder = Folder::repository();
        folder.commit("a", "1").git(&["repack", "-q", "-a", "-d"]).git(&["multi-pack-index", "write"]);
        folder.write(".git/objects/pack/pack-0.pack", "").write(".git/objects/pack/pack-2.idx", "");
        folder.write(".git/objects/pack/pack-0.promisor", "").write(".git/objects/pack/tmp_pack_x", "");
        folder.write(".git/objects/00/tmp_obj_x", "");
        let found = stores(&folder, "");
        assert_eq!(found.packs.len(), 2);
        assert_eq!(found.packs[0].pack, folder.path(".git/objects/pack/pack-0.pack"));
        assert!(found.packs[0].promisor && found.packs[0].index.is_none());
        assert!(!found.packs[1].promisor && found.packs[1].index.as_ref().unwrap().is_file());
        assert_eq!(found.multi_pack_indexes, [folder.path(".git/objects/pack/multi-pack-index")]);
        assert_eq!(found.skipped.len(), 1);
        assert_eq!(found.skipped[0].origin.display(), ".git/objects/pack/pack-2.pack");

        let repository = Repository::open_in(&folder.path(""), Environment::default()).unwrap();
        let loose = repository.loose(&found.directories[0]);
        assert_eq!(loose.objects, []);
        assert!(
            loose.skipped[0].detail.starts_with("temporary files of writes that were never finished: 2;"),
            "{:?}",
            loose.skipped
        );
    }

    #[test]
    fn loose_objects_are_those_that_git_lists() {
        let folder = Folder::repository();
        folder.commit("a", "1").commit("b/c", "2");
        let list = ["cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype) %(objectsize)"];
        let repository = Repository::open_in(&folder.path(""), Environment::default()).unwrap();
        let found = repository.loose(&repository.objects());
        let lines: Vec<_> = found
            .objects
            .iter()
            .map(|(id, path)| {
                let (kind, content) = super::super::loose::read_loose(path, 1000).unwrap();
                format!("{id} {} {}", kind.name(), content.len())
            })
            .collect();
        assert_eq!(lines.join("\n"), folder.git_in("", &list));
    }
}

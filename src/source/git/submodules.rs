//! The repositories that a repository holds as submodules, and where they lie.

use std::collections::{BTreeMap, HashSet};
use std::path::{Component, Path, PathBuf};

use gix::config::file::Metadata;
use gix::config::{File, Source};

use super::file;
use super::repository::Repository;
use super::repository::discover::{is_git_dir, pointed};
use crate::document::RelPath;
use crate::source::{SkipReason, Skipped};

/// The longest list of submodules that is read.
const LONGEST_LIST: u64 = 16 << 20;

/// How deeply folders are looked through for submodules, whose names may have several parts.
const DEEPEST: usize = 16;

/// A repository inside another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submodule {
    /// Its name, which is mostly its path.
    pub name: String,
    /// Where its files lie, from the root of the work tree; none where the list of submodules does not have it any more.
    pub path: Option<RelPath>,
    /// Its repository, where that is present.
    pub git_dir: Option<PathBuf>,
}

impl Repository {
    /// The submodules: those that are listed, present or not, and those that are still there from before. Their own
    /// submodules are found when they are opened.
    #[must_use]
    pub fn submodules(&self) -> Vec<Submodule> {
        let mut found: BTreeMap<String, Submodule> = self
            .listed_submodules()
            .unwrap_or_default()
            .into_iter()
            .map(|submodule| (submodule.name.clone(), submodule))
            .collect();
        for folder in self.module_folders() {
            for (name, git_dir) in git_dirs_below(&folder) {
                let submodule = found.entry(name.clone());
                let submodule = submodule.or_insert_with(|| Submodule { name, path: None, git_dir: None });
                match &submodule.git_dir {
                    None => submodule.git_dir = Some(git_dir),
                    Some(first) if *first == git_dir => {}
                    // Another work tree has a repository of its own for it.
                    Some(_) => {
                        let name = self.origin(&git_dir).display().into_owned();
                        let path = submodule.path.clone();
                        found.insert(name.clone(), Submodule { name, path, git_dir: Some(git_dir) });
                    }
                }
            }
        }
        found.into_values().collect()
    }

    /// Lines of the receipt on submodules that are not present.
    pub(super) fn absent_submodules(&self) -> Vec<Skipped> {
        let listed = match self.listed_submodules() {
            Ok(listed) => listed,
            Err(why) => {
                let path = self.work_tree.as_deref().unwrap_or(&self.common_dir).join(".gitmodules");
                return vec![self.skipped(&path, SkipReason::Corrupt, format!("the list of submodules: {why}"))];
            }
        };
        let absent = listed.into_iter().filter(|submodule| submodule.git_dir.is_none());
        let absent: Vec<_> = absent.filter_map(|submodule| Some((submodule.path?, submodule.name))).collect();
        if absent.is_empty() {
            return Vec::new();
        }
        let linked = self.linked_paths(&absent);
        absent
            .into_iter()
            .filter(|(path, _)| linked.as_ref().is_none_or(|linked| linked.contains(path)))
            .map(|(path, name)| {
                let way = if self.work_tree.is_some() {
                    format!("`git submodule update --init -- {}` fetches it", path.display())
                } else {
                    "a clone with `--recurse-submodules` has it".to_owned()
                };
                let detail = format!("the repository of submodule `{name}` is not here; {way}");
                Skipped { origin: crate::document::Origin::file(path), reason: SkipReason::Submodule, detail }
            })
            .collect()
    }

    /// What `.gitmodules` lists: that of the work tree, else that of HEAD.
    fn listed_submodules(&self) -> Result<Vec<Submodule>, String> {
        let checked_out =
            self.work_tree.as_ref().map(|tree| file::read_if_there(&tree.join(".gitmodules"), LONGEST_LIST));
        let text = match checked_out {
            Some(Err(error)) => return Err(error.to_string()),
            Some(Ok(Some(text))) => text,
            None | Some(Ok(None)) => self.committed_list().unwrap_or_default(),
        };
        let config = File::from_bytes_no_includes(
            &text,
            Metadata::from(Source::Local),
            gix::config::file::init::Options::default(),
        )
        .map_err(|error| error.to_string())?;
        let sections = config.sections_by_name("submodule").into_iter().flatten();
        Ok(sections
            .filter_map(|section| {
                let name = section.header().subsection_name()?.to_string();
                let path = section.value("path").map(|path| RelPath::new(path.as_slice()));
                let git_dir = self.present_submodule(&name, path.as_ref());
                Some(Submodule { name, path, git_dir })
            })
            .collect())
    }

    /// `.gitmodules` in the tree of HEAD.
    fn committed_list(&self) -> Option<Vec<u8>> {
        self.in_head_tree(|tree| {
            let entry = tree.lookup_entry_by_path(".gitmodules").ok()??;
            let size = entry.id().header().ok()?.size();
            if size > LONGEST_LIST { None } else { Some(entry.object().ok()?.detach().data) }
        })
    }

    /// Asks the tree of HEAD; what cannot be read here is found damaged when the objects are looked at.
    fn in_head_tree<T>(&self, ask: impl FnOnce(&gix::Tree<'_>) -> Option<T>) -> Option<T> {
        let repository = gix::open_opts(&self.git_dir, gix::open::Options::isolated()).ok()?;
        ask(&repository.head_commit().ok()?.tree().ok()?)
    }

    /// The repository of a submodule: in the place that git gives it, or, as of old, in the submodule's folder.
    fn present_submodule(&self, name: &str, path: Option<&RelPath>) -> Option<PathBuf> {
        let absorbed = is_plain(Path::new(name)).then(|| {
            let places = self.module_folders().into_iter().map(|folder| folder.join(name));
            places.into_iter().find(|place| is_git_dir(place))
        });
        if let Some(place) = absorbed.flatten() {
            return Some(place);
        }
        let path = file::path_of(path?.as_bytes()).filter(|path| is_plain(path))?;
        let dot_git = self.work_tree.as_ref()?.join(path).join(".git");
        let place = if dot_git.is_file() { pointed(&dot_git).ok()? } else { dot_git };
        is_git_dir(&place).then_some(place)
    }

    /// Where git keeps the repositories of submodules: those of this work tree first.
    fn module_folders(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.git_dir.join("modules"), self.common_dir.join("modules")];
        let linked = std::fs::read_dir(self.common_dir.join("worktrees")).into_iter().flatten().filter_map(Result::ok);
        let mut linked: Vec<_> = linked.map(|entry| entry.path().join("modules")).collect();
        linked.sort();
        folders.extend(linked);
        let mut seen = HashSet::new();
        folders.retain(|folder| folder.is_dir() && seen.insert(folder.clone()));
        folders
    }

    /// The paths at which the index, or else HEAD, has a submodule: the list may have some that were taken out. None
    /// where neither can be read.
    fn linked_paths(&self, listed: &[(RelPath, String)]) -> Option<HashSet<RelPath>> {
        if let Ok(entries) = self.index_entries(&self.git_dir.join("index")) {
            return Some(entries.into_iter().filter(|entry| entry.is_submodule).map(|entry| entry.path).collect());
        }
        self.in_head_tree(|tree| {
            let mut linked = HashSet::new();
            for (path, _) in listed {
                let place = file::path_of(path.as_bytes())?;
                let entry = tree.lookup_entry_by_path(place).ok()?;
                if entry.is_some_and(|entry| entry.mode().is_commit()) {
                    linked.insert(path.clone());
                }
            }
            Some(linked)
        })
    }
}

/// Whether a path stays below the folder that it is joined to.
fn is_plain(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_))) && !path.as_os_str().is_empty()
}

/// The repositories below a folder, with the names that their paths make.
fn git_dirs_below(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok) {
            if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                continue;
            }
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if is_git_dir(&entry.path()) {
                found.push((name, entry.path()));
            } else if depth < DEEPEST {
                folders.push((entry.path(), format!("{name}/"), depth + 1));
            }
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::git::fixture::Folder;
    use crate::source::git::repository::Environment;

    fn open(folder: &Folder, place: &str) -> Repository {
        Repository::open_in(&folder.path(place), Environment::default()).unwrap()
    }

    /// `outer` with the submodule `lib/inner`, whose repository is `inner`.
    fn nested() -> Folder {
        let folder = Folder::empty();
        for name in ["inner", "outer"] {
            folder.git(&["init", "-q", "-b", "main", name]).write(&format!("{name}/a"), name);
            folder.git_in(name, &["add", "a"]);
            folder.git_in(name, &["commit", "-q", "-m", "first"]);
        }
        folder.git_in("outer", &["submodule", "--quiet", "add", "--name", "the/inner", "../inner", "lib/inner"]);
        folder.git_in("outer", &["commit", "-q", "-m", "second"]);
        folder
    }

    #[test]
    fn a_submodule_that_is_present_is_found() {
        let folder = nested();
        let outer = open(&folder, "outer");
        let git_dir = folder.path("outer/.git/modules/the/inner");
        let path = Some(RelPath::new("lib/inner"));
        let expected = Submodule { name: "the/inner".to_owned(), path, git_dir: Some(git_dir.clone()) };
        assert_eq!(outer.submodules(), [expected]);
        assert_eq!(outer.limits(), []);
        let inner = Repository::open_in(&git_dir, Environment::default()).unwrap();
        assert_eq!(inner.work_tree, Some(folder.path("outer/lib/inner")));
        assert_eq!(open(&folder, "outer/lib/inner").git_dir, git_dir);
    }

    #[test]
    fn a_submodule_that_is_not_listed_any_more_is_found_too() {
        let folder = nested();
        folder.git_in("outer", &["rm", "-q", "-f", "lib/inner"]);
        let [left] = &open(&folder, "outer").submodules()[..] else { panic!() };
        assert_eq!((left.name.as_str(), &left.path), ("the/inner", &None));
        assert!(left.git_dir.is_some());
    }

    #[test]
    fn an_absent_submodule_is_named_with_the_way_to_get_it() {
        let folder = nested();
        folder.git(&["clone", "-q", "outer", "clone"]).git(&["clone", "-q", "--bare", "outer", "bare"]);
        for (place, way) in [
            ("clone", "`git submodule update --init -- lib/inner` fetches it"),
            ("bare", "a clone with `--recurse-submodules` has it"),
        ] {
            let repository = open(&folder, place);
            let [submodule] = &repository.submodules()[..] else { panic!("{place}") };
            assert_eq!(submodule.git_dir, None);
            let [line] = &repository.limits()[..] else { panic!("{place}") };
            assert_eq!((line.reason, line.origin.display().as_ref()), (SkipReason::Submodule, "lib/inner"));
            assert!(line.detail.ends_with(way), "{}", line.detail);
        }
        // Listed, and yet no part of the commit: nothing is missing.
        folder.git_in("clone", &["rm", "-q", "--cached", "lib/inner"]);
        assert_eq!(open(&folder, "clone").limits(), []);
        folder.git_in("clone", &["commit", "-q", "-m", "stale"]);
        folder.git(&["clone", "-q", "--bare", "clone", "stale"]);
        assert_eq!(open(&folder, "stale").submodules().len(), 1);
        assert_eq!(open(&folder, "stale").limits(), []);
    }

    #[test]
    fn names_that_lead_elsewhere_are_not_followed() {
        let folder = nested();
        let list = "[submodule \"../../../inner/.git\"]\npath = ../inner\n[submodule \"x\"]\npath = /\n";
        folder.write("outer/.gitmodules", list);
        let found = open(&folder, "outer").submodules();
        let present: Vec<_> = found.iter().filter(|submodule| submodule.git_dir.is_some()).collect();
        assert_eq!(present.len(), 1);
        assert_eq!(present[0].name, "the/inner");
        folder.write("outer/.gitmodules", "[submodule");
        assert_eq!(open(&folder, "outer").limits()[0].reason, SkipReason::Corrupt);
    }

    #[test]
    fn files_of_lfs_are_listed() {
        let folder = Folder::repository();
        folder.write(".git/lfs/objects/ab/cd/abcd1", "12345").write(".git/lfs/objects/00/11/0011", "1");
        folder.write(".git/lfs/tmp/x", "unfinished");
        let repository = open(&folder, "");
        let sizes: Vec<_> = repository.lfs_objects().map(|object| object.size).collect();
        assert_eq!(sizes, [1, 5]);
    }
}

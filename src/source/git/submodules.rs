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
                        let name = self.origin(&git_dir).display();
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
        let linked = self.linked_paths();
        let is_linked = |path: &RelPath| linked.as_ref().is_none_or(|linked| linked.contains(path.as_bytes()));
        let absent = listed.into_iter().filter(|submodule| submodule.git_dir.is_none());
        absent
            .filter_map(|submodule| Some((submodule.path?, submodule.name)))
            .filter(|(path, _)| is_linked(path))
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

    /// `.gitmodules` in the tree of HEAD; what cannot be read here is found damaged when the objects are looked at.
    fn committed_list(&self) -> Option<Vec<u8>> {
        let repository = gix::open_opts(&self.git_dir, gix::open::Options::isolated()).ok()?;
        let tree = repository.head_commit().ok()?.tree().ok()?;
        let entry = tree.lookup_entry_by_path(".gitmodules").ok()??;
        let size = entry.id().header().ok()?.size();
        if size > LONGEST_LIST { None } else { Some(entry.object().ok()?.detach().data) }
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

    /// The paths at which the index has a submodule; none where there is no index that can be read.
    fn linked_paths(&self) -> Option<HashSet<Vec<u8>>> {
        let entries = self.index_entries(&self.git_dir.join("index")).ok()?;
        Some(
            entries
                .into_iter()
                .filter(|entry| entry.is_submodule)
                .map(|entry| entry.path.as_bytes().to_vec())
                .collect(),
        )
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

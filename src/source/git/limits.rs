//! What is known beforehand to be missing from a repository, and how to get it.

use super::file;
use super::refs::{BadLines, id_of_line};
use super::repository::Repository;
use super::repository::settings::Remote;
use crate::source::{SkipReason, Skipped};

/// The longest list of boundaries or grafts that is read.
const LONGEST_LIST: u64 = 256 << 20;

impl Repository {
    /// What is known beforehand to be missing.
    #[must_use]
    pub fn limits(&self) -> Vec<Skipped> {
        let mut lines = self.shallow();
        lines.extend(self.partial());
        lines.extend(self.settings.remotes.iter().filter_map(|remote| self.narrow(remote)));
        lines.extend(self.absent_submodules());
        lines.extend(self.grafts());
        lines
    }

    fn shallow(&self) -> Vec<Skipped> {
        let path = self.common_dir.join("shallow");
        let text = match file::read_if_there(&path, LONGEST_LIST) {
            Ok(Some(text)) => text,
            Ok(None) => return Vec::new(),
            Err(error) => return vec![self.unreadable(&path, &error)],
        };
        let mut bad = BadLines::default();
        let mut commits = 0_usize;
        for (number, line) in (1..).zip(text.split(|&byte| byte == b'\n')).filter(|(_, line)| !line.is_empty()) {
            match id_of_line(line, self.hash) {
                Some(_) => commits += 1,
                None => bad.add(number),
            }
        }
        let mut lines: Vec<_> = bad.line(self, &path, "no names of commits").into_iter().collect();
        if commits > 0 {
            let plural = if commits == 1 { "" } else { "s" };
            let detail = format!(
                "the clone is shallow: what lies before {commits} commit{plural} at its boundary is not here; \
                 `git fetch --unshallow` gets it"
            );
            lines.push(self.skipped(&path, SkipReason::Shallow, detail));
        }
        lines
    }

    /// The remotes that keep what the clone left out, or packs of such a remote.
    fn partial(&self) -> Vec<Skipped> {
        let extension = self.settings.partial_clone.as_deref();
        let remotes = self.settings.remotes.iter();
        let mut promisors: Vec<&Remote> =
            remotes.filter(|remote| remote.promisor || extension == Some(&remote.name)).collect();
        let unknown = Remote { name: extension.unwrap_or_default().to_owned(), ..Remote::default() };
        if promisors.is_empty() && extension.is_some() {
            promisors.push(&unknown);
        }
        let config = self.common_dir.join("config");
        let lines = promisors.iter().map(|remote| {
            let filter = remote.filter.as_ref().map(|filter| format!(" (`{filter}`)")).unwrap_or_default();
            let name = &remote.name;
            let detail = format!(
                "the clone is partial: objects were left on `{name}`{filter}; \
                 `git fetch --refetch --no-filter {name}` gets them"
            );
            self.skipped(&config, SkipReason::Partial, detail)
        });
        let mut lines: Vec<_> = lines.collect();
        if lines.is_empty()
            && let Some(pack) = self.stores().packs.into_iter().find(|pack| pack.promisor)
        {
            let detail = "the pack came from a partial clone: objects that it names may have been left on the remote; \
                          `git fetch --refetch --no-filter` in that clone gets them";
            lines.push(self.skipped(&pack.pack, SkipReason::Partial, detail));
        }
        lines
    }

    /// A remote of which only some branches are fetched; one that says nothing of it was cloned whole.
    fn narrow(&self, remote: &Remote) -> Option<Skipped> {
        let all = |spec: &[u8]| {
            let source = spec.strip_prefix(b"+").unwrap_or(spec).split(|&byte| byte == b':').next();
            matches!(source, Some(b"refs/heads/*" | b"refs/*" | b"*"))
        };
        let excluded: Vec<_> = remote.fetch.iter().filter(|spec| spec.starts_with(b"^")).collect();
        let covered = remote.fetch.iter().any(|spec| all(spec));
        if remote.fetch.is_empty() || (covered && excluded.is_empty()) {
            return None;
        }
        let shown = if covered { &excluded[..] } else { &remote.fetch.iter().collect::<Vec<_>>()[..] };
        let shown: Vec<_> = shown.iter().take(3).map(|spec| format!("`{}`", String::from_utf8_lossy(spec))).collect();
        let name = &remote.name;
        let detail = format!(
            "only some branches of `{name}` are fetched ({}); `git remote set-branches {name} '*' && git fetch {name}` \
             gets the others",
            shown.join(", ")
        );
        Some(self.skipped(&self.common_dir.join("config"), SkipReason::SingleBranch, detail))
    }

    /// Grafts hide or add parents; all objects are looked at whatever they say, so that only damage is told of.
    fn grafts(&self) -> Option<Skipped> {
        let path = self.common_dir.join("info/grafts");
        let text = match file::read_if_there(&path, LONGEST_LIST) {
            Ok(text) => text?,
            Err(error) => return Some(self.unreadable(&path, &error)),
        };
        let mut bad = BadLines::default();
        for (number, line) in (1..).zip(text.split(|&byte| byte == b'\n')) {
            let line = line.trim_ascii();
            let mut names = line.split(u8::is_ascii_whitespace).filter(|name| !name.is_empty());
            if line.first() != Some(&b'#') && !names.all(|name| id_of_line(name, self.hash).is_some()) {
                bad.add(number);
            }
        }
        bad.line(self, &path, "no names of commits")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::git::fixture::Folder;
    use crate::source::git::repository::Environment;

    fn limits(folder: &Folder, place: &str) -> Vec<(SkipReason, String)> {
        let repository = Repository::open_in(&folder.path(place), Environment::default()).unwrap();
        repository.limits().into_iter().map(|line| (line.reason, line.detail)).collect()
    }

    /// A repository of two commits on two branches, and its address.
    fn server() -> (Folder, String) {
        let folder = Folder::repository();
        folder.commit("a", "1").commit("a", "2").git(&["branch", "other"]);
        folder.git(&["config", "uploadpack.allowFilter", "true"]);
        let address = format!("file://{}", folder.path("").display());
        (folder, address)
    }

    fn objects(folder: &Folder, place: &str) -> usize {
        folder.git_in(place, &["cat-file", "--batch-all-objects", "--batch-check"]).lines().count()
    }

    #[test]
    fn a_whole_clone_has_no_limits() {
        let (folder, address) = server();
        folder.git(&["clone", "-q", &address, "whole"]).git(&["clone", "-q", "--bare", &address, "bare"]);
        folder.git(&["clone", "-q", "--mirror", &address, "mirror"]);
        for place in ["", "whole", "bare", "mirror"] {
            assert_eq!(limits(&folder, place), [], "{place}");
        }
    }

    #[test]
    fn a_shallow_clone_says_how_to_get_the_rest() {
        let (folder, address) = server();
        folder.git(&["clone", "-q", "--depth=1", "--no-single-branch", &address, "shallow"]);
        let [(reason, detail)] = &limits(&folder, "shallow")[..] else { panic!() };
        assert_eq!(*reason, SkipReason::Shallow);
        assert!(detail.contains("before 1 commit at its boundary"), "{detail}");
        folder.git_in("shallow", &["fetch", "-q", "--unshallow"]);
        assert_eq!(limits(&folder, "shallow"), []);
    }

    #[test]
    fn a_partial_clone_says_how_to_get_the_rest() {
        let (folder, address) = server();
        folder.git(&["clone", "-q", "--filter=blob:none", "--no-checkout", &address, "partial"]);
        let [(reason, detail)] = &limits(&folder, "partial")[..] else { panic!() };
        assert_eq!(*reason, SkipReason::Partial);
        assert!(detail.contains("left on `origin` (`blob:none`)"), "{detail}");
        assert_eq!(objects(&folder, "partial"), 4);
        folder.git_in("partial", &["fetch", "-q", "--refetch", "--no-filter", "origin"]);
        assert_eq!(objects(&folder, "partial"), 6, "the command that is named gets what was left out");

        // A bare store of objects that came from such a clone.
        std::fs::remove_file(folder.path("partial/.git/config")).unwrap();
        let [(reason, detail)] = &limits(&folder, "partial")[..] else { panic!() };
        assert_eq!(*reason, SkipReason::Partial);
        assert!(detail.starts_with("the pack came from a partial clone"), "{detail}");
    }

    #[test]
    fn a_clone_of_one_branch_says_how_to_get_the_others() {
        let (folder, address) = server();
        folder.git(&["clone", "-q", "--single-branch", &address, "single"]);
        let [(reason, detail)] = &limits(&folder, "single")[..] else { panic!() };
        assert_eq!(*reason, SkipReason::SingleBranch);
        assert!(detail.contains("`+refs/heads/main:refs/remotes/origin/main`"), "{detail}");
        folder.git_in("single", &["remote", "set-branches", "origin", "*"]);
        assert_eq!(limits(&folder, "single"), []);
        folder.git_in("single", &["config", "--add", "remote.origin.fetch", "^refs/heads/other"]);
        let [(_, detail)] = &limits(&folder, "single")[..] else { panic!() };
        assert!(detail.contains("(`^refs/heads/other`)"), "{detail}");
    }

    #[test]
    fn only_malformed_grafts_are_told_of() {
        let (folder, _) = server();
        let id = folder.git_in("", &["rev-parse", "HEAD"]);
        folder.write(".git/info/grafts", format!("# none\n{id}\n{id} {id}\n"));
        assert_eq!(limits(&folder, ""), []);
        folder.write(".git/info/grafts", format!("{id}\n{id} x\n")).write(".git/shallow", "x\n");
        let lines = limits(&folder, "");
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.0 == SkipReason::Corrupt), "{lines:?}");
    }
}

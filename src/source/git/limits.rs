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

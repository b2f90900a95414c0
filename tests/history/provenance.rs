//! The first commit of a finding is the one that `git log --find-object` lists last.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::generated::History;
use crate::place::{Place, list};
use crate::repository::{Repository, named_clones, rounds, run};

#[test]
fn the_first_commit_is_the_one_that_git_lists_last() {
    let seeds = match std::env::var("CREDLINE_SEED") {
        Ok(seed) => seed.parse().map(|seed| seed..seed + 1).unwrap(),
        Err(_) => 1_000..1_000 + rounds("CREDLINE_HISTORIES", 6),
    };
    for seed in seeds {
        let place = Place::new();
        let repository = Repository::new(&place);
        History::of(seed, 40).import(&repository);
        let mut git = Git { repository: &repository, asked: BTreeMap::new() };
        let seen = repository.whole_history();
        assert!(!seen.findings().is_empty(), "CREDLINE_SEED={seed}: nothing is found");
        for finding in seen.findings() {
            git.agrees(finding).unwrap_or_else(|what| panic!("CREDLINE_SEED={seed}: {what}: {finding:#}"));
        }
    }
}

/// What git says of objects, asked once each.
struct Git<'r, 'p> {
    repository: &'r Repository<'p>,
    asked: BTreeMap<Vec<String>, Vec<String>>,
}

impl Git<'_, '_> {
    fn agrees(&mut self, finding: &Value) -> Result<(), String> {
        let location = &finding["location"];
        let first = finding["provenance"]["firstCommit"].as_str().ok_or("no first commit")?;
        let object = location["object"].as_str().ok_or("no object")?;
        if self.repository.git(["cat-file", "-t", object]) == "commit" {
            return if first == object { Ok(()) } else { Err(format!("{object} is a message of its own")) };
        }
        // What a file says about identities, it says under its own name; a credential is one wherever it lies.
        let is_secret = finding["rule"].as_str().is_some_and(|rule| rule.starts_with("secret/"));
        let path = location["path"].as_str().filter(|_| !is_secret);
        self.is_first(first, object, path)?;
        let reach = if self.lasts(&["--all"], object, path).is_empty() { "nothing" } else { "reference" };
        if finding["provenance"]["reach"] != reach {
            return Err(format!("git reaches it by {reach}"));
        }
        for place in [location].into_iter().chain(list(&finding["related"])) {
            let (commit, object) = (place["commit"].as_str(), place["object"].as_str());
            let (Some(commit), Some(object)) = (commit, object) else { return Err(format!("no commit at {place}")) };
            if commit != object {
                self.is_first(commit, object, place["path"].as_str())?;
            }
        }
        Ok(())
    }

    /// Whether a commit is the first that has an object, wherever or at this path.
    fn is_first(&mut self, commit: &str, object: &str, path: Option<&str>) -> Result<(), String> {
        let mut expected = self.lasts(&["--all"], object, path);
        if expected.is_empty() {
            // No reference leads to it: everything behind the commit itself is the history to ask.
            expected = self.lasts(&[commit], object, path);
        }
        let names_it = expected.iter().any(|expected| expected == commit);
        if names_it { Ok(()) } else { Err(format!("git says {expected:?} of {object} at {path:?}, not {commit}")) }
    }

    /// The last commits that git lists for an object, without and with the differences of merges. They are two only where
    /// a merge has brought an object that somebody else wrote again later.
    fn lasts(&mut self, from: &[&str], object: &str, path: Option<&str>) -> Vec<String> {
        let mut args: Vec<String> = from.iter().map(|&from| from.to_owned()).collect();
        args.extend(["--full-history".to_owned(), "--format=%H".to_owned(), format!("--find-object={object}")]);
        args.extend(path.into_iter().flat_map(|path| ["--".to_owned(), path.to_owned()]));
        let repository = self.repository;
        let ask = || {
            let plain = repository.git(["log".to_owned()].iter().chain(&args));
            let merges = repository.git(["log".to_owned(), "-m".to_owned()].iter().chain(&args));
            let last = |text: String| text.lines().last().map(str::to_owned);
            [last(plain), last(merges)].into_iter().flatten().collect()
        };
        self.asked.entry(args.clone()).or_insert_with(ask).clone()
    }
}

/// The most findings of a clone that are compared.
const COMPARED: usize = 500;

#[test]
fn the_first_commit_is_the_one_that_git_lists_last_in_clones_that_were_named() {
    let place = Place::new();
    for repository in named_clones(&place) {
        let (plain, merges) = (last_commits(&repository, &[]), last_commits(&repository, &["-m"]));
        let seen = repository.history(["--no-unreachable"]);
        // A stride through all findings, so that not only the worst are compared.
        let stride = seen.findings().len().div_ceil(COMPARED).max(1);
        for finding in seen.findings().iter().step_by(stride) {
            let [object, first] = [&finding["location"]["object"], &finding["provenance"]["firstCommit"]]
                .map(|name| name.as_str().unwrap_or_default());
            let expected = plain.get(object).or_else(|| merges.get(object));
            let is_message = object == first;
            assert!(is_message || expected.is_none_or(|expected| expected == first), "{expected:?} in {finding:#}");
        }
    }
}

/// The last commit that git lists for each blob: what `--find-object` says of one, asked once for all.
fn last_commits(repository: &Repository, options: &[&str]) -> BTreeMap<String, String> {
    let args = ["log", "--all", "--raw", "--no-renames", "--no-abbrev", "--format=%H"];
    let listed = String::from_utf8_lossy(&run(repository.process(args.iter().chain(options)), b"")).into_owned();
    let mut last = BTreeMap::new();
    let mut commit = "";
    for line in listed.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix(':') {
            None => commit = line,
            // `:old-mode new-mode old-name new-name status`
            Some(change) => {
                for object in change.split(' ').skip(2).take(2) {
                    last.insert(object.to_owned(), commit.to_owned());
                }
            }
        }
    }
    last
}

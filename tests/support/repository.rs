//! Repositories made by git while a test runs, the same to the byte each time.

#![allow(dead_code, reason = "each part of the tests uses its own part")]

#[path = "judged.rs"]
mod judged;

use std::cell::Cell;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;

pub use judged::{end, finding, is_found, program, receipt};

use crate::place::Place;

/// Who writes commits, unless a test says otherwise.
pub const AUTHOR: Person = Person("Ada", "ada@example.com");

/// Settings that would make a repository another one on another machine, or hide what a test plants.
const SETTINGS: [&str; 7] = [
    "init.defaultBranch=main",
    "gc.auto=0",
    "maintenance.auto=false",
    "core.autocrlf=false",
    "commit.gpgSign=false",
    "protocol.file.allow=always",
    "advice.detachedHead=false",
];

/// What git and the program must not take from whoever runs the tests.
const FOREIGN: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_CONFIG_PARAMETERS",
];

/// A name and an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person(pub &'static str, pub &'static str);

/// A repository, or a work tree of one, below a place.
#[derive(Clone)]
pub struct Repository<'p> {
    place: &'p Place,
    folder: PathBuf,
    /// The seconds of the latest commit; each further one is a day younger.
    clock: Rc<Cell<i64>>,
    author: Cell<Person>,
}

impl<'p> Repository<'p> {
    /// An empty repository with a work tree.
    pub fn new(place: &'p Place) -> Self {
        Self::init(place, "repository", &[])
    }

    /// An empty repository of this name, made with these options of `git init`.
    pub fn init(place: &'p Place, name: &str, options: &[&str]) -> Self {
        fs::create_dir_all(place.path(name)).unwrap();
        let repository = Self {
            place,
            folder: place.path(name),
            clock: Rc::new(Cell::new(1_600_000_000)),
            author: Cell::new(AUTHOR),
        };
        repository.git(["init", "--quiet"].iter().chain(options));
        repository
    }

    /// Another repository or work tree below the same place, which goes on with the same clock.
    pub fn at(&self, name: &str) -> Self {
        Self { folder: self.place.path(name), ..self.clone() }
    }

    /// A clone below the same place, made with these options of `git clone`.
    pub fn clone_to(&self, name: &str, options: &[&str]) -> Self {
        let from = format!("file://{}", self.folder.display());
        let (from, to) = (OsString::from(from), self.place.path(name).into_os_string());
        let args = ["clone", "--quiet"].iter().chain(options).map(OsString::from).chain([from, to]);
        self.git(args);
        self.at(name)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.join(name)
    }

    /// Lets somebody else write the commits that follow.
    pub fn written_by(&self, person: Person) -> &Self {
        self.author.set(person);
        self
    }

    /// Git in this folder, without the settings of whoever runs the tests.
    pub fn process<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut process = Command::new("git");
        process.arg("-C").arg(&self.folder);
        for setting in SETTINGS {
            process.args(["-c", setting]);
        }
        apart(&mut process);
        let date = format!("@{} +0200", self.clock.get());
        let Person(name, email) = self.author.get();
        process.envs([("GIT_AUTHOR_NAME", name), ("GIT_AUTHOR_EMAIL", email), ("GIT_AUTHOR_DATE", &date)]);
        process.envs([("GIT_COMMITTER_NAME", "Committer"), ("GIT_COMMITTER_EMAIL", "committer@example.com")]);
        process.env("GIT_COMMITTER_DATE", &date).args(args);
        process
    }

    /// What git prints, without the line end behind it; git has to succeed.
    pub fn git<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> String {
        printed(self.process(args), b"")
    }

    /// As [`git`](Self::git), with something on its standard input.
    pub fn git_with<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>, input: impl AsRef<[u8]>) -> String {
        printed(self.process(args), input.as_ref())
    }

    /// Whether git succeeds.
    pub fn git_can<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> bool {
        self.process(args).stdin(Stdio::null()).output().unwrap().status.success()
    }

    /// The next day: commits have different dates, unless a test sets the clock.
    pub fn next_day(&self) {
        self.clock.set(self.clock.get() + 86_400);
    }

    /// Sets the clock to seconds since 1970.
    pub fn set_clock(&self, seconds: i64) {
        self.clock.set(seconds);
    }

    /// Writes a file of the work tree.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Commits the whole work tree a day after the commit before; gives the name of the commit.
    pub fn commit(&self, message: &str) -> String {
        self.next_day();
        self.git(["add", "--all"]);
        self.git(["commit", "--quiet", "--allow-empty", "--message", message]);
        self.id("HEAD")
    }

    /// Writes one file and commits it.
    pub fn commit_file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        self.write(name, content).commit(&format!("write {}", name.len()))
    }

    /// Commits a work tree without this file.
    pub fn commit_removal(&self, name: &str) -> String {
        fs::remove_file(self.path(name)).unwrap();
        self.commit("remove a file")
    }

    /// A commit with these parents, whose tree is that of the first one with these files changed; the work tree and all
    /// references stay as they are.
    pub fn graft(&self, parents: &[&str], files: &[(&str, &[u8])]) -> String {
        self.next_day();
        let index = self.place.path("index-of-a-graft");
        let run = |args: &[&str], input: &[u8]| {
            let mut process = self.process(args);
            process.env("GIT_INDEX_FILE", &index);
            printed(process, input)
        };
        run(&parents.first().map_or(vec!["read-tree", "--empty"], |parent| vec!["read-tree", parent]), b"");
        for (name, content) in files {
            let blob = self.blob(content);
            run(&["update-index", "--add", "--cacheinfo", &format!("100644,{blob},{name}")], b"");
        }
        let tree = run(&["write-tree"], b"");
        let mut args = vec!["commit-tree", &tree];
        args.extend(parents.iter().flat_map(|parent| ["-p", parent]));
        run(&args, b"a graft\n")
    }

    /// Writes a blob that nothing leads to.
    pub fn blob(&self, content: impl AsRef<[u8]>) -> String {
        self.git_with(["hash-object", "-w", "--stdin"], content)
    }

    pub fn set_ref(&self, name: &str, target: &str) {
        self.git(["update-ref", name, target]);
    }

    /// The name of the object that an expression names.
    pub fn id(&self, expression: &str) -> String {
        self.git(["rev-parse", "--verify", expression])
    }

    /// Forgets everything that only reflogs lead to; the objects stay.
    pub fn expire_reflogs(&self) {
        self.git(["reflog", "expire", "--expire=all", "--all"]);
    }

    /// Whether git finds this object.
    pub fn holds(&self, id: &str) -> bool {
        self.git_can(["cat-file", "-e", id])
    }

    /// Whether a commit is among those that `git rev-list` lists with these arguments.
    pub fn lists<S: AsRef<OsStr>>(&self, commit: &str, args: impl IntoIterator<Item = S>) -> bool {
        let args = [OsString::from("rev-list")].into_iter().chain(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self.git(args).lines().any(|line| line == commit)
    }

    /// The files of this suffix among the packs, sorted.
    pub fn packs(&self, suffix: &str) -> Vec<PathBuf> {
        let folder = PathBuf::from(self.git(["rev-parse", "--absolute-git-dir"])).join("objects/pack");
        let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == suffix));
        files.sort();
        files
    }
}

/// How many rounds a test makes that gets better with more: a variable says so, or this default.
pub fn rounds(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().expect("a number of rounds"))
}

/// The clones that a variable names, for tests that whoever runs them has to ask for.
pub fn named_clones(place: &Place) -> Vec<Repository<'_>> {
    let paths = std::env::var_os("CREDLINE_REPOSITORIES").unwrap_or_default();
    let own = Repository::init(place, "own", &["--bare"]);
    let folders = std::env::split_paths(&paths).filter(|folder| !folder.as_os_str().is_empty());
    folders.map(|folder| Repository { folder, ..own.clone() }).collect()
}

fn apart(process: &mut Command) {
    for name in FOREIGN {
        process.env_remove(name);
    }
    process.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
}

fn printed(process: Command, input: &[u8]) -> String {
    let mut text = String::from_utf8(run(process, input)).unwrap();
    text.truncate(text.trim_end_matches('\n').len());
    text
}

/// What a process prints when it gets this on its standard input; it has to succeed.
pub fn run(mut process: Command, input: &[u8]) -> Vec<u8> {
    let piped = process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        // A process may end, or print much, before it has read everything.
        scope.spawn(move || pipe.write_all(input));
        child.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "{process:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

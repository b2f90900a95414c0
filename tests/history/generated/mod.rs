//! Histories made by chance: forks, merges of every kind, renames and copies, files that change in every way.

mod chance;
mod edits;
mod material;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::rc::Rc;

pub use chance::Chance;

use crate::repository::{Repository, run};

/// The names of files: some wake rules of their own, some lower what is found in them.
const NAMES: [&str; 12] = [
    "src/main.py",
    "conf/app.env",
    "README.md",
    "tests/sample.json",
    "keys/id_rsa",
    "deep/down/in/values.yml",
    ".npmrc",
    "config/wp-config.php",
    "data.bin",
    "docs/notes.txt",
    "docker-compose.yml",
    "settings.xml",
];

/// The seconds of the first commit.
const START: i64 = 1_500_000_000;

type Content = Rc<Vec<u8>>;
type Tree = BTreeMap<String, Content>;

/// A history that git can import.
pub struct History {
    stream: Vec<u8>,
    versions: BTreeSet<(String, Content)>,
    messages: Vec<String>,
    chance: Chance,
}

/// What is known while a history grows.
struct Growth {
    chance: Chance,
    stream: Vec<u8>,
    marks: BTreeMap<Content, usize>,
    commits: Vec<(usize, Tree)>,
    /// The commits that something may grow on, by their place in `commits`.
    tips: Vec<usize>,
    messages: Vec<String>,
    mark: usize,
}

impl History {
    /// The history of a seed, with about so many commits.
    pub fn of(seed: u64, commits: usize) -> Self {
        let mut growth = Growth {
            chance: Chance::new(seed),
            stream: Vec::new(),
            marks: BTreeMap::new(),
            commits: Vec::new(),
            tips: Vec::new(),
            messages: Vec::new(),
            mark: 0,
        };
        growth.commit(&[], Tree::new());
        while growth.commits.len() < commits {
            growth.grow();
        }
        growth.name_tips();
        let versions = growth.commits.into_iter().flat_map(|(_, tree)| tree).collect();
        Self { stream: growth.stream, versions, messages: growth.messages, chance: growth.chance }
    }

    /// Brings the history into an empty repository, packed in one of several ways.
    pub fn import(&mut self, repository: &Repository) {
        let import = ["-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", "--force"];
        run(repository.process(import), &self.stream);
        let by_offset = format!("repack.useDeltaBaseOffset={}", !self.chance.one_in(3));
        match self.chance.below(6) {
            // As the import has left it: each version against the one before.
            0 => {}
            1 => drop(repository.git(["-c", &by_offset, "repack", "-adFkq", "--depth=250", "--window=10"])),
            _ => drop(repository.git(["-c", &by_offset, "repack", "-adfkq", "--depth=50", "--window=50"])),
        }
    }

    /// Every content with every path it has.
    pub fn versions(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.versions.iter().map(|(path, content)| (path.as_str(), content.as_slice()))
    }

    pub fn messages(&self) -> &[String] {
        &self.messages
    }
}

impl Growth {
    /// One or more further commits.
    fn grow(&mut self) {
        let tip = self.chance.below(self.tips.len());
        match self.chance.below(20) {
            0..=2 if self.tips.len() < 5 => {
                let from = self.chance.below(self.commits.len());
                let new = self.changed(&[from]);
                self.tips.push(new);
            }
            3 | 4 if self.tips.len() > 1 => {
                let other = self.tips.swap_remove((tip + 1) % self.tips.len());
                let tip = self.chance.below(self.tips.len());
                self.tips[tip] = self.merged(&[self.tips[tip], other]);
            }
            5 | 6 if self.tips.len() > 2 => {
                let arms = std::mem::take(&mut self.tips);
                let merge = self.merged(&arms);
                self.tips.push(merge);
            }
            7 if self.tips.len() > 1 => {
                let (one, two) = (self.tips[0], self.tips[1]);
                self.tips[0] = self.merged(&[one, two]);
                self.tips[1] = self.merged(&[two, one]);
            }
            8 if self.tips.len() < 5 => {
                let root = self.changed(&[]);
                self.tips.push(root);
            }
            _ => self.tips[tip] = self.changed(&[self.tips[tip]]),
        }
    }

    /// A commit on these parents with changes of its own.
    fn changed(&mut self, parents: &[usize]) -> usize {
        let mut tree = parents.first().map_or_else(Tree::new, |parent| self.commits[*parent].1.clone());
        for _ in 0..=self.chance.below(3) {
            self.change(&mut tree);
        }
        self.commit(parents, tree)
    }

    /// A merge that takes each file from one of its parents, and sometimes has changes of its own.
    fn merged(&mut self, parents: &[usize]) -> usize {
        let mut tree = Tree::new();
        for parent in parents {
            for (path, content) in self.commits[*parent].1.clone() {
                if !tree.contains_key(&path) || self.chance.one_in(2) {
                    tree.insert(path, content);
                }
            }
        }
        if self.chance.one_in(3) {
            self.change(&mut tree);
        }
        self.commit(parents, tree)
    }

    fn change(&mut self, tree: &mut Tree) {
        let paths: Vec<String> = tree.keys().cloned().collect();
        let name = (*self.chance.pick(&NAMES)).to_owned();
        if paths.is_empty() || self.chance.one_in(6) {
            let new = edits::written(&mut self.chance);
            tree.insert(name, new.into());
            return;
        }
        let path = self.chance.pick(&paths).clone();
        match self.chance.below(12) {
            0 => drop(tree.remove(&path)),
            1 => {
                let content = tree.remove(&path).unwrap();
                tree.insert(format!("moved/{name}"), content);
            }
            2 => drop(tree.insert(format!("copied/{name}"), tree[&path].clone())),
            _ => {
                let earlier: Vec<Vec<u8>> =
                    self.commits.iter().filter_map(|(_, tree)| Some(tree.get(&path)?.to_vec())).collect();
                let new = edits::edited(&mut self.chance, &tree[&path], &earlier);
                tree.insert(path, new.into());
            }
        }
    }

    /// Writes a commit with all its files; gives its place in `commits`.
    fn commit(&mut self, parents: &[usize], tree: Tree) -> usize {
        let blobs: Vec<(String, usize)> =
            tree.iter().map(|(path, content)| (path.clone(), self.blob(content))).collect();
        self.mark += 1;
        let number = self.commits.len();
        let mut message = format!("commit {number}");
        if self.chance.one_in(15) {
            message += &String::from_utf8_lossy(&material::credential(&mut self.chance));
        }
        let date = START + i64::try_from(number).unwrap() * 3_600;
        let mut head = format!("commit refs/heads/main\nmark :{}\n", self.mark);
        for role in ["author", "committer"] {
            writeln!(head, "{role} Ada <ada@example.com> {date} +0100").unwrap();
        }
        write!(head, "data {}\n{message}\n", message.len()).unwrap();
        for (at, parent) in parents.iter().enumerate() {
            let word = if at == 0 { "from" } else { "merge" };
            writeln!(head, "{word} :{}", self.commits[*parent].0).unwrap();
        }
        head.push_str("deleteall\n");
        for (path, blob) in blobs {
            writeln!(head, "M 100644 :{blob} {path}").unwrap();
        }
        if parents.is_empty() {
            // Without a parent, a commit would go on where the branch stands.
            head.insert_str(0, "reset refs/heads/main\n");
        }
        self.stream.extend_from_slice(head.as_bytes());
        self.messages.push(message);
        self.commits.push((self.mark, tree));
        if self.tips.is_empty() {
            self.tips.push(number);
        }
        number
    }

    fn blob(&mut self, content: &Content) -> usize {
        if let Some(mark) = self.marks.get(content) {
            return *mark;
        }
        self.mark += 1;
        self.marks.insert(content.clone(), self.mark);
        self.stream.extend_from_slice(format!("blob\nmark :{}\ndata {}\n", self.mark, content.len()).as_bytes());
        self.stream.extend_from_slice(content);
        self.stream.push(b'\n');
        self.mark
    }

    /// A branch for each tip; the last one is checked out. Some are left to nobody.
    fn name_tips(&mut self) {
        let mut resets = String::new();
        for (number, tip) in self.tips.iter().enumerate() {
            if number == 0 || !self.chance.one_in(6) {
                writeln!(resets, "reset refs/heads/tip{number}\nfrom :{}\n", self.commits[*tip].0).unwrap();
            }
        }
        writeln!(resets, "reset refs/heads/main\nfrom :{}\n", self.commits[self.tips[0]].0).unwrap();
        self.stream.extend_from_slice(resets.as_bytes());
    }
}

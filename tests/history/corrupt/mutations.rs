//! Damage by chance to packs, indexes and loose objects of a repository that was whole.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{BEACON, Readable, copy, damage, readable, survived};
use crate::generated::Chance;
use crate::packs::with_checksum;
use crate::place::{Place, Seen, line, token};
use crate::repository::{Repository, is_found, receipt, rounds};

/// Versions of the file with tokens.
const VERSIONS: usize = 12;

#[test]
fn what_damage_takes_is_named() {
    let failures = Mutex::new(Vec::new());
    let (next, losing) = (AtomicU64::new(0), AtomicU64::new(0));
    let (begin, count) = match std::env::var("CREDLINE_SEED") {
        Ok(seed) => (seed.parse().unwrap(), 1),
        Err(_) => (0, rounds("CREDLINE_MUTATIONS", 48)),
    };
    let work = || {
        let place = Place::new();
        let whole = Whole::new(&place);
        loop {
            let seed = begin + next.fetch_add(1, Ordering::Relaxed);
            if seed >= begin + count || failures.lock().unwrap().len() > 3 {
                break;
            }
            match catch_unwind(AssertUnwindSafe(|| whole.judge_damage(seed))) {
                Ok(lost) => {
                    losing.fetch_add(u64::from(lost > 0), Ordering::Relaxed);
                }
                Err(panic) => {
                    let what = panic.downcast_ref::<String>().cloned().unwrap_or_default();
                    failures.lock().unwrap().push(format!("CREDLINE_SEED={seed}: {what}"));
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let losing = losing.into_inner();
    assert!(count == 1 || losing * 4 > count, "the fixture: only {losing} of {count} damages lose anything");
}

/// What is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Pack,
    Index,
    PackAndIndex,
    MultiPackIndex,
    Loose,
}

/// A repository with two packs, loose objects and a beacon, of which all objects are known.
struct Whole<'p> {
    place: &'p Place,
    repository: Repository<'p>,
    objects: Readable,
    /// The token in each blob that has one.
    tokens: BTreeMap<String, String>,
}

impl<'p> Whole<'p> {
    fn new(place: &'p Place) -> Self {
        let repository = Repository::init(place, "whole", &[]);
        repository.blob(line(BEACON));
        let filler: String = (0..60).map(|number| format!("line {number} of a file that changes\n")).collect();
        let mut tokens = BTreeMap::new();
        for number in 0..VERSIONS {
            let secret = line(&format!("version {number}"));
            repository.commit_file("changes.txt", format!("{filler}{secret}{}", &filler[number * 20..]));
            tokens.insert(repository.id("HEAD:changes.txt"), token(&format!("version {number}")));
            if number % 4 == 3 && number + 1 < VERSIONS {
                repository.git_with(
                    ["pack-objects", "--quiet", "--revs", "--incremental", ".git/objects/pack/pack"],
                    "HEAD\n",
                );
                repository.git(["prune-packed"]);
            }
        }
        let listed = repository.git(["cat-file", "--batch-all-objects", "--batch-check=%(objectname)"]);
        let names: Vec<String> = listed.lines().map(str::to_owned).collect();
        let objects = readable(&repository, &names);
        assert_eq!(objects.len(), names.len(), "the fixture");
        assert_eq!(repository.packs("pack").len(), 2, "the fixture");
        Self { place, repository, objects, tokens }
    }

    /// Damages a copy, and checks what is said of it; gives how many objects git cannot read any more.
    fn judge_damage(&self, seed: u64) -> usize {
        let mut chance = Chance::new(seed);
        let folder = self.place.path("damaged");
        let _ = fs::remove_dir_all(&folder);
        copy(self.repository.folder(), &folder);
        let damaged = self.repository.at("damaged");
        let every = [
            Target::Pack,
            Target::Pack,
            Target::Index,
            Target::Index,
            Target::PackAndIndex,
            Target::MultiPackIndex,
            Target::Loose,
        ];
        let target = *chance.pick(&every);
        if target == Target::MultiPackIndex {
            damaged.git(["multi-pack-index", "write"]);
        }
        let resealed = chance.one_in(2);
        let mut done = Vec::new();
        for path in self.victims(&mut chance, &damaged, target) {
            let mut bytes = fs::read(&path).unwrap();
            let what = damage(&mut chance, &mut bytes);
            if resealed && target != Target::Loose && bytes.len() > 20 {
                bytes.truncate(bytes.len() - 20);
                bytes = with_checksum(bytes);
            }
            replace(&path, &bytes);
            done.push((path, what));
        }
        let names: Vec<String> = self.objects.keys().cloned().collect();
        let left = readable(&damaged, &names);
        let outcome = survived(&damaged);
        self.loses_no_token_unsaid(&outcome, &left, &done);
        // Behind a new checksum a wrong name in an index looks right; and who reads the indexes of the packs needs no
        // index of them all.
        if target != Target::MultiPackIndex && !(resealed && matches!(target, Target::Index | Target::PackAndIndex)) {
            self.names_what_is_lost(&outcome, &left, &done);
        }
        names.len() - left.len()
    }

    fn victims(&self, chance: &mut Chance, damaged: &Repository, target: Target) -> Vec<PathBuf> {
        let packs = damaged.packs("pack");
        let pack = chance.pick(&packs).clone();
        let index = pack.with_extension("idx");
        match target {
            Target::Pack => vec![pack],
            Target::Index => vec![index],
            Target::PackAndIndex => vec![pack, index],
            Target::MultiPackIndex => vec![pack.with_file_name("multi-pack-index")],
            Target::Loose => {
                let beacon = self.repository.git_with(["hash-object", "--stdin"], line(BEACON));
                let path = |name: &String| damaged.path(format!(".git/objects/{}/{}", &name[..2], &name[2..]));
                let others = self.objects.keys().filter(|name| **name != beacon);
                let loose: Vec<PathBuf> = others.map(path).filter(|path| path.is_file()).collect();
                vec![chance.pick(&loose).clone()]
            }
        }
    }

    /// A token that git still reads is found, unless the receipt says that something is lost.
    fn loses_no_token_unsaid(&self, seen: &Seen, left: &Readable, done: &[(PathBuf, &str)]) {
        for (blob, token) in &self.tokens {
            let is_whole = left.get(blob) == self.objects.get(blob);
            assert!(!is_whole || seen.code == 3 || is_found(seen, token), "{blob} is there and not found: {done:?}");
        }
    }

    /// What git cannot read is named by itself or by its file, and the scan is incomplete.
    fn names_what_is_lost(&self, seen: &Seen, left: &Readable, done: &[(PathBuf, &str)]) {
        let lines = receipt(seen);
        let files: Vec<String> = done.iter().map(|(path, _)| short_name(path)).collect();
        for lost in self.objects.keys().filter(|name| !left.contains_key(*name)) {
            assert_eq!(seen.code, 3, "{lost} is lost by {done:?}, the receipt says {lines:?}");
            let names_it = |line: &str| line.contains(lost) || files.iter().any(|file| line.contains(file.as_str()));
            assert!(lines.iter().any(|(_, line)| names_it(line)), "{lost} is lost by {done:?}: {lines:?}");
        }
    }
}

/// The name by which a receipt may call a file of objects.
fn short_name(path: &Path) -> String {
    let name = path.file_stem().unwrap().to_str().unwrap();
    if name.starts_with("pack-") || name.starts_with("multi") {
        return name.to_owned();
    }
    format!("{}/{name}", path.parent().unwrap().file_name().unwrap().to_str().unwrap())
}

/// Writes a file that git has made read-only anew.
fn replace(path: &Path, bytes: &[u8]) {
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

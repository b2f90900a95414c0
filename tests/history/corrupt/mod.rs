//! Repositories that are damaged or lie: the scan ends in time, within its memory, and says what it lost.

mod deltas;
mod indexes;
mod loose;
mod mutations;
mod objects;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::generated::Chance;
use crate::packs::Pack;
use crate::place::{Place, Seen, line, token};
use crate::repository::{Repository, is_found, receipt};

/// KiB of address space, code and stacks of all threads included.
const MEMORY: u64 = 2_000_000;

/// How long one scan may take in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// The seed of a token in a loose object that no damage touches.
const BEACON: &str = "beacon";

/// What git can still read of some objects: the contents by their names.
type Readable = BTreeMap<String, Vec<u8>>;

/// Scans within the bounds of time and memory; the beacon is found whatever else is lost.
fn survived(repository: &Repository) -> Seen {
    survived_with(repository, &[])
}

/// As [`survived`], with these options.
fn survived_with(repository: &Repository, options: &[&str]) -> Seen {
    let start = Instant::now();
    let seen = repository.judge(bounded(&repository.program(["--jobs=2"].iter().chain(options))));
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    assert!(is_found(&seen, &token(BEACON)), "the beacon in {:#}", seen.report);
    seen
}

/// As [`survived`]; whatever of these names git cannot read is named in the receipt, and the scan is incomplete.
fn survived_losing(repository: &Repository, names: &[String], damaged: &str) -> Seen {
    let readable = readable(repository, names);
    let lost: Vec<String> = names.iter().filter(|name| !readable.contains_key(*name)).cloned().collect();
    survived_without(repository, &lost, damaged)
}

/// As [`survived`]; these objects are lost, and named by themselves or by their file.
fn survived_without(repository: &Repository, lost: &[String], damaged: &str) -> Seen {
    let seen = survived(repository);
    let lines = receipt(&seen);
    for lost in lost {
        assert_eq!(seen.code, 3, "{lost} is lost, the receipt says {lines:?}");
        assert!(
            lines.iter().any(|(_, line)| line.contains(lost.as_str()) || line.contains(damaged)),
            "neither {lost} nor {damaged} in {lines:?}"
        );
    }
    seen
}

/// The same process within bounds of memory, killed when it takes far too long.
fn bounded(process: &Command) -> Command {
    let script = format!("ulimit -v {MEMORY}; exec timeout -s KILL {} \"$0\" \"$@\"", 2 * PATIENCE.as_secs());
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).arg(process.get_program()).args(process.get_args());
    for (name, value) in process.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    if let Some(folder) = process.get_current_dir() {
        shell.current_dir(folder);
    }
    shell
}

/// What git reads of these objects. It stops at the first that is damaged, and is asked again for those behind it.
fn readable(repository: &Repository, names: &[String]) -> Readable {
    let mut found = Readable::new();
    let mut rest = names;
    while !rest.is_empty() {
        let list = repository.path("../names-to-read");
        fs::write(&list, rest.join("\n")).unwrap();
        let mut process = bounded(&repository.process(["cat-file", "--batch"]));
        let output = process.stdin(fs::File::open(&list).unwrap()).stderr(Stdio::null()).output().unwrap();
        let mut bytes = output.stdout.as_slice();
        let mut answered = 0;
        while let Some((name, content, behind)) = answer(bytes) {
            found.extend(content.map(|content| (name, content.to_vec())));
            bytes = behind;
            answered += 1;
        }
        rest = rest.get(answered + 1..).unwrap_or_default();
    }
    found
}

/// An answer of `git cat-file --batch`: a name, its content unless it is missing, and the bytes behind.
type Answer<'b> = (String, Option<&'b [u8]>, &'b [u8]);

/// The first answer among these bytes; `None` where git has stopped amid it.
fn answer(bytes: &[u8]) -> Option<Answer<'_>> {
    let end = memchr::memchr(b'\n', bytes)?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let mut words = head.split(' ');
    let (name, _, size) = (words.next()?, words.next()?, words.next());
    let Some(size) = size else { return Some((name.to_owned(), None, &bytes[end + 1..])) };
    let size: usize = size.parse().ok()?;
    let (content, behind) = bytes[end + 1..].split_at_checked(size)?;
    Some((name.to_owned(), Some(content), behind.get(1..)?))
}

/// A repository with a loose beacon, and this pack with its own or another index.
fn with_pack<'p>(place: &'p Place, pack: &Pack, index: Option<&[u8]>) -> Repository<'p> {
    with_files(place, &pack.finished(), index.unwrap_or(&pack.index()))
}

/// The same, from bytes.
fn with_files<'p>(place: &'p Place, pack: &[u8], index: &[u8]) -> Repository<'p> {
    let repository = Repository::new(place);
    repository.blob(line(BEACON));
    repository.write(".git/objects/pack/pack-made.pack", pack);
    repository.write(".git/objects/pack/pack-made.idx", index);
    repository
}

/// What an entry of an index is called, for the names of [`with_pack`].
fn names(pack: &Pack) -> Vec<String> {
    pack.entries.iter().map(|(id, ..)| crate::packs::hex(id)).collect()
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// Does one of many kinds of damage to some bytes, and says which.
fn damage(chance: &mut Chance, bytes: &mut Vec<u8>) -> &'static str {
    let range = chance.range(bytes.len());
    let at = chance.below(bytes.len());
    let short = at..(at + 1 + chance.below(16)).min(bytes.len());
    match chance.below(11) {
        0 | 1 => {
            bytes[at] ^= 1 << chance.below(8);
            "a bit is flipped"
        }
        2 => {
            bytes[at] = u8::try_from(chance.below(256)).unwrap();
            "a byte is another"
        }
        3 => {
            bytes[short].fill(0);
            "some bytes are zero"
        }
        4 => {
            bytes[range].fill(0);
            "a long stretch is zero"
        }
        5 => {
            bytes.truncate(at);
            "the end is missing"
        }
        6 => {
            bytes[short].fill(0xff);
            "some bytes are 0xff"
        }
        7 => {
            drop(bytes.drain(short));
            "some bytes are missing"
        }
        8 => {
            let copy = bytes[short].to_vec();
            bytes.splice(at..at, copy);
            "some bytes are there twice"
        }
        9 => {
            let half = range.len() / 2;
            bytes[range].rotate_left(half);
            "two stretches have changed places"
        }
        _ => {
            bytes.extend_from_slice(&b"garbage behind the end".repeat(1 + chance.below(40)));
            "garbage stands behind the end"
        }
    }
}

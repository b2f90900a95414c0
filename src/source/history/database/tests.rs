//! Every object of repositories that git made: read by our own reader and by gix, named anew, and listed by git.

use std::collections::BTreeMap;
use std::sync::Mutex;

use sha1::Digest as _;

use super::*;
use crate::source::git::HashKind;
use crate::source::git::fixture::Folder;
use crate::source::git::repository::Environment;

/// What an object is and holds, by name.
type All = BTreeMap<ObjectId, (Kind, Vec<u8>)>;

/// A history of several hundred objects: most in a pack with long chains of deltas, some in a second pack, some in files
/// of their own, some in both.
fn history(format: &str) -> Option<Folder> {
    let folder = Folder::empty();
    if !folder.tries(&["init", "-q", "-b", "main", "--object-format", format]) {
        return None;
    }
    (0..40).for_each(|round| commit(&folder, round));
    folder.git(&["repack", "-q", "-a", "-d", "-f", "--depth=50", "--window=60"]);
    (40..46).for_each(|round| commit(&folder, round));
    folder.git(&["tag", "-a", "-m", "a tag", "tagged"]).git(&["repack", "-q"]);
    (46..50).for_each(|round| commit(&folder, round));
    Some(folder)
}

/// Five files that change in a few lines each, and one that is made of noise.
fn commit(folder: &Folder, round: usize) {
    for file in 0..5 {
        let line = |at: usize| {
            let version = (0..=round).rev().find(|earlier| earlier % 40 == at % 40).unwrap_or(0);
            format!("{file}: line {at} in version {version}, {}\n", at * at * 7919)
        };
        folder.write(&format!("folder-{file}/file"), (0..200).map(line).collect::<String>());
    }
    let noise = (0..60).flat_map(|at| sha1::Sha1::digest(format!("{at} of {round}")).to_vec());
    folder.write("noise", noise.collect::<Vec<u8>>()).git(&["add", "-A"]).git(&[
        "commit",
        "-q",
        "-m",
        &format!("round {round}"),
    ]);
}

/// The name that git gives to an object.
fn name_of(hash: HashKind, kind: Kind, bytes: &[u8]) -> ObjectId {
    let whole = [format!("{} {}\0", kind.name(), bytes.len()).as_bytes(), bytes].concat();
    let name = match hash {
        HashKind::Sha1 => sha1::Sha1::digest(&whole).to_vec(),
        HashKind::Sha256 => sha2::Sha256::digest(&whole).to_vec(),
    };
    ObjectId::new(&name).unwrap()
}

/// All objects as the walk over delta trees shows them, each exactly once and under its true name.
fn shown(database: &Database, threads: usize) -> All {
    let all = Mutex::new(All::new());
    for kind in Kind::ALL {
        let show = |object: u32, bytes: &[u8]| {
            let id = database.objects.id(object);
            assert_eq!(id, name_of(database.repository.hash, kind, bytes));
            assert!(all.lock().unwrap().insert(id, (kind, bytes.to_vec())).is_none(), "{id} is shown twice");
        };
        database.each(kind, threads, &show, &|lost| panic!("{}", lost.detail), &|| false);
    }
    all.into_inner().unwrap()
}

/// What is read one by one has to be what the walk shows, and both what git lists.
fn compare(folder: &Folder, database: &Database) -> All {
    let all = shown(database, 1);
    assert!(shown(database, 3) == all);
    for (id, (_, bytes)) in &all {
        let object = database.objects.find(id.as_bytes()).unwrap();
        assert!(database.read_object(object).as_ref() == Some(bytes), "{id}");
    }
    let mut listed: Vec<String> =
        folder.git_in("", &["cat-file", "--batch-all-objects", "--batch-check"]).lines().map(str::to_owned).collect();
    listed.sort_unstable();
    let ours: Vec<_> = all.iter().map(|(id, (kind, bytes))| format!("{id} {} {}", kind.name(), bytes.len())).collect();
    assert_eq!(ours, listed);
    assert_eq!(database.objects.count() as usize, listed.len());
    all
}

fn opened(folder: &Folder) -> Database {
    let repository = Repository::open_in(&folder.path(""), Environment::default()).unwrap();
    Database::open(repository, &|lost| panic!("{}", lost.detail))
}

/// How many deltas have to be applied, one after the other.
fn longest_chain(pack: &Pack) -> usize {
    let mut level: Vec<u32> = pack.roots().iter().map(|root| root.entry).collect();
    let mut depth = 0;
    while !level.is_empty() {
        level = level.iter().flat_map(|entry| pack.children(*entry)).copied().collect();
        depth += 1;
    }
    depth - 1
}

#[test]
fn every_object_is_what_gix_reads() {
    let folder = history("sha1").unwrap();
    let database = opened(&folder);
    assert!(database.objects.packs().len() == 2 && database.objects.loose().len() > 20);
    assert!(database.objects.packs().iter().map(longest_chain).max() > Some(20));
    let all = compare(&folder, &database);
    assert!(all.len() > 400);
    let gix = gix::open(folder.path("")).unwrap();
    for (id, (kind, bytes)) in &all {
        let object = gix.find_object(gix::ObjectId::from_bytes_or_panic(id.as_bytes())).unwrap();
        assert_eq!(object.kind.as_bytes(), kind.name().as_bytes());
        assert!(object.data == *bytes, "{id}");
    }
}

#[test]
fn names_of_sha256_are_those_of_the_bytes() {
    // Not every git makes such repositories.
    let Some(folder) = history("sha256") else { return };
    let database = opened(&folder);
    assert_eq!(database.repository.hash, HashKind::Sha256);
    assert!(compare(&folder, &database).len() > 400);
}

#[test]
fn an_object_that_lies_in_several_packs_is_shown_once() {
    let folder = history("sha1").unwrap();
    folder.git(&["repack", "-q", "-a"]);
    let database = opened(&folder);
    assert!(database.objects.packs().len() == 3 && !database.objects.loose().is_empty());
    compare(&folder, &database);
}

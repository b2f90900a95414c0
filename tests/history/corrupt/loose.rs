//! Loose objects that are damaged or lie.

use std::fs;

use super::{BEACON, survived, survived_losing, survived_with};
use crate::packs::deflated;
use crate::place::{Place, line, token};
use crate::repository::{Repository, is_found, receipt};

/// A repository with a beacon and one more loose object of these bytes, under the name of something else.
fn with_loose<'p>(place: &'p Place, bytes: &[u8]) -> (Repository<'p>, String) {
    let repository = Repository::new(place);
    repository.blob(line(BEACON));
    let name = "5eed".repeat(10);
    repository.write(&format!(".git/objects/{}/{}", &name[..2], &name[2..]), bytes);
    (repository, name)
}

/// The object is survived, and named where git cannot read it.
fn judged(bytes: &[u8]) {
    let place = Place::new();
    let (repository, name) = with_loose(&place, bytes);
    let folder = format!("{}/{}", &name[..2], &name[2..]);
    survived_losing(&repository, &[name], &folder);
}

#[test]
fn heads_of_every_wrong_kind_are_named() {
    let heads = [
        "",
        "\0",
        "blob",
        "blob \0",
        "blob 5",
        "blob x\0",
        "blob -1\0",
        "blob 05\0",
        "blob  5\0",
        "blob 5 \0",
        "blob +5\0",
        "BLOB 5\0",
        "blub 5\0",
        "blob 99999999999999999999\0",
        "blob 18446744073709551615\0",
        "5\0",
        " 5\0",
        "tree 5\0",
        "commit 5\0",
        "tag 5\0",
        "blob 4\0",
        "blob 6\0",
        "blob 1000000000000\0",
    ];
    for head in heads {
        judged(&deflated(format!("{head}hello").as_bytes()));
    }
    judged(&deflated(&[b"blob ", &[b'1'; 5000][..], b"\0hello"].concat()));
}

#[test]
fn streams_that_are_damaged_are_named() {
    let good = deflated(format!("blob {}\0{}", line("x").len(), line("x")).as_bytes());
    for length in 0..good.len() {
        judged(&good[..length]);
    }
    judged(&[good.as_slice(), b"garbage"].concat());
    judged(&[good.as_slice(), &good].concat());
    judged(b"not deflated at all");
}

#[test]
fn every_flipped_bit_is_survived() {
    let good = deflated(format!("blob {}\0{}", line("x").len(), line("x")).as_bytes());
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        judged(&bytes);
    }
}

#[test]
fn a_small_object_that_inflates_without_end_is_named() {
    judged(&deflated(&[b"blob 10\0", vec![b'0'; 300 << 20].as_slice()].concat()));
}

#[test]
fn an_object_over_the_limit_is_named_and_not_read() {
    let size = 300_usize << 20;
    let place = Place::new();
    let bytes = deflated(&[format!("blob {size}\0").as_bytes(), &vec![b'0'; size]].concat());
    let (repository, name) = with_loose(&place, &bytes);
    let seen = survived_with(&repository, &["--max-file-size=1MB"]);
    let lines = receipt(&seen);
    assert_eq!(seen.code, 3);
    assert!(matches!(&lines[..], [(reason, line)] if reason == "too-large" && line.contains(&name)), "{lines:?}");
}

#[test]
fn files_that_are_no_objects_are_survived() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.blob(line(BEACON));
    repository.write(".git/objects/ab/short", "x").write(".git/objects/zz/file", "x").write(".git/objects/file", "x");
    repository.write(".git/objects/pack/garbage", "x").write(".git/objects/pack/tmp_pack_Ab12", "PACK");
    repository.write(".git/objects/pack/pack-x.keep", "").write(".git/objects/info/commit-graph", "no graph");
    repository.write(&format!(".git/objects/ab/{}", "z".repeat(38)), "x");
    fs::create_dir_all(repository.path(format!(".git/objects/ab/{}", "a".repeat(38)))).unwrap();
    survived(&repository);
}

#[test]
fn damage_beside_the_objects_is_survived() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.blob(line(BEACON));
    let first = repository.commit_file("a.env", line("kept"));
    let damages: [(&str, &[u8]); 10] = [
        (".git/index", b"DIRC\0\0\0\x02\xff\xff\xff\xff"),
        (".git/packed-refs", b"garbage\n\xff\n^\n"),
        (".git/refs/heads/broken", b"not an object\n"),
        (".git/refs/heads/circle", b"ref: refs/heads/circle\n"),
        (".git/refs/heads/nowhere", b"ref: refs/heads/nothing\n"),
        (".git/logs/HEAD", b"\xff\xff\n\0\n0000 1111 x\n"),
        (".git/objects/info/alternates", b"/nowhere/at/all\n\xff\n../objects\n.\n"),
        (".git/objects/pack/multi-pack-index", b"MIDX\x01\x01\xff\xff\xff\xff\xff\xff"),
        (".git/info/grafts", b"garbage\n"),
        (".git/shallow", b"garbage\n"),
    ];
    for (name, bytes) in damages {
        let before = fs::read(repository.path(name)).ok();
        repository.write(name, bytes);
        let seen = survived(&repository);
        assert!(is_found(&seen, &token("kept")), "{name}");
        match before {
            Some(before) => drop(repository.write(name, before)),
            None => fs::remove_file(repository.path(name)).unwrap(),
        }
    }
    assert_eq!(repository.id("HEAD"), first, "all is as it was");
}

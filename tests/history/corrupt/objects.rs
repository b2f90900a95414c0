//! Entries of packs, and commits, trees and tags, that are not what they say.

use super::{BEACON, names, survived, survived_losing, with_pack};
use crate::packs::{BLOB, COMMIT, Pack, TREE, deflated, id_of};
use crate::place::{Place, line, token};
use crate::repository::{Repository, is_found};

/// A pack with a good blob, and one entry of these parts.
fn with_entry(kind: u8, size: u64, rest: &[u8]) -> Pack {
    let mut pack = Pack::new();
    pack.whole(BLOB, line("good").as_bytes());
    pack.raw([0x77; 20], kind, size, rest);
    pack.whole(BLOB, line("behind").as_bytes());
    pack
}

fn judged(pack: &Pack) {
    let place = Place::new();
    let repository = with_pack(&place, pack, None);
    let seen = survived_losing(&repository, &names(pack), "pack-made");
    assert!(is_found(&seen, &token("good")) && is_found(&seen, &token("behind")), "{:#}", seen.report);
}

#[test]
fn entries_of_unknown_types_are_named() {
    for kind in [0, 5] {
        judged(&with_entry(kind, 5, &deflated(b"hello")));
    }
}

#[test]
fn entries_that_lie_about_their_size_are_named() {
    for size in [0, 4, 6, 1000, 1 << 31, 1 << 32, 1 << 40, 1 << 60, u64::MAX >> 4, u64::MAX] {
        for kind in [COMMIT, TREE, BLOB] {
            judged(&with_entry(kind, size, &deflated(b"hello")));
        }
    }
}

#[test]
fn a_size_that_never_ends_is_named() {
    judged(&with_entry(BLOB, u64::MAX, &[0xff; 64]));
}

#[test]
fn an_entry_that_inflates_without_end_is_named() {
    judged(&with_entry(BLOB, 10, &deflated(&vec![b'0'; 300 << 20])));
}

#[test]
fn streams_that_are_damaged_are_named() {
    let good = deflated(b"a line of some length, so that there is something to damage\n");
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        judged(&with_entry(BLOB, 60, &bytes));
    }
}

#[test]
fn commits_trees_and_tags_that_cannot_be_parsed_are_survived() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.blob(line(BEACON));
    let zeros = "0".repeat(40);
    let made: [(&str, Vec<u8>); 16] = [
        ("commit", b"".to_vec()),
        ("commit", b"tree\n".to_vec()),
        ("commit", format!("tree {zeros}\n\nmessage").into_bytes()),
        ("commit", format!("tree {zeros}\nparent {zeros}\nauthor x\ncommitter <>\n\n\u{ff}").into_bytes()),
        ("commit", format!("tree {zeros}\nauthor a <a> 99999999999999999999999 +9999\n\nx").into_bytes()),
        (
            "commit",
            format!("tree {zeros}\nauthor a <a> -1 -0000\ncommitter a <a> 1 +0000\nencoding x\n\n").into_bytes(),
        ),
        ("commit", vec![b'\n'; 10_000]),
        ("tree", b"100644".to_vec()),
        ("tree", b"100644 name".to_vec()),
        ("tree", b"100644 name\0short".to_vec()),
        ("tree", [b"99999999999999999999 name\0", &[7; 20][..]].concat()),
        ("tree", [b"100644 \0", &[7; 20][..], b"40000 ../up\0", &[8; 20]].concat()),
        ("tree", [b"100644 /etc/passwd\0", &[7; 20][..], b"100644 a\nb\x1b[1m\0", &[8; 20]].concat()),
        ("tag", b"".to_vec()),
        ("tag", format!("object {zeros}\ntype nothing\ntag \n\n").into_bytes()),
        ("tag", format!("object {zeros}\ntype tag\ntag x\ntagger\n\nmessage").into_bytes()),
    ];
    for (kind, bytes) in made {
        repository.git_with(["hash-object", "-w", "--stdin", "--literally", "-t", kind], bytes);
    }
    survived(&repository);
}

#[test]
fn trees_nested_five_thousand_deep_are_survived() {
    let mut pack = Pack::new();
    let (blob, _) = pack.whole(BLOB, line("deep").as_bytes());
    let mut tree = [b"100644 a.env\0", &blob[..]].concat();
    for _ in 0..5_000 {
        let (id, _) = pack.whole(TREE, &tree);
        tree = [b"40000 d\0", &id[..]].concat();
    }
    let (root, _) = pack.whole(TREE, &tree);
    let person = "Ada <ada@example.com> 1600000000 +0000";
    let root = crate::packs::hex(&root);
    let commit = format!("tree {root}\nauthor {person}\ncommitter {person}\n\ndeep\n");
    let (commit, _) = pack.whole(COMMIT, commit.as_bytes());
    let place = Place::new();
    let repository = with_pack(&place, &pack, None);
    let commit = crate::packs::hex(&commit);
    repository.write(".git/refs/heads/main", format!("{commit}\n"));
    let seen = survived(&repository);
    assert!(is_found(&seen, &token("deep")));
}

#[test]
fn a_tree_whose_folders_double_at_every_level_is_survived() {
    // Thirty trees, a thousand million paths.
    let mut pack = Pack::new();
    let (blob, _) = pack.whole(BLOB, line("doubled").as_bytes());
    let mut tree = [b"100644 a.env\0", &blob[..]].concat();
    for _ in 0..30 {
        let (id, _) = pack.whole(TREE, &tree);
        tree = [b"40000 a\0", &id[..], b"40000 b\0", &id[..]].concat();
    }
    pack.whole(TREE, &tree);
    let person = "Ada <ada@example.com> 1600000000 +0000";
    let root = crate::packs::hex(&id_of(TREE, &tree));
    let commit = format!("tree {root}\nauthor {person}\ncommitter {person}\n\nwide\n");
    let (commit, _) = pack.whole(COMMIT, commit.as_bytes());
    let place = Place::new();
    let repository = with_pack(&place, &pack, None);
    let commit = crate::packs::hex(&commit);
    repository.write(".git/refs/heads/main", format!("{commit}\n"));
    let seen = survived(&repository);
    assert!(is_found(&seen, &token("doubled")));
}

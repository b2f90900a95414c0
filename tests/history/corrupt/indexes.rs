//! Indexes that are out of order, lie about where things are, or belong to something else.

use super::{names, survived_losing, with_files, with_pack};
use crate::packs::{BLOB, Id, Pack, fanout, index_of};
use crate::place::{Place, line, token};
use crate::repository::is_found;

type Entries = Vec<(Id, u32, u64)>;

/// A pack of some blobs, of which each holds a token, sorted as the index has them.
fn sample() -> (Pack, Entries) {
    let mut pack = Pack::new();
    for number in 0..8 {
        pack.whole(BLOB, line(&format!("indexed {number}")).as_bytes());
    }
    let mut entries = pack.entries.clone();
    entries.sort_unstable();
    (pack, entries)
}

/// The index is survived, what git cannot read through it is named, and no token is lost unsaid.
fn judged(pack: &Pack, index: &[u8]) {
    let place = Place::new();
    let repository = with_pack(&place, pack, Some(index));
    let seen = survived_losing(&repository, &names(pack), "pack-made");
    let all = (0..8).all(|number| is_found(&seen, &token(&format!("indexed {number}"))));
    assert!(all || seen.code == 3, "tokens are lost unsaid: {:#}", seen.report);
}

#[test]
fn an_index_as_it_has_to_be_is_read() {
    let (pack, entries) = sample();
    assert_eq!(index_of(&entries, &fanout(&entries), &pack.finished()), pack.index());
    let place = Place::new();
    let repository = with_pack(&place, &pack, None);
    repository.git(["verify-pack", ".git/objects/pack/pack-made.pack"]);
    assert_eq!(repository.whole_history().findings().len(), 9);
}

#[test]
fn names_out_of_order_or_there_twice_are_survived() {
    let (pack, entries) = sample();
    let mut reversed = entries.clone();
    reversed.reverse();
    judged(&pack, &index_of(&reversed, &fanout(&entries), &pack.finished()));
    let mut doubled = entries.clone();
    doubled[3].0 = doubled[2].0;
    judged(&pack, &index_of(&doubled, &fanout(&doubled), &pack.finished()));
    let same: Entries = entries.iter().map(|(_, checksum, offset)| (entries[0].0, *checksum, *offset)).collect();
    judged(&pack, &index_of(&same, &fanout(&same), &pack.finished()));
}

#[test]
fn a_fanout_that_lies_is_survived() {
    let (pack, entries) = sample();
    let right = fanout(&entries);
    let wrong: [fn(usize, u32) -> u32; 6] = [
        |_, _| 0,
        |_, _| u32::MAX,
        |at, count| if at == 255 { count } else { 8 - count },
        |at, count| if at == 100 { u32::MAX } else { count },
        |at, count| if at == 255 { count + 1000 } else { count },
        |at, count| if at == 255 { count - 1 } else { count },
    ];
    for lie in wrong {
        let fanout: Vec<u32> = right.iter().enumerate().map(|(at, count)| lie(at, *count)).collect();
        judged(&pack, &index_of(&entries, &fanout, &pack.finished()));
    }
}

#[test]
fn offsets_to_anywhere_are_survived() {
    let (pack, entries) = sample();
    let end = pack.end();
    for offset in [0, 4, 11, 13, end - 1, end, end + 19, end + 20, 0x7fff_ffff, 1 << 31, 1 << 40, u64::MAX] {
        let mut entries = entries.clone();
        entries[2].2 = offset;
        judged(&pack, &index_of(&entries, &fanout(&entries), &pack.finished()));
    }
    let same: Entries = entries.iter().map(|(id, checksum, _)| (*id, *checksum, 12)).collect();
    judged(&pack, &index_of(&same, &fanout(&same), &pack.finished()));
}

#[test]
fn a_large_offset_that_has_no_place_in_its_table_is_survived() {
    let (pack, entries) = sample();
    let index = pack.index();
    let offsets = 8 + 1024 + entries.len() * 24;
    for number in [0x8000_0000_u32, 0x8000_0001, 0xffff_ffff] {
        let mut index = index.clone();
        index[offsets..offsets + 4].copy_from_slice(&number.to_be_bytes());
        judged(&pack, &index);
    }
}

#[test]
fn an_index_of_another_version_or_size_is_survived() {
    let (pack, _) = sample();
    let index = pack.index();
    for version in [0, 1, 3, 0xff] {
        let mut index = index.clone();
        index[7] = version;
        judged(&pack, &index);
    }
    for length in [0, 1, 7, 8, 1000, 1031, 1032, 1033, 1100, index.len() - 41, index.len() - 20, index.len() - 1] {
        judged(&pack, &index[..length]);
    }
    for more in [1, 8, 4096] {
        judged(&pack, &[index.clone(), vec![0; more]].concat());
    }
    judged(&pack, &pack.index_v1()[..1024]);
}

#[test]
fn an_index_of_another_pack_is_survived() {
    let (pack, _) = sample();
    let mut other = Pack::new();
    for number in 0..8 {
        other.whole(BLOB, format!("nothing {number}\n").as_bytes());
    }
    judged(&pack, &other.index());
}

#[test]
fn an_index_that_leaves_objects_out_loses_none_unsaid() {
    let (pack, mut entries) = sample();
    entries.truncate(5);
    judged(&pack, &index_of(&entries, &fanout(&entries), &pack.finished()));
}

#[test]
fn a_pack_with_a_wrong_head_or_end_is_survived() {
    let (pack, _) = sample();
    let (bytes, index) = (pack.finished(), pack.index());
    let end = bytes.len();
    let changes: [(usize, u8); 8] =
        [(0, b'X'), (7, 0), (7, 3), (7, 9), (8, 0xff), (11, 7), (11, 9), (end - 1, bytes[end - 1] ^ 1)];
    for (at, byte) in changes {
        let mut bytes = bytes.clone();
        bytes[at] = byte;
        let place = Place::new();
        let repository = with_files(&place, &bytes, &index);
        survived_losing(&repository, &names(&pack), "pack-made");
    }
    for length in [0, 4, 12, 13, 31, 32, end - 21, end - 20, end - 1] {
        let place = Place::new();
        let repository = with_files(&place, &bytes[..length], &index);
        survived_losing(&repository, &names(&pack), "pack-made");
    }
}

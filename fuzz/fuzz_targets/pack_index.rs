//! Arbitrary bytes as the index of a pack: whatever is asked of it, nothing panics, and what it finds is what it names.
#![no_main]

use credline::source::git::pack::Index;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&mode, rest)) = data.split_first() else { return };
    let id_length = if mode & 1 == 0 { 20 } else { 32 };
    let bytes = if mode & 2 == 0 { rest.to_vec() } else { with_tables(rest, id_length, mode & 4 == 0) };
    let Ok(index) = Index::of_bytes(bytes, id_length) else { return };
    assert!(index.count() as usize <= rest.len());
    for place in 0..index.count() {
        let id = index.id(place);
        let found = index.find(id.as_bytes());
        assert!(found.is_none_or(|found| index.id(found) == id));
        let _ = index.offset(place);
    }
    for id in [rest, &[], &[0], &[255; 20], &[255; 32]] {
        let _ = index.find(id);
    }
    let _ = (index.is_strictly_sorted(), index.has_good_checksum());
    assert_eq!(index.pack_checksum().len(), id_length);
});

/// An index whose fan-out is that of as many names as there is room for, so that the rest is read as well.
fn with_tables(rest: &[u8], id_length: usize, is_first_version: bool) -> Vec<u8> {
    let room = rest.len().saturating_sub(2 * id_length);
    let row = if is_first_version { id_length + 4 } else { id_length + 8 };
    let count = room / row;
    let tail = if is_first_version { 0 } else { (room - count * row) / 8 * 8 };
    let names = rest.chunks_exact(row).take(count);
    let firsts: Vec<u8> = if is_first_version {
        names.map(|name| name[4]).collect()
    } else {
        rest.chunks_exact(id_length).take(count).map(|name| name[0]).collect()
    };
    let mut bytes = if is_first_version { Vec::new() } else { b"\xfftOc\0\0\0\x02".to_vec() };
    for first in 0..=255_u8 {
        let up_to = firsts.iter().filter(|name| **name <= first).count();
        bytes.extend_from_slice(&u32::try_from(up_to).unwrap_or(u32::MAX).to_be_bytes());
    }
    bytes.extend_from_slice(&rest[..(count * row + tail).min(rest.len())]);
    bytes.resize(bytes.len() + 2 * id_length, 7);
    bytes
}

//! Indexes of both versions and of both lengths of names, whole and damaged.

use proptest::prelude::*;

use super::super::sample::Sample;
use super::*;

/// Names that lie evenly, and some that lie anywhere.
#[test]
fn every_name_is_found_wherever_it_lies() {
    for crowd in [0_u64, 1, 3, 40, 700] {
        let mut keys: Vec<u64> = (0..500).map(|n: u64| 7 << 56 | n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 8).collect();
        keys.extend((0..crowd).map(|n| 7 << 56 | 0x00ab_cdef_0000_0000 | n));
        keys.sort_unstable();
        let all = 100..100 + u32::try_from(keys.len()).unwrap();
        for (place, &key) in (all.start..).zip(&keys) {
            let (low, high) = around(all.clone(), key, |at| keys[(at - all.start) as usize] < key);
            assert!((low..high).contains(&place), "{place} in {low}..{high}");
        }
    }
    assert_eq!(around(5..5, 1, |_| unreachable!()), (5, 5));
}

/// Names, of which two begin alike, and where their entries begin.
fn three(id_length: usize) -> (Sample, [(u8, u64); 3]) {
    let mut sample = Sample::new(id_length);
    let starts = [(9, sample.blob(9, b"nine")), (0, sample.blob(0, b"nothing")), (255, sample.blob(255, b"all"))];
    (sample, starts)
}

/// Asks for everything that an index can be asked for.
fn ask(index: &Index) {
    for place in 0..index.count() {
        let id = index.id(place);
        let found = index.find(id.as_bytes());
        assert!(found.is_none_or(|found| index.id(found) == id));
        let _ = index.offset(place);
    }
    for id in [&[][..], &[0], &[255; 20], &[255; 32], &[255; 64]] {
        let _ = index.find(id);
    }
    let _ = (index.has_good_checksum(), index.pack_checksum());
}

#[test]
fn every_version_names_its_objects() {
    for id_length in [20, 32] {
        let (sample, starts) = three(id_length);
        for bytes in [sample.index_v1(), sample.index_v2(u64::MAX), sample.index_v2(0), sample.index_v2(20)] {
            let index = Index::of_bytes(bytes, id_length).unwrap();
            assert_eq!(index.count(), 3);
            assert!(index.is_strictly_sorted() && index.has_good_checksum());
            for (name, start) in starts {
                let place = index.find(&sample.id(name)).unwrap();
                assert_eq!(index.offset(place), Some(start));
                assert_eq!(index.id_bytes(place), sample.id(name));
            }
            assert_eq!(index.find(&sample.id(8)), None);
            assert!(sample.pack().ends_with(index.pack_checksum()));
        }
    }
}

#[test]
fn offsets_of_64_bits_are_read() {
    let mut sample = Sample::new(20);
    sample.name(1, 12);
    sample.name(2, 5 << 32 | 7);
    sample.name(3, u64::MAX);
    let index = Index::of_bytes(sample.index_v2(0x8000_0000), 20).unwrap();
    assert_eq!([0, 1, 2].map(|place| index.offset(place)), [Some(12), Some(5 << 32 | 7), Some(u64::MAX)]);
}

#[test]
fn a_far_offset_outside_of_its_table_is_none() {
    let (sample, _) = three(20);
    let mut bytes = sample.index_v2(u64::MAX);
    let offsets = bytes.len() - 2 * 20 - 3 * 4;
    bytes[offsets] = 0x80;
    let index = Index::of_bytes(bytes, 20).unwrap();
    assert_eq!(index.offset(0), None);
    assert!(index.offset(1).is_some());
    assert!(!index.has_good_checksum());
}

#[test]
fn an_index_cut_off_anywhere_is_an_error() {
    for sample in [three(20).0, Sample::new(20)] {
        for bytes in [sample.index_v1(), sample.index_v2(u64::MAX)] {
            for end in 0..bytes.len() {
                assert!(Index::of_bytes(bytes[..end].to_vec(), 20).is_err(), "{end} of {}", bytes.len());
            }
            ask(&Index::of_bytes(bytes, 20).unwrap());
        }
    }
}

#[test]
fn far_offsets_that_are_cut_off_are_found_missing() {
    let bytes = three(20).0.index_v2(0);
    for end in 0..bytes.len() {
        // Where whole rows are missing the length is that of a shorter table; their offsets and the checksum are not.
        if let Ok(index) = Index::of_bytes(bytes[..end].to_vec(), 20) {
            assert!((0..3).any(|place| index.offset(place).is_none()) && !index.has_good_checksum());
        }
    }
}

#[test]
fn the_tables_have_to_agree() {
    let (sample, _) = three(20);
    let good = sample.index_v2(u64::MAX);
    let mut version = good.clone();
    version[7] = 3;
    let mut shrinking = good.clone();
    shrinking[8 + 3] = 200;
    let mut many = good.clone();
    many[8 + 255 * 4] = 0xff;
    for bytes in [version, shrinking, many, [good, vec![0; 4]].concat()] {
        assert!(matches!(Index::of_bytes(bytes, 20), Err(PackError::BadIndex(_))));
    }
}

proptest! {
    #[test]
    fn no_damage_makes_it_panic(far in any::<bool>(), one in any::<bool>(), places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let sample = three(20).0;
        let mut bytes = if one { sample.index_v1() } else { sample.index_v2(if far { 0 } else { u64::MAX }) };
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        for id_length in [20, 32] {
            if let Ok(index) = Index::of_bytes(bytes.clone(), id_length) {
                ask(&index);
            }
        }
    }

    #[test]
    fn no_tables_make_it_panic(head in any::<bool>(), tail in prop::collection::vec(any::<u8>(), 0..200)) {
        let bytes = [if head { MAGIC } else { &[] }, &[0; FANOUT - 4], &[0, 0, 0, 3], &tail].concat();
        if let Ok(index) = Index::of_bytes(bytes, 20) {
            ask(&index);
        }
    }
}

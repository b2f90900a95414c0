//! Packs made by hand: delta trees, what is lost of them and why, and what a walk shows.

use std::io::Read as _;
use std::sync::Mutex;

use proptest::prelude::*;

use super::super::sample::Sample;
use super::super::{Base, Delta, Stream, Visit, walk};
use super::*;

/// Keeps what it is shown.
#[derive(Default)]
struct Kept {
    objects: Mutex<Vec<(u32, Vec<u8>)>>,
    lost: Mutex<Vec<(u32, String)>>,
    outside: Option<Vec<u8>>,
    /// Bytes of bases that are held.
    room: u64,
    /// Bytes of the longest object that is held.
    held_whole: Option<u64>,
}

impl Visit for Kept {
    type State = ();

    fn whole(&self, entry: u32, bytes: &[u8]) {
        self.objects.lock().unwrap().push((entry, bytes.to_vec()));
    }

    fn derived(&self, entry: u32, bytes: &[u8], _: &Delta<'_>, _: &Base<'_, ()>) {
        self.whole(entry, bytes);
    }

    fn lost(&self, entry: u32, error: &PackError) {
        self.lost.lock().unwrap().push((entry, error.to_string()));
    }

    fn outside(&self, id: &ObjectId) -> Result<Vec<u8>, PackError> {
        self.outside.clone().ok_or_else(|| PackError::NoBase(id.to_string()))
    }

    fn long(&self, entry: u32, mut stream: Stream<'_>) {
        let mut bytes = Vec::new();
        match stream.read_to_end(&mut bytes) {
            Ok(_) => self.whole(entry, &bytes),
            Err(error) => self.lost.lock().unwrap().push((entry, error.to_string())),
        }
    }

    fn held_whole(&self) -> u64 {
        self.held_whole.unwrap_or(u64::MAX)
    }

    fn limit(&self) -> Option<u64> {
        Some(1 << 16)
    }

    fn room(&self) -> u64 {
        self.room
    }

    fn stopped(&self) -> bool {
        false
    }
}

fn opened(sample: &Sample, id_length: usize) -> Pack {
    Pack::of_bytes(sample.pack(), sample.index_v2(u64::MAX), id_length).unwrap()
}

/// All objects by entry, and all that is lost.
type Walked = (Vec<(u32, Vec<u8>)>, Vec<(u32, String)>);

/// Walks with room for all bases and with room for none, which must make no difference.
fn walked(pack: &Pack, threads: usize, outside: Option<&[u8]>) -> Walked {
    let with_room = walked_with(pack, threads, outside, 1 << 20, None);
    assert_eq!(with_room, walked_with(pack, threads, outside, 0, None));
    with_room
}

fn walked_with(pack: &Pack, threads: usize, outside: Option<&[u8]>, room: u64, held_whole: Option<u64>) -> Walked {
    let kept = Kept { outside: outside.map(<[u8]>::to_vec), room, held_whole, ..Kept::default() };
    walk(pack, pack.roots(), threads, &kept);
    let (mut objects, mut lost) = (kept.objects.into_inner().unwrap(), kept.lost.into_inner().unwrap());
    objects.sort_unstable();
    lost.sort_unstable();
    (objects, lost)
}

/// A delta that puts bytes behind the whole of a small base.
fn longer(base: usize, more: &[u8]) -> Vec<u8> {
    let [base, result, added] = [base, base + more.len(), more.len()].map(|size| u8::try_from(size).unwrap());
    [&[base, result, 0x90, base, added], more].concat()
}

#[test]
fn every_object_of_a_tree_is_made_once() {
    for id_length in [20, 32] {
        let mut sample = Sample::new(id_length);
        let first = sample.blob(200, b"abc");
        let second = sample.delta(100, sample.end() - first, &longer(3, b"d"));
        sample.delta(50, sample.end() - first, &longer(3, b"x"));
        sample.delta(25, sample.end() - second, &longer(4, b"e"));
        sample.delta_to(12, 25, &longer(5, b"f"));
        let pack = opened(&sample, id_length);
        assert_eq!(pack.roots(), [Root { entry: 0, is_outside: false }]);
        assert!(pack.lost.is_empty() && pack.problems().is_empty());
        assert_eq!(pack.count_of(Kind::Blob), 5);
        assert_eq!(pack.id(4).as_bytes(), sample.id(12));
        for threads in [1, 3] {
            let (objects, lost) = walked(&pack, threads, None);
            let texts: Vec<&[u8]> = objects.iter().map(|(_, bytes)| bytes.as_slice()).collect();
            assert_eq!(texts, [&b"abc"[..], b"abcd", b"abcx", b"abcde", b"abcdef"]);
            assert!(lost.is_empty());
        }
    }
}

#[test]
fn a_long_object_that_lies_whole_and_alone_is_read_as_a_stream() {
    let mut sample = Sample::new(20);
    let first = sample.blob(1, b"a base of 22 bytes .. ");
    sample.delta(2, sample.end() - first, &longer(22, b"d"));
    sample.blob(3, b"a long one of 26 bytes ..");
    sample.blob(4, b"short");
    let pack = opened(&sample, 20);
    let plain = walked(&pack, 1, None);
    assert_eq!((plain.0.len(), plain.1.len()), (4, 0));
    assert_eq!(walked_with(&pack, 1, None, 0, Some(10)), plain);
}

#[test]
fn a_base_outside_of_the_pack_is_asked_for() {
    let mut sample = Sample::new(20);
    sample.delta_to(1, 9, &longer(3, b"d"));
    sample.delta_to(2, 1, &longer(4, b"e"));
    let pack = opened(&sample, 20);
    let outside = ObjectId::new(&sample.id(9));
    assert_eq!(pack.roots(), [Root { entry: 0, is_outside: true }]);
    assert_eq!((pack.way_out(1), pack.kind(1)), (outside, None));
    assert_eq!(walked(&pack, 1, Some(b"abc")).0[1].1, b"abcde");
    let (objects, lost) = walked(&pack, 1, None);
    assert!(objects.is_empty());
    assert_eq!(lost.len(), 2);
}

#[test]
fn a_delta_to_a_base_outside_is_bounded_too() {
    let mut sample = Sample::new(20);
    // From three bytes some 400 kB: more than the visitor allows.
    let copies = [0x90, 3].repeat(140_000);
    // 420,000 in groups of seven bits, the lowest first.
    let size = [0xa0, 0xd1, 0x19];
    sample.delta_to(1, 9, &[&[3][..], &size, &copies].concat());
    let (objects, lost) = walked(&opened(&sample, 20), 1, Some(b"abc"));
    assert!(objects.is_empty());
    assert!(lost[0].1.contains("too large"), "{lost:?}");
}

#[test]
fn deltas_that_lead_back_to_themselves_are_lost() {
    let mut sample = Sample::new(20);
    sample.delta_to(1, 2, &longer(1, b"a"));
    sample.delta_to(2, 1, &longer(1, b"b"));
    let own = sample.delta_to(3, 3, &longer(1, b"c"));
    sample.delta(4, sample.end() - own, &longer(1, b"d"));
    let pack = opened(&sample, 20);
    assert!(pack.roots().is_empty());
    let lost: Vec<_> = pack.lost.iter().map(|(entry, error)| (*entry, matches!(error, PackError::Loop))).collect();
    assert_eq!(lost, [(0, true), (1, true), (2, true), (3, true)]);
    assert_eq!(pack.way_out(1), None);
}

#[test]
fn a_long_chain_to_a_loop_is_told_in_one_pass() {
    let mut sample = Sample::new(20);
    sample.delta_to(1, 1, &longer(1, b"a"));
    let mut pack = sample.pack();
    pack.truncate(pack.len() - 20);
    // Headers alone: each is a delta to the one that begins two bytes before it.
    let first = pack.len();
    let start = sample.end() - 12;
    let mut chain = vec![0x60, u8::try_from(start).unwrap()];
    chain.extend([0x60, 2].repeat(200_000));
    pack.extend_from_slice(&chain);
    pack.extend_from_slice(&[0; 20]);
    (0..chain.len() / 2).for_each(|entry| sample.name(1, (first + 2 * entry) as u64));
    let pack = Pack::of_bytes(pack, sample.index_v2(u64::MAX), 20).unwrap();
    assert_eq!(pack.lost.len(), 200_002);
    assert!(pack.lost.iter().all(|(_, error)| matches!(error, PackError::Loop)));
}

#[test]
fn what_is_made_from_a_damaged_entry_is_lost_with_it() {
    let mut sample = Sample::new(20);
    sample.blob(1, b"abc");
    let base = sample.delta(2, 5, &longer(3, b"no entry begins there"));
    let next = sample.delta(3, sample.end() - base, &longer(4, b"e"));
    sample.delta(4, sample.end() - next, &longer(5, b"f"));
    sample.name(5, 3);
    sample.name(6, 1 << 20);
    let pack = opened(&sample, 20);
    let mut lost: Vec<u32> = pack.lost.iter().map(|(entry, _)| *entry).collect();
    lost.sort_unstable();
    assert_eq!(lost, [1, 2, 3, NONE, NONE]);
    assert!(pack.lost.iter().all(|(_, error)| !matches!(error, PackError::Loop)));
    assert_eq!(walked(&pack, 2, None).0, [(0, b"abc".to_vec())]);
}

#[test]
fn an_index_of_another_pack_is_a_problem() {
    let (mut one, mut other) = (Sample::new(20), Sample::new(20));
    one.blob(1, b"abc");
    other.blob(1, b"xyz");
    other.blob(2, b"uvw");
    let pack = Pack::of_bytes(one.pack(), other.index_v2(u64::MAX), 20).unwrap();
    assert_eq!(pack.problems().len(), 2);
    assert!(Pack::of_bytes(b"PACK\0\0\0\x04".to_vec(), one.index_v1(), 20).is_err());
}

fn branching(id_length: usize) -> Sample {
    let mut sample = Sample::new(id_length);
    let first = sample.blob(1, b"abc");
    let second = sample.delta(2, sample.end() - first, &longer(3, b"d"));
    sample.delta_to(3, 2, &longer(4, b"e"));
    sample.delta(4, sample.end() - second, &longer(4, b"f"));
    sample.delta_to(5, 99, &longer(3, b"g"));
    sample
}

#[test]
fn a_pack_cut_off_anywhere_never_panics() {
    let sample = branching(20);
    let bytes = sample.pack();
    for end in 0..bytes.len() {
        let Ok(pack) = Pack::of_bytes(bytes[..end].to_vec(), sample.index_v2(u64::MAX), 20) else { continue };
        assert!(!pack.problems().is_empty(), "{end}");
        let _ = walked(&pack, 1, Some(b"abc"));
    }
}

proptest! {
    #[test]
    fn no_damage_makes_it_panic(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let sample = branching(20);
        let (mut bytes, mut index) = (sample.pack(), sample.index_v2(50));
        for (place, byte) in places {
            let place = place.index(bytes.len() + index.len());
            match bytes.len() {
                length if place < length => bytes[place] = byte,
                length => index[place - length] = byte,
            }
        }
        if let Ok(pack) = Pack::of_bytes(bytes, index, 20) {
            let (objects, _) = walked(&pack, 1, Some(b"abc"));
            prop_assert!(objects.len() <= pack.count() as usize);
            (0..pack.count()).for_each(|entry| {
                let _ = (pack.way_out(entry), pack.entry(entry).is_ok(), pack.size_of(entry));
            });
            let _ = pack.problems();
        }
    }
}

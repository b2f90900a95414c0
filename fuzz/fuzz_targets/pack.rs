//! Arbitrary bytes as a pack, with an index that is as arbitrary or one that fits: the walk ends, shows no object twice,
//! and makes none larger than it may.
#![no_main]

#[path = "pack/entries.rs"]
mod entries;

use std::sync::atomic::{AtomicU64, Ordering};

use credline::document::ObjectId;
use credline::source::git::pack::{Base, Delta, Pack, PackError, Stream, Visit, walk};
use entries::ID_LENGTH;
use libfuzzer_sys::fuzz_target;

const LIMIT: u64 = 1 << 18;
const ENOUGH: u64 = 16 * LIMIT;

/// Looks at everything, keeps nothing, and has enough of a walk that makes very much of few bytes.
#[derive(Default)]
struct Count {
    seen: AtomicU64,
    made: AtomicU64,
    lost: AtomicU64,
}

impl Visit for Count {
    type State = ();

    fn whole(&self, _: u32, bytes: &[u8]) {
        assert!(bytes.len() as u64 <= LIMIT);
        self.seen.fetch_add(1, Ordering::Relaxed);
        self.made.fetch_add(bytes.len() as u64, Ordering::Relaxed);
    }

    fn derived(&self, entry: u32, bytes: &[u8], delta: &Delta<'_>, _: &Base<'_, ()>) {
        assert_eq!(bytes.len() as u64, delta.result_size);
        self.whole(entry, bytes);
    }

    fn lost(&self, _: u32, _: &PackError) {
        self.lost.fetch_add(1, Ordering::Relaxed);
    }

    fn outside(&self, id: &ObjectId) -> Result<Vec<u8>, PackError> {
        if id.as_bytes()[0] & 1 == 0 { Ok(id.as_bytes().to_vec()) } else { Err(PackError::NoBase(id.to_string())) }
    }

    fn long(&self, _: u32, mut stream: Stream<'_>) {
        let read = std::io::copy(&mut stream, &mut std::io::sink());
        assert!(read.is_err() || read.is_ok_and(|read| read == stream.size));
        self.seen.fetch_add(1, Ordering::Relaxed);
        self.made.fetch_add(stream.size, Ordering::Relaxed);
    }

    fn held_whole(&self) -> u64 {
        LIMIT / 2
    }

    fn limit(&self) -> Option<u64> {
        Some(LIMIT)
    }

    fn room(&self) -> u64 {
        LIMIT / 4
    }

    fn stopped(&self) -> bool {
        self.made.load(Ordering::Relaxed) > ENOUGH
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((&[mode, high, low], rest)) = data.split_first_chunk::<3>() else { return };
    let split = usize::from(u16::from_be_bytes([high, low])).min(rest.len());
    let (pack, index) = rest.split_at(split);
    let opened = match mode % 4 {
        0 => Pack::of_bytes(pack.to_vec(), index.to_vec(), ID_LENGTH),
        // Entries begin where the bytes say.
        1 => with_index(pack, index.chunks_exact(2).map(|at| u64::from(u16::from_be_bytes([at[0], at[1]])))),
        // Each entry begins a few bytes behind the one before.
        2 => with_index(pack, steps(index)),
        _ => {
            let (pack, starts) = entries::stored(rest);
            with_index(&pack, starts.into_iter())
        }
    };
    let Ok(pack) = opened else { return };
    let count = Count::default();
    walk(&pack, pack.roots(), 1, &count);
    let lost = pack.lost.iter().filter(|(entry, _)| *entry < pack.count()).count() as u64;
    let told = count.seen.load(Ordering::Relaxed) + count.lost.load(Ordering::Relaxed) + lost;
    assert!(count.stopped() || told == u64::from(pack.count()), "each entry is told once: {told} of {}", pack.count());
    for entry in 0..pack.count().min(200) {
        let _ = (pack.way_out(entry), pack.weight(entry), pack.size_of(entry), pack.children(entry));
        let found = pack.index().find(pack.id(entry).as_bytes());
        assert!(mode % 4 == 0 || found == Some(pack.place(entry)));
    }
    let _ = pack.problems();
});

fn steps(bytes: &[u8]) -> impl Iterator<Item = u64> + '_ {
    bytes.iter().scan(12, |end, byte| {
        let start = *end;
        *end += u64::from(*byte % 64) + 1;
        Some(start)
    })
}

/// A pack with the frame that it may lack, and with an index that names entries at these places.
fn with_index(content: &[u8], starts: impl Iterator<Item = u64>) -> Result<Pack, PackError> {
    let head: &[u8] = if content.starts_with(b"PACK") { &[] } else { b"PACK\0\0\0\x02\0\0\0\x09" };
    let pack = [head, content, &[1; ID_LENGTH]].concat();
    let mut rows: Vec<_> =
        starts.take(entries::MOST).enumerate().map(|(at, start)| (entries::name(at), start)).collect();
    rows.sort_unstable();
    let mut index = Vec::new();
    for first in 0..=255 {
        let up_to = rows.iter().filter(|(name, _)| name[0] <= first).count();
        index.extend_from_slice(&(up_to as u32).to_be_bytes());
    }
    for (name, start) in &rows {
        index.extend_from_slice(&(*start as u32).to_be_bytes());
        index.extend_from_slice(name);
    }
    index.extend_from_slice(&[1; 2 * ID_LENGTH]);
    Pack::of_bytes(pack, index, ID_LENGTH)
}

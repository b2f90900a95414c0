//! Arbitrary bytes as a base and as a delta to it: nothing panics, and the result has the size that the delta says.
#![no_main]

use credline::source::git::pack::{Delta, Step};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&[high, low], rest)) = data.split_first_chunk::<2>() else { return };
    let split = usize::from(u16::from_be_bytes([high, low])).min(rest.len());
    let (base, bytes) = rest.split_at(split);
    let Ok(delta) = Delta::read(bytes) else { return };
    let mut made = 0_u64;
    let mut is_good = delta.base_size == base.len() as u64;
    for (number, step) in delta.steps().enumerate() {
        assert!(number < bytes.len(), "each step takes a byte at least");
        match step {
            Ok(Step::Copy { from, length }) => {
                is_good &= from + length <= base.len();
                made += length as u64;
            }
            Ok(Step::Insert(inserted)) => made += inserted.len() as u64,
            Err(_) => is_good = false,
        }
    }
    is_good &= made == delta.result_size;
    let mut out = b"before".to_vec();
    let applied = delta.apply(base, &mut out);
    assert_eq!(applied.is_ok(), is_good);
    assert!(out.starts_with(b"before"));
    if is_good {
        assert_eq!(out.len() as u64, 6 + delta.result_size);
    }
    // What a lying size reserves is bounded by what the steps can bring.
    assert!(out.capacity() <= 64 + 2 * bytes.len() * base.len().max(127));
});

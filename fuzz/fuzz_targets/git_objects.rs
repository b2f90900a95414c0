//! Arbitrary bytes as objects of git and as files of references: nothing panics, and every range lies in the bytes.
#![no_main]

use credline::source::git::loose::read_loose_bytes;
use credline::source::git::object::tree::Entries;
use credline::source::git::object::{Commit, HashKind, Signature, Tag};
use credline::source::git::refs::{Value, packed, reflog};
use credline::source::git::reftable;
use libfuzzer_sys::fuzz_target;

const LIMIT: u64 = 1 << 20;

fuzz_target!(|data: &[u8]| {
    let commit = Commit::parse(data);
    assert!(data.get(commit.message.clone()).is_some());
    assert!(commit.parents().count() <= data.len() / 40);
    let tag = Tag::parse(data);
    assert!(data.get(tag.message.clone()).is_some());
    let _ = Signature::of(data);
    for hash in [HashKind::Sha1, HashKind::Sha256] {
        let entries: Vec<_> = Entries::of(data, hash).collect();
        let failed = entries.iter().position(Result::is_err);
        assert!(failed.is_none_or(|at| at + 1 == entries.len()), "nothing follows an error");
        let read: usize = entries.iter().flatten().map(|entry| entry.name.len() + entry.id.len()).sum();
        assert!(read <= data.len());
        assert!(packed::lines(data, hash).count() <= data.len());
        assert!(reflog::lines(data, hash).is_ok_and(|moves| moves.len() <= data.len()));
        let _ = Value::of(data, hash);
        let mut records = 0;
        let _ = reftable::read(data, hash, &mut |_| records += 1);
        assert!(records <= data.len().saturating_mul(1032), "no more than what can be compressed");
    }
    if let Ok((_, content)) = read_loose_bytes(data, LIMIT) {
        assert!(content.len() as u64 <= LIMIT);
    }
});

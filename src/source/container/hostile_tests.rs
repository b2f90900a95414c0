//! Bombs, cut files and noise: everything ends, within its bounds, and says so.

use proptest::prelude::*;

use super::Limits;
use super::samples::*;
use crate::source::SkipReason;

const MIB: usize = 1024 * 1024;

#[test]
fn no_cut_of_any_sample_makes_it_panic() {
    for (name, bytes) in all() {
        for sixteenth in 0..16 {
            let cut = &bytes[..bytes.len() * sixteenth / 16];
            let seen = seen(name, cut);
            assert!(cut.is_empty() || !seen.documents.is_empty(), "{name} at {sixteenth}/16 shows something");
        }
    }
}

#[test]
fn every_single_altered_byte_of_every_sample_is_survived() {
    for (name, mut bytes) in all() {
        let step = (bytes.len() / 400).max(1);
        for at in (0..bytes.len()).step_by(step) {
            for value in [0, 0x7f, 0xff] {
                let whole = std::mem::replace(&mut bytes[at], value);
                seen(name, &bytes);
                bytes[at] = whole;
            }
        }
    }
}

#[test]
fn a_stream_of_zeros_is_stopped_by_its_ratio() {
    let limits = Limits { ratio: 100, ..Limits::default() };
    let seen = seen_with("x.gz", &gzip(&vec![0; 40 * MIB]), &limits);
    assert_eq!(seen.reasons(), [("x.gz!x", SkipReason::TooMuch)]);
    assert!(seen.opened[1].1 <= 17 * MIB as u64);
}

#[test]
fn a_bomb_does_not_hide_the_members_behind_it() {
    let limits = Limits { ratio: 100, ..Limits::default() };
    let (zeros, text) = (vec![0; 20 * MIB], secret_text());
    let seen = seen_with("x.zip", &zip(&[("bomb", &zeros), ("c.env", &text)]), &limits);
    assert_eq!(seen.reasons(), [("x.zip!bomb", SkipReason::TooMuch)]);
    assert_eq!(seen.holders(), ["x.zip!c.env"]);
}

#[test]
fn nested_bombs_share_one_budget() {
    let limits = Limits { bytes: 4 * MIB as u64, ..Limits::default() };
    let inner = zip(&[("zeros", &vec![0; MIB])]);
    let names: Vec<_> = (0..16).map(|number| format!("{number}.zip")).collect();
    let level = |inner: &[u8]| zip(&names.iter().map(|name| (name.as_str(), inner)).collect::<Vec<_>>());
    let seen = seen_with("x.zip", &level(&level(&inner)), &limits);
    assert_eq!(
        seen.skipped.iter().filter(|(_, reason, _)| *reason == SkipReason::TooMuch).count(),
        1,
        "{:?}",
        seen.skipped
    );
    assert!(seen.opened.iter().map(|(_, length)| length).sum::<u64>() < 6 * MIB as u64);
}

#[test]
fn overlapping_members_are_bounded() {
    // Every entry of the directory is led to the first member, which is nothing but empty blocks.
    let blocks = [0, 0, 0, 0xff, 0xff].repeat(20_000);
    let names: Vec<_> = (0..500).map(|number| format!("{number:03}")).collect();
    let mut members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    members.insert(0, ("first", &blocks));
    let mut archive = zip_by(::zip::CompressionMethod::Stored, &members);
    let directory = memchr::memmem::find(&archive, b"PK\x01\x02").unwrap();
    let entries: Vec<_> =
        memchr::memmem::find_iter(&archive[directory..], b"PK\x01\x02").map(|at| directory + at).collect();
    for at in entries {
        archive[at + 10] = 8;
        archive[at + 20..at + 24].copy_from_slice(&100_000_u32.to_le_bytes());
        archive[at + 42..at + 46].fill(0);
    }
    let limits = Limits { bytes: 2 * MIB as u64, ..Limits::default() };
    let seen = seen_with("x.zip", &archive, &limits);
    assert_eq!(seen.reasons().last().map(|(_, reason)| *reason), Some(SkipReason::TooMuch));
    assert!(seen.opened.len() < 50);
}

#[test]
fn containers_are_followed_only_so_deep() {
    let mut bytes = secret_text();
    for _ in 0..9 {
        bytes = gzip(&bytes);
    }
    let found = seen("x", &bytes);
    assert_eq!(found.skipped.len(), 1);
    assert_eq!(found.skipped[0].1, SkipReason::TooDeep);
    assert_eq!(found.holders().len(), 0);
}

#[test]
fn only_so_many_members_are_read() {
    let names: Vec<_> = (0..20).map(|number| number.to_string()).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x\n"[..])).collect();
    let limits = Limits { members: 10, ..Limits::default() };
    for (name, bytes) in [("x.zip", zip(&members)), ("x.tar", tar(&members)), ("x.a", ar(&members))] {
        let seen = seen_with(name, &bytes, &limits);
        assert_eq!(seen.opened.len(), 11);
        assert_eq!(seen.skipped.len(), 1);
        assert_eq!(seen.skipped[0].1, SkipReason::TooMuch);
    }
}

#[test]
fn only_so_many_encrypted_members_are_noted() {
    let names: Vec<_> = (0..20).map(|number| number.to_string()).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x\n"[..])).collect();
    let mut archive = zip(&members);
    let entries: Vec<_> = memchr::memmem::find_iter(&archive, b"PK\x01\x02").collect();
    for at in entries {
        archive[at + 8] |= 1;
    }
    let seen = seen_with("x.zip", &archive, &Limits { members: 10, ..Limits::default() });
    assert_eq!(seen.skipped.len(), 11);
    assert_eq!(seen.skipped[10].1, SkipReason::TooMuch);
}

#[test]
fn folders_count_as_members_too() {
    let archive = b"PK\x03\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0/".repeat(1000);
    let seen = seen_with("x.zip", &archive, &Limits { members: 10, ..Limits::default() });
    assert_eq!(seen.reasons(), [("x.zip!/", SkipReason::TooMuch)]);
}

#[test]
fn a_tar_that_claims_a_huge_member_shows_what_there_is() {
    let mut archive = tar(&[("c.env", &secret_text())]);
    archive[124..136].copy_from_slice(b"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff");
    let sum = archive[..148].iter().chain(&archive[156..512]).map(|&byte| u32::from(byte)).sum::<u32>() + 256;
    archive[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let seen = seen("x.tar", &archive);
    assert_eq!((seen.holders(), seen.reasons()), (vec!["x.tar!c.env"], vec![("x.tar!c.env", SkipReason::Damaged)]));
}

#[test]
fn an_overflow_chain_that_bites_its_tail_ends() {
    let mut file = sqlite(1, |text| text.as_bytes().to_vec());
    file[1024..1028].copy_from_slice(&3_u32.to_be_bytes());
    assert_eq!(seen("d", &file).documents.len(), 2);
}

#[test]
fn a_stream_that_needs_a_huge_dictionary_is_refused() {
    let mut bytes = lzma(&secret_text());
    bytes[1..5].copy_from_slice(&0xffff_0000_u32.to_le_bytes());
    assert_eq!(seen("c.lzma", &bytes).reasons(), [("c.lzma", SkipReason::TooMuch)]);
}

const MAGICS: [(&str, &[u8]); 14] = [
    ("x.zip", b"PK\x03\x04"),
    ("x.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\xff"),
    ("x.bz2", b"BZh91AY&SY"),
    ("x.xz", b"\xfd7zXZ\0\0\x04\xe6\xd6\xb4\x46"),
    ("x.zst", b"\x28\xb5\x2f\xfd\x04"),
    ("x.lzma", b"\x5d\0\0\x10\0\xff\xff\xff\xff\xff\xff\xff\xff\0"),
    ("x.deb", b"!<arch>\n"),
    ("x.db", b"SQLite format 3\0\x02\0\x01\x01\0"),
    ("x.ipynb", b"{\""),
    ("x.pyc", b"\xcb\r\r\n"),
    ("x.txt", b"\xff\xfe"),
    ("x.txt", b"\0\0\xfe\xff"),
    ("x.exe", b"MZ\0\0PK\x03\x04"),
    ("x", b"\xef\xbb\xbf"),
];

proptest! {
    #[test]
    fn noise_behind_any_magic_is_survived(index in 0..MAGICS.len(), noise in prop::collection::vec(any::<u8>(), 0..2000)) {
        let (name, magic) = MAGICS[index];
        seen(name, &[magic, &noise].concat());
    }

    #[test]
    fn samples_with_altered_stretches_are_survived(
        index in 0..17_usize, at in any::<prop::sample::Index>(), noise in prop::collection::vec(any::<u8>(), 1..40),
    ) {
        let (name, mut bytes) = all().swap_remove(index);
        let at = at.index(bytes.len());
        bytes.splice(at..(at + noise.len()).min(bytes.len()), noise);
        seen(name, &bytes);
    }
}

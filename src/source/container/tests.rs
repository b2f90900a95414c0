//! What is found in whole containers.

use super::HELD_WHOLE;
use super::samples::*;
use super::{Limits, show_file, show_stream};
use crate::document::{Origin, RelPath};
use crate::source::SkipReason;

#[test]
fn the_same_text_is_found_in_every_kind_of_container() {
    for (name, bytes) in all() {
        let seen = seen(name, &bytes);
        assert!(!seen.holders().is_empty(), "{name}: {:?}", seen.skipped);
        assert_eq!(seen.skipped, [], "{name}");
        assert_eq!(seen.opened[0], (name.to_owned(), bytes.len() as u64));
    }
}

#[test]
fn a_member_is_named_by_its_way_through_the_containers() {
    let text = secret_text();
    let inner = zip(&[("dir/c.env", &text)]);
    for (name, bytes, way) in [
        ("a.tar.gz", gzip(&tar(&[("b.zip", &inner)])), "a.tar.gz!b.zip!dir/c.env"),
        ("a.tgz", gzip(&tar(&[("./c.env", &text)])), "a.tgz!c.env"),
        ("d/a.tgz", gzip(&text), "d/a.tgz!a.tar"),
        ("c.env.zst", zstd(&text), "c.env.zst!c.env"),
        ("c.gz.bz2", bzip2(&gzip(&text)), "c.gz.bz2!c.gz!c"),
        (
            "p.deb",
            ar(&[("data.tar.xz", &xz(&tar_of_odd_name(b"../../etc/c", &text)))]),
            "p.deb!data.tar.xz!../../etc/c",
        ),
    ] {
        let found = seen(name, &bytes);
        assert_eq!(found.holders(), [way], "{:?}", found.skipped);
        assert_eq!(found.places, [(2, 7, 17)]);
    }
}

fn tar_of_odd_name(name: &[u8], text: &[u8]) -> Vec<u8> {
    let mut archive = tar(&[("placeholder", text)]);
    archive[..100].fill(0);
    archive[..name.len()].copy_from_slice(name);
    let sum = archive[..148].iter().chain(&archive[156..512]).map(|&byte| u32::from(byte)).sum::<u32>() + 256;
    archive[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    archive
}

#[test]
fn a_name_that_is_not_utf8_is_escaped() {
    let seen = seen("x.tar", &tar_of_odd_name(b"caf\xe9.env", &secret_text()));
    assert_eq!(seen.holders(), ["x.tar!caf\\xe9.env"]);
}

#[test]
fn long_names_of_tar_are_read() {
    let (text, name) = (secret_text(), format!("{}/c.env", "folder/".repeat(40).trim_end_matches('/')));
    assert_eq!(seen("x.tar", &tar(&[(&name, &text)])).holders(), [format!("x.tar!{name}")]);
    let record = "path=pax/c.env\n";
    let length = record.len() + 3;
    let mut builder = ::tar::Builder::new(Vec::new());
    let mut header = ::tar::Header::new_ustar();
    header.set_entry_type(::tar::EntryType::XHeader);
    let record = format!("{length} {record}");
    header.set_size(record.len() as u64);
    builder.append_data(&mut header, "PaxHeader", record.as_bytes()).unwrap();
    let mut header = ::tar::Header::new_ustar();
    header.set_size(text.len() as u64);
    builder.append_data(&mut header, "short", text.as_slice()).unwrap();
    assert_eq!(seen("x.tar", &builder.into_inner().unwrap()).holders(), ["x.tar!pax/c.env"]);
}

#[test]
fn streams_of_several_members_are_read_to_their_last() {
    let (first, second) = (b"one\n".as_slice(), secret_text());
    for (name, pack) in [("c.gz", gzip as fn(&[u8]) -> Vec<u8>), ("c.bz2", bzip2), ("c.xz", xz), ("c.zst", zstd)] {
        let found = seen(name, &[pack(first), pack(&second)].concat());
        assert_eq!((found.holders(), found.reasons()), (vec![format!("{name}!c").as_str()], vec![]));
        assert_eq!(found.places, [(3, 7, 21)]);
    }
    let padded = [gzip(first), vec![0; 70_000], gzip(&second), vec![0; 70_000]].concat();
    let found = seen("c.gz", &padded);
    assert_eq!((found.holders(), found.reasons()), (vec!["c.gz!c"], vec![]));
}

#[test]
fn every_method_of_zip_is_read() {
    use ::zip::CompressionMethod as Method;
    let text = secret_text();
    for method in [Method::Stored, Method::Deflated, Method::Bzip2, Method::Xz] {
        let seen = seen("x.whl", &zip_by(method, &[("c.env", &text)]));
        assert_eq!(seen.holders(), ["x.whl!c.env"], "{method:?} {:?}", seen.skipped);
        assert_eq!(seen.skipped, []);
    }
}

/// A zip archive of one member with this method and these flags.
fn odd_zip(method: u16, flags: u8, packed: &[u8], size: usize, sum: u32) -> Vec<u8> {
    let mut archive = zip_by(::zip::CompressionMethod::Stored, &[("c.env", packed)]);
    let central = memchr::memmem::find(&archive, b"PK\x01\x02").unwrap();
    for (flags_at, method_at, sum_at, size_at) in
        [(6, 8, 14, 22), (central + 8, central + 10, central + 16, central + 24)]
    {
        archive[flags_at] |= flags;
        archive[method_at..method_at + 2].copy_from_slice(&method.to_le_bytes());
        archive[sum_at..sum_at + 4].copy_from_slice(&sum.to_le_bytes());
        archive[size_at..size_at + 4].copy_from_slice(&u32::try_from(size).unwrap().to_le_bytes());
    }
    archive
}

#[test]
fn zip_members_in_zstd_lzma_and_deflate64_are_read() {
    let text = secret_text();
    let sum = crc32fast::hash(&text);
    let zstd = odd_zip(93, 0, &zstd(&text), text.len(), sum);
    let alone = lzma(&text);
    let raw = [b"\x09\x14\x05\0", &alone[..5], &alone[13..]].concat();
    let lzma = odd_zip(14, 2, &raw, text.len(), sum);
    let length = u16::try_from(text.len()).unwrap();
    let stored = [&[1], &length.to_le_bytes()[..], &(!length).to_le_bytes(), &text].concat();
    let deflate64 = odd_zip(9, 0, &stored, text.len(), sum);
    for archive in [zstd, lzma, deflate64] {
        let seen = seen("x.zip", &archive);
        assert_eq!((seen.holders(), seen.reasons()), (vec!["x.zip!c.env"], vec![]), "{:?}", seen.skipped);
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    let text = secret_text();
    let encrypted = seen("x.zip", &odd_zip(8, 1, &text, 10, 0));
    assert_eq!(encrypted.reasons(), [("x.zip!c.env", SkipReason::Encrypted)]);
    let unknown = seen("x.zip", &odd_zip(98, 0, &text, 10, 0));
    assert_eq!(unknown.reasons(), [("x.zip!c.env", SkipReason::Unsupported)]);
    let altered = seen("x.zip", &odd_zip(0, 0, &text, text.len(), 7));
    assert_eq!(altered.reasons(), [("x.zip!c.env", SkipReason::Damaged)]);
    assert_eq!(altered.holders(), ["x.zip!c.env"]);
    let closed = seen("x.7z", &[b"7z\xbc\xaf\x27\x1c\0\x04".to_vec(), text].concat());
    assert_eq!(closed.reasons(), [("x.7z", SkipReason::Unsupported)]);
    assert_eq!(closed.holders(), ["x.7z"], "what is stored unpacked in it is seen");
}

#[test]
fn both_of_two_members_of_one_name_are_shown() {
    let text = secret_text();
    let mut archive = zip_by(::zip::CompressionMethod::Stored, &[("a.env", b"old\n"), ("b.env", &text)]);
    while let Some(at) = memchr::memmem::find(&archive, b"b.env") {
        archive[at] = b'a';
    }
    let seen = seen("x.zip", &archive);
    assert_eq!(seen.opened.iter().filter(|(name, _)| name == "x.zip!a.env").count(), 2);
    assert_eq!(seen.holders(), ["x.zip!a.env"]);
}

#[test]
fn the_program_in_front_of_an_archive_is_shown_too() {
    let text = secret_text();
    let seen = seen("x.pex", &[b"#!/usr/bin/env python\n".to_vec(), text.clone(), zip(&[("c.env", &text)])].concat());
    assert_eq!(seen.holders(), ["x.pex!c.env", "x.pex"]);
    assert_eq!(seen.skipped, []);
}

#[test]
fn places_that_count_the_bytes_in_front_of_an_archive_are_understood() {
    let mut archive = [b"JM\x01\0".to_vec(), zip(&[("c.env", &secret_text())])].concat();
    assert_eq!(seen("x.jmod", &archive).holders(), ["x.jmod!c.env"]);
    let entry = memchr::memmem::find(&archive, b"PK\x01\x02").unwrap();
    archive[entry + 42] += 4;
    let found = seen("x.jmod", &archive);
    assert_eq!((found.holders(), found.reasons()), (vec!["x.jmod!c.env"], vec![]));
}

#[test]
fn a_damaged_archive_is_read_as_far_as_it_goes() {
    let text = secret_text();
    let tree: &[(&str, &[u8])] = &[("c.env", &text), ("long.txt", &[b'x'; 5000])];
    let archive = zip_by(::zip::CompressionMethod::Stored, tree);
    let found = seen("x.zip", &archive[..3000]);
    assert_eq!(found.holders(), ["x.zip!c.env"]);
    assert!(found.reasons().contains(&("x.zip", SkipReason::Damaged)));
    let archive = tar(tree);
    let found = seen("x.tar", &archive[..3000]);
    assert_eq!(found.holders(), ["x.tar!c.env"]);
    assert_eq!(found.reasons(), [("x.tar!long.txt", SkipReason::Damaged)]);
    let stored = [b"\x1f\x8b\x08\xff".to_vec(), text].concat();
    let found = seen("x.gz", &stored);
    assert_eq!((found.holders(), found.reasons()), (vec!["x.gz"], vec![("x.gz", SkipReason::Damaged)]));
}

#[test]
fn members_behind_a_damaged_entry_of_the_directory_are_found() {
    let text = secret_text();
    let mut archive = zip(&[("a", b"one\n"), ("b", b"two\n"), ("c.env", &text)]);
    let second = memchr::memmem::find_iter(&archive, b"PK\x01\x02").nth(1).unwrap();
    archive[second] = 0;
    let found = seen("x.zip", &archive);
    assert_eq!(found.holders(), ["x.zip!c.env"]);
    assert_eq!(found.reasons(), [("x.zip", SkipReason::Damaged)]);
    assert_eq!(found.opened.len(), 4);
}

#[test]
fn archives_are_left_closed_where_the_user_says_so() {
    let limits = Limits { archives: false, ..Limits::default() };
    let found = seen_with("x.zip", &zip(&[("c.env", &secret_text())]), &limits);
    assert_eq!(found.opened.len(), 1);
    assert_eq!(found.documents.len(), 1);
}

#[test]
fn a_finding_in_a_notebook_points_to_its_line() {
    let seen = seen("n.ipynb", &notebook());
    assert_eq!(seen.documents.iter().map(|(_, _, way)| way.as_slice()).collect::<Vec<_>>(), [&[][..], &["notebook"]]);
    assert_eq!(seen.places[0], seen.places[1]);
    assert_eq!(seen.places[0].0, 5);
}

#[test]
fn a_value_across_pages_of_a_database_is_seen_whole() {
    let utf8 = seen("d.sqlite", &sqlite(1, |text| text.as_bytes().to_vec()));
    let texts: Vec<_> =
        utf8.documents.iter().map(|(_, text, _)| memchr::memmem::find(text, needle().as_bytes()).is_some()).collect();
    assert_eq!(texts, [false, true], "the needle lies across a page border");
    assert_eq!(utf8.documents[1].2, ["sqlite"]);
    for (encoding, high_first) in [(2, false), (3, true)] {
        assert_eq!(seen("d", &sqlite(encoding, |text| utf16(text, high_first))).holders(), ["d"]);
    }
}

#[test]
fn a_container_in_a_value_of_a_database_is_opened() {
    let mut file = sqlite(1, |text| text.as_bytes().to_vec());
    let packed = gzip(&secret_text());
    let serial = packed.len() * 2 + 12;
    let header = [3, u8::try_from(serial >> 7).unwrap() | 0x80, u8::try_from(serial & 0x7f).unwrap()];
    let payload = [&header, packed.as_slice()].concat();
    let cell = [&[u8::try_from(payload.len()).unwrap(), 1], payload.as_slice()].concat();
    let at = 512 - cell.len();
    file[at..512].copy_from_slice(&cell);
    file[108..110].copy_from_slice(&u16::try_from(at).unwrap().to_be_bytes());
    assert_eq!(seen("d.sqlite", &file).holders(), ["d.sqlite!value-1!value-1"]);
}

#[test]
fn a_large_file_is_read_from_disk() {
    let (text, filler) = (secret_text(), vec![b'\n'; usize::try_from(super::HELD_WHOLE).unwrap()]);
    let tree: &[(&str, &[u8])] = &[("filler", &filler), ("c.env", &text)];
    let stored = zip_by(::zip::CompressionMethod::Stored, tree);
    let plain = [filler.as_slice(), &text].concat();
    for (name, bytes, holder) in
        [("x.zip", stored, "x.zip!c.env"), ("x.tar", tar(tree), "x.tar!c.env"), ("x.log", plain, "x.log")]
    {
        let mut file = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut file, &bytes).unwrap();
        std::io::Seek::rewind(&mut file).unwrap();
        let (origin, limits) = (Origin::file(RelPath::new(name)), Limits::default());
        let found = watch(|visit| show_file(&origin, file, bytes.len() as u64, &limits, visit));
        assert!(found.holders().contains(&holder), "{name}");
        assert_eq!(found.skipped, []);
        assert!(found.opened.contains(&(name.to_owned(), bytes.len() as u64)));
        let found = watch(|visit| show_stream(&origin, &mut bytes.as_slice(), HELD_WHOLE, &limits, visit));
        assert_eq!(found.holders().is_empty(), name == "x.zip", "a stream cannot be read from its end");
    }
}

#[test]
fn a_member_too_long_to_be_held_is_shown_in_pieces_or_as_a_stream() {
    let text = secret_text();
    let limits = Limits { member_bytes: 100, ..Limits::default() };
    let long = [vec![b'\n'; 5000], text.clone()].concat();
    let found = seen_with("x.zip", &zip(&[("long", &long)]), &limits);
    assert_eq!((found.holders(), found.reasons()), (vec!["x.zip!long"], vec![]));
    assert_eq!(found.places, [(5002, 7, 5017)]);
    assert!(found.opened.contains(&("x.zip!long".to_owned(), long.len() as u64)));
    let found = seen_with("x.zip", &zip(&[("y.tar", &tar(&[("c.env", &text)]))]), &limits);
    assert_eq!(found.holders(), ["x.zip!y.tar!c.env"]);
    let found =
        seen_with("x.tar", &tar(&[("y.zip", &zip_by(::zip::CompressionMethod::Stored, &[("c.env", &long)]))]), &limits);
    assert_eq!(found.reasons(), [("x.tar!y.zip", SkipReason::TooLarge)]);
}

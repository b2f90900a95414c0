//! Damaged, lying and exploding archives.

use crate::place::packed::{ar, bzip2, gzip, lzma, pyc, sqlite, tar, utf16, xz, zip, zstd};
use crate::place::{Place, line};
use crate::{Noise, survive};

/// One small sample of every kind, with a name that fits it.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let text = format!("first line\n{}last line\n", line("hostile"));
    let tree: &[(&str, &[u8])] = &[("a/one.txt", b"nothing\n"), ("c.env", text.as_bytes())];
    vec![
        ("x.zip", zip(tree)),
        ("x.jar", [b"#!/bin/sh\nexit\n".to_vec(), zip(tree)].concat()),
        ("x.tar", tar(tree)),
        ("x.a", ar(tree)),
        ("c.env.gz", gzip(text.as_bytes())),
        ("c.env.bz2", bzip2(text.as_bytes())),
        ("c.env.xz", xz(text.as_bytes())),
        ("c.env.lzma", lzma(text.as_bytes())),
        ("c.env.zst", zstd(text.as_bytes())),
        ("x.tar.gz", gzip(&tar(tree))),
        ("x.txz", xz(&tar(&[("b.zip", &zip(tree))]))),
        ("n.ipynb", format!("{{\"source\": [\n\"{}\\n\"]}}", line("hostile").trim()).into_bytes()),
        ("m.pyc", pyc(line("hostile").trim())),
        ("d.sqlite", sqlite(text.as_bytes(), 1)),
        ("le.txt", utf16(&format!("\u{feff}{text}"), false)),
        ("be.txt", utf16(&text, true)),
    ]
}

#[test]
fn archives_cut_at_any_point_are_survived() {
    let place = Place::new();
    for (name, bytes) in samples() {
        for part in 0..24 {
            place.write(format!("{part}/{name}"), &bytes[..bytes.len() * part / 24]);
        }
    }
    assert_eq!(survive(&place).seen().report["coverage"]["files"], 24 * samples().len());
}

#[test]
fn archives_with_altered_bytes_are_survived() {
    let place = Place::new();
    let mut noise = Noise(0x5eed);
    for (name, bytes) in samples() {
        for round in 0..24 {
            let mut bytes = bytes.clone();
            for _ in 0..=round % 6 {
                let at = noise.below(bytes.len());
                bytes[at] = if round % 2 == 0 { 0xff } else { noise.byte() };
            }
            place.write(format!("{round}/{name}"), bytes);
        }
    }
    survive(&place);
}

#[test]
fn huge_numbers_in_headers_are_survived() {
    let place = Place::new();
    for (name, bytes) in samples() {
        for (round, at) in (0..bytes.len().min(128)).step_by(4).enumerate() {
            let mut bytes = bytes.clone();
            let end = (at + 8).min(bytes.len());
            bytes[at..end].fill(0xff);
            place.write(format!("{round}/{name}"), &bytes);
            bytes[at..end].copy_from_slice(&b"\x7f\xff\xff\xff\xff\xff\xff\xff"[..end - at]);
            place.write(format!("{round}/signed-{name}"), bytes);
        }
    }
    survive(&place);
}

#[test]
fn a_tar_archive_that_lies_about_sizes_is_survived() {
    let text = line("lies");
    let place = Place::new();
    let sizes: [&[u8]; 8] = [
        b"77777777777\0",
        b"00000000001\0",
        b"99999999999\0",
        b"-0000000001\0",
        b"           \0",
        b"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\0\0\0\0\0\0\0\0\0\0\0\0",
    ];
    for (number, size) in sizes.into_iter().enumerate() {
        for kind in *b"05LKxgS5\0" {
            let mut archive = tar(&[("c.env", text.as_bytes()), ("d.env", text.as_bytes())]);
            archive[124..136].copy_from_slice(size);
            archive[156] = kind;
            let sum = archive[..148].iter().chain(&archive[156..512]).map(|&byte| u32::from(byte)).sum::<u32>() + 256;
            archive[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
            place.write(format!("{number}-{kind}.tar"), archive);
        }
    }
    survive(&place);
}

#[test]
fn a_hundred_gzip_streams_in_one_another_are_survived() {
    let mut bytes = line("deep").into_bytes();
    for _ in 0..100 {
        bytes = gzip(&bytes);
    }
    let seen = survive(&Place::with("x.gz", bytes)).seen();
    assert_eq!(seen.skipped(), [format!("x.gz!{}: too-deep", ["x"; 8].join("!"))]);
}

#[test]
fn bombs_stop_at_their_limit_and_say_so() {
    let zeros = vec![0; 100 << 20];
    let packed = gzip(&zeros);
    let members: [(&str, &[u8]); 4] = [("a.gz", &packed), ("b.gz", &packed), ("c.gz", &packed), ("d.gz", &packed)];
    let place = Place::with("tower.tar.gz", gzip(&tar(&members)));
    place.write("twice.gz", gzip(&packed));
    place.write("zeros.bz2", bzip2(&zeros));
    let seen = survive(&place).seen();
    let skipped = seen.skipped();
    for name in ["tower.tar.gz", "zeros.bz2"] {
        assert!(
            skipped.iter().any(|line| line.starts_with(name) && line.ends_with(": too-much")),
            "{name}: {skipped:?}"
        );
    }
}

#[test]
fn an_archive_that_seems_to_hold_itself_is_survived() {
    // A quine would go on for ever; here every level is there, one deeper than is followed.
    let mut archive = zip(&[("c.env", line("quine").as_bytes())]);
    for _ in 0..20 {
        archive = zip(&[("r.zip", &archive)]);
    }
    let seen = survive(&Place::with("r.zip", archive)).seen();
    assert_eq!(seen.skipped(), [format!("{}: too-deep", ["r.zip"; 9].join("!"))]);
}

#[test]
fn a_directory_of_a_zip_archive_that_points_anywhere_is_survived() {
    let place = Place::new();
    let archive = zip(&[("a.env", line("directory").as_bytes()), ("b.env", b"nothing\n")]);
    let entries: Vec<usize> = memchr::memmem::find_iter(&archive, b"PK\x01\x02").collect();
    let end = memchr::memmem::rfind(&archive, b"PK\x05\x06").unwrap();
    for (number, value) in [0, 1, 100, u32::MAX, u32::MAX - 1, 0x7fff_ffff].into_iter().enumerate() {
        for (field, at) in [
            ("place", entries[0] + 42),
            ("packed", entries[0] + 20),
            ("size", entries[0] + 24),
            ("start", end + 16),
            ("length", end + 12),
        ] {
            let mut archive = archive.clone();
            archive[at..at + 4].copy_from_slice(&value.to_le_bytes());
            place.write(format!("{field}-{number}.zip"), archive);
        }
        let mut many = archive.clone();
        many[end + 8..end + 12].fill(0xff);
        many[entries[0] + 28..entries[0] + 34].fill(0xff);
        place.write(format!("many-{number}.zip"), many);
    }
    survive(&place);
}

#[test]
fn an_archive_of_very_many_members_is_survived() {
    let names: Vec<String> = (0..20_000).map(|number| number.to_string()).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let place = Place::with("many.tar", tar(&members));
    place.write("many.zip", zip(&members));
    survive(&place);
}

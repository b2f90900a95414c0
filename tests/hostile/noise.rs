//! Noise, with and without a beginning that promises something.

use crate::place::{Place, line};
use crate::{Noise, survive};

const MAGICS: [(&str, &[u8]); 24] = [
    ("x.zip", b"PK\x03\x04"),
    ("end.zip", b"PK\x05\x06"),
    ("x.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\xff"),
    ("extra.gz", b"\x1f\x8b\x08\xff\0\0\0\0\0\xff"),
    ("x.bz2", b"BZh91AY&SY"),
    ("x.xz", b"\xfd7zXZ\0\0\x04\xe6\xd6\xb4\x46"),
    ("x.zst", b"\x28\xb5\x2f\xfd\x04"),
    ("skip.zst", b"\x50\x2a\x4d\x18\xff\xff\xff\xff"),
    ("x.lzma", b"\x5d\0\0\x10\0\xff\xff\xff\xff\xff\xff\xff\xff\0"),
    ("x.deb", b"!<arch>\n"),
    ("x.7z", b"7z\xbc\xaf\x27\x1c"),
    ("x.rar", b"Rar!\x1a\x07"),
    ("x.db", b"SQLite format 3\0\x02\0\x01\x01\0"),
    ("big.db", b"SQLite format 3\0\0\x01\x01\x01\0"),
    ("x.ipynb", b"{\"cells\": [\""),
    ("x.pyc", b"\xcb\r\r\n"),
    ("le.txt", b"\xff\xfe"),
    ("be.txt", b"\xfe\xff"),
    ("32.txt", b"\xff\xfe\0\0"),
    ("32be.txt", b"\0\0\xfe\xff"),
    ("x.exe", b"MZ\0\0PK\x03\x04"),
    ("x.txt", b"\xef\xbb\xbf"),
    ("lfs", b"version https://git-lfs.github.com/spec/v1\nsize 99999999999999999999\n"),
    ("x", b""),
];

#[test]
fn noise_behind_any_magic_is_survived() {
    let place = Place::new();
    let mut noise = Noise(0xbad_5eed);
    for round in 0..10 {
        for (name, magic) in MAGICS {
            let length = noise.below(4000);
            place.write(format!("{round}/{name}"), [magic, &noise.bytes(length)].concat());
        }
    }
    assert_eq!(survive(&place).seen().report["coverage"]["files"], 10 * MAGICS.len());
}

#[test]
fn a_megabyte_of_noise_is_survived() {
    let mut noise = Noise(77);
    let place = Place::with("noise.bin", noise.bytes(1 << 20));
    let letters: Vec<u8> = noise.bytes(1 << 20).iter().map(|byte| b' ' + byte % 95).collect();
    place.write("letters.txt", letters);
    survive(&place);
}

#[test]
fn invalid_utf8_and_lone_surrogates_do_not_hide_a_secret() {
    let place = Place::new();
    let secret = line("surrogates");
    for (name, bad) in [
        ("cut", &b"\xe2\x82"[..]),
        ("long", b"\xf8\x88\x80\x80\x80"),
        ("over", b"\xc0\x80"),
        ("surrogate", b"\xed\xa0\x80"),
    ] {
        place.write(format!("{name}.env"), [bad, b"\n", secret.as_bytes(), bad].concat());
    }
    for (name, unit) in [("high", 0xd800_u16), ("low", 0xdfff), ("last", 0xffff)] {
        let units: Vec<u16> = [0xfeff, unit, 10].into_iter().chain(secret.encode_utf16()).chain([unit, unit]).collect();
        place.write(format!("{name}-le.txt"), units.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<u8>>());
        place.write(
            format!("{name}-be.txt"),
            units.iter().flat_map(|unit| unit.to_be_bytes()).chain([0]).collect::<Vec<u8>>(),
        );
    }
    let seen = survive(&place).seen();
    assert_eq!(seen.findings().len(), 1);
    assert_eq!(crate::place::list(&seen.findings()[0]["related"]).len(), 9);
}

#[test]
fn deeply_nested_json_is_survived() {
    let place = Place::new();
    for (name, open) in [("arrays", "["), ("objects", "{\"a\":"), ("quotes", "\"\\\""), ("escapes", "\\u005c")] {
        place.write(format!("{name}.ipynb"), open.repeat(200_000));
        place.write(format!("{name}.json"), open.repeat(200_000));
    }
    survive(&place);
}

#[test]
fn very_deep_folders_are_survived() {
    let place = Place::new();
    place.write(format!("{}a.env", "d/".repeat(400)), line("deep"));
    assert_eq!(survive(&place).seen().findings().len(), 1);
}

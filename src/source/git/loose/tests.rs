//! Loose objects: whole ones are read, and each kind of damage has its name.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

use super::*;

fn deflated(text: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn read(file: &[u8]) -> Result<(Kind, Vec<u8>), ObjectError> {
    read_loose_bytes(file, 1 << 20)
}

#[test]
fn a_whole_object_is_read() {
    assert_eq!(read(&deflated(b"blob 5\0hello")).unwrap(), (Kind::Blob, b"hello".to_vec()));
    assert_eq!(read(&deflated(b"tree 0\0")).unwrap(), (Kind::Tree, Vec::new()));
    let big = vec![b'x'; 300_000];
    let file = deflated(&[&b"blob 300000\0"[..], &big].concat());
    assert_eq!(read(&file).unwrap().1, big);
}

#[test]
fn a_malformed_header_is_named() {
    for text in [
        "",
        "blob",
        "blob 5",
        "blob  5\0hello",
        "blob 05\0hello",
        "blob +5\0hello",
        "blob \0",
        "thing 5\0hello",
        "blob 99999999999999999999999\0x",
        " 5\0hello",
        "blob 5 \0hello",
    ] {
        assert!(matches!(read(&deflated(text.as_bytes())), Err(ObjectError::Header)), "{text:?}");
    }
}

#[test]
fn each_kind_of_damage_is_named() {
    assert!(matches!(read(&deflated(b"blob 6\0hello")), Err(ObjectError::Truncated { read: 5, size: 6 })));
    assert!(matches!(read(&deflated(b"blob 4\0hello")), Err(ObjectError::Longer { size: 4 })));
    assert!(matches!(read(b"no zlib at all"), Err(ObjectError::Compression)));
    let whole = deflated(b"blob 5\0hello");
    assert!(matches!(read(&[&whole[..], b"x"].concat()), Err(ObjectError::Trailing)));
    assert!(matches!(read(&whole[..whole.len() - 1]), Err(ObjectError::Truncated { .. })), "without its checksum");
    let mut damaged = whole.clone();
    *damaged.last_mut().unwrap() ^= 1;
    assert!(matches!(read(&damaged), Err(ObjectError::Compression)), "with a wrong checksum");
    assert!(matches!(read_loose_bytes(&whole, 4), Err(ObjectError::TooLarge { size: 5, limit: 4 })));
    let bomb = deflated(&[&b"blob 10\0"[..], &vec![0; 5_000_000]].concat());
    assert!(matches!(read(&bomb), Err(ObjectError::Longer { size: 10 })));
    let liar = deflated(b"blob 1000000\0hello");
    assert!(matches!(read(&liar), Err(ObjectError::Truncated { read: 5, size: 1_000_000 })));
}

#[test]
fn what_there_is_of_a_damaged_object_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("object");
    std::fs::write(&path, deflated(b"blob 9\0hello")).unwrap();
    let salvaged = salvage(&path, 100);
    assert_eq!(salvaged.content, Some((Kind::Blob, b"hello".to_vec())));
    assert!(matches!(salvaged.error, Some(ObjectError::Truncated { read: 5, size: 9 })));
    assert!(matches!(header(&path), Ok((Kind::Blob, 9))));
    let mut text = Vec::new();
    let error = LooseObject::open(&path).unwrap().read_to_end(&mut text).unwrap_err();
    assert_eq!((text, error.kind()), (b"hello".to_vec(), io::ErrorKind::InvalidData));
}

proptest! {
    #[test]
    fn nothing_panics_on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
        let _ = read(&deflated(&bytes));
    }

    #[test]
    fn a_damaged_object_is_an_error_or_itself(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let text = b"blob 40\0a text that is somewhat long, long, long.....";
        let mut file = deflated(&text[..48]);
        let at = at.index(file.len());
        file[at] ^= 1 << bit;
        if let Ok((kind, content)) = read(&file) {
            assert_eq!((kind, content.as_slice()), (Kind::Blob, &text[8..48]));
        }
    }
}

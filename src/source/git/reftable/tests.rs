//! Tables are read as they are written, and damage to them is an error, never a panic.

use proptest::prelude::*;

use super::*;
use crate::source::git::object::HashKind;

/// The parts of a record: its name in full, its kind, and what follows.
type Part<'a> = (&'a [u8], u8, Vec<u8>);

/// A block of records, without the header that the first block has before it.
fn block(front: usize, records: &[Part<'_>]) -> (usize, Vec<u8>) {
    let mut body = Vec::new();
    for (name, kind, value) in records {
        assert!(name.len() < 16, "one byte holds the length");
        body.extend([0, (u8::try_from(name.len()).unwrap() << 3) | kind]);
        body.extend_from_slice(name);
        body.extend_from_slice(value);
    }
    body.extend([0, 0, u8::try_from(front + 4).unwrap(), 0, 1]);
    (front + 4 + body.len(), body)
}

fn header_of(kind: u8, length: usize) -> [u8; 4] {
    let length = u32::try_from(length).unwrap().to_be_bytes();
    [kind, length[1], length[2], length[3]]
}

/// A table of one block of references and one of logs.
fn table(refs: &[Part<'_>], logs: &[Part<'_>]) -> Vec<u8> {
    let mut bytes = b"REFT\x01\0\0\0".to_vec();
    bytes.extend([0; 16]);
    let header = bytes.clone();
    let (length, body) = block(24, refs);
    bytes.extend(header_of(b'r', length));
    bytes.extend(body);
    let logs_at = bytes.len() as u64;
    let (length, body) = block(0, logs);
    bytes.extend(header_of(b'g', length));
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, &body).unwrap();
    bytes.extend(packed.finish().unwrap());
    let mut footer = header;
    footer.extend([0; 24]);
    footer.extend(logs_at.to_be_bytes());
    footer.extend([0; 8]);
    footer.extend(crc32fast::hash(&footer).to_be_bytes());
    bytes.extend(footer);
    bytes
}

fn sample() -> Vec<u8> {
    let log = [&[0; 20][..], &[2; 20], b"\x01N\x01E\x05\0\0\x03why"].concat();
    table(
        &[
            (b"HEAD", 3, b"\0\x0frefs/heads/main".to_vec()),
            (b"refs/heads/gone", 0, vec![0]),
            (b"refs/heads/main", 1, [&[0][..], &[2; 20]].concat()),
            (b"refs/tags/v1", 2, [&[0][..], &[3; 20], &[2; 20]].concat()),
        ],
        &[(b"HEAD\0\xff\xff\xff\xff\xff\xff\xff\xfe", 1, log), (b"HEAD\0\xff\xff\xff\xff\xff\xff\xff\xff", 0, vec![])],
    )
}

fn shown(bytes: &[u8]) -> (Vec<String>, Result<(), TableError>) {
    let mut all = Vec::new();
    let result = read(bytes, HashKind::Sha1, &mut |record| all.push(format!("{record:?}")));
    (all, result)
}

#[test]
fn records_of_all_kinds_are_read() {
    let mut stack = Stack::default();
    read(&sample(), HashKind::Sha1, &mut |record| stack.take(record)).unwrap();
    let refs: Vec<_> = stack.refs.iter().map(|(name, value)| (String::from_utf8_lossy(name), value)).collect();
    let object = |byte: u8| Value::Object(crate::document::ObjectId::new(&[byte; 20]).unwrap());
    assert_eq!(refs[0], ("HEAD".into(), &Value::Symbolic(b"refs/heads/main".to_vec())));
    assert_eq!(refs[1], ("refs/heads/main".into(), &object(2)));
    assert_eq!((refs.len(), &refs[2]), (3, &("refs/tags/v1".into(), &object(3))));
    let log: Vec<_> = stack.logs[&b"HEAD"[..]].iter().collect();
    assert_eq!((log.len(), *log[0].0, log[0].1.old), (1, 1, None));
}

#[test]
fn damage_is_named() {
    let whole = sample();
    assert_eq!(shown(&whole).1, Ok(()));
    assert_eq!(shown(&whole[..20]).1, Err(TableError::Header));
    assert_eq!(shown(&whole[..whole.len() - 1]).1, Err(TableError::Footer));
    assert_eq!(read(&whole, HashKind::Sha256, &mut |_| {}), Err(TableError::Header));
    let mut longer = whole.clone();
    longer[28] = 1;
    let (before, result) = shown(&longer);
    assert_eq!((before.len(), result), (0, Err(TableError::Record)));
}

proptest! {
    #[test]
    fn nothing_panics_on_damaged_tables(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut bytes = sample();
        // The footer stays whole, or nothing behind it would be read.
        let body = bytes.len() - 68;
        for (at, byte) in changes {
            let at = 24 + at.index(body - 24);
            bytes[at] = byte;
        }
        let (records, _) = shown(&bytes);
        prop_assert!(records.len() <= bytes.len());
    }

    #[test]
    fn nothing_panics_on_any_blocks(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let whole = sample();
        let bytes = [&whole[..24], &body, &whole[whole.len() - 68..]].concat();
        let _ = shown(&bytes);
        let _ = shown(&body);
    }
}

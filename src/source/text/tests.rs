//! What the checks see of texts in every encoding.

use std::ops::ControlFlow;
use std::sync::Mutex;

use super::*;
use crate::document::RelPath;

/// Text, decodings, and line and column of the place at which `key` is seen.
type Shown = (Vec<u8>, Vec<&'static str>, Option<(usize, usize)>);

/// Every document that is shown.
fn shown(bytes: &[u8]) -> Vec<Shown> {
    let origin = Origin::file(RelPath::new("a.txt"));
    let all = Mutex::new(Vec::new());
    let visit = |visited: Visited<'_>| {
        if let Visited::Document(document) = visited {
            let place = memchr::memmem::find(document.bytes, b"key").map(|at| {
                let (outer, range) = document.outermost(at..at + 3);
                let position = outer.position(range.start);
                (position.line, position.column)
            });
            all.lock().unwrap().push((document.bytes.to_vec(), document.decodings(), place));
        }
        ControlFlow::Continue(())
    };
    assert!(show(&origin, bytes, &visit).is_continue());
    all.into_inner().unwrap()
}

fn utf16(text: &str, high_first: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if high_first { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn utf32(text: &str, high_first: bool) -> Vec<u8> {
    let bytes = |c| if high_first { u32::from(c).to_be_bytes() } else { u32::from(c).to_le_bytes() };
    text.chars().flat_map(bytes).collect()
}

#[test]
fn wide_texts_are_seen_as_utf8_in_their_lines() {
    let text = "one\r\né😀 key = value\r\nand some more text to the end\r\n";
    for high_first in [false, true] {
        for bytes in [
            utf16(text, high_first),
            utf16(&format!("\u{feff}{text}"), high_first),
            utf32(text, high_first),
            utf32(&format!("\u{feff}{text}"), high_first),
        ] {
            assert_eq!(shown(&bytes), [(text.as_bytes().to_vec(), vec![], Some((2, 4)))]);
        }
    }
}

#[test]
fn surrogates_without_a_partner_and_begun_characters_are_marked() {
    let units = [0xfeff, 0xd83d, u16::from(b'a'), 0xdc00, 0xd83d];
    let mut bytes: Vec<u8> = units.into_iter().flat_map(u16::to_le_bytes).collect();
    bytes.push(b'x');
    assert_eq!(shown(&bytes)[0].0, "\u{fffd}a\u{fffd}\u{fffd}".as_bytes());
}

#[test]
fn a_narrow_text_behind_a_wide_mark_is_not_lost() {
    let texts = shown(b"\xff\xfethis is plain ASCII, key = value");
    assert_eq!(texts.len(), 2);
    assert_eq!(texts[1].2, Some((1, 24)));
}

#[test]
fn the_mark_of_utf8_is_no_part_of_the_text() {
    assert_eq!(shown(b"\xef\xbb\xbfkey = value\n"), [(b"key = value\n".to_vec(), vec![], Some((1, 1)))]);
}

#[test]
fn latin1_is_shown_as_it_lies() {
    assert_eq!(shown(b"caf\xe9 key"), [(b"caf\xe9 key".to_vec(), vec![], Some((1, 6)))]);
}

#[test]
fn wide_strings_in_a_binary_are_seen_whichever_byte_comes_first() {
    for high_first in [false, true] {
        let mut bytes = b"MZ\x90\x01\x03\xff\x02\n".to_vec();
        let before = bytes.len();
        bytes.extend(utf16("Server=db;key=12345", high_first));
        bytes.extend_from_slice(b"\x01\x02\xfe\xff\x80 no key\x03");
        let texts = shown(&bytes);
        assert_eq!(texts.len(), 2);
        let lines: Vec<_> = texts[1].0.split(|&byte| byte == b'\n').collect();
        assert!(lines.contains(&&b"Server=db;key=12345"[..]), "{lines:?}");
        assert_eq!(texts[1].1, ["utf-16"]);
        assert!(texts[1].2.is_some());
        assert!(texts[1].2.is_some_and(|(_, column)| column > 1 && column < before + 20));
    }
}

#[test]
fn a_text_in_utf16_that_is_read_in_pieces_is_decoded() {
    let text = "one line\n".repeat(20_000) + "key = value\n";
    let origin = Origin::file(RelPath::new("a.txt"));
    let (seen, length) = (Mutex::new(Vec::new()), Mutex::new(0));
    let visit = |visited: Visited<'_>| {
        match visited {
            Visited::Document(document) => seen.lock().unwrap().extend_from_slice(document.bytes),
            Visited::Opened(_, bytes) => *length.lock().unwrap() = bytes,
            Visited::Skipped(skipped) => panic!("{skipped:?}"),
        }
        ControlFlow::Continue(())
    };
    let bytes = utf16(&format!("\u{feff}{text}"), false);
    assert!(read_in_pieces(&origin, &mut bytes.as_slice(), &visit).is_continue());
    assert_eq!(seen.into_inner().unwrap(), text.as_bytes());
    assert_eq!(length.into_inner().unwrap(), bytes.len() as u64);
}

#[test]
fn a_pointer_of_git_lfs_is_shown_and_noted() {
    let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n";
    let noted = Mutex::new(Vec::new());
    let visit = |visited: Visited<'_>| {
        if let Visited::Skipped(skipped) = visited {
            noted.lock().unwrap().push((skipped.reason, skipped.detail));
        }
        ControlFlow::Continue(())
    };
    assert!(show(&Origin::file(RelPath::new("a.bin")), pointer, &visit).is_continue());
    assert_eq!(noted.into_inner().unwrap(), [(SkipReason::LfsPointer, "12345 bytes".to_owned())]);
    assert_eq!(shown(pointer).len(), 1);
}

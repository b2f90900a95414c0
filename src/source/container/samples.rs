//! Containers of every kind, built when a test runs, and an eye that remembers what is shown.

use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::sync::Mutex;

use super::{Limits, show};
use crate::document::{Origin, RelPath};
use crate::source::{SkipReason, Visited};

/// What a walk has shown.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) opened: Vec<(String, u64)>,
    /// Origin, text and decodings.
    pub(super) documents: Vec<(String, Vec<u8>, Vec<&'static str>)>,
    pub(super) skipped: Vec<(String, SkipReason, String)>,
    /// Place of the needle in lines, columns and offsets of the outermost text.
    pub(super) places: Vec<(usize, usize, usize)>,
}

impl Seen {
    /// The origins whose texts hold the needle as one word.
    pub(super) fn holders(&self) -> Vec<&str> {
        let needle = needle();
        let holds = |text: &[u8]| memchr::memmem::find(text, needle.as_bytes()).is_some();
        self.documents.iter().filter(|(_, text, _)| holds(text)).map(|(origin, ..)| origin.as_str()).collect()
    }

    pub(super) fn reasons(&self) -> Vec<(&str, SkipReason)> {
        self.skipped.iter().map(|(origin, reason, _)| (origin.as_str(), *reason)).collect()
    }
}

/// What the tests look for; no credential of any vendor.
pub(super) fn needle() -> String {
    ["NEEDLE", "in", "a", "HAYSTACK"].join("-")
}

pub(super) fn secret_text() -> Vec<u8> {
    format!("first line\nkey = {}\nlast line\n", needle()).into_bytes()
}

/// Remembers everything that `walk` visits.
pub(super) fn watch(walk: impl FnOnce(&crate::source::Visitor<'_>) -> ControlFlow<()>) -> Seen {
    let seen = Mutex::new(Seen::default());
    let needle = needle();
    let visit = |visited: Visited<'_>| {
        let mut seen = seen.lock().unwrap();
        match visited {
            Visited::Opened(origin, length) => seen.opened.push((origin.display().into_owned(), length)),
            Visited::Skipped(skipped) => {
                seen.skipped.push((skipped.origin.display().into_owned(), skipped.reason, skipped.detail));
            }
            Visited::Document(document) => {
                for at in memchr::memmem::find_iter(document.bytes, &needle) {
                    let (outer, range) = document.outermost(at..at + needle.len());
                    assert!(range.end <= outer.bytes.len(), "a place lies in its text");
                    let position = outer.position(range.start);
                    seen.places.push((position.line, position.column, range.start));
                }
                seen.documents.push((
                    document.origin.display().into_owned(),
                    document.bytes.to_vec(),
                    document.decodings(),
                ));
            }
        }
        ControlFlow::Continue(())
    };
    assert!(walk(&visit).is_continue());
    seen.into_inner().unwrap()
}

pub(super) fn seen_with(name: &str, bytes: &[u8], limits: &Limits) -> Seen {
    watch(|visit| show(&Origin::file(RelPath::new(name)), bytes, limits, visit))
}

pub(super) fn seen(name: &str, bytes: &[u8]) -> Seen {
    seen_with(name, bytes, &Limits::default())
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub(super) fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    ::bzip2::read::BzEncoder::new(bytes, ::bzip2::Compression::best()).read_to_end(&mut packed).unwrap();
    packed
}

pub(super) fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1)).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub(super) fn lzma(bytes: &[u8]) -> Vec<u8> {
    let options = lzma_rust2::LzmaOptions::with_preset(1);
    let mut writer = lzma_rust2::LzmaWriter::new_use_header(Vec::new(), &options, None).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub(super) fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

pub(super) fn zip_by(method: zip::CompressionMethod, members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub(super) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    zip_by(zip::CompressionMethod::Deflated, members)
}

pub(super) fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        builder.append_data(&mut header, name, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

pub(super) fn ar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = b"!<arch>\n".to_vec();
    for (name, content) in members {
        archive.extend_from_slice(
            format!("{name:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", 0, 0, 0, 644, content.len()).as_bytes(),
        );
        archive.extend_from_slice(content);
        archive.resize(archive.len().next_multiple_of(2), b'\n');
    }
    archive
}

pub(super) fn notebook() -> Vec<u8> {
    format!("{{\n \"cells\": [\n  {{\"source\": [\n   \"a = \\\"b\\\"\\n\",\n   \"key = {}\\n\"]}}]}}\n", needle())
        .into_bytes()
}

pub(super) fn pyc() -> Vec<u8> {
    let mut code = b"\xcb\r\r\n\0\0\0\0\0\0\0\0\0\0\0\0\xe3\0\0\0\0\xfa".to_vec();
    code.push(u8::try_from(needle().len()).unwrap());
    code.extend_from_slice(needle().as_bytes());
    code.extend_from_slice(b"\xfa\x03end");
    code
}

pub(super) fn utf16(text: &str, high_first: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if high_first { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

/// A database of three pages of 512 bytes: a table leaf, and a chain of two overflow pages in reversed order.
///
/// Its only row holds a number, a short text and a long one with the needle across the border of the pages.
pub(super) fn sqlite(encoding: u8, text: impl Fn(&str) -> Vec<u8>) -> Vec<u8> {
    let (short, mut long) = (text("short"), text(&"x".repeat(276 / text("x").len())));
    long.extend(text(&needle()));
    long.resize(1300, b' ');
    let serial = |length: usize| varint(length * 2 + 13);
    let mut types = [vec![1], serial(short.len()), serial(long.len())].concat();
    types.insert(0, u8::try_from(types.len() + 1).unwrap());
    let payload = [types, vec![42], short, long].concat();
    let local = 39 + (payload.len() - 39) % 508;
    let mut file = vec![0; 3 * 512];
    file[..16].copy_from_slice(super::sqlite::MAGIC);
    file[16..18].copy_from_slice(&512_u16.to_be_bytes());
    file[59] = encoding;
    let cell = [varint(payload.len()), vec![1], payload[..local].to_vec(), 3_u32.to_be_bytes().to_vec()].concat();
    let at = 512 - cell.len();
    file[at..512].copy_from_slice(&cell);
    file[100] = 0x0d;
    file[103..105].copy_from_slice(&1_u16.to_be_bytes());
    file[108..110].copy_from_slice(&u16::try_from(at).unwrap().to_be_bytes());
    let rest = &payload[local..];
    let first = rest.len().min(508);
    file[1024..1028].copy_from_slice(&2_u32.to_be_bytes());
    file[1028..1028 + first].copy_from_slice(&rest[..first]);
    file[516..516 + rest.len() - first].copy_from_slice(&rest[first..]);
    file
}

fn varint(value: usize) -> Vec<u8> {
    let low = u8::try_from(value & 0x7f).unwrap();
    if value < 128 { vec![low] } else { vec![u8::try_from(value >> 7).unwrap() | 0x80, low] }
}

/// One sample of every kind, each with a name that fits it.
pub(super) fn all() -> Vec<(&'static str, Vec<u8>)> {
    let text = secret_text();
    let tree: &[(&str, &[u8])] = &[("a/one.txt", b"nothing\n"), ("c.env", &text)];
    vec![
        ("x.zip", zip(tree)),
        ("x.jar", [b"#!/bin/sh\nexit\n".to_vec(), zip(tree)].concat()),
        ("x.tar", tar(tree)),
        ("x.a", ar(tree)),
        ("c.env.gz", gzip(&text)),
        ("c.env.bz2", bzip2(&text)),
        ("c.env.xz", xz(&text)),
        ("c.env.lzma", lzma(&text)),
        ("c.env.zst", zstd(&text)),
        ("x.tar.gz", gzip(&tar(tree))),
        ("x.txz", xz(&tar(&[("b.zip", &zip(tree))]))),
        ("n.ipynb", notebook()),
        ("m.pyc", pyc()),
        ("d.sqlite", sqlite(1, |text| text.as_bytes().to_vec())),
        ("d16.sqlite", sqlite(2, |text| utf16(text, false))),
        ("le.txt", [b"\xff\xfe".to_vec(), utf16(std::str::from_utf8(&text).unwrap(), false)].concat()),
        ("be.txt", utf16(std::str::from_utf8(&text).unwrap(), true)),
    ]
}

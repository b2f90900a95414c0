//! Containers of every kind, written when a test runs.

use std::io::{Cursor, Read as _, Write as _};

/// Named contents.
pub type Members<'a> = &'a [(&'a str, &'a [u8])];

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    bzip2::read::BzEncoder::new(bytes, bzip2::Compression::best()).read_to_end(&mut packed).unwrap();
    packed
}

pub fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1)).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub fn lzma(bytes: &[u8]) -> Vec<u8> {
    let options = lzma_rust2::LzmaOptions::with_preset(1);
    let mut writer = lzma_rust2::LzmaWriter::new_use_header(Vec::new(), &options, None).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

pub fn zip_by(method: zip::CompressionMethod, members: Members<'_>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn zip(members: Members<'_>) -> Vec<u8> {
    zip_by(zip::CompressionMethod::Deflated, members)
}

pub fn tar(members: Members<'_>) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        builder.append_data(&mut header, name, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

pub fn ar(members: Members<'_>) -> Vec<u8> {
    let mut archive = b"!<arch>\n".to_vec();
    for (name, content) in members {
        let header = format!("{name:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", 0, 0, 0, 644, content.len());
        archive.extend_from_slice(header.as_bytes());
        archive.extend_from_slice(content);
        archive.resize(archive.len().next_multiple_of(2), b'\n');
    }
    archive
}

/// Compiled Python with this string as its only constant.
pub fn pyc(text: &str) -> Vec<u8> {
    let mut code = b"\xcb\r\r\n\0\0\0\0\0\0\0\0\0\0\0\0\xe3\0\0\0\0\xfa".to_vec();
    code.push(u8::try_from(text.len()).unwrap());
    code.extend_from_slice(text.as_bytes());
    code.extend_from_slice(b"\xfa\x03end");
    code
}

pub fn utf16(text: &str, high_first: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if high_first { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

/// A database of one page of 512 bytes: a table leaf with one row, which holds this text.
///
/// The format: <https://www.sqlite.org/fileformat.html>
pub fn sqlite(text: &[u8], encoding: u8) -> Vec<u8> {
    let serial = varint(text.len() * 2 + 13);
    let header = [varint(serial.len() + 1), serial].concat();
    let payload = [&header, text].concat();
    let cell = [varint(payload.len()), vec![1], payload].concat();
    let mut page = vec![0; 512];
    page[..16].copy_from_slice(b"SQLite format 3\0");
    page[16..18].copy_from_slice(&512_u16.to_be_bytes());
    page[59] = encoding;
    let at = 512 - cell.len();
    page[at..].copy_from_slice(&cell);
    page[100] = 0x0d;
    page[103..105].copy_from_slice(&1_u16.to_be_bytes());
    page[108..110].copy_from_slice(&u16::try_from(at).unwrap().to_be_bytes());
    page
}

fn varint(value: usize) -> Vec<u8> {
    let low = u8::try_from(value & 0x7f).unwrap();
    if value < 128 { vec![low] } else { vec![u8::try_from(value >> 7).unwrap() | 0x80, low] }
}

//! What a file is, told by its first bytes, and by its name where they cannot tell.

use super::unpack::Packing;

/// Bytes that are enough to tell every kind.
pub(super) const HEAD: usize = 512;

/// A kind of container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Zip,
    Tar,
    Ar,
    Packed(Packing),
    /// A format that is not read, by its name.
    Closed(&'static str),
}

const CLOSED: [(&[u8], &str); 10] = [
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "rar archive"),
    (b"MSCF\0\0\0\0", "cab archive"),
    (b"LZIP\x01", "lzip stream"),
    (b"\x1f\x9d", "compress stream"),
    (b"\x04\x22\x4d\x18", "lz4 stream"),
    (b"\xed\xab\xee\xdb", "rpm package"),
    (b"070701", "cpio archive"),
    (b"070702", "cpio archive"),
    (b"hsqs", "squashfs image"),
];

/// Extensions of programs and packages that may have a zip archive behind other bytes.
const ZIP_BEHIND: [&str; 20] = [
    "apk", "appimage", "bin", "com", "crx", "exe", "ipa", "jar", "jmod", "nupkg", "par", "pex", "pyz", "pyzw", "run",
    "sh", "vsix", "war", "whl", "zip",
];

/// The kind of container that a file is, by its first bytes and its name.
pub(super) fn kind(head: &[u8], name: &str) -> Option<Kind> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") || starts(b"PK\x07\x08PK\x03\x04") {
        return Some(Kind::Zip);
    }
    if let Some(packing) = packing(head, name) {
        return Some(Kind::Packed(packing));
    }
    if starts(b"!<arch>\n") {
        return Some(Kind::Ar);
    }
    let closed = CLOSED.into_iter().find(|(magic, _)| starts(magic) && !is_readable(head));
    closed.map(|(_, what)| Kind::Closed(what)).or_else(|| is_tar(head).then_some(Kind::Tar))
}

fn packing(head: &[u8], name: &str) -> Option<Packing> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    match head {
        _ if starts(b"\x1f\x8b\x08") => Some(Packing::Gzip),
        [b'B', b'Z', b'h', b'1'..=b'9', block @ ..]
            if block.starts_with(b"1AY&SY") || block.starts_with(b"\x17\x72\x45\x38\x50\x90") =>
        {
            Some(Packing::Bzip2)
        }
        _ if starts(b"\xfd7zXZ\0") => Some(Packing::Xz),
        _ if starts(b"\x28\xb5\x2f\xfd") => Some(Packing::Zstd),
        // A frame to be skipped stands in front of what seekable and parallel writers make.
        [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Packing::Zstd),
        _ => is_lzma(head, name).then_some(Packing::Lzma),
    }
}

/// The old format has no magic: its properties, dictionary and length have to make sense, or nearly so under its name.
fn is_lzma(head: &[u8], name: &str) -> bool {
    let [properties, d0, d1, d2, d3, size @ ..] = head else { return false };
    let (Some(size), true) = (size.first_chunk(), *properties < 9 * 5 * 5) else { return false };
    let (dictionary, size) = (u32::from_le_bytes([*d0, *d1, *d2, *d3]), u64::from_le_bytes(*size));
    let sound_size = size == u64::MAX || size < 1 << 40;
    let named = ends_with(name, ".lzma") || ends_with(name, ".tlz");
    let usual = *properties == 0x5d && dictionary.is_power_of_two() && dictionary >= 1 << 16;
    sound_size && (named || (usual && size != 0))
}

/// Whether this is the first header of a tar archive: it says so, or its checksum holds.
pub(super) fn is_tar(head: &[u8]) -> bool {
    let Some(block) = head.first_chunk::<HEAD>() else { return false };
    block[0] != 0 && super::tar::has_checksum(block)
}

/// Whether a file of this name may have a zip archive behind a program or a signature.
pub(super) fn may_end_in_zip(head: &[u8], name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    head.starts_with(b"Cr24") || ZIP_BEHIND.contains(&extension.as_str())
}

/// Whether a name ends so, in any case.
pub(super) fn ends_with(name: &str, suffix: &str) -> bool {
    let (name, suffix) = (name.as_bytes(), suffix.as_bytes());
    name.len() >= suffix.len() && name[name.len() - suffix.len()..].eq_ignore_ascii_case(suffix)
}

/// Whether the bytes are a text, so that a magic of plain letters at its begin means nothing.
fn is_readable(head: &[u8]) -> bool {
    !head.iter().any(|byte| matches!(byte, 0..=8 | 14..=31)) && !head.starts_with(b"0707")
}

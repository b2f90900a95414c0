//! Packs and their indexes written byte by byte, right ones and wrong ones.
//!
//! The formats: <https://git-scm.com/docs/gitformat-pack>

use std::io::Write as _;

pub const COMMIT: u8 = 1;
pub const TREE: u8 = 2;
pub const BLOB: u8 = 3;
pub const OFFSET_DELTA: u8 = 6;
pub const REFERENCE_DELTA: u8 = 7;

/// The bytes of an object's name.
pub type Id = [u8; 20];

/// One step of a delta.
pub enum Step<'a> {
    /// Bytes of the base, from an offset.
    Copy(usize, usize),
    /// At most 127 new bytes.
    Insert(&'a [u8]),
    /// Whatever it is.
    Raw(&'a [u8]),
}

/// A pack that grows, and the index that fits it.
pub struct Pack {
    bytes: Vec<u8>,
    /// The number of objects that the header promises.
    pub promised: u32,
    /// What the index says: name, checksum, offset.
    pub entries: Vec<(Id, u32, u64)>,
}

impl Pack {
    pub fn new() -> Self {
        Self { bytes: b"PACK\0\0\0\x02\0\0\0\0".to_vec(), promised: 0, entries: Vec::new() }
    }

    /// An object as it is; gives its name and offset.
    pub fn whole(&mut self, kind: u8, content: &[u8]) -> (Id, u64) {
        let id = id_of(kind, content);
        (id, self.entry(id, kind, content.len() as u64, &[], content))
    }

    /// Any entry: what the index calls it, its type, the size that it claims, what stands before its body, and its body.
    pub fn entry(&mut self, id: Id, kind: u8, size: u64, before: &[u8], body: &[u8]) -> u64 {
        self.raw(id, kind, size, &[before, &deflated(body)].concat())
    }

    /// As [`entry`](Self::entry), with the bytes behind its header as they are.
    pub fn raw(&mut self, id: Id, kind: u8, size: u64, rest: &[u8]) -> u64 {
        let offset = self.bytes.len() as u64;
        let mut header = vec![kind << 4 | low(size, 4)];
        let mut left = size >> 4;
        while left > 0 {
            *header.last_mut().unwrap() |= 0x80;
            header.push(low(left, 7));
            left >>= 7;
        }
        let all = [&header, rest].concat();
        self.entries.push((id, crc32fast::hash(&all), offset));
        self.bytes.extend(all);
        self.promised += 1;
        offset
    }

    /// A delta against the entry at this offset.
    pub fn offset_delta(&mut self, id: Id, base: u64, delta: &[u8]) -> u64 {
        let distance = self.bytes.len() as u64 - base;
        self.entry(id, OFFSET_DELTA, delta.len() as u64, &distance_bytes(distance), delta)
    }

    /// A delta against the object of this name.
    pub fn reference_delta(&mut self, id: Id, base: Id, delta: &[u8]) -> u64 {
        self.entry(id, REFERENCE_DELTA, delta.len() as u64, &base, delta)
    }

    /// The offset of the next entry.
    pub fn end(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// The whole pack with its checksum.
    pub fn finished(&self) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        bytes[8..12].copy_from_slice(&self.promised.to_be_bytes());
        with_checksum(bytes)
    }

    /// An index of version 2, sorted as it has to be.
    pub fn index(&self) -> Vec<u8> {
        let mut entries = self.entries.clone();
        entries.sort_unstable();
        index_of(&entries, &fanout(&entries), &self.finished())
    }

    /// An index of version 1.
    pub fn index_v1(&self) -> Vec<u8> {
        let mut entries = self.entries.clone();
        entries.sort_unstable();
        let mut bytes: Vec<u8> = fanout(&entries).iter().flat_map(|count| count.to_be_bytes()).collect();
        for (id, _, offset) in &entries {
            bytes.extend(u32::try_from(*offset).unwrap().to_be_bytes());
            bytes.extend(id);
        }
        bytes.extend(last(&self.finished()));
        with_checksum(bytes)
    }
}

/// An index of version 2 with these entries in this order.
pub fn index_of(entries: &[(Id, u32, u64)], fanout: &[u32], pack: &[u8]) -> Vec<u8> {
    let mut bytes = b"\xfftOc\0\0\0\x02".to_vec();
    bytes.extend(fanout.iter().flat_map(|count| count.to_be_bytes()));
    bytes.extend(entries.iter().flat_map(|(id, ..)| *id));
    bytes.extend(entries.iter().flat_map(|(_, checksum, _)| checksum.to_be_bytes()));
    let mut large = Vec::new();
    for (.., offset) in entries {
        let small = u32::try_from(*offset).ok().filter(|offset| *offset < 1 << 31);
        let number = small.unwrap_or_else(|| {
            large.push(*offset);
            0x8000_0000 | u32::try_from(large.len() - 1).unwrap()
        });
        bytes.extend(number.to_be_bytes());
    }
    bytes.extend(large.iter().flat_map(|offset| offset.to_be_bytes()));
    bytes.extend(last(pack));
    with_checksum(bytes)
}

/// How many names begin with at most each byte.
pub fn fanout(entries: &[(Id, u32, u64)]) -> Vec<u32> {
    (0..=255).map(|first| u32::try_from(entries.iter().filter(|(id, ..)| id[0] <= first).count()).unwrap()).collect()
}

/// The name of an object.
pub fn id_of(kind: u8, content: &[u8]) -> Id {
    let kind = ["", "commit", "tree", "blob", "tag"][usize::from(kind)];
    sha1(&[format!("{kind} {}\0", content.len()).as_bytes(), content].concat())
}

/// A delta from a base of so many bytes to a result of so many.
pub fn delta(base: u64, result: u64, steps: &[Step]) -> Vec<u8> {
    let mut bytes = [size_bytes(base), size_bytes(result)].concat();
    for step in steps {
        match step {
            Step::Copy(offset, length) => {
                bytes.push(0xff);
                bytes.extend(&offset.to_le_bytes()[..4]);
                bytes.extend(&length.to_le_bytes()[..3]);
            }
            Step::Insert(new) => {
                bytes.push(u8::try_from(new.len()).unwrap());
                bytes.extend_from_slice(new);
            }
            Step::Raw(raw) => bytes.extend_from_slice(raw),
        }
    }
    bytes
}

/// How an offset delta writes the distance to its base.
pub fn distance_bytes(distance: u64) -> Vec<u8> {
    let mut bytes = vec![low(distance, 7)];
    let mut left = distance >> 7;
    while left > 0 {
        left -= 1;
        bytes.insert(0, low(left, 7) | 0x80);
        left >>= 7;
    }
    bytes
}

fn size_bytes(mut size: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while size > 0x7f {
        bytes.push(low(size, 7) | 0x80);
        size >>= 7;
    }
    bytes.push(low(size, 7));
    bytes
}

fn low(number: u64, bits: u32) -> u8 {
    u8::try_from(number & ((1 << bits) - 1)).unwrap()
}

pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// The bytes with their SHA-1 behind them.
pub fn with_checksum(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = sha1(&bytes);
    bytes.extend(checksum);
    bytes
}

fn last(bytes: &[u8]) -> &[u8] {
    &bytes[bytes.len() - 20..]
}

fn sha1(bytes: &[u8]) -> Id {
    let mut hasher = gix::hash::hasher(gix::hash::Kind::Sha1);
    hasher.update(bytes);
    hasher.try_finalize().unwrap().as_bytes().try_into().unwrap()
}

pub fn hex(id: &Id) -> String {
    data_encoding::HEXLOWER.encode(id)
}

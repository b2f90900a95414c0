//! Small packs and their indexes, put together byte by byte for tests.

use std::io::Write as _;

use sha1::Digest as _;

/// A pack in the making. Its objects have names that the test chooses: nothing here asks for true ones.
pub struct Sample {
    id_length: usize,
    bytes: Vec<u8>,
    /// Names and where the entries begin.
    entries: Vec<(Vec<u8>, u64)>,
}

impl Sample {
    pub fn new(id_length: usize) -> Self {
        Self { id_length, bytes: [&b"PACK\0\0\0\x02"[..], &[0; 4]].concat(), entries: Vec::new() }
    }

    /// The name of the object that a test calls by one byte.
    pub fn id(&self, name: u8) -> Vec<u8> {
        vec![name; self.id_length]
    }

    /// Adds a blob; says where it begins.
    pub fn blob(&mut self, name: u8, content: &[u8]) -> u64 {
        self.entry(name, 3, &[], content)
    }

    /// Adds a delta to the entry that begins so many bytes before it.
    pub fn delta(&mut self, name: u8, distance: u64, delta: &[u8]) -> u64 {
        let mut digits = vec![u8::try_from(distance & 0x7f).unwrap()];
        let mut rest = distance >> 7;
        while rest > 0 {
            rest -= 1;
            digits.push(u8::try_from(rest & 0x7f).unwrap() | 0x80);
            rest >>= 7;
        }
        digits.reverse();
        self.entry(name, 6, &digits, delta)
    }

    /// Adds a delta to the object of a name.
    pub fn delta_to(&mut self, name: u8, base: u8, delta: &[u8]) -> u64 {
        let base = self.id(base);
        self.entry(name, 7, &base, delta)
    }

    fn entry(&mut self, name: u8, form: u8, base: &[u8], content: &[u8]) -> u64 {
        let start = self.end();
        let mut size = content.len();
        let mut byte = form << 4 | u8::try_from(size & 0x0f).unwrap();
        size >>= 4;
        while size > 0 {
            self.bytes.push(byte | 0x80);
            byte = u8::try_from(size & 0x7f).unwrap();
            size >>= 7;
        }
        self.bytes.push(byte);
        self.bytes.extend_from_slice(base);
        let mut encoder = flate2::write::ZlibEncoder::new(&mut self.bytes, flate2::Compression::default());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap();
        self.entries.push((vec![name; self.id_length], start));
        start
    }

    /// Where the next entry begins.
    pub fn end(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// The whole pack.
    pub fn pack(&self) -> Vec<u8> {
        let mut pack = self.bytes.clone();
        pack[8..12].copy_from_slice(&u32::try_from(self.entries.len()).unwrap().to_be_bytes());
        self.sealed(pack)
    }

    /// An index of version 1.
    pub fn index_v1(&self) -> Vec<u8> {
        let mut index = self.fanout();
        for (id, start) in self.sorted() {
            index.extend_from_slice(&u32::try_from(start).unwrap().to_be_bytes());
            index.extend_from_slice(&id);
        }
        self.finished(index)
    }

    /// An index of version 2, in which offsets from `far` on take 64 bits.
    pub fn index_v2(&self, far: u64) -> Vec<u8> {
        let mut index = [b"\xfftOc\0\0\0\x02".to_vec(), self.fanout()].concat();
        let sorted = self.sorted();
        for (id, _) in &sorted {
            index.extend_from_slice(id);
        }
        index.resize(index.len() + sorted.len() * 4, 0);
        let mut far_offsets = Vec::new();
        for (_, start) in sorted {
            let row = u32::try_from(far_offsets.len() / 8).unwrap();
            if start >= far {
                far_offsets.extend_from_slice(&start.to_be_bytes());
            }
            let near = if start < far { u32::try_from(start).unwrap() } else { 0x8000_0000 | row };
            index.extend_from_slice(&near.to_be_bytes());
        }
        index.extend_from_slice(&far_offsets);
        self.finished(index)
    }

    /// Lists an object of the pack without an entry of its own.
    pub fn name(&mut self, name: u8, start: u64) {
        self.entries.push((self.id(name), start));
    }

    fn sorted(&self) -> Vec<(Vec<u8>, u64)> {
        let mut sorted = self.entries.clone();
        sorted.sort_unstable();
        sorted
    }

    fn fanout(&self) -> Vec<u8> {
        let up_to = |first: u8| self.entries.iter().filter(|(id, _)| id[0] <= first).count();
        (0..=255).flat_map(|first| u32::try_from(up_to(first)).unwrap().to_be_bytes()).collect()
    }

    fn finished(&self, mut index: Vec<u8>) -> Vec<u8> {
        let pack = self.pack();
        index.extend_from_slice(&pack[pack.len() - self.id_length..]);
        self.sealed(index)
    }

    /// With the checksum of the bytes at their end.
    fn sealed(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        let checksum = match self.id_length {
            20 => sha1::Sha1::digest(&bytes).to_vec(),
            _ => sha2::Sha256::digest(&bytes).to_vec(),
        };
        bytes.extend_from_slice(&checksum);
        bytes
    }
}

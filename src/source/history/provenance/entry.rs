//! The entries of a raw tree object.

/// What an entry names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A folder.
    Tree,
    /// A file or a symbolic link.
    Blob,
    /// A commit of another repository.
    Submodule,
}

/// One entry of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    /// What it names.
    pub kind: Kind,
    /// Its name; never holds a NUL.
    pub name: &'a [u8],
    /// The bytes of the object's name.
    pub id: &'a [u8],
    mode: u32,
}

impl Entry<'_> {
    /// Whether it is a file, and no symbolic link.
    pub(crate) const fn is_file(&self) -> bool {
        self.mode & 0o170_000 == 0o100_000
    }
}

/// The entries of a tree, as far as they can be read.
#[derive(Clone, Debug)]
pub(crate) struct Entries<'a> {
    rest: &'a [u8],
    hash: usize,
}

impl<'a> Entries<'a> {
    /// The entries of a raw tree whose names of objects are `hash` bytes long.
    pub(crate) const fn of(raw: &'a [u8], hash: usize) -> Self {
        Self { rest: raw, hash }
    }

    /// How many bytes are not read yet.
    pub(crate) const fn left(&self) -> usize {
        self.rest.len()
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let mut mode: u32 = 0;
        // Modes have five or six digits; what has more is no tree.
        let space = self.rest.iter().take(8).position(|&byte| {
            mode = mode << 3 | u32::from(byte & 7);
            byte == b' '
        })?;
        mode >>= 3;
        let tail = &self.rest[space + 1..];
        let end = memchr::memchr(0, tail)?;
        let id = tail.get(end + 1..end + 1 + self.hash)?;
        self.rest = &tail[end + 1 + self.hash..];
        let kind = match mode & 0o170_000 {
            0o040_000 => Kind::Tree,
            0o160_000 => Kind::Submodule,
            _ => Kind::Blob,
        };
        Some(Entry { kind, name: &tail[..end], id, mode })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn entries_are_read_until_the_bytes_end() {
        let mut raw = Vec::new();
        for (mode, name, id) in [("100644", "a b", 1), ("40000", "d", 2), ("160000", "s", 3), ("120000", "l", 4)] {
            raw.extend_from_slice(format!("{mode} {name}\0").as_bytes());
            raw.extend_from_slice(&[id; 20]);
        }
        let all: Vec<_> = Entries::of(&raw, 20).map(|entry| (entry.kind, entry.name, entry.id[0])).collect();
        let expected: [(Kind, &[u8], u8); 4] =
            [(Kind::Blob, b"a b", 1), (Kind::Tree, b"d", 2), (Kind::Submodule, b"s", 3), (Kind::Blob, b"l", 4)];
        assert_eq!(all, expected);
        assert_eq!(Entries::of(&raw[..raw.len() - 1], 20).count(), 3);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(raw in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(Entries::of(&raw, 20).count() <= raw.len() / 22);
        }
    }
}

//! How far a container is followed.

/// The bounds of one walk through one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Containers inside one another.
    pub depth: usize,
    /// Members of one file, those of inner containers included.
    pub members: u64,
    /// Bytes that one file expands to, those of inner containers included.
    pub bytes: u64,
    /// Bytes that one compressed byte expands to, from 16 MiB on.
    pub ratio: u64,
    /// Bytes of a member that are held at once; a longer member is read as a stream or shown in pieces.
    pub member_bytes: u64,
    /// Whether archives are opened at all.
    pub archives: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 8, members: 100_000, bytes: 1 << 30, ratio: 1000, member_bytes: 256 << 20, archives: true }
    }
}

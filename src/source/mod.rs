//! Where texts come from: a source walks its input and shows every text, and everything it could not look at.

pub mod container;
pub mod diff;
pub mod git;
pub mod history;
pub mod parallel;
pub mod staged;
pub mod stdin;
pub mod text;
mod version;
pub mod worktree;

use std::ops::ControlFlow;
use std::path::PathBuf;

use crate::document::{Document, ObjectId, Origin, RelPath};
use crate::finding::Provenance;

pub use version::Texts;

/// Something a source came upon.
pub enum Visited<'a> {
    /// A file or a member of an archive was opened; so many bytes of input were read for it.
    Opened(&'a Origin, u64),
    /// A text to look at.
    Document(Document<'a>),
    /// Something that was not looked at, or not wholly.
    Skipped(Skipped),
}

/// Shown everything a source comes upon; says `Break` to stop the walk.
pub type Visitor<'v> = dyn Fn(Visited<'_>) -> ControlFlow<()> + Sync + 'v;

/// One way to come by texts.
pub trait Source: Sync {
    /// Walks the input, from as many threads as the source likes.
    ///
    /// # Errors
    /// Where the walk cannot begin; what fails on the way is visited as skipped.
    fn visit(&self, visit: &Visitor<'_>) -> Result<(), SourceError>;

    /// Facts about the files that had findings, asked once after the scan; what cannot be told is left out.
    fn artifacts(&self, names: &[RelPath]) -> Vec<Artifact> {
        let _ = names;
        Vec::new()
    }

    /// The version that the texts belong to, where it is known.
    fn revision(&self) -> Option<Revision> {
        None
    }

    /// For sources that look at changes only, the objects that hold the versions that the text of `origin` is compared
    /// with: what is found in one of them as well is not new.
    fn earlier(&self, origin: &Origin) -> Vec<ObjectId> {
        let _ = origin;
        Vec::new()
    }

    /// Shows the object of `origin` under its name.
    fn show(&self, origin: &Origin, visit: &Visitor<'_>) {
        let _ = (origin, visit);
    }

    /// For sources that look at a line of versions, the place of a text in it: the first one leads.
    fn turn(&self, origin: &Origin) -> usize {
        let _ = origin;
        0
    }

    /// What the history says of a credential that was found in these texts, where a history is looked at.
    fn provenance(&self, origins: &[Origin]) -> Option<Provenance> {
        let _ = origins;
        None
    }
}

/// A file as it was when it was scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Its name.
    pub path: RelPath,
    /// Its length in bytes.
    pub length: u64,
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// The version of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Where the repository came from, as a URI without any credential.
    pub repository: String,
    /// The commit that is checked out, in hexadecimal.
    pub commit: Option<String>,
    /// The branch, where one is checked out.
    pub branch: Option<String>,
}

/// Why a walk could not begin.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A path that the user named does not exist.
    #[error("no such file or folder: `{}`", path.display())]
    Missing {
        /// The path as given.
        path: PathBuf,
    },
    /// A path that the user named cannot be read.
    #[error("cannot read `{}`", path.display())]
    Unreadable {
        /// The path as given.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// One piece that was not looked at: a line of the coverage receipt.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// What it is.
    pub origin: Origin,
    /// Why it was not looked at.
    pub reason: SkipReason,
    /// What is known beyond the reason: an error of the system, a size.
    pub detail: String,
}

/// Why something was not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SkipReason {
    /// The file or folder could not be read.
    Unreadable,
    /// The scan was interrupted before it got there.
    Interrupted,
    /// The check of this text panicked: a defect of ours.
    Crashed,
    /// The file went away between the walk and the read.
    Vanished,
    /// A FIFO, socket or device.
    NotAFile,
    /// Left out by the user: `exclude` or `--exclude`.
    Excluded,
    /// Larger than `--max-file-size`.
    TooLarge,
    /// An archive that is damaged: what could be read of it was.
    Damaged,
    /// A member of an archive that is encrypted.
    Encrypted,
    /// A compression or archive format that is not read.
    Unsupported,
    /// Archives nested deeper than the limit.
    TooDeep,
    /// An archive with more members, more bytes or a higher ratio than the limit.
    TooMuch,
    /// A Git LFS pointer: the content itself is not in the clone.
    LfsPointer,
    /// A file of configuration of which a part could not be understood: the rest of it was.
    Malformed,
    /// More findings in one text than the limit.
    TooManyFindings,
    /// An object that the repository names and does not hold.
    Missing,
    /// An object, pack or index of the repository that is damaged.
    Corrupt,
    /// A shallow clone: the history before it is not there.
    Shallow,
    /// A partial clone: objects that were left on the server.
    Partial,
    /// A clone of some branches only.
    SingleBranch,
    /// A submodule that is not checked out.
    Submodule,
    /// What the user's own narrowing leaves out: `--since`, `--branch`, `--path`.
    Narrowed,
}

impl SkipReason {
    /// The reason in the words of the receipt.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Unreadable => "could not be read",
            Self::Interrupted => "not reached before the scan was stopped",
            Self::Crashed => "a check failed on it",
            Self::Vanished => "vanished during the scan",
            Self::NotAFile => "not a regular file",
            Self::Excluded => "excluded by configuration",
            Self::TooLarge => "larger than the size limit",
            Self::Damaged => "damaged archive",
            Self::Encrypted => "encrypted",
            Self::Unsupported => "format not read",
            Self::TooDeep => "nested too deeply",
            Self::TooMuch => "expands beyond the limit",
            Self::LfsPointer => "Git LFS pointer, content not present",
            Self::Malformed => "not all of it could be understood",
            Self::TooManyFindings => "more findings than the limit",
            Self::Missing => "missing from the repository",
            Self::Corrupt => "corrupt",
            Self::Shallow => "older history not in the clone",
            Self::Partial => "objects not in the partial clone",
            Self::SingleBranch => "other branches not in the clone",
            Self::Submodule => "submodule not present",
            Self::Narrowed => "left out by the options of this run",
        }
    }

    /// The reason's name in machine-readable reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Interrupted => "interrupted",
            Self::Crashed => "crashed",
            Self::Vanished => "vanished",
            Self::NotAFile => "not-a-file",
            Self::Excluded => "excluded",
            Self::TooLarge => "too-large",
            Self::Damaged => "damaged",
            Self::Encrypted => "encrypted",
            Self::Unsupported => "unsupported",
            Self::TooDeep => "too-deep",
            Self::TooMuch => "too-much",
            Self::LfsPointer => "lfs-pointer",
            Self::Malformed => "malformed",
            Self::TooManyFindings => "too-many-findings",
            Self::Missing => "missing",
            Self::Corrupt => "corrupt",
            Self::Shallow => "shallow",
            Self::Partial => "partial",
            Self::SingleBranch => "single-branch",
            Self::Submodule => "submodule",
            Self::Narrowed => "narrowed",
        }
    }

    /// All reasons, failures first.
    pub const ALL: [Self; 22] = [
        Self::Unreadable,
        Self::Missing,
        Self::Corrupt,
        Self::Interrupted,
        Self::Crashed,
        Self::Vanished,
        Self::NotAFile,
        Self::Excluded,
        Self::TooLarge,
        Self::Damaged,
        Self::Encrypted,
        Self::Unsupported,
        Self::TooDeep,
        Self::TooMuch,
        Self::LfsPointer,
        Self::Malformed,
        Self::TooManyFindings,
        Self::Shallow,
        Self::Partial,
        Self::SingleBranch,
        Self::Submodule,
        Self::Narrowed,
    ];

    /// Whether the piece was lost to a failure (exit code 3) rather than left out by a known limit.
    #[must_use]
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::Unreadable | Self::Interrupted | Self::Crashed | Self::Missing | Self::Corrupt)
    }

    /// Whether the user chose to leave the piece out.
    #[must_use]
    pub const fn is_choice(self) -> bool {
        matches!(self, Self::Excluded | Self::Narrowed)
    }
}

//! `credline` finds leaked credentials in repositories and says which they are, how long they live and what to do.
//!
//! # A tour of the house
//!
//! The way of the data is the shape of the house. A [`source`] walks its input and shows [`document`]s, opening
//! containers and undoing text encodings on the way; it also shows everything that it could not look at. A [`check`]
//! looks at a document and reports [`finding`]s, masked at birth. The [`scan`] runs all checks on all documents, asks
//! [`suppress`] what a person has accepted, makes one finding of each credential and settles the [`report`]. An
//! [`output`] writes it. The [`cli`] turns flags and the [`config`] into one plan and runs it.
//!
//! # A history
//!
//! [`scan::history`] looks at everything that a repository remembers. [`source::git`] finds out where its objects lie and
//! what leads to them, and reads packs with a reader of its own. A *database* ([`source::history::database`]) puts all
//! objects behind one door, each known by a number. The *names* of blobs ([`source::history::names`]) are read from the
//! trees. A blob is made from another one by a delta, and looked at as a *version* of it ([`check::secret::versions`]): by
//! what changed, with the findings of the whole. For what was found, *provenance* ([`source::history::provenance`]) says
//! which commit brought it, at which paths, and what leads to it still.
//!
//! # Configuration
//!
//! A file of configuration is read into [`fact`]s, whatever its format: spanned values first, one reader a format, then
//! one reader a dialect that knows resources, statements, grants, jobs and commands. [`check::fact`] holds the queries of
//! rules against them, in three answers: yes, no, and what only a run can tell. [`policy`] knows sets of actions and
//! resources and whether one lies within another.
//!
//! # Rules and order
//!
//! What is looked for is data: the [`rule`]s of the catalogue, checked and packed by the build script.
//!
//! Each module imports only from the ones before it in this order: `document`, `rule`, `config`; `finding`, `source`;
//! `fact`, `policy`, `check`, `suppress`, `report`; `scan`, `output`; `cli`. A test holds the order.
//!
//! # As a library
//!
//! ```
//! use credline::check::Check;
//! use credline::check::secret::{SecretCheck, Settings};
//! use credline::document::{Document, Origin, RelPath};
//!
//! let check = SecretCheck::new(&credline::rule::builtin(), Settings::default())?;
//! let text = credline::rule::expand("TOKEN={{ghp_|alnum:30|crc32-base62}}", "seed").expect("a good template");
//! let origin = Origin::file(RelPath::new("deploy.env"));
//! let mut found = Vec::new();
//! check.inspect(&Document::whole(&origin, text.as_bytes()), &mut found).expect("no flood of findings");
//! assert_eq!(found[0].rule.as_str(), "secret/github-personal-access-token");
//! # Ok::<(), credline::rule::strict::Problems>(())
//! ```

pub mod check;
pub mod cli;
pub mod config;
pub mod document;
pub mod fact;
pub mod finding;
pub mod output;
pub mod policy;
pub mod report;
pub mod rule;
pub mod scan;
pub mod source;
pub mod suppress;

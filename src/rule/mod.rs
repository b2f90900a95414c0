//! What a rule is: its schema, the embedded catalogue, and the expansion of its examples.

mod anchor;
mod catalogue;
mod checks;
mod file;
mod head;
mod id;
mod level;
pub mod like;
mod load;
mod model;
pub mod page;
pub mod pattern;
mod query;
mod reader;
mod shape;
pub mod span;
pub mod strict;
mod tail;
mod template;
mod way;

pub use anchor::{Anchor, anchors};
pub use catalogue::{Catalogue, builtin};
pub use file::{
    Allow, Assignment, CharacterClass, CheckEntry, Entry, Example, Examples, FileExample, PartEntry, Paths, RuleFile,
    Service, Shared, Validator,
};
pub use head::Head;
pub use id::{Family, RuleId, RuleIdError};
pub use level::{Confidence, LifetimeClass, LifetimeFact, Severity};
pub use load::{from_entries, load};
pub use model::{Detect, ExampleText, ExampleTexts, Frameworks, Rule};
pub use pattern::{Format, Lines, Part};
pub use query::{Condition, Link, Query, Unit};
pub use reader::LifetimeReader;
pub use shape::{Cursor, Shape};
pub use tail::{tail, tail_from_start};
pub use template::{TemplateError, crc32_base62, expand};
pub use way::{Step, Way};

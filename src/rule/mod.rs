//! What a rule is: its schema, the embedded catalogue, and the expansion of its examples.

mod anchor;
mod catalogue;
mod file;
mod head;
mod id;
mod level;
mod load;
mod model;
pub mod page;
pub mod pattern;
mod shape;
pub mod strict;
mod tail;
mod template;

pub use anchor::{Anchor, anchors};
pub use catalogue::{Catalogue, builtin};
pub use file::{
    Allow, Assignment, CharacterClass, Entry, Example, Examples, PartEntry, Paths, RuleFile, Service, Shared, Validator,
};
pub use head::Head;
pub use id::{Family, RuleId, RuleIdError};
pub use level::{Confidence, LifetimeClass, LifetimeFact, Severity};
pub use load::{from_entries, load};
pub use model::{Detect, ExampleText, ExampleTexts, Rule};
pub use pattern::{Format, Lines, Part};
pub use shape::{Cursor, Shape};
pub use tail::{tail, tail_from_start};
pub use template::{TemplateError, crc32_base62, expand};

//! The names of calls that stand for the forms of the language until they are folded. No function can have such a name.

/// A template: its pieces.
pub const TEMPLATE: &str = "${}";
/// Operands with the operators between them, as texts.
pub const INFIX: &str = "+";
/// The opposite of a truth.
pub const NOT: &str = "!";
/// The opposite of a number.
pub const NEGATE: &str = "-";
/// Conditions, each with its value, and the value for when none holds.
pub const CONDITION: &str = "?:";
/// A value, and the steps into it: a text for a name, a list of one for an index, an empty list for a splat.
pub const PATH: &str = "[]";
/// A map whose names have to be worked out, and these names in their order; each stands at the place of its entry.
pub const OBJECT: &str = "{}";
/// Names, what they go through, the value for each, and perhaps a condition.
pub const EACH: &str = "[for]";
/// Names, what they go through, the key and the value for each, and perhaps a condition.
pub const EACH_KEY: &str = "{for}";
/// The same, with the values of equal keys gathered.
pub const EACH_GROUP: &str = "{for...}";
/// An argument whose items are the arguments.
pub const SPREAD: &str = "...";

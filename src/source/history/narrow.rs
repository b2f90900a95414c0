//! Which part of the past a run looks at.

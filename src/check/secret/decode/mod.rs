//! Undoes what encodings hide: finds encoded stretches of a text and shows what they stand for.

pub mod alphabet;

//! What the algebra promises, against AWS's documents and against counting everything out on small alphabets.

mod patterns;
mod policies;
mod sets;
mod table;

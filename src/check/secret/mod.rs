//! The secret check: finds leaked credentials by the rules of the catalogue.

pub mod decode;
pub mod entropy;
pub mod placeholder;
pub mod validate;

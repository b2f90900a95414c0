//! Works out what a text tells without a run, each value at the place where it was written.

mod definition;
mod folder;
mod function;
mod limit;
mod list;
mod operator;
mod path;
mod repeat;
mod text;

use super::form;
use crate::fact::value::Value;
use definition::Definitions;
use folder::Folder;

/// Folds a document.
pub fn document(document: &mut Value<'_>) {
    let definitions = Definitions::take(document);
    let mut folder = Folder::new(definitions, document.span);
    folder.define_all();
    folder.value(document, 0);
    folder.into_definitions().give_back(document);
}

//! HCL, as Terraform and its kin write it: read with its places, and folded as far as the text alone tells.

mod body;
mod collection;
mod cursor;
mod expression;
mod fold;
mod form;
mod heredoc;
mod recover;
mod template;
#[cfg(test)]
mod tests;

use super::value::{Data, Reading, Span, Value};
use cursor::Reader;

/// Reads a text of HCL: one document, a map of its attributes and blocks, if anything was read.
///
/// What has to be worked out (templates, operators, calls) stands in the document as calls until [`fold`] is done with it.
#[must_use]
pub fn read(text: &str) -> Reading<'_> {
    let mut reader = Reader::new(text);
    let entries = reader.file();
    let problems = reader.problems;
    if entries.is_empty() {
        return Reading { documents: Vec::new(), problems };
    }
    let document = Value::new(Span::new(0, text.len()), Data::Map(entries));
    Reading { documents: vec![document], problems }
}

/// Works out what can be known without a run: locals, defaults of variables, templates, conditions, functions, dynamic
/// blocks. Every value keeps the place where it was written; what cannot be known stays a reference, a call, one of
/// several values, or unknown.
pub fn fold(document: &mut Value<'_>) {
    fold::document(document);
}

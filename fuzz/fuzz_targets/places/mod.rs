//! What holds for every format that is decoded from a file: each place of the decoded text lies in the file.

use std::ops::ControlFlow;

use credline::document::{Origin, RelPath};
use credline::source::Visited;
use credline::source::container::{Limits, show};

/// Shows a file of this name that begins with `head`, and looks at the places of all that is decoded from it.
pub fn lie_in_the_file(name: &str, head: &[u8], data: &[u8]) {
    let bytes = [head, data].concat();
    let origin = Origin::file(RelPath::new(name));
    let limits = Limits { archives: false, ..Limits::default() };
    let _ = show(&origin, &bytes, &limits, &|visited| {
        if let Visited::Document(document) = visited {
            for at in (0..document.bytes.len()).step_by(7) {
                let (outer, range) = document.outermost(at..at + 1);
                assert!(range.end <= outer.bytes.len());
            }
        }
        ControlFlow::Continue(())
    });
}

//! Arbitrary databases: every place of a decoded value lies in the file.
#![no_main]

use std::ops::ControlFlow;

use credline::document::{Origin, RelPath};
use credline::source::Visited;
use credline::source::container::{Limits, show};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let bytes = [b"SQLite format 3\0".as_slice(), data].concat();
    let origin = Origin::file(RelPath::new("a.db"));
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
});

//! Arbitrary bytes under names that decide how they are read: everything ends, within small bounds.
#![no_main]

use std::ops::ControlFlow;

use credline::document::{Origin, RelPath};
use credline::source::Visited;
use credline::source::container::{Limits, show};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 6] = ["a", "a.exe", "a.tar.lzma", "a.ipynb", "a.pyc", "a.crx"];
const LIMITS: Limits =
    Limits { depth: 4, members: 1000, bytes: 8 << 20, ratio: 1000, member_bytes: 1 << 20, archives: true };

fuzz_target!(|data: &[u8]| {
    let Some((&first, bytes)) = data.split_first() else { return };
    let origin = Origin::file(RelPath::new(NAMES[usize::from(first) % NAMES.len()]));
    let _ = show(&origin, bytes, &LIMITS, &|visited| {
        if let Visited::Document(document) = visited {
            let (outer, range) = document.outermost(0..document.bytes.len());
            assert!(range.end <= outer.bytes.len());
        }
        ControlFlow::Continue(())
    });
});

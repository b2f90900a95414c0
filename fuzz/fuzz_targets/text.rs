//! Arbitrary bytes as a text, whole and in pieces: both show the same number of bytes of what is one encoding.
#![no_main]

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use credline::document::{Origin, RelPath};
use credline::source::Visited;
use credline::source::text::{Encoding, read_in_pieces, show};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let origin = Origin::file(RelPath::new("a.txt"));
    let shown = AtomicUsize::new(0);
    let visit = |visited: Visited<'_>| {
        if let Visited::Document(document) = visited
            && document.outer.is_none()
        {
            shown.fetch_add(document.bytes.len(), Ordering::Relaxed);
        }
        ControlFlow::Continue(())
    };
    let _ = show(&origin, data, &visit);
    let whole = shown.swap(0, Ordering::Relaxed);
    let _ = read_in_pieces(&origin, &mut &*data, &visit);
    let pieces = shown.into_inner();
    // A wide text is decoded without a mark, and shown as it lies too, only where it is held whole.
    assert!(whole == pieces || Encoding::of(data).is_some());
});

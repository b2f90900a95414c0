//! Decoders on arbitrary bytes: they never panic, and every view lies inside its outer text.
#![no_main]

use credline::check::secret::decode::{DecodeLimits, decoded_views};
use credline::document::{Document, Origin, RelPath};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let origin = Origin::file(RelPath::new(b"input"));
    look(&Document::whole(&origin, bytes), bytes.len());
});

fn look(document: &Document<'_>, length: usize) {
    if document.depth() == 4 {
        return;
    }
    decoded_views(document, &DecodeLimits { gzip_bytes: 1 << 16 }, &mut |view| {
        for start in (0..view.bytes.len()).step_by(7) {
            let (_, range) = view.outermost(start..(start + 5).min(view.bytes.len()));
            assert!(range.start <= range.end && range.end <= length);
        }
        look(view, length);
    });
}

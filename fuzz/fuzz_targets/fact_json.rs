//! Arbitrary texts as JSON, with and without the marks of templates.
#![no_main]

mod values;

use credline::fact::json::{Holes, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for holes in [Holes::None, Holes::Dollar, Holes::Braces] {
        values::check(text, &read(text, holes));
    }
});

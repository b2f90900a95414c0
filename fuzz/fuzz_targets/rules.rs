//! Rule files, their templates and the rules themselves, from arbitrary text: mistakes are errors, never panics.
#![no_main]

use credline::rule::{expand, load};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // Long template lengths and repetition bounds cost time without showing anything new.
    if text.len() > 4096 {
        return;
    }
    let _ = load("fuzz.toml", text, false);
    let _ = expand(text, "seed");
});

//! Arbitrary texts as HCL, its values worked out.
#![no_main]

mod values;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut reading = credline::fact::hcl::read(text);
    values::check(text, &reading);
    reading.documents.iter_mut().for_each(credline::fact::hcl::fold);
    values::check(text, &reading);
});

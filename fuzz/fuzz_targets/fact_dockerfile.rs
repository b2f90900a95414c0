//! Arbitrary texts as Dockerfiles.
#![no_main]

mod values;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for instruction in credline::fact::dockerfile::read(text) {
        values::place(text, instruction.at);
        values::place(text, instruction.rest);
        instruction.words.iter().for_each(|word| values::place(text, word.span));
    }
});

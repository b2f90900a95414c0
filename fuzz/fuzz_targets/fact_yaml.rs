//! Arbitrary texts as YAML.
#![no_main]

mod values;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    values::check(text, &credline::fact::yaml::read(text));
});

//! Arbitrary texts as names and values line by line, and as TOML.
#![no_main]

mod values;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    values::check(text, &credline::fact::settings::read_env(text));
    values::check(text, &credline::fact::settings::read_toml(text));
});

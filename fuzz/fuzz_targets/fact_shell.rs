//! Arbitrary texts as scripts of a shell.
#![no_main]

mod values;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for command in credline::fact::shell::read(text) {
        values::place(text, command.at);
        command.words.iter().for_each(|word| values::place(text, word.span));
        command.heredocs.iter().for_each(|input| values::value(text, input));
    }
});

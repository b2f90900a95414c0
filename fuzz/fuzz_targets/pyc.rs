//! Arbitrary compiled Python: every place of a string lies in the file.
#![no_main]

mod places;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| places::lie_in_the_file("a.pyc", b"\xcb\r\r\n\0\0\0\0", data));

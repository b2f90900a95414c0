//! Arbitrary databases: every place of a decoded value lies in the file.
#![no_main]

mod places;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| places::lie_in_the_file("a.db", b"SQLite format 3\0", data));

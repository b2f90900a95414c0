//! The same input gives the same bytes, whatever the number of threads.

use std::fmt::Write as _;

use crate::place::{Place, token};

/// 300 files with 50 secrets, some of them in several files.
fn tree() -> Place {
    let place = Place::new();
    for number in 0..300 {
        let mut text = format!("# file {number}\n").repeat(number % 17 + 1);
        if number % 3 == 0 {
            writeln!(text, "KEY_{number} = \"{}\"", token(&(number / 3 % 50).to_string())).unwrap();
        }
        let folder = format!("{}/{}", number % 7, number % 11);
        match number % 30 {
            0 => place.write(format!("{folder}/{number}.b64"), data_encoding::BASE64.encode(text.as_bytes())),
            9 => {
                place.write(format!("{folder}/{number}.zip"), crate::place::packed::zip(&[("a.env", text.as_bytes())]))
            }
            _ => place.write(format!("{folder}/{number}.env"), text),
        };
    }
    place
}

#[test]
fn every_format_is_the_same_to_the_byte_with_any_number_of_threads() {
    let place = tree();
    for format in ["text", "json", "jsonl", "sarif"] {
        let run = |jobs: &str| place.run(["scan", "--format", format, "--verbose", "--jobs", jobs]);
        let first = run("1");
        assert_eq!(first.code, 1);
        for jobs in ["1", "8", "8", "3"] {
            assert!(run(jobs).out == first.out, "{format} with --jobs {jobs} differs");
        }
    }
    assert_eq!(place.scan([""; 0]).findings().len(), 50);
}

#[test]
fn the_order_of_paths_does_not_change_what_is_found() {
    let place = tree();
    let findings = |paths: &[&str]| place.scan(paths).report["findings"].clone();
    assert_eq!(findings(&["0", "1", "2"]), findings(&["2", "0", "1"]));
}

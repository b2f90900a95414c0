//! The whole secret check, all rules and decodings, on arbitrary bytes: every finding lies inside the text.
#![no_main]

use std::sync::OnceLock;

use credline::check::Check;
use credline::check::secret::{SecretCheck, Settings};
use credline::document::{Document, Origin, RelPath};
use credline::rule::builtin;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    static CHECK: OnceLock<SecretCheck> = OnceLock::new();
    let check = CHECK.get_or_init(|| SecretCheck::new(&builtin(), Settings::default()).expect("built-in rules compile"));
    let origin = Origin::file(RelPath::new("input"));
    let mut found = Vec::new();
    let _ = check.inspect(&Document::whole(&origin, bytes), &mut found);
    for finding in found {
        assert!(finding.at.offset + finding.at.length <= bytes.len() as u64);
        assert!(finding.at.start.line >= 1 && finding.at.start.column >= 1);
    }
});

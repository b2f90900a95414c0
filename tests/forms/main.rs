//! The same secret in every form that a file can give it: one finding each, by the right rule, in the right place.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod containers;
mod decodings;
mod encodings;
mod formats;
mod large;

#[path = "../support/place.rs"]
mod place;

use place::{Place, RULE, Seen, line, list};

/// Three lines with a token in the second, behind its name of 13 characters.
fn text() -> String {
    format!("first line\n{}last line\n", line("forms"))
}

/// Where the only finding in a file of these bytes is, and by how many decodings it was found.
fn found(name: &str, bytes: impl AsRef<[u8]>) -> String {
    only(&Place::with(name, bytes).scan([""; 0]))
}

/// The place and the decodings of the only finding of a complete scan.
fn only(seen: &Seen) -> String {
    assert_eq!(seen.skipped(), [""; 0]);
    assert_eq!((seen.code, seen.rules()), (1, vec![RULE]), "{:#}", seen.report["findings"]);
    let finding = &seen.findings()[0];
    assert_eq!(list(&finding["related"]), [] as [serde_json::Value; 0], "at {}", place::place(&finding["location"]));
    let decodings: Vec<&str> = list(&finding["decodings"]).iter().map(|name| name.as_str().unwrap()).collect();
    format!("{} {}", seen.places()[0], decodings.join(" ")).trim().to_owned()
}

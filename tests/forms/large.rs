//! Files that are too large to be read carelessly.

use std::fs::File;
use std::io::{BufWriter, Write as _};

use crate::only;
use crate::place::{Place, token};

const MIB: usize = 1 << 20;

/// Bytes that are shown at once of a file that is too long to be held.
const PIECE: usize = 32 * MIB;

/// Writes a file of parts, each repeated up to its length in bytes.
fn large(place: &Place, name: &str, parts: &[(&str, usize)]) {
    let mut out = BufWriter::new(File::create(place.path(name)).unwrap());
    for (part, length) in parts {
        let block = part.repeat((64 * 1024 / part.len()).max(1));
        let mut left = *length;
        while left > 0 {
            let count = left.min(block.len());
            out.write_all(&block.as_bytes()[..count]).unwrap();
            left -= count;
        }
    }
    out.flush().unwrap();
}

#[test]
fn a_single_line_of_50_megabytes() {
    let (place, secret) = (Place::new(), format!("'{}';", token("forms")));
    large(&place, "a.js", &[("var a=1;", 40_000_000), (&secret, secret.len()), ("var a=1;", 10_000_000)]);
    assert_eq!(only(&place.scan([""; 0])), "a.js:1:40000002");
}

#[test]
fn a_secret_on_the_border_of_two_pieces_of_a_long_file() {
    let secret = format!("key = {}\n", token("forms"));
    let line = "one line of a text that says nothing of worth to anybody\n";
    let place = Place::new();
    // The border lies in the middle of the secret.
    let before = (PIECE - secret.len() / 2) / line.len() * line.len();
    let fill = PIECE - secret.len() / 2 - before;
    let fill_line = format!("{}\n", "x".repeat(fill - 1));
    let after = 100_000_000 - PIECE;
    large(&place, "a.log", &[(line, before), (&fill_line, fill), (&secret, secret.len()), (line, after)]);
    let number = before / line.len() + 2;
    assert_eq!(only(&place.scan([""; 0])), format!("a.log:{number}:7"));
}

#[test]
fn a_secret_on_the_border_of_two_pieces_of_one_endless_line() {
    let (place, secret) = (Place::new(), format!(" {} ", token("forms")));
    for shift in [1, secret.len() / 2, secret.len()] {
        large(&place, "a.txt", &[("abc ", PIECE - shift), (&secret, secret.len()), ("abc ", PIECE + MIB)]);
        let seen = place.scan([""; 0]);
        assert_eq!((seen.findings().len(), seen.files()), (1, vec!["a.txt".to_owned()]), "{shift}");
        assert_eq!(seen.findings()[0]["location"]["startLine"], 1);
        assert_eq!(seen.findings()[0]["location"]["offset"], PIECE - shift + 1, "{shift}");
    }
}

#[test]
fn a_long_standard_input() {
    let mut text = "one line of a text that says nothing of worth to anybody\n".repeat(70 * MIB / 57).into_bytes();
    let number = 70 * MIB / 57 + 1;
    text.extend_from_slice(format!("key = {}\n", token("forms")).as_bytes());
    assert_eq!(only(&Place::new().scan_input(text)), format!("<stdin>:{number}:7"));
}

#[test]
fn a_large_member_of_an_archive() {
    let mut member = "one line of a text that says nothing of worth to anybody\n".repeat(20 * MIB / 57).into_bytes();
    member.extend_from_slice(token("forms").as_bytes());
    let place = Place::with("a.tar", crate::place::packed::tar(&[("big.log", &member)]));
    assert_eq!(only(&place.scan([""; 0])), format!("a.tar!big.log:{}:1", 20 * MIB / 57 + 1));
}

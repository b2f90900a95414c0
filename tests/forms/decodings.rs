//! Text that encodings hide inside a text.

use std::fmt::Write as _;

use data_encoding::{BASE64, BASE64_MIME, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};

use crate::place::packed::gzip;
use crate::place::token;
use crate::{found, text};

/// Escapes every byte of the token of these tests.
fn escaped(escape: impl Fn(u8) -> String) -> String {
    token("forms").bytes().map(escape).collect()
}

#[test]
fn base64_in_every_alphabet() {
    for encoded in [BASE64.encode(text().as_bytes()), BASE64URL_NOPAD.encode(text().as_bytes())] {
        let seen = found("a.yaml", format!("kind: Secret\ndata: {encoded}\n"));
        assert!(seen.starts_with("a.yaml:2:") && seen.ends_with(" base64"), "{seen}");
    }
}

#[test]
fn base64_with_the_digits_that_differ_between_alphabets() {
    let plain = format!("???>>>~~~ÿÿ {} ???>>>", token("forms"));
    let (standard, url) = (BASE64.encode(plain.as_bytes()), BASE64URL_NOPAD.encode(plain.as_bytes()));
    assert!(standard.contains(['+', '/']) && url.contains(['-', '_']));
    for encoded in [standard, url] {
        let seen = found("a.txt", format!("x = \"{encoded}\"\n"));
        assert!(seen.starts_with("a.txt:1:") && seen.ends_with(" base64"), "{seen}");
    }
}

#[test]
fn base64_wrapped_over_lines() {
    let long = format!("{}{}{}", "padding of some words\n".repeat(20), text(), "more words here\n".repeat(20));
    for line_end in ["\r\n", "\n", "\n    "] {
        let encoded = BASE64_MIME.encode(long.as_bytes()).replace("\r\n", line_end);
        let seen = found("a.pem.txt", format!("begin\n    {encoded}\n"));
        assert!(seen.starts_with("a.pem.txt:") && seen.ends_with(" base64"), "{line_end:?}: {seen}");
        assert!(!seen.starts_with("a.pem.txt:2:"), "{line_end:?}: {seen} is the line of the secret itself");
    }
}

#[test]
fn base64_in_base64_and_gzip_in_base64() {
    let once = BASE64.encode(text().as_bytes());
    let seen = found("a.txt", format!("x {}\n", BASE64.encode(once.as_bytes())));
    assert!(seen.ends_with(" base64 base64"), "{seen}");
    let seen = found("a.txt", format!("x {}\n", BASE64.encode(&gzip(text().as_bytes()))));
    assert!(seen.starts_with("a.txt:1:") && seen.ends_with(" base64"), "{seen}");
}

#[test]
fn hexadecimal_digits() {
    for encoded in [HEXLOWER.encode(text().as_bytes()), HEXUPPER.encode(text().as_bytes())] {
        let seen = found("a.txt", format!("\n\nx = \"{encoded}\"\n"));
        assert!(seen.starts_with("a.txt:3:") && seen.ends_with(" hex"), "{seen}");
    }
    let listed = text().bytes().fold(String::new(), |mut list, byte| {
        write!(list, "0x{byte:02x}, ").unwrap();
        list
    });
    let seen = found("a.c", format!("char x[] = {{ {listed} }};\n"));
    assert!(seen.starts_with("a.c:1:"), "{seen}");
}

#[test]
fn percent_encoding() {
    let seen = found("a.txt", format!("url: https://x/?t={}&n=1\n", escaped(|byte| format!("%{byte:02X}"))));
    assert!(seen.starts_with("a.txt:1:19 ") && seen.ends_with(" percent"), "{seen}");
    let one = token("forms").replacen('_', "%5f", 1);
    let seen = found("a.txt", format!("t={one}\n"));
    assert!(seen.starts_with("a.txt:1:3 "), "{seen}");
}

#[test]
fn escapes_of_string_literals() {
    for escaped in [
        escaped(|byte| format!("\\u{byte:04x}")),
        escaped(|byte| format!("\\u{{{byte:x}}}")),
        escaped(|byte| format!("\\x{byte:02x}")),
        escaped(|byte| format!("\\{byte:03o}")),
    ] {
        let seen = found("a.js", format!("let t = \"{escaped}\";\n"));
        assert!(seen.starts_with("a.js:1:10 "), "{escaped}: {seen}");
    }
}

#[test]
fn entities_of_html() {
    for escaped in [escaped(|byte| format!("&#{byte};")), escaped(|byte| format!("&#x{byte:x};"))] {
        let seen = found("a.html", format!("<p>\n<b>{escaped}</b>\n"));
        assert!(seen.starts_with("a.html:2:4 "), "{seen}");
    }
}

#[test]
fn one_encoding_in_another() {
    let percent: String = BASE64.encode(text().as_bytes()).replace('=', "%3D").replace('R', "%52");
    let seen = found("a.txt", format!("data={percent}&x=1\n"));
    assert!(seen.contains("percent") && seen.contains("base64"), "{seen}");
}

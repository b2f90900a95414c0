//! What is encoded is shown, in every alphabet and nesting, and found again in the outer text.

use std::io::Write;

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use proptest::prelude::*;

use super::*;
use crate::document::{Origin, RelPath};

/// Every view of a text, nested ones too: its text, and for a needle in it the outermost text that it stands for.
fn views(text: &[u8], needle: &[u8]) -> Vec<(Vec<u8>, Option<Vec<u8>>)> {
    let origin = Origin::file(RelPath::new(b"a.txt"));
    let mut found = Vec::new();
    collect(&Document::whole(&origin, text), text, needle, &mut found);
    found
}

fn collect(document: &Document<'_>, text: &[u8], needle: &[u8], found: &mut Vec<(Vec<u8>, Option<Vec<u8>>)>) {
    if document.depth() == 4 {
        return;
    }
    decoded_views(document, &DecodeLimits::default(), &mut |view| {
        let place = memchr::memmem::find(view.bytes, needle).map(|at| view.outermost(at..at + needle.len()).1);
        found.push((view.bytes.to_vec(), place.map(|range| text[range].to_vec())));
        collect(view, text, needle, found);
    });
}

fn shows(text: &[u8], plain: &[u8]) -> bool {
    views(text, plain).iter().any(|(_, place)| place.is_some())
}

// credline:allow[secret/generic-password] made up for these tests
const PLAIN: &str = "db_password = 'hunter2-and-more'; host = db.acme.dev; port = 5432";

fn wrapped(text: &str, width: usize, join: &str) -> String {
    text.as_bytes().chunks(width).map(|line| String::from_utf8_lossy(line).into_owned()).collect::<Vec<_>>().join(join)
}

/// Every byte of a text in the form of an escape.
fn each(plain: &str, form: &dyn Fn(u8) -> String) -> String {
    plain.bytes().map(form).collect()
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn base64_is_shown_in_every_surrounding() {
    let code = BASE64.encode(PLAIN.as_bytes());
    let url = BASE64URL_NOPAD.encode(PLAIN.as_bytes());
    let wide: Vec<u8> = PLAIN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases = [
        format!("x: {code}\n"),
        format!("x=\"{code}\""),
        format!("data:text/plain;base64,{code}"),
        format!("Authorization: Basic {url}"),
        format!("config/{code}"),
        format!("some_prefix-{url}"),
        format!("word{code}"),
        format!("wo{code}"),
        format!("w{code}"),
        format!("key: |\n{}\n", wrapped(&code, 24, "\n")),
        format!("key: |\n    {}\n", wrapped(&code, 40, "\n    ")),
        format!("\"key\": \"{}\"", wrapped(&code, 76, "\\n")),
        format!("\"key\": \"\\n{}\\n\"", wrapped(&code, 64, "\\r\\n")),
        format!("-----BEGIN X-----\r\n{}\r\n-----END X-----", wrapped(&code, 64, "\r\n")),
        BASE64.encode(&wide),
        format!("powershell -EncodedCommand {}", BASE64_NOPAD.encode(&wide)),
        BASE64.encode(&gzip(PLAIN.as_bytes())),
        BASE64.encode(BASE64.encode(PLAIN.as_bytes()).as_bytes()),
        HEXLOWER.encode(PLAIN.as_bytes()),
        format!("0x{}", HEXUPPER.encode(PLAIN.as_bytes())),
        HEXLOWER.encode(&gzip(PLAIN.as_bytes())),
    ];
    for case in cases {
        assert!(shows(case.as_bytes(), PLAIN.as_bytes()), "{case}");
    }
}

#[test]
fn byte_lists_and_escapes_are_shown() {
    let each = |form: &dyn Fn(u8) -> String| each(PLAIN, form);
    let cases = [
        each(&|b| format!("0x{b:02x}, ")),
        each(&|b| format!("0x{b:02X},\n")),
        each(&|b| format!("\\x{b:02x}")),
        each(&|b| format!("\\u{b:04x}")),
        each(&|b| format!("\\u{{{b:x}}}")),
        each(&|b| format!("\\U{b:08x}")),
        each(&|b| format!("\\{b:03o}")),
        each(&|b| format!("%{b:02X}")),
        each(&|b| format!("%25{b:02X}")),
        each(&|b| format!("&#{b};")),
        each(&|b| format!("&#x{b:x};")),
        PLAIN.replace('\'', "&apos;").replace('=', "&equals;"),
        PLAIN.replace('\'', "\\u0027"),
    ];
    for case in cases {
        assert!(shows(case.as_bytes(), PLAIN.as_bytes()), "{case}");
    }
}

#[test]
fn a_place_in_a_view_is_found_again() {
    let code = BASE64.encode(b"the password is hunter2 here");
    let text = format!("value: {code} # comment");
    let found = views(text.as_bytes(), b"hunter2");
    assert_eq!(found.len(), 1);
    let place = found[0].1.clone().unwrap();
    assert!(place.len() <= 16 && memchr::memmem::find(code.as_bytes(), &place).is_some());
    let escaped = views(b"first line\npassword%3Dhunter%32&x=1\nlast line", b"hunter2");
    assert_eq!(escaped[0].0, b"first line\npassword=hunter2&x=1\nlast line");
    assert_eq!(escaped[0].1.as_deref(), Some(&b"hunter%32"[..]));
}

#[test]
fn ordinary_text_has_no_views() {
    let cases = [
        "fn a_rather_long_identifier_with_words() -> AnotherQuiteLongIdentifierName {}",
        "https://example.org/some/long/path/to/a/resource/index.html",
        "sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0bfd4c5e0f8d1e3c4a6b7f",
        "integrity sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
        "printf(\"%02x %d\\n\", a, b); // 100% of it & more\\",
        "{\"text\": \"\\u5bc6\\u7801\\n\"}",
        "C:\\\\Program Files\\\\tool",
        "<p>a&nbsp;b&eacute;</p>",
        "path%20with%20blanks",
        "\\033[1m bold \\033[0m",
    ];
    for case in cases {
        assert_eq!(views(case.as_bytes(), b"-"), [], "{case}");
    }
}

/// What the views of some ranges of a text show, and which bytes of it they stand for.
fn views_in(text: &[u8], encoding: Encoding, within: Range<usize>) -> Vec<(Vec<u8>, Range<usize>)> {
    let origin = Origin::file(RelPath::new(b"a.txt"));
    let document = Document::whole(&origin, text);
    let mut found = Vec::new();
    decoded_views_in(&document, encoding, std::slice::from_ref(&within), &DecodeLimits::default(), &mut |view| {
        found.push((view.bytes.to_vec(), view.outermost(0..view.bytes.len()).1));
    });
    found.sort_by(|one, other| (one.1.start, one.1.end, &one.0).cmp(&(other.1.start, other.1.end, &other.0)));
    found
}

#[test]
fn a_text_has_gaps_between_its_lines_of_code() {
    let text = "fn main() {\n    let x = f(a, b);\n}\n\n".repeat(100);
    let (at, known) = (text.len() / 2, 0..text.len());
    for encoding in Encoding::ALL {
        let before = encoding.gap_before(text.as_bytes(), at, &known).unwrap();
        let behind = encoding.gap_behind(text.as_bytes(), at, &known).unwrap();
        let most = 2 * encoding.reach() + 80;
        assert!(before < at && before + most > at && behind > at && behind < at + most, "{encoding:?}");
    }
}

#[test]
fn a_long_row_of_escapes_is_shown_in_stretches() {
    let text = "a%3Db ".repeat(60_000);
    let found = views(text.as_bytes(), b"=");
    assert!(found.len() > 5);
    assert!(found.iter().map(|(view, _)| view.len()).sum::<usize>() < 2 * text.len());
}

proptest! {
    #[test]
    fn no_bytes_make_a_decoder_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), text in r"([%\\&]|\\u|&#|[0-9a-f]{1,40}|0x[0-9a-f]{2}, |[A-Za-z0-9+/]{1,60}|\n|=){0,40}") {
        for input in [&bytes[..], text.as_bytes()] {
            let origin = Origin::file(RelPath::new(b"a"));
            let document = Document::whole(&origin, input);
            decoded_views(&document, &DecodeLimits::default(), &mut |view| {
                for start in 0..view.bytes.len() {
                    let range = view.outermost(start..(start + 7).min(view.bytes.len())).1;
                    assert!(range.start <= range.end && range.end <= input.len());
                }
            });
        }
    }

    #[test]
    fn what_is_encoded_is_shown(plain in "[ -~]{24,120}", before in "[ -~]{0,20}[ =\"':,]", after in "[ \"',;\n][ -~]{0,20}", kind in 0_usize..9) {
        let bytes = plain.as_bytes();
        let code = match kind {
            0 => BASE64.encode(bytes),
            1 => BASE64_NOPAD.encode(bytes),
            2 => BASE64URL.encode(bytes),
            3 => BASE64URL_NOPAD.encode(bytes),
            4 => HEXLOWER.encode(bytes),
            5 => BASE64.encode(BASE64.encode(bytes).as_bytes()),
            6 => BASE64.encode(&gzip(bytes)),
            7 => BASE64.encode(each(&plain, &|b| format!("%{b:02x}")).as_bytes()),
            _ => each(&plain, &|b| format!("\\x{b:02x}")),
        };
        let text = format!("{before}{code}{after}");
        prop_assert!(shows(text.as_bytes(), bytes), "{}", text);
    }

    #[test]
    fn a_text_cut_at_a_gap_shows_the_same(parts in prop::collection::vec("(0x[0-9a-f]{2}, |\\\\x[46][1-9]|%4[0-9]|&amp;|[A-Za-z0-9+/]{4,90}|\\n|;\\n|\\)\\n|=\\n| {1,80}|x {280}\\)\\n)", 0..60), at in 0_usize..4000) {
        let text = parts.concat();
        let bytes = text.as_bytes();
        let known = 0..bytes.len();
        let at = at.min(bytes.len());
        for encoding in Encoding::ALL {
            let gaps = [encoding.gap_before(bytes, at, &known), encoding.gap_behind(bytes, at, &known)];
            for cut in gaps.into_iter().flatten() {
                let mut apart = views_in(bytes, encoding, 0..cut);
                apart.extend(views_in(bytes, encoding, cut..bytes.len()));
                apart.sort_by(|one, other| (one.1.start, one.1.end, &one.0).cmp(&(other.1.start, other.1.end, &other.0)));
                prop_assert_eq!(apart, views_in(bytes, encoding, 0..bytes.len()), "cut at {} for {:?}", cut, encoding);
            }
        }
    }
}

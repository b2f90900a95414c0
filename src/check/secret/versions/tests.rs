//! A version is looked at by its changes, and the same is found as in the whole text.

use proptest::prelude::*;

use super::*;
use crate::check::secret::Settings;
use crate::rule::{builtin, expand};

fn check() -> &'static SecretCheck {
    static CHECK: std::sync::OnceLock<SecretCheck> = std::sync::OnceLock::new();
    CHECK.get_or_init(|| SecretCheck::new(&builtin(), Settings::default()).unwrap())
}

/// Everything that a text was found to hold, and where.
fn found(memory: &Memory) -> Vec<String> {
    let all = memory.hits.iter();
    let mut all: Vec<String> = all
        .map(|kept| format!("{} {:?} {} {:?}", kept.hit.rule.id, kept.hit.range, kept.hit.depth, kept.reason))
        .collect();
    all.sort();
    all
}

/// Texts with something to find, alone or in company, and texts that only look so.
const PIECES: &[&str] = &[
    "GITHUB_TOKEN={{ghp_|alnum:30|crc32-base62}}",
    "{{ghp_|alnum:30|crc32-base62}}",
    "aws_access_key_id = {{AKIA|base32:16}}\naws_secret_access_key = {{alnum:40}}",
    "password = \"{{alnum:14}}\"",
    "password = token = secret = ",
    "api_key: {{hex:32}}\n",
    "postgres://admin:{{alnum:16}}@db.acme.dev:5432/app",
    "-----BEGIN RSA PRIVATE KEY-----\n",
    "-----END RSA PRIVATE KEY-----\n",
    "{{alnum:64}}\n{{alnum:64}}\n{{alnum:64}}\n",
    "{{base64:200}}",
    "%70%61%73%73word%3D{{alnum:12}}%21",
    "\\u0070assword=\\x22{{alnum:12}}\\x22",
    "0x70, 0x61, 0x73, 0x73, 0x77, 0x6f, 0x72, 0x64, 0x3d, 0x68, 0x75, 0x6e, 0x74, 0x65, 0x72, 0x32, 0x21,",
    "cGFzc3dvcmQgPSAiaHVudGVyMi1hbmQtbW9yZSIgIyBvbiBkYi5hY21lLmRldg==",
    "eyJhbGciOiJIUzI1NiJ9.",
    "let path = std::env::var(\"HOME\").unwrap_or_default();\n",
    "fn main() {\n    println!(\"hello\");\n}\n",
    "secret",
    "Authorization: Bearer {{alnum:40}}\n",
    "\n",
    "${",
    "                                                                                ",
    "client_secret: '{{alnum:32}}', client_id: '{{hex:32}}'\r\n",
];

fn piece() -> impl Strategy<Value = String> {
    (0..PIECES.len(), 0_u32..6)
        .prop_map(|(piece, seed)| expand(PIECES[piece], &seed.to_string()).unwrap_or_else(|_| PIECES[piece].to_owned()))
}

fn text(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![4 => piece(), 1 => "[a-z =\n]{0,300}", 1 => "(some words in a line\n){0,30}"],
        0..most,
    )
    .prop_map(|pieces| pieces.concat())
}

/// A text, and how another is made from it: stretches copied from anywhere in it, and new ones between.
fn change() -> impl Strategy<Value = (String, Vec<(bool, usize, usize, String)>)> {
    let step = (any::<bool>(), any::<usize>(), 0_usize..6000, text(3));
    (text(60), prop::collection::vec(step, 0..8))
}

fn made(base: &[u8], steps: &[(bool, usize, usize, String)]) -> (Vec<u8>, Vec<Copied>) {
    let (mut bytes, mut copied) = (Vec::new(), Vec::new());
    let mut next = 0;
    for (jumps, place, length, new) in steps {
        // Mostly a little further on, as an edit leaves it; sometimes anywhere.
        let from = if *jumps && place.is_multiple_of(3) {
            place % (base.len() + 1)
        } else {
            (next + place % 40).min(base.len())
        };
        let length = (*length).min(base.len() - from);
        if length > 0 {
            copied.push(Copied { from, to: bytes.len(), length });
        }
        bytes.extend_from_slice(&base[from..from + length]);
        next = from + length;
        if place % 2 == 0 {
            bytes.extend_from_slice(new.as_bytes());
        }
    }
    (bytes, copied)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("CREDLINE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(150)
    ))]

    #[test]
    fn what_a_version_holds_is_known_by_its_changes((base, steps) in change(), more in prop::collection::vec((any::<bool>(), any::<usize>(), 0_usize..6000, text(2)), 1..5)) {
        let check = check();
        let first = check.first_version(base.as_bytes());
        let (second, copied) = made(base.as_bytes(), &steps);
        let by_changes = check.next_version(&second, &first, &copied);
        let whole = check.first_version(&second);
        prop_assert_eq!(found(&by_changes), found(&whole));
        prop_assert_eq!(&by_changes.wakes, &whole.wakes);
        let (third, copied) = made(&second, &more);
        let by_changes = check.next_version(&third, &by_changes, &copied);
        let whole = check.first_version(&third);
        prop_assert_eq!(found(&by_changes), found(&whole));
        prop_assert_eq!(by_changes.fingerprints(), whole.fingerprints());
    }
}

#[test]
fn what_nothing_follows_in_one_text_is_not_taken_for_the_same_with_more_behind_it_in_another() {
    let texts = PIECES.iter().map(|piece| expand(piece, "x").unwrap_or_default());
    for text in texts.chain(["password = \"Xhd0TpuWbyFqSq4Z\"".repeat(4)]) {
        let known = check().first_version(text.as_bytes()).wakes;
        for length in 1..text.len() {
            let _ = check().first_version(&text.as_bytes()[..length]);
            assert_eq!(check().first_version(text.as_bytes()).wakes, known, "{length} bytes of {text}");
        }
    }
}

#[test]
fn a_version_is_found_to_hold_what_the_check_reports() {
    use crate::check::Check as _;
    let text = PIECES.iter().map(|piece| expand(piece, "x").unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let origin = Origin::file(RelPath::new("a.txt"));
    let mut reported = Vec::new();
    check().inspect(&Document::whole(&origin, text.as_bytes()), &mut reported).unwrap();
    let mut reported: Vec<Fingerprint> = reported.iter().map(|finding| finding.fingerprint).collect();
    reported.sort_unstable();
    reported.dedup();
    let known = check().first_version(text.as_bytes()).fingerprints();
    assert!(reported.len() > 5 && reported.iter().all(|fingerprint| known.contains(fingerprint)));
}

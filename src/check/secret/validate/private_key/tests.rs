//! Blocks of every kind, whole, encrypted, cut and elided; all of them made at run time.

use super::*;
use crate::rule::expand;
use data_encoding::BASE64;

fn armour(label: &str, body: &str) -> String {
    let dashes = "-".repeat(5);
    format!("{dashes}BEGIN {label}{dashes}\n{body}\n{dashes}END {label}{dashes}\n")
}

fn wrap(bytes: &[u8]) -> String {
    let text = BASE64.encode(bytes);
    text.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned() + "\n").collect()
}

fn noise(length: usize) -> Vec<u8> {
    (0..length).map(|n| u8::try_from(n * n * 31 % 251).unwrap() ^ u8::try_from(n % 7).unwrap()).collect()
}

#[test]
fn a_key_whose_structure_holds_is_proven() {
    let der = expand("{{der-body}}", "key").unwrap();
    for label in ["RSA PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY"] {
        assert_eq!(block(armour(label, &der).as_bytes()), STRUCTURED, "{label}");
    }
    assert_eq!(block(der.as_bytes()), STRUCTURED, "without armour");
    let line = expand("{{der-line}}", "key").unwrap();
    assert_eq!(block(armour("PRIVATE KEY", &line).replace('\n', "\\n").as_bytes()), STRUCTURED);
    let short = [&[0x30, 46, 2, 1, 0][..], &noise(43)].concat();
    assert_eq!(block(armour("PRIVATE KEY", &wrap(&short)).as_bytes()), STRUCTURED, "Ed25519 is short");
}

#[test]
fn an_encrypted_key_says_so() {
    let der = expand("{{der-body}}", "key").unwrap();
    assert_eq!(block(armour("ENCRYPTED PRIVATE KEY", &der).as_bytes()), ENCRYPTED);
    let headers = format!(
        "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n{}",
        wrap(&noise(608))
    );
    assert_eq!(block(armour("RSA PRIVATE KEY", &headers).as_bytes()), ENCRYPTED);
    let openssh = [b"openssh-key-v1\0\0\0\0\x0aaes256-ctr\0\0\0\x06bcrypt".to_vec(), noise(300)].concat();
    assert_eq!(block(armour("OPENSSH PRIVATE KEY", &wrap(&openssh)).as_bytes()), ENCRYPTED);
}

#[test]
fn an_openssh_key_is_read() {
    let body = expand("{{openssh-body}}", "key").unwrap();
    assert_eq!(block(armour("OPENSSH PRIVATE KEY", &body).as_bytes()), Verdict::Plausible);
    let string = |bytes: &[u8]| [&u32::try_from(bytes.len()).unwrap().to_be_bytes()[..], bytes].concat();
    let private = [b"\x01\x02\x03\x04\x01\x02\x03\x04".to_vec(), noise(120)].concat();
    let whole = [
        b"openssh-key-v1\0".to_vec(),
        string(b"none"),
        string(b"none"),
        string(b""),
        vec![0, 0, 0, 1],
        string(&noise(51)),
        string(&private),
    ]
    .concat();
    assert_eq!(block(armour("OPENSSH PRIVATE KEY", &wrap(&whole)).as_bytes()), STRUCTURED);
    let der = expand("{{der-body}}", "key").unwrap();
    assert_eq!(block(armour("OPENSSH PRIVATE KEY", &der).as_bytes()), Verdict::Impossible);
}

#[test]
fn a_putty_key_is_read() {
    let file = |cipher: &str, private: &str| {
        format!(
            "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: {cipher}\nComment: a key\nPublic-Lines: 1\n{}Private-Lines: 1\n{private}Private-MAC: 00",
            wrap(&noise(48))
        )
    };
    assert_eq!(block(file("none", &wrap(&noise(40))).as_bytes()), Verdict::Plausible);
    assert_eq!(block(file("aes256-cbc", &wrap(&noise(48))).as_bytes()), ENCRYPTED);
    assert_eq!(block(file("none", "...\n").as_bytes()), Verdict::Impossible);
    assert_eq!(block(b"PuTTY-User-Key-File-2: ssh-rsa"), Verdict::Impossible);
}

#[test]
fn a_cut_key_is_doubtful_and_an_elided_one_impossible() {
    let der = expand("{{der-body}}", "key").unwrap();
    assert!(matches!(block(armour("RSA PRIVATE KEY", &der[..1200]).as_bytes()), Verdict::Doubtful(_)));
    let first_line = der.lines().next().unwrap();
    let bodies = [
        "",
        "...",
        "MIIE...",
        "MIIEpAIBAAKCAQEA...",
        "<key>",
        "<private key here>",
        "REDACTED",
        "[REDACTED]",
        "${PRIVATE_KEY}",
        "YOUR_PRIVATE_KEY",
        "xxxxxxxxxxxxxxxx",
        "abcdefghijklmnopqrstuvwxyz",
        "key",
        "\\n",
        first_line,
        &format!("{first_line}\n...\n"),
        &"A".repeat(1600),
    ];
    for body in bodies {
        for label in
            ["RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK", "ENCRYPTED PRIVATE KEY"]
        {
            let verdict = block(armour(label, body).as_bytes());
            assert_eq!(verdict, Verdict::Impossible, "{label}: {body}");
        }
    }
}

#[test]
fn other_blocks_are_no_private_keys() {
    let der = expand("{{der-body}}", "key").unwrap();
    for label in ["PUBLIC KEY", "CERTIFICATE", "RSA PUBLIC KEY"] {
        assert_eq!(block(armour(label, &der).as_bytes()), Verdict::Impossible, "{label}");
    }
    for text in ["", "text", "-----BEGIN", "-----BEGIN PRIVATE KEY-----", "BEGIN ----"] {
        assert_eq!(block(text.as_bytes()), Verdict::Impossible, "{text}");
    }
}

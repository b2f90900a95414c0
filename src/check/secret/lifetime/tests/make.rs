//! Makes credentials from their parts, so that none lies in the tree.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde_json::Value;

pub fn b64(bytes: impl AsRef<[u8]>) -> String {
    BASE64.encode(bytes.as_ref())
}

pub fn b64url(bytes: impl AsRef<[u8]>) -> String {
    BASE64URL_NOPAD.encode(bytes.as_ref())
}

/// Bytes without a meaning.
pub fn noise(seed: u8, length: usize) -> Vec<u8> {
    (0..length).map(|n| u8::try_from((n * 37 + usize::from(seed) * 101) % 251).unwrap() | 1).collect()
}

pub fn jwt(claims: &Value) -> String {
    format!("{}.{}.{}", b64url(r#"{"alg":"ES256"}"#), b64url(claims.to_string()), b64url(noise(1, 64)))
}

pub fn paseto(version: &str, signature: usize, claims: &Value) -> String {
    let body = [claims.to_string().into_bytes(), noise(2, signature)].concat();
    format!("{version}.public.{}", b64url(body))
}

/// A block of PEM around bytes.
pub fn pem(label: &str, bytes: &[u8]) -> String {
    let dashes = "-".repeat(5);
    let lines: Vec<String> =
        b64(bytes).as_bytes().chunks(64).map(|l| String::from_utf8_lossy(l).into_owned()).collect();
    format!("{dashes}BEGIN {label}{dashes}\n{}\n{dashes}END {label}{dashes}\n", lines.join("\n"))
}

/// An element of DER.
pub fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    [&[tag, 0x82, length[0], length[1]], content.as_slice()].concat()
}

/// A certificate for a key, with the tags and texts of its two times.
pub fn certificate(times: [(u8, &str); 2], key: &[u8]) -> Vec<u8> {
    let [from, until] = times.map(|(tag, text)| der(tag, &[text.as_bytes()]));
    let name = der(0x30, &[b"name"]);
    let version = der(0xa0, &[&[2, 1, 2]]);
    let key = der(0x30, &[&der(0x03, &[&[0], key])]);
    let rest = [name.clone(), der(0x30, &[&from, &until]), name.clone(), key].concat();
    let body = der(0x30, &[&version, &[2, 1, 7], &name, &rest]);
    der(0x30, &[&body, &name, &noise(3, 64)])
}

/// An RSA key of PKCS#1 with this modulus.
pub fn rsa(modulus: &[u8]) -> Vec<u8> {
    der(0x30, &[&[2, 1, 0], &der(2, &[modulus]), &[2, 3, 1, 0, 1], &der(2, &[&noise(4, 120)])])
}

/// A key of a curve, with its point.
pub fn curve(point: &[u8]) -> Vec<u8> {
    let public = der(0xa1, &[&der(3, &[&[0], point])]);
    der(0x30, &[&[2, 1, 1], &der(4, &[&noise(5, 32)]), &der(0xa0, &[&[6, 1, 1]]), &public])
}

/// A key in PKCS#8.
pub fn pkcs8(key: &[u8]) -> Vec<u8> {
    der(0x30, &[&[2, 1, 0], &der(0x30, &[&[6, 1, 1]]), &der(4, &[key])])
}

/// A string of SSH.
pub fn string(bytes: &[u8]) -> Vec<u8> {
    [&u32::try_from(bytes.len()).unwrap().to_be_bytes(), bytes].concat()
}

/// The line of a certificate of OpenSSH.
pub fn ssh_certificate(kind: &str, key: &[&[u8]], from: u64, until: u64) -> String {
    let name = format!("{kind}-cert-v01@openssh.com");
    let key: Vec<u8> = key.iter().flat_map(|part| string(part)).collect();
    let mut blob = [string(name.as_bytes()), string(&noise(6, 32)), key].concat();
    blob.extend(7_u64.to_be_bytes());
    blob.extend(1_u32.to_be_bytes());
    blob.extend([string(b"robot"), string(&string(b"deploy"))].concat());
    blob.extend([from.to_be_bytes(), until.to_be_bytes()].concat());
    blob.extend([string(b""), string(b""), string(b""), string(&noise(7, 51)), string(&noise(8, 83))].concat());
    format!("{name} {} robot@host", b64(blob))
}

/// A private key of OpenSSH.
pub fn openssh(kind: &str, key: &[u8]) -> String {
    let public = [string(kind.as_bytes()), string(key)].concat();
    let none = [string(b"none"), string(b"none"), string(b""), vec![0, 0, 0, 1]].concat();
    let body = [b"openssh-key-v1\0".to_vec(), none, string(&public), string(&noise(9, 128))].concat();
    pem("OPENSSH PRIVATE KEY", &body)
}

/// A packet of `OpenPGP`, with a length of four bytes.
pub fn packet(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[0xc0 | kind, 255][..], &string(body)].concat()
}

/// A subpacket of a signature.
pub fn subpacket(kind: u8, content: &[u8]) -> Vec<u8> {
    [&[u8::try_from(content.len() + 1).unwrap(), kind], content].concat()
}

/// A signature over a key: its type, when and by whom it was made, and the life it gives to the key.
pub fn signature(version: u8, kind: u8, made: i64, life: Option<u32>, issuer: u8) -> Vec<u8> {
    let mut hashed = subpacket(2, &u32::try_from(made).unwrap().to_be_bytes());
    hashed.extend(life.map(|life| subpacket(0x80 | 9, &life.to_be_bytes())).unwrap_or_default());
    let print = if version == 4 { vec![issuer; 20] } else { vec![issuer; 32] };
    hashed.extend(subpacket(33, &[&[version], &print[..]].concat()));
    let unhashed = if version == 4 { subpacket(16, &[issuer; 8]) } else { Vec::new() };
    let sized = |bytes: &[u8]| match version {
        6 => string(bytes),
        _ => [&u16::try_from(bytes.len()).unwrap().to_be_bytes(), bytes].concat(),
    };
    packet(2, &[vec![version, kind, 22, 8], sized(&hashed), sized(&unhashed), noise(10, 66)].concat())
}

/// A secret key packet and the name behind it.
pub fn pgp_key(version: u8, made: i64, days: u16) -> Vec<u8> {
    let made = u32::try_from(made).unwrap().to_be_bytes();
    let days = if version < 4 { days.to_be_bytes().to_vec() } else { Vec::new() };
    let key = packet(5, &[vec![version], made.to_vec(), days, vec![22], noise(11, 80)].concat());
    [key, packet(13, b"Robot <robot@host>")].concat()
}

/// A macaroon of version 2 with these caveats.
pub fn macaroon(location: &str, caveats: &[&str]) -> String {
    let field = |kind: u8, bytes: &[u8]| {
        let length = bytes.len();
        let length = if length < 128 {
            vec![u8::try_from(length).unwrap()]
        } else {
            vec![u8::try_from(length % 128).unwrap() | 0x80, u8::try_from(length / 128).unwrap()]
        };
        [&[kind], length.as_slice(), bytes].concat()
    };
    let caveats: Vec<u8> = caveats.iter().flat_map(|text| [field(2, text.as_bytes()), vec![0]].concat()).collect();
    let head = [field(1, location.as_bytes()), field(2, b"id"), vec![0]].concat();
    b64url([vec![2], head, caveats, vec![0], field(6, &noise(12, 32))].concat())
}

/// A macaroon of version 1 with these caveats.
pub fn macaroon_of_lines(caveats: &[&str]) -> String {
    let line = |text: String| format!("{:04x}{text}\n", text.len() + 5);
    let caveats: String = caveats.iter().map(|text| line(format!("cid {text}"))).collect();
    b64url([line("location host".into()), line("identifier id".into()), caveats, line("signature s".into())].concat())
}

/// A macaroon of Fly.io: caveats are numbers and bodies by turns.
pub fn fly(caveats: &[(u8, &[u8])]) -> String {
    let nonce = [&[0x93, 0xc4, 16][..], &noise(13, 16), &[0xc4, 16], &noise(14, 16), &[0xc2]].concat();
    let location = [&[0xaa][..], b"fly.io/api"].concat();
    let bodies: Vec<u8> = caveats.iter().flat_map(|(kind, body)| [&[*kind], *body].concat()).collect();
    let count = u16::try_from(caveats.len() * 2).unwrap().to_be_bytes();
    let row = [&[0xdc, count[0], count[1]], bodies.as_slice()].concat();
    format!("fm2_{}", b64([&[0x94][..], &nonce, &location, &row, &[0xc4, 32], &noise(15, 32)].concat()))
}

/// The body of Fly.io's caveat for a window.
pub fn window(from: i64, until: i64) -> Vec<u8> {
    [&[0x92, 0xd3][..], &from.to_be_bytes(), &[0xd3], &until.to_be_bytes()].concat()
}

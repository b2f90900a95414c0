//! Keys and the certificates beside them: X.509, OpenSSH, `OpenPGP`, NATS.

use serde_json::json;

use super::make::{
    b64, certificate, curve, jwt, noise, openssh, packet, pem, pgp_key, pkcs8, rsa, signature, ssh_certificate,
};
use super::{ENDS, Kind, MADE, Never, Nothing, Open, Reader, Says, Until, alone, hold};

const UTC: u8 = 0x17;
const GENERAL: u8 = 0x18;

/// The two times of most certificates here.
const TIMES: [(u8, &str); 2] = [(UTC, "240501120000Z"), (UTC, "240730120000Z")];

fn chain(key: &[u8]) -> String {
    let authority = [(UTC, "200101000000Z"), (UTC, "400101000000Z")];
    pem("CERTIFICATE", &certificate(TIMES, key)) + &pem("CERTIFICATE", &certificate(authority, &noise(90, 64)))
}

#[test]
fn a_key_ends_with_its_certificate() {
    let (modulus, other, point) = (noise(20, 256), noise(21, 256), noise(22, 65));
    let key = pem("RSA PRIVATE KEY", &rsa(&modulus));
    let beside =
        |name, key: &str, text: String, says| (name, Reader::Pem, key.to_owned(), format!("{key}{text}"), says);
    let both = Until(Some(MADE), ENDS);
    let early = pem("CERTIFICATE", &certificate([(UTC, "240101000000Z"), (UTC, "240102000000Z")], &other));
    let unread = pem("ENCRYPTED PRIVATE KEY", &noise(23, 300));
    let kubeconfig = format!(
        "certificate-authority-data: {}\nclient-certificate-data: {}\nclient-key-data: {}\n",
        b64(&early),
        b64(pem("CERTIFICATE", &certificate(TIMES, &modulus))),
        b64(&key)
    );
    hold(&[
        alone("bare RSA key", Reader::Pem, key.as_str(), Never(None)),
        alone("bare curve key", Reader::Pem, pem("EC PRIVATE KEY", &curve(&point)), Never(None)),
        alone("bare PKCS#8 key", Reader::Pem, pem("PRIVATE KEY", &pkcs8(&rsa(&modulus))), Never(None)),
        beside("key and chain", &key, chain(&modulus), both),
        beside("PKCS#8 key and chain", &pem("PRIVATE KEY", &pkcs8(&rsa(&modulus))), chain(&modulus), both),
        beside("curve key and chain", &pem("EC PRIVATE KEY", &curve(&point)), chain(&point), both),
        beside("PKCS#8 curve key and chain", &pem("PRIVATE KEY", &pkcs8(&curve(&point))), chain(&point), both),
        beside("certificate of an authority that ends earlier", &key, early.clone() + &chain(&modulus), both),
        beside("certificate of another key", &key, chain(&other), Never(None)),
        beside("unread key: the first end", &unread, chain(&other), both),
        beside("escaped line ends", &key, chain(&modulus).replace('\n', "\\n"), both),
        beside("cut chain", &key, chain(&modulus)[..420].to_owned(), Never(None)),
        beside("request", &key, chain(&modulus).replace("CERTIFICATE", "CERTIFICATE REQUEST"), Never(None)),
        ("kubeconfig", Reader::Pem, b64(&key), kubeconfig, both),
        alone("certificate", Reader::Pem, chain(&modulus), both),
        alone("no block", Reader::Pem, "text", Nothing),
        alone("public key", Reader::Pem, pem("PUBLIC KEY", &noise(24, 90)), Nothing),
    ]);
}

#[test]
fn a_certificate_writes_its_times_in_two_forms() {
    let of = |name, times: [(u8, &str); 2], says| {
        alone(name, Reader::Pem, pem("CERTIFICATE", &certificate(times, &noise(25, 64))), says)
    };
    let last = 253_402_300_799;
    hold(&[
        of("two digits", TIMES, Until(Some(MADE), ENDS)),
        of("four digits", [(GENERAL, "20240501120000Z"), (GENERAL, "20240730120000Z")], Until(Some(MADE), ENDS)),
        of("offset", [(UTC, "240501140000+0200"), (UTC, "2407301200Z")], Until(Some(MADE), ENDS)),
        of("last century", [(UTC, "500101000000Z"), (UTC, "991231235959Z")], Until(Some(-631_152_000), 946_684_799)),
        of("this century", [(UTC, "000101000000Z"), (UTC, "491231235959Z")], Until(Some(946_684_800), 2_524_607_999)),
        of("no end", [(UTC, "240501120000Z"), (GENERAL, "99991231235959Z")], Never(Some(MADE))),
        of("the second before", [(UTC, "240501120000Z"), (GENERAL, "99991231235958Z")], Until(Some(MADE), last - 1)),
        of("garbage", [(UTC, "240501120000Z"), (UTC, "never")], Nothing),
        of("another tag", [(UTC, "240501120000Z"), (4, "240730120000Z")], Nothing),
        of("month 13", [(UTC, "240501120000Z"), (UTC, "241330120000Z")], Nothing),
    ]);
}

#[test]
fn an_ssh_certificate_names_its_window() {
    let key = noise(30, 32);
    let (from, until) = (u64::try_from(MADE).unwrap(), u64::try_from(ENDS).unwrap());
    let line = |kind: &str, parts: usize, until| ssh_certificate(kind, &vec![key.as_slice(); parts], from, until);
    let both = Until(Some(MADE), ENDS);
    let private = openssh("ssh-ed25519", &key);
    let with = |name, text: String, says| (name, Reader::Pem, private.clone(), format!("{private}{text}"), says);
    let beside_curve = {
        let private = pem("EC PRIVATE KEY", &curve(&key));
        let line = line("ecdsa-sha2-nistp256", 2, until);
        ("curve key and certificate", Reader::Pem, private, line, both)
    };
    let stranger = ssh_certificate("ssh-ed25519", &[&noise(31, 32)], from, until);
    hold(&[
        alone("ed25519", Reader::SshCertificate, line("ssh-ed25519", 1, until), both),
        alone("RSA", Reader::SshCertificate, line("ssh-rsa", 2, until), both),
        alone("DSA", Reader::SshCertificate, line("ssh-dss", 4, until), both),
        alone("curve", Reader::SshCertificate, line("ecdsa-sha2-nistp256", 2, until), both),
        alone("hardware curve", Reader::SshCertificate, line("sk-ecdsa-sha2-nistp256", 3, until), both),
        alone("hardware ed25519", Reader::SshCertificate, line("sk-ssh-ed25519", 2, until), both),
        alone("forever", Reader::SshCertificate, line("ssh-ed25519", 1, u64::MAX), Never(Some(MADE))),
        alone("nearly forever", Reader::SshCertificate, line("ssh-ed25519", 1, u64::MAX - 1), Never(Some(MADE))),
        alone("always", Reader::SshCertificate, ssh_certificate("ssh-ed25519", &[&key], 0, u64::MAX), Never(None)),
        alone("wrong kind", Reader::SshCertificate, line("ssh-ed25519", 2, until), Nothing),
        alone("plain public key", Reader::SshCertificate, format!("ssh-ed25519 {}", b64(&key)), Nothing),
        alone("plain OpenSSH key", Reader::Pem, private.as_str(), Never(None)),
        with("OpenSSH key and certificate", line("ssh-ed25519", 1, until), both),
        with("certificate of another key", stranger, Never(None)),
        beside_curve,
    ]);
}

fn pgp(name: &str, packets: impl AsRef<[u8]>, says: Says) -> Kind<'_> {
    alone(name, Reader::Pgp, pem("PGP PRIVATE KEY BLOCK", packets.as_ref()), says)
}

#[test]
fn an_openpgp_key_ends_as_its_owner_signed() {
    let days = |days: u32| Some(days * 86_400);
    let key = |version: u8, signatures: &[Vec<u8>]| [pgp_key(version, MADE, 90), signatures.concat()].concat();
    let own = |made, life| signature(4, 0x13, made, life, 1);
    let subkey = [packet(7, &[4, 0, 0, 0, 1, 22]), signature(4, 0x18, MADE + 9, days(7), 1)].concat();
    let old_header = [vec![0x95, 0, 6, 4, 0x66, 0x32, 0x2e, 0xc0, 1], own(MADE, days(90))].concat();
    let both = Until(Some(MADE), ENDS);
    hold(&[
        pgp("version 4", key(4, &[own(MADE, days(90))]), both),
        pgp("version 4 without an end", key(4, &[own(MADE, None)]), Never(Some(MADE))),
        pgp("life of zero", key(4, &[own(MADE, Some(0))]), Never(Some(MADE))),
        pgp("extended", key(4, &[own(MADE, days(7)), own(MADE + 500, days(90))]), both),
        pgp("extended, the other way round", key(4, &[own(MADE + 500, days(90)), own(MADE, days(7))]), both),
        pgp("signed by others", key(4, &[own(MADE, days(90)), signature(4, 0x10, MADE + 9, None, 2)]), both),
        pgp("revoked name", key(4, &[own(MADE, days(90)), signature(4, 0x30, MADE + 9, None, 1)]), both),
        pgp("subkey of a week", key(4, &[own(MADE, days(90)), subkey.clone()]), both),
        pgp("direct key signature", key(4, &[signature(4, 0x1f, MADE, days(90), 1)]), both),
        pgp("version 5", key(5, &[signature(5, 0x13, MADE, days(90), 1)]), both),
        pgp("version 6", key(6, &[signature(6, 0x1f, MADE, days(90), 1)]), both),
        pgp("version 3", key(3, &[]), both),
        pgp("version 3 without an end", pgp_key(3, MADE, 0), Never(Some(MADE))),
        pgp("old packet header", old_header, both),
        pgp("no signature", key(4, &[]), Open(Some(MADE))),
        pgp("cut signature", key(4, &[own(MADE, days(90))[..20].to_vec()]), Open(Some(MADE))),
        pgp("subkey alone", subkey, Until(Some(1), 604_801)),
        pgp("message", packet(11, b"text"), Nothing),
        pgp("version 9", pgp_key(9, MADE, 0), Nothing),
        pgp("nothing", Vec::new(), Nothing),
        alone("by the reader of PEM", Reader::Pem, pem("PGP PRIVATE KEY BLOCK", &pgp_key(3, MADE, 90)), both),
    ]);
}

#[test]
fn a_seed_of_nats_ends_with_the_token_beside_it() {
    let dashes = "-".repeat(5);
    let file = |claims| {
        let token = jwt(&claims);
        format!("{dashes}BEGIN NATS USER JWT{dashes}\n{token}\n{dashes}-END NATS USER JWT{dashes}-\n\nSUA seed\n")
    };
    let beside = |name: &'static str, text, says| (name, Reader::NatsCredentials, "SUA".to_owned(), text, says);
    hold(&[
        beside("with an end", file(json!({"iat": MADE, "exp": ENDS})), Until(Some(MADE), ENDS)),
        beside("without", file(json!({"iat": MADE})), Never(Some(MADE))),
        beside("no token", "SUA seed".into(), Nothing),
    ]);
}

//! Hostile bytes: nothing panics, nothing says two things at once, nothing takes long.

use proptest::prelude::*;

use super::make::{b64, b64url, certificate, fly, macaroon, pem, pgp_key, signature, ssh_certificate, window};
use super::{ENDS, MADE, Reader, Says, read};
use crate::check::secret::lifetime::Validity;

/// Whether an answer holds together.
fn holds(validity: Option<&Validity>) -> bool {
    Says::of(validity);
    validity.is_none_or(|validity| validity.evidence.len() < 300)
}

/// One credential of each binary form, to be broken.
fn whole() -> Vec<(Reader, Vec<u8>)> {
    let certificate = certificate([(0x17, "240501120000Z"), (0x17, "240730120000Z")], &[9; 40]);
    let pgp = [pgp_key(4, MADE, 0), signature(4, 0x13, MADE, Some(86_400), 1)].concat();
    let line = ssh_certificate("ssh-ed25519", &[&[9; 32]], 1, 2);
    vec![
        (Reader::Pem, pem("CERTIFICATE", &certificate).into_bytes()),
        (Reader::Pgp, pem("PGP PRIVATE KEY BLOCK", &pgp).into_bytes()),
        (Reader::SshCertificate, line.into_bytes()),
        (Reader::Macaroon, format!("pypi-{}", macaroon("pypi.org", &["[0, 1, 2]"])).into_bytes()),
        (Reader::FlyMacaroon, fly(&[(4, &window(MADE, ENDS))]).into_bytes()),
    ]
}

#[test]
fn a_credential_cut_anywhere_does_not_panic() {
    for (reader, secret) in whole() {
        assert!(read(reader, &secret, b"").is_some(), "{reader:?}");
        for length in 0..secret.len() {
            assert!(holds(read(reader, &secret[..length], &secret[length..]).as_ref()), "{reader:?} {length}");
        }
    }
}

#[test]
fn deep_and_wide_documents_end_soon() {
    let deep = format!("a.{}.c", b64url("[".repeat(40_000)));
    let wide = format!("a.{}.c", b64url(format!(r#"{{"exp":[{}1]}}"#, "1,".repeat(60_000))));
    let counts = [0x94, 0xdf, 0xff, 0xff, 0xff, 0xff].repeat(4000);
    let blocks = pem("CERTIFICATE", b"x").repeat(2000);
    let names = "ssh-rsa-cert-v01@openssh.com ".repeat(4000);
    for reader in Reader::ALL {
        for text in [&deep, &wide, &format!("fm2_{}", b64(&counts)), &blocks, &names, &"&se=".repeat(20_000)] {
            assert!(holds(read(reader, text.as_bytes(), text.as_bytes()).as_ref()), "{reader:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(
        secret in prop::collection::vec(any::<u8>(), 0..300),
        around in prop::collection::vec(any::<u8>(), 0..300),
        text in ".{0,200}",
        at in any::<prop::sample::Index>(),
    ) {
        let split = at.index(around.len() + 1);
        let surrounded = [&around[..split], &secret, &around[split..]].concat();
        for reader in Reader::ALL {
            prop_assert!(holds(read(reader, &secret, &around).as_ref()));
            prop_assert!(holds(read(reader, &secret, &surrounded).as_ref()));
            prop_assert!(holds(read(reader, text.as_bytes(), text.as_bytes()).as_ref()));
        }
    }

    #[test]
    fn no_payload_makes_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), number in any::<i64>()) {
        let claims = b64url(format!(r#"{{"exp":{number},"iat":{}}}"#, number.wrapping_mul(31)));
        let texts = [
            format!("a.{claims}.c"),
            format!("v4.public.{}", b64url([claims.as_bytes(), &bytes].concat())),
            b64(&bytes),
            b64(format!("AWS:{}", b64(&bytes))),
            b64(format!("reftkn:01:{number}:x")),
            format!("pypi-{}", b64url([&[2][..], &bytes].concat())),
            format!("fm2_{}", b64([&[0x94][..], &bytes].concat())),
            format!("bedrock-api-key-{}", b64(&bytes)),
            format!("sntrys_{claims}_x"),
            format!("se={number}&Expires={number}&X-Amz-Date=20240501T120000Z&X-Amz-Expires={number}&Signature=s&sig=s"),
            format!("ssh-rsa-cert-v01@openssh.com {}", b64(&bytes)),
            pem("CERTIFICATE", &bytes),
            pem("EC PRIVATE KEY", &bytes),
            pem("OPENSSH PRIVATE KEY", &[b"openssh-key-v1\0", bytes.as_slice()].concat()),
            pem("PGP PRIVATE KEY BLOCK", &[&[0xc5][..], &bytes].concat()),
        ];
        for reader in Reader::ALL {
            for text in &texts {
                prop_assert!(holds(read(reader, text.as_bytes(), text.as_bytes()).as_ref()), "{:?}", reader);
            }
        }
    }

    #[test]
    fn a_changed_byte_does_not_panic(which in 0..5_usize, at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let (reader, mut secret) = whole().swap_remove(which);
        let at = at.index(secret.len());
        secret[at] = byte;
        prop_assert!(holds(read(reader, &secret, &secret).as_ref()));
    }
}

//! Certificates of OpenSSH; source: `PROTOCOL.certkeys` of OpenSSH.

use memchr::memmem;

use super::Validity;
use super::stamp::Stamp;
use crate::check::secret::decode::alphabet::decode_base64;

/// How the name of every kind of certificate ends.
const SUFFIX: &str = "-cert-v01@openssh.com";

/// Kinds of keys, and how many strings their public half is made of.
const KINDS: [(&str, usize); 8] = [
    ("ssh-rsa", 2),
    ("ssh-dss", 4),
    ("ecdsa-sha2-nistp256", 2),
    ("ecdsa-sha2-nistp384", 2),
    ("ecdsa-sha2-nistp521", 2),
    ("ssh-ed25519", 1),
    ("sk-ecdsa-sha2-nistp256", 3),
    ("sk-ssh-ed25519", 2),
];

/// The most certificates that are read in one text.
const MOST: usize = 16;

/// What a certificate says of a key.
#[derive(Debug)]
pub struct Certificate {
    /// The strings of the public key, each with its length in front.
    pub key: Vec<u8>,
    /// When it begins; zero is always.
    pub from: Option<i64>,
    /// When it ends.
    pub until: Stamp,
}

impl Certificate {
    /// What the certificate says, where it decides how long a key is of use.
    pub fn validity(&self) -> Validity {
        match self.until {
            Stamp::Beyond => Validity::never(self.from, "its SSH certificate is valid forever"),
            Stamp::At(_) => Validity::until(self.until, self.from, "`valid before` of its SSH certificate"),
        }
    }
}

/// A certificate line, or a private key with its certificate beside it.
pub fn read(secret: &[u8], around: &[u8]) -> Option<Validity> {
    let beside = || certificates(around).into_iter().min_by_key(|certificate| certificate.until);
    let own = certificates(secret).into_iter().next();
    own.or_else(beside).map(|certificate| certificate.validity())
}

/// The certificates in a text: a name, white space, base64.
pub fn certificates(text: &[u8]) -> Vec<Certificate> {
    let ends = memmem::find_iter(text, SUFFIX).take(MOST);
    ends.filter_map(|at| {
        let rest = text[at + SUFFIX.len()..].trim_ascii_start();
        let digits = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')).count();
        certificate(&decode_base64(&rest[..digits], false)?)
    })
    .collect()
}

fn certificate(blob: &[u8]) -> Option<Certificate> {
    let mut fields = Fields(blob);
    let name = std::str::from_utf8(fields.string()?).ok()?.strip_suffix(SUFFIX)?;
    let (_, strings) = KINDS.iter().find(|(kind, _)| *kind == name)?;
    let _nonce = fields.string()?;
    let before = fields.0;
    for _ in 0..*strings {
        fields.string()?;
    }
    let key = before[..before.len() - fields.0.len()].to_vec();
    let _serial = fields.number()?;
    let _kind = fields.skip(4)?;
    let (_id, _principals) = (fields.string()?, fields.string()?);
    let from = stamp(fields.number()?).at().filter(|from| *from > 0);
    let until = stamp(fields.number()?);
    Some(Certificate { key, from, until })
}

/// The largest number of 64 bits stands for forever.
fn stamp(seconds: u64) -> Stamp {
    i64::try_from(seconds).ok().and_then(Stamp::of_seconds).unwrap_or(Stamp::Beyond)
}

/// The strings of the public half in the body of an OpenSSH private key; source: `PROTOCOL.key` of OpenSSH.
pub fn public_strings(body: &[u8]) -> Option<&[u8]> {
    let mut fields = Fields(body.strip_prefix(b"openssh-key-v1\0")?);
    let (_cipher, _derivation, _options) = (fields.string()?, fields.string()?, fields.string()?);
    let _count = fields.skip(4)?;
    let mut public = Fields(fields.string()?);
    let _name = public.string()?;
    Some(public.0)
}

/// What is left of a row of fields.
struct Fields<'d>(&'d [u8]);

impl<'d> Fields<'d> {
    fn skip(&mut self, count: usize) -> Option<&'d [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// A string with four bytes of length in front.
    fn string(&mut self) -> Option<&'d [u8]> {
        let length = self.skip(4)?.try_into().ok().map(u32::from_be_bytes)?;
        self.skip(usize::try_from(length).ok()?)
    }

    /// A number of eight bytes.
    fn number(&mut self) -> Option<u64> {
        self.skip(8)?.try_into().ok().map(u64::from_be_bytes)
    }
}

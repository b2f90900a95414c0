//! Private keys: whether the body of a block is what its header says.

use memchr::memmem;

use super::der::{self, Der};
use super::pem::{self, Block};
use super::{Verdict, pgp};
use crate::check::secret::decode::alphabet::decode_base64;

/// The shortest body, in bytes, that is taken for a key where its structure cannot be told.
const SHORTEST: usize = 64;

const ENCRYPTED: Verdict = Verdict::Doubtful("it is encrypted with a passphrase");
const STRUCTURED: Verdict = Verdict::Proven("it has the structure of a private key");

/// A PEM, OpenSSH, PGP or `PuTTY` block, or the base64 of a PKCS#1 or PKCS#8 key alone.
pub fn block(secret: &[u8]) -> Verdict {
    if let Some(at) = memmem::find(secret, b"PuTTY-User-Key-File-") {
        return putty(&secret[at..]);
    }
    match pem::block(secret) {
        Some(block) => armoured(&block),
        None => bare(secret),
    }
}

fn armoured(block: &Block) -> Verdict {
    let kind = block.label.as_str();
    if kind.contains("PUBLIC KEY") || kind.contains("CERTIFICATE") || is_filler(&block.body) {
        return Verdict::Impossible;
    }
    let encrypted = block.headers.contains("ENCRYPTED") || kind.contains("ENCRYPTED");
    let verdict = match kind {
        _ if kind.contains("OPENSSH") => openssh(&block.body),
        _ if kind.contains("PGP") => pgp::secret_key(&block.body, block.checksum.as_deref()),
        _ if encrypted => ciphertext(&block.body),
        "RSA PRIVATE KEY" | "EC PRIVATE KEY" | "DSA PRIVATE KEY" | "PRIVATE KEY" => sequence(&block.body),
        _ => match sequence(&block.body) {
            Verdict::Impossible if block.body.len() >= SHORTEST => Verdict::Plausible,
            verdict => verdict,
        },
    };
    match verdict {
        Verdict::Plausible if block.foreign > block.body.len() / 50 => Verdict::Impossible,
        verdict => verdict,
    }
}

fn sequence(body: &[u8]) -> Verdict {
    match der::kind(body) {
        Der::Key => STRUCTURED,
        Der::Cut => Verdict::Doubtful("a part of the key is missing"),
        // a block that hides its encryption, or one of a kind unknown to us
        Der::Wrapped => Verdict::Plausible,
        Der::Other => Verdict::Impossible,
    }
}

/// An encrypted body: PKCS#8 says so inside, the older form is nothing but ciphertext.
fn ciphertext(body: &[u8]) -> Verdict {
    if body.len() >= SHORTEST { ENCRYPTED } else { Verdict::Impossible }
}

/// `openssh-key-v1`: cipher, key derivation, its options, number of keys, public key, private part.
/// Source: `PROTOCOL.key` of OpenSSH.
fn openssh(body: &[u8]) -> Verdict {
    let Some(rest) = body.strip_prefix(b"openssh-key-v1\0") else { return Verdict::Impossible };
    let Some((cipher, rest)) = string(rest) else { return Verdict::Impossible };
    if body.len() < SHORTEST + 36 {
        return Verdict::Impossible;
    }
    if cipher != b"none" {
        return ENCRYPTED;
    }
    if is_complete(rest) == Some(true) { STRUCTURED } else { Verdict::Plausible }
}

/// Whether key derivation, options, public key and private part follow, and nothing else.
fn is_complete(rest: &[u8]) -> Option<bool> {
    let (_derivation, rest) = string(rest)?;
    let (_options, rest) = string(rest)?;
    let (_public, rest) = string(rest.get(4..)?)?;
    let (private, rest) = string(rest)?;
    // the same random number stands twice in front of a private part that could be read
    Some(rest.is_empty() && private.len() > 8 && private[..4] == private[4..8])
}

/// A string with four bytes of length in front, and what follows it.
fn string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

/// `PuTTY-User-Key-File-3`: lines of headers, then the public and the private part in base64.
fn putty(text: &[u8]) -> Verdict {
    let text = String::from_utf8_lossy(text).replace("\\r", "").replace("\\n", "\n");
    let mut lines = text.lines().map(|line| line.trim().trim_matches(['"', '\'', '+', ' ', ',']));
    let mut encrypted = false;
    while let Some(line) = lines.next() {
        if let Some(cipher) = line.strip_prefix("Encryption:") {
            encrypted = cipher.trim() != "none";
        }
        if line.starts_with("Private-Lines:") {
            let body: String = lines.take_while(|line| !line.contains(':')).collect();
            return match decode_base64(body.as_bytes(), true) {
                Some(bytes) if bytes.len() >= 32 && !is_filler(&bytes) => {
                    if encrypted {
                        ENCRYPTED
                    } else {
                        Verdict::Plausible
                    }
                }
                _ => Verdict::Impossible,
            };
        }
    }
    Verdict::Impossible
}

/// Base64 without armour, in one or several lines.
fn bare(secret: &[u8]) -> Verdict {
    match decode_base64(secret, true).map(|bytes| der::kind(&bytes)) {
        Some(Der::Key) => STRUCTURED,
        _ => Verdict::Impossible,
    }
}

/// Whether one byte makes up most of a body: no key is like that.
fn is_filler(body: &[u8]) -> bool {
    let mut counts = [0_usize; 256];
    for byte in body {
        counts[usize::from(*byte)] += 1;
    }
    counts.iter().any(|count| count * 2 > body.len())
}

#[cfg(test)]
mod tests;

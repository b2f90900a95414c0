//! `OpenPGP` keys: when they were made, and the end that their owner signed; source: RFC 4880 and RFC 9580.

use super::Validity;
use super::date::DAY;
use super::stamp::Stamp;
use crate::check::secret::validate::pem;

/// Packet types.
const SIGNATURE: u8 = 2;
const KEYS: [u8; 2] = [5, 6];
const SUBKEYS: [u8; 2] = [7, 14];

/// Types of signatures that an owner makes over the own key: on a name, on the key alone, on a subkey.
const OWN: [u8; 6] = [0x10, 0x11, 0x12, 0x13, 0x18, 0x1f];

/// Types of subpackets.
const CREATED: u8 = 2;
const KEY_LIFE: u8 = 9;
const ISSUER: u8 = 16;
const FINGERPRINT: u8 = 33;

/// A key in armour.
pub fn armoured(secret: &[u8]) -> Option<Validity> {
    pem::block(secret).and_then(|block| read(&block.body))
}

/// The first key of a row of packets, with the signatures before the next one.
pub fn read(body: &[u8]) -> Option<Validity> {
    let mut packets = Packets(body);
    let (kind, key) = packets.next()?;
    if !KEYS.contains(&kind) && !SUBKEYS.contains(&kind) {
        return None;
    }
    let (version, made) = (key.first()?, i64::from(number(key.get(1..5)?)));
    match version {
        2 | 3 => {
            let days = key.get(5..7)?.iter().fold(0, |days, byte| days << 8 | i64::from(*byte));
            Some(after(made, days * DAY))
        }
        4..=6 => Some(by_signature(made, packets)),
        _ => None,
    }
}

fn after(made: i64, life: i64) -> Validity {
    match life {
        0 => Validity::never(Some(made), "the key was made without an expiry"),
        _ => Validity::until(Stamp::At(made + life), Some(made), "the key's expiry"),
    }
}

/// The latest signature of the key over itself decides. Who made the first one is taken for the owner: other people's
/// signatures stand behind it.
fn by_signature(made: i64, packets: Packets<'_>) -> Validity {
    let next = |kind: &u8| KEYS.contains(kind) || SUBKEYS.contains(kind);
    let own = packets.take_while(|(kind, _)| !next(kind)).filter(|(kind, _)| *kind == SIGNATURE);
    let mut latest: Option<Signature> = None;
    for signature in own.filter_map(|(_, packet)| Signature::of(packet)) {
        let is_newer = |known: &Signature| known.issuer == signature.issuer && known.made <= signature.made;
        if latest.as_ref().is_none_or(is_newer) {
            latest = Some(signature);
        }
    }
    match latest {
        Some(signature) => after(made, i64::from(signature.key_life)),
        None => Validity::open(Some(made), "no signature of the key over itself is there to tell its expiry"),
    }
}

/// What a signature over a key says.
#[derive(Default)]
struct Signature {
    made: u32,
    key_life: u32,
    /// The end of the fingerprint, or all of it from version 6 on.
    issuer: Vec<u8>,
}

impl Signature {
    fn of(packet: &[u8]) -> Option<Self> {
        let ([version, kind, _, _], rest) = packet.split_first_chunk::<4>()?;
        let wide = match version {
            4 | 5 => 2,
            6 => 4,
            _ => return None,
        };
        let (hashed, rest) = sized(rest, wide)?;
        let (unhashed, _) = sized(rest, wide)?;
        let mut signature = Self::default();
        // what is not signed is believed only in who signed
        Subpackets(unhashed).filter(|(kind, _)| matches!(*kind, ISSUER | FINGERPRINT)).for_each(|p| signature.take(p));
        Subpackets(hashed).for_each(|subpacket| signature.take(subpacket));
        OWN.contains(kind).then_some(signature)
    }

    fn take(&mut self, (kind, content): (u8, &[u8])) {
        match (kind, content) {
            (CREATED, [_, _, _, _]) => self.made = number(content),
            (KEY_LIFE, [_, _, _, _]) => self.key_life = number(content),
            (ISSUER, [..]) => self.issuer = content.to_vec(),
            (FINGERPRINT, [4, print @ ..]) if print.len() >= 8 => self.issuer = print[print.len() - 8..].to_vec(),
            (FINGERPRINT, [_, print @ ..]) => self.issuer = print[..print.len().min(8)].to_vec(),
            _ => {}
        }
    }
}

/// Bytes with their count, in so many bytes, in front.
fn sized(bytes: &[u8], wide: usize) -> Option<(&[u8], &[u8])> {
    let (count, rest) = bytes.split_at_checked(wide)?;
    rest.split_at_checked(usize::try_from(number(count)).ok()?)
}

/// A number, highest byte first.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// The packets that are left: type and content; ends where one is cut or has no length.
struct Packets<'d>(&'d [u8]);

impl<'d> Iterator for Packets<'d> {
    type Item = (u8, &'d [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (&tag, rest) = self.0.split_first()?;
        let (kind, (content, rest)) = match tag {
            0xc0.. => (tag & 0x3f, new_length(rest)?),
            0x80..=0xbf if tag & 3 == 3 => (tag >> 2 & 0x0f, (rest, &rest[rest.len()..])),
            0x80..=0xbf => (tag >> 2 & 0x0f, sized(rest, 1 << (tag & 3))?),
            _ => return None,
        };
        self.0 = rest;
        Some((kind, content))
    }
}

/// A length of one, two or five bytes, and the content; parts of a stream have none.
fn new_length(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    match bytes {
        [0..=191, ..] => sized(bytes, 1),
        [high @ 192..=223, low, rest @ ..] => {
            rest.split_at_checked(((usize::from(*high) - 192) << 8) + usize::from(*low) + 192)
        }
        [255, rest @ ..] => sized(rest, 4),
        _ => None,
    }
}

/// The subpackets that are left: type without the critical bit, and content.
struct Subpackets<'d>(&'d [u8]);

impl<'d> Iterator for Subpackets<'d> {
    type Item = (u8, &'d [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (packet, rest) = match self.0 {
            [high @ 192..=254, low, rest @ ..] => {
                rest.split_at_checked(((usize::from(*high) - 192) << 8) + usize::from(*low) + 192)?
            }
            [255, rest @ ..] => sized(rest, 4)?,
            bytes => sized(bytes, 1)?,
        };
        self.0 = rest;
        let (kind, content) = packet.split_first()?;
        Some((kind & 0x7f, content))
    }
}

//! Secret keys in `OpenPGP` packets; source: RFC 4880 and RFC 9580.

use super::Verdict;

/// Packet types.
const SECRET_KEY: u8 = 5;
const SECRET_SUBKEY: u8 = 7;

/// A body that begins with a secret key packet.
pub fn secret_key(body: &[u8], checksum: Option<&[u8]>) -> Verdict {
    let Some((kind, packet)) = first_packet(body) else { return Verdict::Impossible };
    if !matches!(kind, SECRET_KEY | SECRET_SUBKEY) || body.len() < 64 {
        return Verdict::Impossible;
    }
    if is_encrypted(packet) == Some(true) {
        return Verdict::Doubtful("it is encrypted with a passphrase");
    }
    match checksum {
        Some(checksum) if checksum == &crc24(body).to_be_bytes()[1..] => Verdict::Proven("its checksum holds"),
        Some(_) => Verdict::Doubtful("its checksum does not hold"),
        None => Verdict::Plausible,
    }
}

/// Type and contents of the first packet, as far as they are there.
fn first_packet(body: &[u8]) -> Option<(u8, &[u8])> {
    let (&tag, rest) = body.split_first()?;
    let first = *rest.first()?;
    if tag & 0xc0 == 0xc0 {
        let skip = match first {
            0..=191 => 1,
            192..=254 => 2,
            255 => 5,
        };
        return Some((tag & 0x3f, rest.get(skip..)?));
    }
    let skip = match tag & 3 {
        0 => 1,
        1 => 2,
        2 => 4,
        _ => 0,
    };
    (tag & 0x80 != 0).then_some(())?;
    Some((tag >> 2 & 0x0f, rest.get(skip..)?))
}

/// Whether the byte behind the public numbers says that the secret ones are encrypted; `None` where it cannot be found.
fn is_encrypted(packet: &[u8]) -> Option<bool> {
    let ([version, _, _, _, _, algorithm], rest) = packet.split_first_chunk::<6>()?;
    if *version != 4 {
        return None;
    }
    let usage = match algorithm {
        1..=3 => numbers(rest, 2)?,
        16 => numbers(rest, 3)?,
        17 => numbers(rest, 4)?,
        18 => numbers(named_curve(rest)?, 1).and_then(|rest| rest.get(usize::from(*rest.first()?) + 1..))?,
        19 | 22 => numbers(named_curve(rest)?, 1)?,
        _ => return None,
    };
    usage.first().map(|usage| *usage != 0)
}

/// What follows so many numbers, each with its length in bits in front.
fn numbers(mut bytes: &[u8], count: usize) -> Option<&[u8]> {
    for _ in 0..count {
        let (bits, rest) = bytes.split_first_chunk::<2>()?;
        bytes = rest.get(usize::from(u16::from_be_bytes(*bits)).div_ceil(8)..)?;
    }
    Some(bytes)
}

fn named_curve(bytes: &[u8]) -> Option<&[u8]> {
    bytes.get(1 + usize::from(*bytes.first()?)..)
}

/// The checksum of armour.
fn crc24(bytes: &[u8]) -> u32 {
    const START: u32 = 0x00b7_04ce;
    const POLYNOMIAL: u32 = 0x0186_4cfb;
    let step = |crc: u32| if crc & 0x80_0000 == 0 { crc << 1 } else { crc << 1 ^ POLYNOMIAL };
    bytes.iter().fold(START, |crc, byte| (0..8).fold(crc ^ u32::from(*byte) << 16, |crc, _| step(crc))) & 0xff_ffff
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An RSA key of version 4 whose numbers have 256 bits.
    fn key(usage: u8) -> Vec<u8> {
        let mut packet = vec![4, 0x60, 0, 0, 0, 1];
        packet.extend([1, 0]);
        packet.extend((0..32).map(|n| 0x80 | n));
        packet.extend([0, 17, 1, 0, 1]);
        packet.push(usage);
        packet.extend((0..120).map(|n| n * 2 + 1));
        let mut body = vec![0x95];
        body.extend(u16::try_from(packet.len()).unwrap().to_be_bytes());
        body.extend(packet);
        body
    }

    #[test]
    fn a_checksum_proves_and_usage_tells_encryption() {
        let open = key(0);
        let checksum = crc24(&open).to_be_bytes();
        assert!(matches!(secret_key(&open, Some(&checksum[1..])), Verdict::Proven(_)));
        assert!(matches!(secret_key(&open, Some(&[0, 0, 0])), Verdict::Doubtful(_)));
        assert_eq!(secret_key(&open, None), Verdict::Plausible);
        assert!(matches!(secret_key(&key(254), None), Verdict::Doubtful(_)));
        let public = [&[0x99], &open[1..]].concat();
        assert_eq!(secret_key(&public, None), Verdict::Impossible);
        assert_eq!(secret_key(b"", None), Verdict::Impossible);
    }

    #[test]
    fn the_checksum_is_the_standards() {
        assert_eq!(crc24(b"123456789"), 0x0021_cf02);
    }
}

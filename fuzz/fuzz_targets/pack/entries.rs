//! Entries of a pack that hold together, of arbitrary bytes: so that deltas to deltas are really made.

use credline::source::git::pack::{Delta, Step};

/// Bytes of a name.
pub const ID_LENGTH: usize = 20;

/// The most entries.
pub const MOST: usize = 1000;

/// The name of an entry.
pub fn name(entry: usize) -> [u8; ID_LENGTH] {
    let mut name = [0; ID_LENGTH];
    name[..2].copy_from_slice(&(entry as u16).to_le_bytes());
    name
}

/// A pack of stored entries, and where they begin. Each takes of the bytes: its form, its base, its length, its content,
/// which are the instructions where it is a delta.
pub fn stored(mut bytes: &[u8]) -> (Vec<u8>, Vec<u64>) {
    let mut pack = b"PACK\0\0\0\x02\0\0\0\x09".to_vec();
    let (mut starts, mut sizes): (Vec<u64>, Vec<u64>) = (Vec::new(), Vec::new());
    while let Some((&[form, base, length], rest)) = bytes.split_first_chunk::<3>() {
        let (content, rest) = rest.split_at(usize::from(length).min(rest.len()));
        bytes = rest;
        let start = pack.len() as u64;
        let base = starts.len().checked_sub(usize::from(base) + 1);
        let (size, delta) = delta(base.map_or(ID_LENGTH as u64, |base| sizes[base]), content);
        match (form % 4, base) {
            (0, _) => entry(&mut pack, 3, &[], content),
            (1, Some(base)) => entry(&mut pack, 6, &distance(start - starts[base]), &delta),
            // An entry that comes later, or itself.
            (2, _) => entry(&mut pack, 7, &name(starts.len() + usize::from(form >> 2)), &delta),
            (_, Some(base)) => entry(&mut pack, 7, &name(base), &delta),
            // An object that is in no pack.
            (_, None) => entry(&mut pack, 7, &[form | 0x80; ID_LENGTH], &delta),
        }
        sizes.push(if form % 4 == 0 { content.len() as u64 } else { size });
        starts.push(start);
        if starts.len() == MOST {
            break;
        }
    }
    (pack, starts)
}

/// The size of what instructions make, and the delta with the sizes in front of them.
fn delta(base: u64, instructions: &[u8]) -> (u64, Vec<u8>) {
    let whole = [&[0, 0], instructions].concat();
    let steps = Delta::read(&whole).map(|delta| delta.steps()).into_iter().flatten();
    let size = steps.map_while(Result::ok).map(|step| match step {
        Step::Copy { length, .. } => length as u64,
        Step::Insert(bytes) => bytes.len() as u64,
    });
    let size = size.sum();
    let mut delta = Vec::new();
    for mut number in [base, size] {
        while number > 0x7f {
            delta.push(number as u8 | 0x80);
            number >>= 7;
        }
        delta.push(number as u8);
    }
    delta.extend_from_slice(instructions);
    (size, delta)
}

fn distance(mut distance: u64) -> Vec<u8> {
    let mut digits = vec![distance as u8 & 0x7f];
    while distance > 0x7f {
        distance = (distance >> 7) - 1;
        digits.push(distance as u8 & 0x7f | 0x80);
    }
    digits.reverse();
    digits
}

/// Adds a header and a stream of one stored block.
fn entry(pack: &mut Vec<u8>, form: u8, base: &[u8], content: &[u8]) {
    let mut size = content.len() >> 4;
    let mut byte = form << 4 | content.len() as u8 & 0x0f;
    while size > 0 {
        pack.push(byte | 0x80);
        byte = size as u8 & 0x7f;
        size >>= 7;
    }
    pack.push(byte);
    pack.extend_from_slice(base);
    let length = content.len() as u16;
    pack.extend_from_slice(&[0x78, 0x01, 0x01]);
    pack.extend_from_slice(&length.to_le_bytes());
    pack.extend_from_slice(&(!length).to_le_bytes());
    pack.extend_from_slice(content);
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in content {
        low = (low + u32::from(*byte)) % 65521;
        high = (high + low) % 65521;
    }
    pack.extend_from_slice(&(high << 16 | low).to_be_bytes());
}

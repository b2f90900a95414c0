//! Changes of a file, chosen so that its versions become deltas of every kind.

use super::chance::Chance;
use super::material::{credential, filler};

/// Bytes near which a small change is worth most.
const ANCHORS: [&[u8]; 14] = [
    b"ghp_",
    b"-----",
    b"AKIA",
    b"ASIA",
    b"secret",
    b"password",
    b"0x",
    b"%6",
    b"\\u00",
    b"&#1",
    b"data:",
    b"eyJ",
    b"allow",
    b"Key",
];

/// The most bytes of a file that is not grown on purpose.
const USUAL: usize = 24_000;

/// A new file.
pub fn written(chance: &mut Chance) -> Vec<u8> {
    let mut text = Vec::new();
    for _ in 0..=chance.below(4) {
        let lines = chance.below(30);
        text.extend(filler(chance, lines));
        if !chance.one_in(3) {
            text.extend(credential(chance));
        }
    }
    let lines = chance.below(20);
    text.extend(filler(chance, lines));
    text
}

/// The file after a change; `earlier` are versions that it once had.
pub fn edited(chance: &mut Chance, old: &[u8], earlier: &[Vec<u8>]) -> Vec<u8> {
    let mut text = old.to_vec();
    for _ in 0..=chance.below(3) {
        text = edited_once(chance, text, earlier);
    }
    if text.len() > USUAL && !chance.one_in(3) {
        text.truncate(USUAL);
    }
    text
}

fn edited_once(chance: &mut Chance, text: Vec<u8>, earlier: &[Vec<u8>]) -> Vec<u8> {
    match chance.below(24) {
        0 => [credential(chance), text].concat(),
        1 => [filler(chance, 3), text].concat(),
        2 => [text, credential(chance)].concat(),
        3 | 4 => {
            let piece = credential(chance);
            inserted(chance, &text, &piece)
        }
        5 => {
            let piece = filler(chance, 4);
            inserted(chance, &text, &piece)
        }
        6..=9 | 20 => rearranged(chance, &text),
        10..=14 => touched(chance, text),
        15 => cut(chance, text),
        16 => text.strip_suffix(b"\n").map_or_else(|| [&text[..], b"\n"].concat(), <[u8]>::to_vec),
        17 => line_ends(&text),
        18 => wide_or_narrow(&text),
        19 => nul_or_not(chance, text),
        21 if !earlier.is_empty() => chance.pick(earlier).clone(),
        22 => grown(chance, text),
        _ => written(chance),
    }
}

/// With a piece at the start of some line, or amid one.
fn inserted(chance: &mut Chance, text: &[u8], piece: &[u8]) -> Vec<u8> {
    let mut at = chance.below(text.len() + 1);
    if !chance.one_in(5) {
        at = memchr::memrchr(b'\n', &text[..at]).map_or(0, |end| end + 1);
    }
    [&text[..at], piece, &text[at..]].concat()
}

/// With some lines gone, moved, doubled, in another order or further in.
fn rearranged(chance: &mut Chance, text: &[u8]) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = text.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let range = chance.range(lines.len());
    match chance.below(5) {
        0 => drop(lines.drain(range)),
        1 => {
            let block: Vec<Vec<u8>> = lines.drain(range).collect();
            let at = chance.below(lines.len() + 1);
            lines.splice(at..at, block);
        }
        2 => {
            let block = lines[range.clone()].to_vec();
            lines.splice(range.end..range.end, block);
        }
        3 => lines[range].reverse(),
        _ => lines[range].iter_mut().for_each(|line| drop(line.splice(..0, *b"    "))),
    }
    lines.concat()
}

/// With one byte changed, gone or new, more often than not in or beside a credential.
fn touched(chance: &mut Chance, mut text: Vec<u8>) -> Vec<u8> {
    let anchor = *chance.pick(&ANCHORS);
    let places: Vec<usize> = memchr::memmem::find_iter(&text, anchor).collect();
    let mut at = chance.below(text.len() + 1);
    if !places.is_empty() {
        at = (chance.pick(&places) + chance.below(90)).saturating_sub(6).min(text.len());
    }
    let byte = *chance.pick(b"aZ09 \n=+/\"'-_.,:x#\t\\");
    match chance.below(3) {
        0 => text.insert(at, byte),
        1 if at < text.len() => text[at] = byte,
        _ if at < text.len() => drop(text.remove(at)),
        _ => text.push(byte),
    }
    text
}

/// With some bytes gone, wherever lines begin.
fn cut(chance: &mut Chance, mut text: Vec<u8>) -> Vec<u8> {
    let at = chance.below(text.len() + 1);
    let end = (at + chance.below(200)).min(text.len());
    text.drain(at..end);
    text
}

/// With the line ends of the other system.
fn line_ends(text: &[u8]) -> Vec<u8> {
    if memchr::memmem::find(text, b"\r\n").is_some() {
        text.iter().copied().filter(|byte| *byte != b'\r').collect()
    } else {
        text.iter().flat_map(|byte| if *byte == b'\n' { vec![b'\r', b'\n'] } else { vec![*byte] }).collect()
    }
}

/// As UTF-16, or no longer.
fn wide_or_narrow(text: &[u8]) -> Vec<u8> {
    if text.starts_with(b"\xff\xfe") {
        text[2..].chunks(2).map(|unit| unit[0]).collect()
    } else {
        [&b"\xff\xfe"[..], &text.iter().flat_map(|byte| [byte & 0x7f, 0]).collect::<Vec<u8>>()].concat()
    }
}

/// With NUL bytes, or without any.
fn nul_or_not(chance: &mut Chance, mut text: Vec<u8>) -> Vec<u8> {
    if text.contains(&0) {
        text.retain(|byte| *byte != 0);
    } else {
        let at = chance.below(text.len() + 1);
        let count = 1 + chance.below(40);
        text.splice(at..at, vec![0; count]);
    }
    text
}

/// A file of some hundred kilobytes, seldom; else one a little longer.
fn grown(chance: &mut Chance, mut text: Vec<u8>) -> Vec<u8> {
    let target = if chance.one_in(6) { 200_000 } else { 3_000 };
    while text.len() < target {
        let lines = 5 + chance.below(60);
        text.extend(filler(chance, lines));
    }
    text
}

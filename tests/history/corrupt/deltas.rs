//! Deltas that lead nowhere, in circles, or to more than there is.

use super::{names, survived, survived_losing, survived_without, with_pack};
use crate::packs::{BLOB, Id, OFFSET_DELTA, Pack, REFERENCE_DELTA, Step, delta, distance_bytes, hex, id_of};
use crate::place::{Place, line, token};
use crate::repository::is_found;

/// A name that belongs to no content.
fn made_up(byte: u8) -> Id {
    [byte; 20]
}

/// A pack with one good blob that holds a token.
fn started() -> (Pack, Id, u64, Vec<u8>) {
    let mut pack = Pack::new();
    let text = format!("a line before\n{}a line behind\n", line("base")).into_bytes();
    let (id, offset) = pack.whole(BLOB, &text);
    (pack, id, offset, text)
}

/// The pack is survived, what git cannot read of it is named, and the good blob is found if git can read that.
fn judged(pack: &Pack) {
    let place = Place::new();
    let repository = with_pack(&place, pack, None);
    let seen = survived_losing(&repository, &names(pack), "pack-made");
    assert!(is_found(&seen, &token("base")), "the good blob: {:#}", seen.report);
}

#[test]
fn a_pack_that_was_written_byte_by_byte_is_read_wholly() {
    let (mut pack, id, offset, text) = started();
    let more = line("offset delta");
    let second = [&text, more.as_bytes()].concat();
    let steps = [Step::Copy(0, text.len()), Step::Insert(more.as_bytes())];
    let far = pack.offset_delta(id_of(BLOB, &second), offset, &delta(text.len() as u64, second.len() as u64, &steps));
    let other = line("reference delta");
    let third = [other.as_bytes(), &text[..13]].concat();
    let steps = [Step::Insert(other.as_bytes()), Step::Copy(0, 13)];
    pack.reference_delta(id_of(BLOB, &third), id, &delta(text.len() as u64, third.len() as u64, &steps));
    let short = &second[14..];
    let steps = [Step::Copy(14, short.len())];
    pack.offset_delta(id_of(BLOB, short), far, &delta(second.len() as u64, short.len() as u64, &steps));
    for index in [pack.index(), pack.index_v1()] {
        let place = Place::new();
        let repository = with_pack(&place, &pack, Some(&index));
        repository.git(["verify-pack", ".git/objects/pack/pack-made.pack"]);
        let seen = survived(&repository);
        assert_eq!((seen.code, seen.skipped(), seen.findings().len()), (1, vec![], 4));
    }
}

#[test]
fn offset_deltas_to_impossible_places_are_named() {
    let unchanged = |text: &[u8]| delta(text.len() as u64, text.len() as u64, &[Step::Copy(0, text.len())]);
    let far = [0, 1, 2, 11, 1 << 20, 1 << 40, u64::MAX >> 8];
    for distance in far {
        let (mut pack, _, _, text) = started();
        let body = unchanged(&text);
        pack.entry(made_up(0x11), OFFSET_DELTA, body.len() as u64, &distance_bytes(distance), &body);
        judged(&pack);
    }
    let (mut pack, _, offset, text) = started();
    pack.offset_delta(made_up(0x12), offset + 3, &unchanged(&text));
    let before = distance_bytes(pack.end());
    let body = unchanged(&text);
    pack.entry(made_up(0x13), OFFSET_DELTA, body.len() as u64, &before, &body);
    judged(&pack);
}

#[test]
fn a_distance_that_never_ends_is_named() {
    for bytes in [vec![0xff; 9], vec![0xff; 40], vec![0x80; 4000]] {
        let (mut pack, ..) = started();
        pack.raw(made_up(0x14), OFFSET_DELTA, 10, &bytes);
        judged(&pack);
    }
}

/// All but the good blob is lost. Git is not asked: it would follow the circle for ever.
fn judged_circle(pack: &Pack) {
    let place = Place::new();
    let seen = survived_without(&with_pack(&place, pack, None), &names(pack)[1..], "pack-made");
    assert!(is_found(&seen, &token("base")), "the good blob: {:#}", seen.report);
}

#[test]
fn reference_deltas_in_a_circle_are_named() {
    for length in [1, 2, 3, 100] {
        let (mut pack, _, _, text) = started();
        let body = delta(text.len() as u64, text.len() as u64, &[Step::Copy(0, text.len())]);
        for number in 0..length {
            pack.reference_delta(made_up(number + 1), made_up((number + 1) % length + 1), &body);
        }
        judged_circle(&pack);
    }
}

#[test]
fn a_circle_with_branches_is_named_wholly() {
    let (mut pack, _, _, text) = started();
    let body = delta(text.len() as u64, text.len() as u64, &[Step::Copy(0, text.len())]);
    let one = pack.reference_delta(made_up(1), made_up(2), &body);
    pack.offset_delta(made_up(2), one, &body);
    for number in 3..60 {
        pack.reference_delta(made_up(number), made_up(number % 2 + 1), &body);
    }
    judged_circle(&pack);
}

#[test]
fn a_delta_without_its_base_is_named() {
    let (mut pack, _, _, text) = started();
    let body = delta(text.len() as u64, text.len() as u64, &[Step::Copy(0, text.len())]);
    let child = pack.reference_delta(made_up(0x21), made_up(0x99), &body);
    pack.offset_delta(made_up(0x22), child, &body);
    judged(&pack);
}

#[test]
fn a_delta_whose_base_lies_in_another_pack_or_loose_is_read() {
    let (pack, id, _, text) = started();
    let mut thin = Pack::new();
    let more = line("thin");
    let all = [&text, more.as_bytes()].concat();
    let steps = [Step::Copy(0, text.len()), Step::Insert(more.as_bytes())];
    thin.reference_delta(id_of(BLOB, &all), id, &delta(text.len() as u64, all.len() as u64, &steps));
    for loose in [false, true] {
        let place = Place::new();
        let repository = with_pack(&place, &thin, None);
        if loose {
            repository.blob(&text);
        } else {
            repository.write(".git/objects/pack/pack-base.pack", pack.finished());
            repository.write(".git/objects/pack/pack-base.idx", pack.index());
        }
        // Git wants packs to be complete; whoever cannot read one that is not has to say so.
        let seen = survived(&repository);
        assert!(is_found(&seen, &token("base")));
        assert!(is_found(&seen, &token("thin")) || seen.code == 3, "{:#}", seen.report);
    }
}

#[test]
fn deltas_that_lie_about_sizes_are_named() {
    let (_, _, _, text) = started();
    let length = text.len() as u64;
    let copy = || vec![Step::Copy(0, text.len())];
    let lies: Vec<(u64, u64, Vec<Step>)> = vec![
        (length + 1, length, copy()),
        (0, length, copy()),
        (u64::MAX, length, copy()),
        (length, length + 1, copy()),
        (length, length - 1, copy()),
        (length, 0, copy()),
        (length, 1 << 31, copy()),
        (length, 1 << 50, copy()),
        (length, u64::MAX, copy()),
        (length, length, vec![Step::Copy(1, text.len())]),
        (length, length, vec![Step::Copy(0xffff_ffff, text.len())]),
        (length, 0xff_ffff, vec![Step::Copy(0, 0xff_ffff)]),
        (length, length, vec![Step::Copy(0, 5), Step::Raw(b"\0")]),
        (length, length, vec![Step::Raw(b"\x7fshort")]),
        (length, length, vec![Step::Raw(b"\xff\0\0")]),
        (length, 0x10000, vec![Step::Raw(b"\x80")]),
        (length, length, vec![]),
    ];
    for (base, result, steps) in lies {
        let (mut pack, id, offset, _) = started();
        let body = delta(base, result, &steps);
        pack.offset_delta(made_up(0x31), offset, &body);
        pack.reference_delta(made_up(0x32), id, &body);
        judged(&pack);
    }
}

#[test]
fn a_delta_without_a_body_is_named() {
    for body in [&b""[..], b"\x80", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", b"\x05"] {
        let (mut pack, _, offset, _) = started();
        pack.offset_delta(made_up(0x41), offset, body);
        judged(&pack);
    }
}

#[test]
fn a_chain_of_ten_thousand_deltas_is_read_wholly() {
    let (mut pack, _, mut base, mut text) = started();
    for number in 0..10_000_u32 {
        let secret = if number == 9_000 { line("deep") } else { String::new() };
        let new = [secret.as_bytes(), &number.to_be_bytes(), &text[text.len() - 40..]].concat();
        let steps = [Step::Insert(&new[..new.len() - 40]), Step::Copy(text.len() - 40, 40)];
        base = pack.offset_delta(id_of(BLOB, &new), base, &delta(text.len() as u64, new.len() as u64, &steps));
        text = new;
    }
    let place = Place::new();
    let seen = survived(&with_pack(&place, &pack, None));
    assert!(is_found(&seen, &token("deep")) && seen.skipped().is_empty(), "{:?}", seen.skipped());
}

#[test]
fn a_base_with_ten_thousand_deltas_is_read_wholly() {
    let (mut pack, id, _, text) = started();
    for number in 0..10_000_u32 {
        let new = [&text, &number.to_be_bytes()[..]].concat();
        let steps = [Step::Copy(0, text.len()), Step::Insert(&new[text.len()..])];
        let body = delta(text.len() as u64, new.len() as u64, &steps);
        pack.entry(id_of(BLOB, &new), REFERENCE_DELTA, body.len() as u64, &id, &body);
    }
    let place = Place::new();
    let seen = survived(&with_pack(&place, &pack, None));
    assert_eq!((seen.skipped(), seen.findings().len()), (vec![], 2));
}

#[test]
fn deltas_that_double_their_base_again_and_again_are_survived() {
    let (mut pack, ..) = started();
    let mut length = 1_000;
    let mut base = pack.whole(BLOB, &b"some text\n".repeat(length / 10)).1;
    for number in 1..=12 {
        let steps = [Step::Copy(0, length), Step::Copy(0, length)];
        base = pack.offset_delta(made_up(number), base, &delta(length as u64, length as u64 * 2, &steps));
        length *= 2;
    }
    let place = Place::new();
    let repository = with_pack(&place, &pack, None);
    assert!(repository.holds(&hex(&made_up(12))), "the fixture");
    let seen = survived(&repository);
    assert!(is_found(&seen, &token("base")));
}

#[test]
fn a_delta_of_ten_gigabytes_stops_at_a_limit() {
    let (mut pack, ..) = started();
    let base = b"sixteen letters\n".repeat(0x1000);
    let offset = pack.whole(BLOB, &base).1;
    let steps: Vec<Step> = (0..160_000).map(|_| Step::Copy(0, base.len())).collect();
    pack.offset_delta(made_up(1), offset, &delta(base.len() as u64, 160_000 * base.len() as u64, &steps));
    let place = Place::new();
    let seen = survived(&with_pack(&place, &pack, None));
    assert!(is_found(&seen, &token("base")));
    assert_eq!((seen.code, seen.skipped().len()), (3, 1), "one line for the ten gigabytes: {:?}", seen.skipped());
}

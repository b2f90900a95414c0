//! Promises of a narrowing, and a naive model that it is compared with on generated histories.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::source::history::provenance::model::{Files, Made, Memory, histories, with_ancestors};

fn made(parents: &[usize], date: i64, files: &[(&str, u8)]) -> Made {
    let files: Files = files.iter().map(|(path, blob)| ((*path).to_owned(), *blob)).collect();
    Made { parents: parents.to_vec(), date, files }
}

/// The line 0 - 1 - 2 with a branch 0 - 3 that is merged as 4, and 5, which nothing leads to.
fn branched() -> Memory {
    Memory::of(&[
        made(&[], 100, &[("a", 1)]),
        made(&[0], 200, &[("a", 2)]),
        made(&[1], 300, &[("a", 2), ("d/b", 3)]),
        made(&[0], 250, &[("a", 1), ("d/c.env", 4)]),
        made(&[2, 3], 400, &[("a", 2), ("d/b", 3), ("d/c.env", 4), ("e", 1)]),
        made(&[0], 500, &[("lost", 5)]),
    ])
}

/// The commits and blobs that are left, as numbers; the blob 6 is only in the index, 7 lies about.
fn select(memory: &mut Memory, narrowing: &Narrowing) -> Result<(Vec<usize>, Vec<u8>), NarrowError> {
    let blobs: Vec<u32> = (1..=7).map(|blob| memory.blob(blob)).collect();
    let tips = [
        Memory::tip("refs/heads/main", memory.made[4], Reach::Reference),
        Memory::tip("index", blobs[5], Reach::Log),
        Memory::tip("index", blobs[1], Reach::Log),
    ];
    let history = History { commits: &memory.commits, tags: &[], tips: &tips, head: None };
    let resolve = |name: &str| match name {
        "HEAD" => Ok(memory.made[4]),
        "blob" => Ok(blobs[0]),
        _ => name.parse().ok().and_then(|n: usize| memory.made.get(n).copied()).ok_or_else(|| "unknown".to_owned()),
    };
    let selection = narrowing.select(&*memory, &history, 1_000, &resolve)?;
    let commits =
        (0..memory.made.len()).filter(|&n| selection.commits.has(memory.commits.position(memory.made[n]).unwrap()));
    let taken = (1..=7).filter(|blob| selection.objects.has(blobs[usize::from(*blob) - 1]));
    Ok((commits.collect(), taken.collect()))
}

fn narrowing(change: impl FnOnce(&mut Narrowing)) -> Narrowing {
    let mut narrowing = Narrowing::default();
    change(&mut narrowing);
    narrowing
}

#[test]
fn each_way_to_narrow_leaves_its_commits_and_what_they_bring_in() {
    let since = |text: &str| narrowing(|all| all.since = Some(text.to_owned()));
    let range = |text: &str| narrowing(|all| all.range = Some(text.to_owned()));
    let branches = |names: &[&str]| narrowing(|all| all.branches = names.iter().map(|&name| name.to_owned()).collect());
    let cases: [(Narrowing, &[usize], &[u8]); 9] = [
        (since("1"), &[2, 3, 4, 5], &[3, 4, 5, 6, 7]),
        (since("1970-01-01T00:04"), &[2, 3, 4, 5], &[3, 4, 5, 6, 7]),
        (range("1..HEAD"), &[2, 3, 4], &[3, 4]),
        (range("2...3"), &[1, 2, 3], &[2, 3, 4]),
        (range("4 ^2 ^3"), &[4], &[]),
        (range("5"), &[0, 5], &[1, 5]),
        (branches(&["3"]), &[0, 3], &[1, 4]),
        (branches(&["3", "5"]), &[0, 3, 5], &[1, 4, 5]),
        (narrowing(|all| all.no_unreachable = true), &[0, 1, 2, 3, 4], &[1, 2, 3, 4, 6]),
    ];
    for (narrowing, commits, blobs) in cases {
        let (left, taken) = select(&mut branched(), &narrowing).unwrap();
        assert_eq!((left.as_slice(), taken.as_slice()), (commits, blobs), "{narrowing:?}");
    }
}

#[test]
fn paths_leave_the_files_that_they_hold_for() {
    let cases: [(&[&str], &[u8]); 5] = [
        (&["*.env"], &[4]),
        (&["d"], &[3, 4]),
        (&["/a", "lost"], &[1, 2, 5]),
        (&["d/*.env"], &[4]),
        (&["nothing"], &[]),
    ];
    for (globs, expected) in cases {
        let narrowing = narrowing(|all| all.paths = globs.iter().map(|&glob| glob.to_owned()).collect());
        assert_eq!(select(&mut branched(), &narrowing).unwrap().1, expected, "{globs:?}");
    }
}

#[test]
fn what_cannot_be_meant_is_named() {
    let error = |narrowing: Narrowing| select(&mut branched(), &narrowing).unwrap_err().to_string();
    assert_eq!(error(narrowing(|all| all.since = Some("gone".into()))), "no such revision: `gone`: unknown");
    assert_eq!(error(narrowing(|all| all.branches = vec!["blob".into()])), "`blob` is no commit of this repository");
    assert!(error(narrowing(|all| all.range = Some("^1".into()))).starts_with("`^1` names no commit to start from"));
    assert!(error(narrowing(|all| all.paths = vec!["{a".into()])).contains("{a"));
    assert!(Narrowing::default().is_none());
}

/// One way to narrow, with the commits that it leaves.
fn naive(history: &[Made], way: usize, a: usize, b: usize) -> (Narrowing, BTreeSet<usize>) {
    let of = |commit: usize| with_ancestors(history, &[commit]);
    let all: BTreeSet<usize> = (0..history.len()).collect();
    let without = |with: &BTreeSet<usize>, out: &BTreeSet<usize>| with - out;
    match way {
        0 => (narrowing(|all| all.since = Some(a.to_string())), without(&all, &of(a))),
        1 => (narrowing(|all| all.branches = vec![a.to_string(), b.to_string()]), &of(a) | &of(b)),
        2 => (narrowing(|all| all.range = Some(format!("{a}..{b}"))), without(&of(b), &of(a))),
        3 => (narrowing(|all| all.range = Some(format!("{a}...{b}"))), &of(a) ^ &of(b)),
        4 => {
            let start = history[a].date;
            let since = narrowing(|all| all.since = Some(format!("1970-01-01T00:00:{start:02}")));
            (since, all.into_iter().filter(|&commit| history[commit].date >= start).collect())
        }
        _ => (Narrowing::default(), all),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn a_selection_is_what_looking_at_everything_says(
        history in histories(),
        (way, a, b) in (0usize..6, 0usize..12, 0usize..12),
        glob in prop::option::of(prop::sample::select(vec!["a", "d", "/d/e", "d/*", "f/a"])),
    ) {
        let (mut narrowing, commits) = naive(&history, way, a % history.len(), b % history.len());
        narrowing.paths.extend(glob.map(str::to_owned));
        let mut memory = Memory::of(&history);
        let blobs: Vec<u32> = (0..7).map(|blob| memory.blob(blob)).collect();
        let seen = History { commits: &memory.commits, tags: &[], tips: &[], head: None };
        let resolve = |name: &str| Ok(memory.made[name.parse::<usize>().unwrap()]);
        let selection = narrowing.select(&memory, &seen, 0, &resolve).unwrap();
        let at = |commit: usize| memory.commits.position(memory.made[commit]).unwrap();
        let left: BTreeSet<usize> = (0..history.len()).filter(|&commit| selection.commits.has(at(commit))).collect();
        prop_assert_eq!(&left, &commits);

        let meant = |path: &str| match glob {
            None => true,
            Some("a") => path.split('/').any(|part| part == "a"),
            Some("d" | "d/*") => path.starts_with("d/"),
            Some(glob) => path == glob || path.starts_with(&format!("{}/", glob.trim_start_matches('/'))),
        };
        let before: BTreeSet<usize> =
            commits.iter().flat_map(|&commit| &history[commit].parents).copied().filter(|parent| !commits.contains(parent)).collect();
        let old: BTreeSet<u8> = before.iter().flat_map(|&commit| history[commit].files.values().copied()).collect();
        let held = commits.iter().flat_map(|&commit| &history[commit].files).filter(|(path, _)| meant(path));
        let mut expected: BTreeSet<u8> = held.map(|(_, blob)| *blob).filter(|blob| !old.contains(blob)).collect();
        if glob.is_none() && matches!(way, 0 | 4 | 5) {
            let committed: BTreeSet<u8> = history.iter().flat_map(|made| made.files.values().copied()).collect();
            expected.extend((0..7).filter(|blob| !committed.contains(blob)));
        }
        let taken: BTreeSet<u8> = (0..7u8).filter(|blob| selection.objects.has(blobs[usize::from(*blob)])).collect();
        prop_assert_eq!(taken, expected);
        let messages = (0..history.len()).filter(|&commit| selection.objects.has(memory.made[commit])).collect::<BTreeSet<_>>();
        prop_assert_eq!(messages, if glob.is_none() { commits } else { BTreeSet::new() });
    }
}

//! Promises of a trace, and a naive model that it is compared with on generated histories.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::model::{Files, Made, Memory, histories, with_ancestors};
use super::*;

fn files(all: &[(&str, u8)]) -> Files {
    all.iter().map(|(path, blob)| ((*path).to_owned(), *blob)).collect()
}

fn made(parents: &[usize], date: i64, all: &[(&str, u8)]) -> Made {
    Made { parents: parents.to_vec(), date, files: files(all) }
}

/// The trace of one blob; `main` is the last commit.
fn of_main(history: &[Made], blob: u8) -> (Memory, Trace) {
    let mut memory = Memory::of(history);
    let head = *memory.made.last().unwrap();
    let tips = [Memory::tip("refs/heads/main", head, Reach::Reference)];
    let hit = memory.blob(blob);
    let all = trace(&memory, &History { commits: &memory.commits, tags: &[], tips: &tips, head: Some(head) }, &[hit]);
    (memory, all.into_iter().next().unwrap())
}

fn shown(trace: &Trace, memory: &Memory) -> Vec<(String, Option<usize>, bool)> {
    let number = |first: First| memory.made.iter().position(|&made| made == first.commit);
    trace
        .places
        .iter()
        .map(|place| (place.path.display().into_owned(), place.first.and_then(number), place.in_head))
        .collect()
}

#[test]
fn a_file_that_moves_keeps_its_first_commit_and_knows_each_of_its_paths() {
    let history = [
        made(&[], 10, &[("other", 9)]),
        made(&[0], 20, &[("a/key", 1), ("other", 9)]),
        made(&[1], 30, &[("b/c/key", 1), ("other", 9)]),
        made(&[2], 40, &[("b/c/key", 1), ("copy", 1)]),
        made(&[3], 50, &[("b/c/key", 1)]),
    ];
    let (memory, trace) = of_main(&history, 1);
    assert_eq!(trace.first.map(|first| first.commit), Some(memory.made[1]));
    assert_eq!(trace.last_held, Some(memory.made[4]));
    assert!(trace.in_head);
    let expected =
        [("a/key".to_owned(), Some(1), false), ("b/c/key".into(), Some(2), true), ("copy".into(), Some(3), false)];
    assert_eq!(shown(&trace, &memory), expected);
    assert_eq!((trace.refs.as_slice(), trace.refs_total), (&["refs/heads/main".to_owned()][..], 1));
}

#[test]
fn a_deleted_file_is_no_more_in_head_and_was_held_until_its_last_commit() {
    let history = [made(&[], 10, &[("key", 1)]), made(&[0], 20, &[("key", 1), ("x", 2)]), made(&[1], 30, &[("x", 2)])];
    let (memory, trace) = of_main(&history, 1);
    assert!(!trace.in_head);
    assert_eq!(trace.last_held, Some(memory.made[1]));
}

#[test]
fn what_only_a_merge_brings_in_is_the_merges_and_else_the_ordinary_commits() {
    let merge = [made(&[], 10, &[]), made(&[0], 20, &[]), made(&[0], 21, &[]), made(&[1, 2], 30, &[("key", 1)])];
    let (memory, trace) = of_main(&merge, 1);
    assert_eq!(trace.first.map(|first| first.commit), Some(memory.made[3]));
    let mut both = merge.to_vec();
    both.push(made(&[2], 40, &[("key", 1)]));
    both.push(made(&[3, 4], 50, &[("key", 1)]));
    let (memory, trace) = of_main(&both, 1);
    assert_eq!(trace.first.map(|first| first.commit), Some(memory.made[4]));
    assert_eq!(shown(&trace, &memory), [("key".to_owned(), Some(4), true)]);
}

#[test]
fn an_ancestor_comes_first_though_its_clock_was_wrong() {
    let history = [made(&[], 10, &[]), made(&[0], 99, &[("key", 1)]), made(&[1], 20, &[("key", 1), ("x", 2)])];
    let (memory, trace) = of_main(&history, 1);
    assert_eq!(trace.first.map(|first| first.commit), Some(memory.made[1]));
}

#[test]
fn a_commit_that_a_reference_leads_to_is_preferred_to_older_ones() {
    let history =
        [made(&[], 10, &[("key", 1)]), made(&[], 20, &[("key", 1)]), made(&[], 30, &[("key", 1), ("lost", 2)])];
    let mut memory = Memory::of(&history);
    let hits = [memory.blob(1), memory.blob(2), memory.blob(3)];
    let tips = [
        Memory::tip("stash@{0}", memory.made[0], Reach::Log),
        Memory::tip("refs/heads/x", memory.made[1], Reach::Reference),
        Memory::tip("index", hits[2], Reach::Log),
    ];
    let all = trace(&memory, &History { commits: &memory.commits, tags: &[], tips: &tips, head: None }, &hits);
    assert_eq!((all[0].first.map(|first| first.commit), all[0].reach), (Some(memory.made[1]), Reach::Reference));
    assert_eq!(all[0].last_held, Some(memory.made[2]));
    assert_eq!((all[1].reach, all[1].refs_total), (Reach::Nothing, 0));
    assert_eq!((all[2].first, all[2].reach, all[2].places.len()), (None, Reach::Log, 0));
}

#[test]
fn what_no_commit_holds_has_the_path_in_its_dangling_tree() {
    let mut memory = Memory::of(&[made(&[], 10, &[("x", 9)])]);
    let root = memory.tree(&files(&[("etc/key", 1)]));
    let tagged = memory.tree(&files(&[("tagged", 2)]));
    let (hits, tag) = ([memory.blob(1), memory.blob(2), memory.blob(3)], memory.blob(4));
    let tips =
        [Memory::tip("refs/tags/t", tag, Reach::Reference), Memory::tip("refs/tags/b", hits[2], Reach::Reference)];
    let history = History { commits: &memory.commits, tags: &[(tag, tagged)], tips: &tips, head: None };
    let all = trace(&memory, &history, &[hits[0], hits[1], hits[2], tag, root]);
    assert_eq!((all[0].reach, all[0].places[0].path.display().into_owned()), (Reach::Nothing, "etc/key".to_owned()));
    assert_eq!((all[1].reach, all[1].places[0].path.display().into_owned()), (Reach::Reference, "tagged".to_owned()));
    assert_eq!(all[1].refs, ["refs/tags/t"]);
    assert_eq!((all[2].reach, all[2].refs.as_slice()), (Reach::Reference, &["refs/tags/b".to_owned()][..]));
    assert_eq!((all[3].reach, all[3].first, all[3].refs_total), (Reach::Reference, None, 1));
    assert_eq!(all[4].places[0].path.as_bytes(), b"");
}

#[test]
fn a_message_is_held_by_its_commit() {
    let history = [made(&[], 10, &[]), made(&[0], 20, &[]), made(&[0], 30, &[])];
    let memory = Memory::of(&history);
    let tips = [
        Memory::tip("HEAD", memory.made[1], Reach::Reference),
        Memory::tip("refs/x", memory.made[2], Reach::Reference),
    ];
    let seen = History { commits: &memory.commits, tags: &[], tips: &tips, head: Some(memory.made[1]) };
    let all = trace(&memory, &seen, &memory.made);
    let told: Vec<_> =
        all.iter().map(|one| (one.first.map(|first| first.commit), one.in_head, one.refs_total)).collect();
    let made = &memory.made;
    assert_eq!(told, [(Some(made[0]), true, 2), (Some(made[1]), true, 1), (Some(made[2]), false, 1)]);
}

#[test]
fn of_many_references_the_best_are_named_and_all_are_counted() {
    let memory = Memory::of(&[made(&[], 10, &[("key", 1)])]);
    let only = memory.made[0];
    let mut names: Vec<String> = (0..30).map(|number| format!("refs/pull/{number}")).collect();
    names.extend((0..15).map(|number| format!("refs/remotes/origin/{number:02}")));
    names.extend(["HEAD", "refs/heads/main", "refs/tags/v1"].map(String::from));
    let tips: Vec<Tip> = names.iter().map(|name| Memory::tip(name, only, Reach::Reference)).collect();
    let history = History { commits: &memory.commits, tags: &[], tips: &tips, head: Some(only) };
    let hit = memory.made[0];
    let all = trace(&memory, &history, &[hit]);
    assert_eq!((all[0].refs_total, all[0].refs.len()), (48, 20));
    assert!(all[0].refs.is_sorted() && all[0].refs.contains(&"HEAD".to_owned()));
    assert_eq!(all[0].refs.iter().filter(|name| name.starts_with("refs/pull/")).count(), 2);
}

#[test]
fn trees_within_trees_a_million_times_over_end() {
    let (mut memory, mut files) = (Memory::default(), files(&[("key", 1)]));
    // Eight names for the same tree, nine levels deep: 134 million paths.
    for _ in 0..3 {
        files = (0..8).flat_map(|n| files.iter().map(move |(path, blob)| (format!("{n}/{path}"), *blob))).collect();
    }
    let hit = memory.blob(1);
    let mut root = memory.tree(&files);
    for _ in 0..6 {
        root = memory.fan(root, 8);
    }
    let mut builder = CommitsBuilder::default();
    let commit = memory.blob(200);
    builder.push(commit, Some(root), &[], 1);
    memory.commits = builder.build();
    let tips = [Memory::tip("refs/x", commit, Reach::Reference)];
    let history = History { commits: &memory.commits, tags: &[], tips: &tips, head: Some(commit) };
    let all = trace(&memory, &history, &[hit]);
    assert!(all[0].in_head && all[0].first.is_some() && !all[0].places.is_empty());
}

/// What `trace` should say, found by looking at everything.
struct Naive<'a> {
    history: &'a [Made],
    tips: &'a [(usize, Reach)],
}

impl Naive<'_> {
    fn ancestors(&self, commit: usize) -> BTreeSet<usize> {
        with_ancestors(self.history, &[commit])
    }

    fn reach(&self, commit: usize) -> Reach {
        let leads = self.tips.iter().filter(|(tip, _)| self.ancestors(*tip).contains(&commit));
        leads.map(|(_, reach)| *reach).min().unwrap_or(Reach::Nothing)
    }

    fn holds(&self, commit: usize, path: &str, blob: u8) -> bool {
        self.history[commit].files.get(path) == Some(&blob)
    }

    /// The first to bring a blob in at a path: what leads to it, then ordinary ones before merges, then by age; of merges
    /// alone the one that comes first where ancestors do.
    fn first(
        &self,
        path: &str,
        blob: u8,
        age: &dyn Fn(usize) -> u32,
        rank: &dyn Fn(usize) -> u32,
    ) -> Option<(Reach, bool, u32, usize)> {
        let brings = |&commit: &usize| {
            let parents = &self.history[commit].parents;
            self.holds(commit, path, blob) && !parents.iter().any(|&parent| self.holds(parent, path, blob))
        };
        let standing =
            |commit: usize| (self.reach(commit), self.history[commit].parents.len() > 1, age(commit), commit);
        let turn = |&(reach, is_merge, age, commit): &(Reach, bool, u32, usize)| {
            (reach, is_merge, if is_merge { rank(commit) } else { age }, commit)
        };
        (0..self.history.len()).filter(brings).map(standing).min_by_key(turn)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn a_trace_is_what_looking_at_everything_says(
        history in histories(),
        tips in prop::collection::vec((0usize..12, prop::bool::ANY), 0..4),
        head in 0usize..12,
    ) {
        let kind = |log: bool| if log { Reach::Log } else { Reach::Reference };
        let tips: Vec<(usize, Reach)> =
            tips.into_iter().map(|(tip, log)| (tip % history.len(), kind(log))).collect();
        let head = head % history.len();
        let mut memory = Memory::of(&history);
        let blobs: BTreeMap<u8, u32> = (0..5).map(|blob| (blob, memory.blob(blob))).collect();
        let named: Vec<Tip> =
            (0..).zip(&tips).map(|(n, (tip, reach))| Memory::tip(&format!("refs/{n}"), memory.made[*tip], *reach)).collect();
        let seen = History { commits: &memory.commits, tags: &[], tips: &named, head: Some(memory.made[head]) };
        let hits: Vec<u32> = blobs.values().copied().collect();
        let all = trace(&memory, &seen, &hits);
        let order = {
            let of = |wanted| {
                let tips = tips.iter().filter(move |(_, reach)| *reach == wanted);
                tips.map(|(tip, _)| memory.commits.position(memory.made[*tip]).unwrap()).collect::<Vec<u32>>()
            };
            Order::of(&memory.commits, &of(Reach::Reference), &of(Reach::Log))
        };
        let position = |commit: usize| memory.commits.position(memory.made[commit]).unwrap();
        for (number, commit) in history.iter().enumerate() {
            for &parent in &commit.parents {
                if order.reach(position(parent)) == order.reach(position(number)) {
                    prop_assert!(order.rank(position(parent)) < order.rank(position(number)));
                }
            }
        }
        let naive = Naive { history: &history, tips: &tips };
        let age = |commit: usize| order.age(position(commit));
        let rank = |commit: usize| order.rank(position(commit));
        for (&blob, trace) in blobs.keys().zip(&all) {
            let paths: BTreeSet<&String> =
                history.iter().flat_map(|made| &made.files).filter(|file| *file.1 == blob).map(|file| file.0).collect();
            let mut expected = Vec::new();
            for &path in &paths {
                let (reach, merge, age, commit) = naive.first(path, blob, &age, &rank).unwrap();
                expected.push((reach, merge, age, path.clone(), commit, naive.holds(head, path, blob)));
            }
            expected.sort();
            let places: Vec<_> = expected.iter().map(|one| (one.3.clone(), Some(one.4), one.5)).collect();
            prop_assert_eq!(shown(trace, &memory), places);
            prop_assert_eq!(trace.in_head, expected.iter().any(|one| one.5));
            prop_assert_eq!(trace.reach, expected.first().map_or(Reach::Nothing, |one| one.0));
            let holding = (0..history.len()).filter(|&made| history[made].files.values().any(|held| *held == blob));
            let last = holding.map(|made| history[made].date).max();
            let position = trace.last_held.map(|last| memory.commits.position(last).unwrap());
            prop_assert_eq!(position.map(|last| memory.commits.committed(last)), last);
            let first = expected.first().filter(|one| one.0 == Reach::Reference).map(|one| one.4);
            let containing = (0..).zip(&tips).filter(|(_, (tip, reach))| {
                *reach == Reach::Reference && first.is_some_and(|first| naive.ancestors(*tip).contains(&first))
            });
            let mut refs: Vec<String> = containing.map(|(n, _): (usize, _)| format!("refs/{n}")).collect();
            refs.sort();
            prop_assert_eq!(&trace.refs, &refs);
        }
    }
}

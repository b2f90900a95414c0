//! Where and since when what was found is there: one version is looked at again for each credential and path, and
//! becomes the finding.

mod named;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::sync::{Mutex, OnceLock};

use super::blobs::{show, some_path};
use super::{Found, Run, Sum};
use crate::document::{Origin, RelPath};
use crate::finding::{self, Finding, Fingerprint, Moment, Provenance};
use crate::rule::{Family, Severity};
use crate::scan::{inspect_lines, into_inner};
use crate::source::git::object::commit::Commit;
use crate::source::git::tips::Tips;
use crate::source::history::names::Names;
use crate::source::history::provenance::{First, Graph as _, History, Mailmap, Trace, trace};
use crate::source::worktree::Exclude;
use crate::source::{Visited, container, parallel};
use named::{Named, mask_texts};

/// At so many paths is a credential shown; where there are more, at those where it was first.
const MOST_PLACES: usize = 1000;

/// A version that may show a credential at a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Version {
    /// How early it was there; what no commit has comes last.
    age: u32,
    object: u32,
    commit: Option<u32>,
}

/// Makes findings of what was found.
pub fn settle(run: &Run<'_>, names: &Names, tips: &Tips, history: &History<'_>, found: Found, sum: &mut Sum) {
    let telling = Named::of(run, names);
    let called = names.objects_called(&|name| telling.lines.contains_key(&name));
    let mut objects: Vec<u32> = found.pairs.iter().map(|(object, _)| *object).collect();
    objects.extend(found.whole.iter().map(|(object, _)| *object));
    objects.extend(&called);
    objects.sort_unstable();
    objects.dedup();
    if objects.is_empty() {
        return;
    }
    let traces = trace(run.database, history, &objects);
    let past = Past { run, objects, traces, people: people(run, history), commits: Mutex::default() };
    let mut pairs = found.pairs;
    pairs.sort_unstable();
    pairs.dedup();
    let mut seen: BTreeMap<Fingerprint, Still> = BTreeMap::new();
    for (object, fingerprint) in &pairs {
        seen.entry(*fingerprint).or_default().add(past.trace(*object));
    }
    let versions = versions(&past, names, tips, &pairs);
    let mut all = confirmed(&past, versions);
    all.extend(found.whole.into_iter().map(|(object, finding)| {
        let first = past.trace(object).first;
        (first.map_or(u32::MAX, |first| first.age), object, first.map(|first| first.commit), finding)
    }));
    all.extend(telling.findings(&past, names, &called));
    for (age, object, commit, mut finding) in all {
        let still = seen.get(&finding.fingerprint).copied().unwrap_or_else(|| Still::of(past.trace(object)));
        let provenance = past.provenance(object, commit, still);
        if let Some(first) = &provenance.first
            && finding.lifetime.settle(first.committed, run.scan.now)
        {
            finding.severity = Severity::Note;
        }
        if finding.rule.family() != Family::Secret && !run.scan.old_facts && !provenance.in_head {
            continue;
        }
        finding.provenance = Some(provenance);
        let turn = sum.ages.entry(finding.at.origin.clone()).or_insert(usize::MAX);
        *turn = (*turn).min(age as usize);
        sum.findings.push(finding);
    }
    telling.mask(run, names, sum);
    mask_texts(run, tips, sum);
}

/// Until when a credential was held, over all versions that have it.
#[derive(Clone, Copy, Debug, Default)]
struct Still {
    in_head: bool,
    last_held: Option<u32>,
}

impl Still {
    fn of(trace: &Trace) -> Self {
        Self { in_head: trace.in_head, last_held: trace.last_held }
    }

    fn add(&mut self, trace: &Trace) {
        self.in_head |= trace.in_head;
        // Which of two commits is the newer is decided where their dates are read.
        if self.last_held.is_none() {
            self.last_held = trace.last_held;
        }
    }
}

/// The past of the objects that hold something.
struct Past<'p> {
    run: &'p Run<'p>,
    objects: Vec<u32>,
    traces: Vec<Trace>,
    people: Mailmap,
    commits: Mutex<HashMap<u32, Option<finding::Commit>>>,
}

impl Past<'_> {
    fn trace(&self, object: u32) -> &Trace {
        let place = self.objects.binary_search(&object).expect("every object that is asked for was traced");
        &self.traces[place]
    }

    fn commit(&self, index: u32) -> Option<finding::Commit> {
        let mut known = self.commits.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.entry(index).or_insert_with(|| self.read_commit(index)).clone()
    }

    fn read_commit(&self, index: u32) -> Option<finding::Commit> {
        let bytes = self.run.database.read_object(index)?;
        let commit = Commit::parse(&bytes);
        let moment = |seconds, offset_minutes| Moment { seconds, offset_minutes };
        let author = commit.author.as_ref();
        let committer = commit.committer.as_ref().or(author);
        let zero = moment(0, 0);
        Some(finding::Commit {
            id: self.run.database.id_of(index),
            author: author
                .map_or_else(|| self.people.person(b"", b""), |author| self.people.person(author.name, author.email)),
            authored: author.map_or(zero, |author| moment(author.seconds, author.offset_minutes)),
            committed: committer.map_or(zero, |committer| moment(committer.seconds, committer.offset_minutes)),
        })
    }

    fn provenance(&self, object: u32, commit: Option<u32>, still: Still) -> Provenance {
        let mut provenance = self.trace(object).provenance(&|index| self.commit(index));
        if let Some(commit) = commit {
            provenance.first = self.commit(commit);
        }
        provenance.in_head |= still.in_head;
        let last = still.last_held.and_then(|index| self.commit(index)).map(|commit| commit.committed);
        provenance.last_held = provenance.last_held.max(last);
        provenance
    }
}

/// Who is who, as HEAD and the work tree have it.
fn people(run: &Run<'_>, history: &History<'_>) -> Mailmap {
    let head = history.head.and_then(|head| history.commits.position(head));
    let tree = head.and_then(|head| history.commits.tree(head));
    let of_head = tree.and_then(|tree| Mailmap::in_tree(run.database, tree)).unwrap_or_default();
    let work_tree = run.database.repository.work_tree.as_ref().map(|folder| folder.join(".mailmap"));
    let of_work_tree = work_tree.and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
    Mailmap::of(&[&of_head, &of_work_tree])
}

/// For each credential and path the versions that may show it, the first one first.
fn versions(
    past: &Past<'_>,
    names: &Names,
    tips: &Tips,
    pairs: &[(u32, Fingerprint)],
) -> BTreeMap<(Fingerprint, RelPath), Vec<Version>> {
    let mut versions: BTreeMap<(Fingerprint, RelPath), Vec<Version>> = BTreeMap::new();
    for (object, fingerprint) in pairs {
        let trace = past.trace(*object);
        let version = |first: Option<First>| Version {
            age: first.map_or(u32::MAX, |first| first.age),
            object: *object,
            commit: first.map(|first| first.commit),
        };
        if trace.places.is_empty() {
            let path = some_path(past.run, names, tips, *object);
            versions.entry((*fingerprint, path)).or_default().push(version(trace.first));
        }
        for place in &trace.places {
            versions.entry((*fingerprint, place.path.clone())).or_default().push(version(place.first));
        }
    }
    let scan = past.run.scan;
    // The globs have been read when the history was narrowed by them.
    let meant = Exclude::of(&scan.narrowing.paths).unwrap_or_default();
    let is_meant = |path: &RelPath| scan.narrowing.paths.is_empty() || meant.holds(path);
    versions.retain(|(_, path), _| is_meant(path) && !scan.exclude.holds(path));
    for versions in versions.values_mut() {
        versions.sort_unstable();
    }
    first_places(versions)
}

/// Of a credential at very many paths, those where it was first.
fn first_places(
    versions: BTreeMap<(Fingerprint, RelPath), Vec<Version>>,
) -> BTreeMap<(Fingerprint, RelPath), Vec<Version>> {
    let mut counts: BTreeMap<Fingerprint, usize> = BTreeMap::new();
    for (fingerprint, _) in versions.keys() {
        *counts.entry(*fingerprint).or_default() += 1;
    }
    if counts.values().all(|count| *count <= MOST_PLACES) {
        return versions;
    }
    let mut all: Vec<((Fingerprint, RelPath), Vec<Version>)> = versions.into_iter().collect();
    all.sort_by(|((one, at), first), ((other, place), second)| {
        (one, first.first(), at).cmp(&(other, second.first(), place))
    });
    let mut kept: BTreeMap<Fingerprint, usize> = BTreeMap::new();
    all.retain(|((fingerprint, _), _)| {
        let count = kept.entry(*fingerprint).or_default();
        *count += 1;
        *count <= MOST_PLACES
    });
    all.into_iter().collect()
}

/// Looks at versions until each credential has been seen at its path, and not only accepted there.
fn confirmed(
    past: &Past<'_>,
    versions: BTreeMap<(Fingerprint, RelPath), Vec<Version>>,
) -> Vec<(u32, u32, Option<u32>, Finding)> {
    let mut open: Vec<((Fingerprint, RelPath), Vec<Version>)> = versions.into_iter().collect();
    for (_, versions) in &mut open {
        versions.reverse();
    }
    let mut accepted: BTreeMap<(Fingerprint, RelPath), Vec<(Version, Finding)>> = BTreeMap::new();
    let mut all = Vec::new();
    while !open.is_empty() && !past.run.is_stopped() {
        let mut wanted: BTreeMap<(u32, RelPath), (Version, BTreeSet<Fingerprint>)> = BTreeMap::new();
        for ((fingerprint, path), versions) in &open {
            let Some(version) = versions.last() else { continue };
            let (_, fingerprints) =
                wanted.entry((version.object, path.clone())).or_insert_with(|| (version.clone(), BTreeSet::new()));
            fingerprints.insert(*fingerprint);
        }
        let mut done: BTreeSet<(Fingerprint, RelPath)> = BTreeSet::new();
        for (((object, path), (version, fingerprints)), findings) in looked_at(past, wanted) {
            for finding in findings {
                let key = (finding.fingerprint, path.clone());
                if !fingerprints.contains(&finding.fingerprint) {
                    continue;
                }
                if finding.suppression.is_some() {
                    accepted.entry(key).or_default().push((version.clone(), finding));
                } else {
                    done.insert(key);
                    all.push((version.age, object, version.commit, finding));
                }
            }
        }
        open.retain_mut(|(key, versions)| {
            versions.pop();
            !done.contains(key) && !versions.is_empty()
        });
        accepted.retain(|key, _| !done.contains(key));
    }
    for versions in accepted.into_values() {
        let first = versions.iter().map(|(version, _)| version).min().cloned();
        let of_first = versions.into_iter().filter(|(version, _)| Some(version) == first.as_ref());
        all.extend(of_first.map(|(version, finding)| (version.age, version.object, version.commit, finding)));
    }
    all
}

/// A version under one of its paths, and what is wanted of it.
type Wanted = ((u32, RelPath), (Version, BTreeSet<Fingerprint>));

/// Looks at versions from all threads; gives each with its findings, in their order.
fn looked_at(
    past: &Past<'_>,
    wanted: BTreeMap<(u32, RelPath), (Version, BTreeSet<Fingerprint>)>,
) -> Vec<(Wanted, Vec<Finding>)> {
    let wanted: Vec<(Wanted, OnceLock<Vec<Finding>>)> =
        wanted.into_iter().map(|wanted| (wanted, OnceLock::new())).collect();
    let _ = parallel::each(&wanted, past.run.scan.threads, &|| (), &|(), (((object, path), (version, _)), found)| {
        let _ = found.set(look(past, *object, path, version));
        ControlFlow::Continue(())
    });
    wanted.into_iter().map(|(wanted, found)| (wanted, found.into_inner().unwrap_or_default())).collect()
}

/// The findings of one version under one of its paths.
fn look(past: &Past<'_>, object: u32, path: &RelPath, version: &Version) -> Vec<Finding> {
    let scan = past.run.scan;
    scan.progress.advance(1, 0);
    let commit = version.commit.map(|commit| past.run.database.id_of(commit));
    let id = past.run.database.id_of(object);
    let origin = Origin { object: Some(id), commit, ..Origin::file(past.run.below(path)) };
    let found = Mutex::new(Vec::new());
    let visit = |visited: Visited<'_>| show(past.run, visited, false, inspect_lines, &found);
    if let Some((_, mut stream)) = past.run.database.stream(object, scan.memory.held_whole) {
        let _: ControlFlow<()> =
            container::show_stream(&origin, &mut stream, scan.memory.held_whole, scan.limits, &visit);
    } else if let Some(bytes) = past.run.database.read_object(object) {
        let _: ControlFlow<()> = container::show(&origin, &bytes, scan.limits, &visit);
    }
    into_inner(found)
}
